"""Record kinds, pages and blocks of the room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import places
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.periods import in_force_on, months_after
from dangjian.kernel.records.entries import Entry, LedgerForm
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting
from dangjian.kernel.tree.enums import PRIMARY_KINDS, OrganisationKind
from dangjian.kernel.tree.models import Organisation

from . import queries
from .enums import EventKind, UnitNature
from .models import Area, LeadingGroup, OrganisationEvent, Term, Unit
from .permissions import CHANGE, RECORD_TERMS, VIEW
from .preparing import election_page
from .search import matching
from .terms import rule_named

Apply = Callable[[QuerySet[Any], str, Actor], QuerySet[Any]]


def page_of(organisation_id: int, anchor: str = "") -> str:
    """The page of an organisation, at a part of it."""
    return reverse("organisations:detail", args=[organisation_id]) + anchor


def page_of_event(event: OrganisationEvent) -> str:
    """The page of something that happened to an organisation."""
    return reverse("organisations:event", args=[event.pk])


def day(value: str) -> date | None:
    """A date of the address, None for anything else."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def on_day(field: str = "") -> Apply:
    """A filter by a day: rows in force on it; what is no date leaves the rows as they are."""

    def apply(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
        chosen = day(value)
        return rows.filter(in_force_on(chosen, field)) if chosen else rows

    return apply


def is_direct(organisation: Organisation) -> bool:
    """Whether it stands directly under a work committee; its superior must be loaded."""
    parent = organisation.parent
    return parent is not None and parent.is_work_committee and organisation.kind in PRIMARY_KINDS


def _area(organisation: Organisation) -> Area | None:
    profile = getattr(organisation, "profile", None)
    return profile.area if profile else None


def _by_direct(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    direct = Q(parent__kind=OrganisationKind.WORK_COMMITTEE, kind__in=PRIMARY_KINDS)
    return rows.filter(direct) if value == "yes" else rows.exclude(direct) if value == "no" else rows


LONGEST_KEY = 19


def _by_number(field: str) -> Apply:
    def apply(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
        return rows.filter(**{field: int(value)}) if value.isdecimal() and len(value) < LONGEST_KEY else rows

    return apply


def _by_months(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    running = rows.filter(ends_on=None)
    if value == "overdue":
        return running.filter(queries.last_day_before(actor.today))
    if value not in {str(months) for months in queries.WARNING_MONTHS}:
        return rows
    limit = months_after(actor.today, int(value))
    return running.filter(queries.last_day_before(limit)).exclude(queries.last_day_before(actor.today))


def _by_running(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(ends_on__isnull=value == "running") if value in {"running", "ended"} else rows


def _areas_of(actor: Actor) -> list[tuple[str, str]]:
    areas = Area.objects.visible_to(actor, VIEW).filter(ends_on=None)
    return [(str(area.pk), area.name) for area in areas]


def _equal(field: str) -> Apply:
    return lambda rows, value, actor: rows.filter(**{field: value})


RUNNING = Filter("state", _("State"), _by_running, lambda actor: [("running", _("In force")), ("ended", _("Ended"))])

register(
    RecordKind(
        key="organisations.organisation",
        label=_("Organisations"),
        model=Organisation,
        permission=VIEW,
        rows=lambda: Organisation.objects.select_related("parent", "profile__area"),
        url=lambda o: page_of(o.pk),
        columns=(
            Column("name", _("Organisation"), lambda o: o.short_name, sort=("short_name",), link=True, width=28),
            Column("code", _("Code"), lambda o: o.code, sort=("code",)),
            Column("kind", _("Kind"), lambda o: o.get_kind_display(), sort=("kind", "code")),
            Column("superior", _("Superior"), lambda o: o.parent.short_name if o.parent else "", width=24),
            Column("direct", _("Direct"), lambda o: gettext("direct") if is_direct(o) else ""),
            Column("founded", _("Founded on"), lambda o: o.starts_on, sort=("starts_on",), cell=CellKind.DATE),
            Column("ended", _("Dissolved on"), lambda o: o.ends_on, sort=("ends_on",), cell=CellKind.DATE),
            Column("area", _("Area"), lambda o: str(_area(o) or "")),
        ),
        filters=(
            Filter("kind", _("Kind"), _equal("kind"), lambda actor: OrganisationKind.choices),
            Filter("direct", _("Direct"), _by_direct, lambda actor: [("yes", _("direct")), ("no", _("not direct"))]),
            Filter("area", _("Area"), _by_number("profile__area"), _areas_of),
            Filter("on", _("Existing on"), on_day(), control="date"),
        ),
        brief=("short_name", "code", "kind", "parent__short_name"),
        search=matching,
        organisation="pk",
        icon="sitemap",
        order=("code",),
        empty=_("Organisations appear here as soon as the work committee has set them up."),
    )
)


def _as_entries(events: Sequence[OrganisationEvent], actor: Actor) -> list[Entry]:
    """What a ledger says of events: what happened, by which paper, and the names before and after."""
    return [
        Entry(
            event.get_kind_display(),
            (
                (_("Document number"), event.document_number),
                (_("Former name"), event.old_name),
                (_("New name"), event.new_name),
                (_("Entered by"), event.entered_by),
            ),
            ((_("Note"), event.note),),
        )
        for event in events
    ]


register(
    RecordKind(
        key="organisations.event",
        label=_("History of organisations"),
        model=OrganisationEvent,
        permission=VIEW,
        rows=lambda: OrganisationEvent.objects.select_related("organisation"),
        url=page_of_event,
        columns=(
            Column("organisation", _("Organisation"), lambda e: e.organisation.short_name, link=True, width=28),
            Column("kind", _("What happened"), lambda e: e.get_kind_display(), sort=("kind",)),
            Column("on", _("Happened on"), lambda e: e.happened_on, sort=("happened_on",), cell=CellKind.DATE),
            Column("entered", _("Entered at"), lambda e: e.entered_at, sort=("entered_at",), cell=CellKind.MOMENT),
            Column("by", _("Entered by"), lambda e: e.entered_by),
            Column("document", _("Document number"), lambda e: e.document_number, width=20),
            Column("old_name", _("Former name"), lambda e: e.old_name, sort=("old_name",), width=28),
            Column("reason", _("Why corrected"), lambda e: e.correction_reason, width=28),
        ),
        filters=(Filter("kind", _("What happened"), _equal("kind"), lambda actor: EventKind.choices),),
        brief=("kind", "happened_on", "entered_by", "organisation__short_name"),
        search=lambda rows, text: matching(rows, text, field="organisation"),
        day="happened_on",
        chapter=7,
        entry=_as_entries,
        icon="history",
        order=("-happened_on", "-pk"),
        empty=_("Set-up, renaming, moves, mergers, splits and dissolutions appear here."),
    )
)
register(
    RecordKind(
        key="organisations.term",
        label=_("Terms"),
        model=Term,
        permission=VIEW,
        rows=lambda: queries.with_last_day(Term.objects.select_related("organisation")),
        url=lambda term: page_of(term.organisation_id, "#terms"),
        columns=(
            Column(
                "organisation",
                _("Organisation"),
                lambda t: t.organisation.short_name,
                sort=("organisation__code",),
                link=True,
                width=28,
            ),
            Column("number", _("Term no."), lambda t: t.number, cell=CellKind.INTEGER),
            Column("elected", _("Elected on"), lambda t: t.starts_on, sort=("starts_on",), cell=CellKind.DATE),
            Column("due", _("Due on"), lambda t: t.due_on, sort=("due_on",), cell=CellKind.DATE),
            Column("extended", _("Extended to"), lambda t: t.extended_to, cell=CellKind.DATE),
            Column("ended", _("Ended on"), lambda t: t.ends_on, sort=("ends_on",), cell=CellKind.DATE),
            Column("ended_by", _("Ended by"), lambda t: t.get_ended_by_display()),
            Column("rule", _("Rule"), lambda t: str(rule.source) if (rule := rule_named(t.rule)) else t.rule, width=40),
        ),
        filters=(
            Filter(
                "ends",
                _("Ends"),
                _by_months,
                lambda actor: [
                    ("6", _("within 6 months")),
                    ("3", _("within 3 months")),
                    ("1", _("within a month")),
                    ("overdue", _("overdue")),
                ],
            ),
            Filter("kind", _("Kind"), _equal("organisation__kind"), lambda actor: OrganisationKind.choices),
            RUNNING,
        ),
        brief=("number", "starts_on", "due_on", "organisation__short_name"),
        search=lambda rows, text: matching(rows, text, field="organisation"),
        day="starts_on",
        chapter=2,
        in_ledger=LedgerForm.TABLE,
        icon="hourglass",
        order=("due_on", "pk"),
        empty=_("Terms appear here when elections are recorded."),
    )
)
register(
    RecordKind(
        key="organisations.unit",
        label=_("Units"),
        model=Unit,
        permission=VIEW,
        rows=Unit.objects.distinct,
        url=lambda unit: reverse("organisations:unit", args=[unit.pk]),
        columns=(
            Column("name", _("Unit name"), lambda u: u.name, sort=("name",), link=True, width=32),
            Column("code", _("Unified social credit code"), lambda u: u.code, sort=("code",), width=22),
            Column("nature", _("Nature"), lambda u: u.get_nature_display(), sort=("nature", "code")),
            Column("staff", _("Staff"), lambda u: u.head_count, sort=("head_count",), cell=CellKind.INTEGER),
        ),
        filters=(Filter("nature", _("Nature"), _equal("nature"), lambda actor: UnitNature.choices),),
        brief=("name", "code", "nature", "head_count"),
        search=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(code__startswith=text.upper())),
        organisation="links__organisation",
        icon="building",
        order=("code",),
        empty=_("Units appear here when they are linked with Party organisations."),
    )
)
register(
    RecordKind(
        key="organisations.leading_group",
        label=_("Leading groups"),
        model=LeadingGroup,
        permission=VIEW,
        rows=lambda: LeadingGroup.objects.select_related("unit").distinct(),
        url=lambda group: reverse("organisations:unit", args=[group.unit_id]),
        columns=(
            Column("name", _("Leading group"), lambda g: g.name, sort=("name",), link=True, width=32),
            Column("unit", _("Unit"), lambda g: g.unit.name, width=32),
            Column("from", _("From"), lambda g: g.starts_on, sort=("starts_on",), cell=CellKind.DATE),
            Column("ended", _("Ended on"), lambda g: g.ends_on, sort=("ends_on",), cell=CellKind.DATE),
        ),
        filters=(RUNNING,),
        brief=("name", "starts_on", "ends_on", "unit__name"),
        search=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(unit__name__icontains=text)),
        organisation="unit__links__organisation",
        icon="users",
        order=("name",),
        empty=_("The leading groups of units appear here."),
    )
)
register(
    RecordKind(
        key="organisations.area",
        label=_("Areas"),
        model=Area,
        permission=VIEW,
        rows=lambda: Area.objects.select_related("organisation"),
        url=lambda area: f"{reverse('records:list', args=['organisations.organisation'])}?area={area.pk}",
        columns=(
            Column("name", _("Area"), lambda a: a.name, sort=("name",), link=True, width=28),
            Column("committee", _("Work committee"), lambda a: a.organisation.short_name, width=28),
            Column("order", _("Order"), lambda a: a.ordinal, sort=("ordinal",), cell=CellKind.INTEGER),
            Column("ended", _("Ended on"), lambda a: a.ends_on, sort=("ends_on",), cell=CellKind.DATE),
        ),
        filters=(RUNNING,),
        brief=("name", "ordinal", "ends_on", "organisation__short_name"),
        search=lambda rows, text: rows.filter(name__icontains=text),
        icon="map-pin",
        order=("ordinal", "pk"),
        empty=_("The areas of the work committee appear here."),
    )
)

register_page(
    Page(
        key="organisations.tree",
        label=_("Organisation tree"),
        url=lambda actor: reverse("organisations:tree"),
        icon="sitemap",
        group=PageGroup.REGISTER,
        permission=VIEW,
        order=10,
        tab=3,
        tab_label=pgettext_lazy("tab", "Tree"),
    )
)


def _terms_coming(actor: Actor) -> QuerySet[Any]:
    """Terms that end within half a year or are overdue, the earliest first."""
    unended = queries.running_terms(actor.today).filter(ends_on=None)  # whose end is decided waits for nobody
    soon = unended.filter(queries.last_day_before(months_after(actor.today, 6)))
    rows: QuerySet[Any] = queries.with_last_day(soon).visible_to(actor, RECORD_TERMS)
    if actor.organisation:
        rows = rows.exclude(organisation=actor.organisation)  # its own stands among what the rules demand
    return rows.order_by("last_day_on", "pk")


def _election_due(term: Term, actor: Actor) -> Waiting:
    late = term.last_day < actor.today
    return Waiting(
        title=gettext("Election of {organisation}").format(organisation=term.organisation),
        note=gettext("Organisations · the term ran out") if late else gettext("Organisations · the term ends"),
        url=election_page(term.organisation_id),
        on=term.last_day,
        lane=Lane.DECIDE if late else Lane.COMING,
        state="late" if late else "due",
    )


register_waiting(
    RECORD_TERMS, _terms_coming, brief=("due_on", "extended_to", "organisation__short_name"), item=_election_due
)

# The paper that decided a change: scanned, or as it was sent.
places.register(places.Place(OrganisationEvent, view=VIEW, attach=CHANGE, url=page_of_event))
