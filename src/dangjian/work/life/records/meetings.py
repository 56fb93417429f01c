"""Meetings as a record kind, the way in, the block of the organisation page, what waits."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments.places import Place
from dangjian.kernel.attachments.places import register as takes_files
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records.blocks import Block
from dangjian.kernel.records.blocks import register as register_block
from dangjian.kernel.records.filters import below, between, choice
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.models import RecordState
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting

from .. import permissions
from ..entries.meetings import meetings_told
from ..enums import KINDS_HELD_BY, OF_ALL_MEMBERS, MeetingKind, Outcome
from ..models import Attendance, CountsAs, Meeting
from ..naming import labels_of, name_of
from ..queries import meetings as queries

LABELS = dict(MeetingKind.choices)
OUTCOMES = dict(Outcome.choices)
STEP = 3
"""Keep organisational life strict: the third step of the branch work method."""


def _rows() -> QuerySet[Any]:
    return queries.with_numbers(queries.with_kinds(Meeting.objects.select_related("organisation")))


def _of_kind(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(pk__in=Meeting.objects.filter(counts__kind=value).values("pk")) if value in LABELS else rows


def _held_by(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    """Meetings that count for one organisation, by its key: jointly held ones too."""
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        return rows
    return rows.filter(pk__in=Meeting.objects.filter(counts__organisation=int(value)).values("pk"))


def _late(rows: Any, value: str, actor: Actor) -> Any:
    return rows.entered_late() if value == "yes" else rows


register(
    RecordKind(
        key="life.meeting",
        label=_("Meetings"),
        model=Meeting,
        permission=permissions.VIEW_MEETING,
        rows=_rows,
        url=lambda meeting: reverse("life:meeting", args=[meeting.pk]),
        day="happened_on",
        chapter=STEP,
        entry=meetings_told,
        order=("-happened_on", "-pk"),
        icon="users-group",
        brief=("topic", "happened_on", "kinds_joined", "organisation__short_name"),
        search=lambda rows, text: rows.filter(Q(topic__icontains=text) | Q(content__icontains=text)),
        columns=(
            Column("day", _("Day"), lambda m: m.happened_on, ("happened_on", "pk"), cell=CellKind.DATE, width=12),
            Column("kinds", _("Kind"), labels_of, link=True, width=28),
            Column("topic", _("Topic"), lambda m: m.topic, width=32),
            Column(
                "organisation",
                _("Organisation"),
                lambda m: m.organisation.short_name,
                ("organisation__code",),
                width=24,
            ),
            Column("outcome", _("Outcome"), lambda m: OUTCOMES[m.outcome]),
            Column("due", _("Expected"), lambda m: m.due, cell=CellKind.INTEGER, width=10),
            Column("present", _("Of these present"), lambda m: m.present, cell=CellKind.INTEGER, width=10),
            Column("filed", _("Filed on"), lambda m: m.filed_on, ("filed_on", "pk"), cell=CellKind.DATE, width=12),
        ),
        filters=(
            Filter("kind", _("Kind"), _of_kind, choices=lambda actor: MeetingKind.choices),
            choice("outcome", _("Outcome"), "outcome", [one for one in Outcome.choices if one[0]]),
            Filter("organisation", _("Organisation"), below("organisation__path"), control="text"),
            between("from", _("From day"), "happened_on__gte"),
            between("to", _("To day"), "happened_on__lte"),
            Filter("late", _("Entered"), _late, choices=lambda actor: [("yes", _("later than held"))]),
            Filter("of", _("Held by (key)"), _held_by, control="hidden"),
        ),
        empty=_("Meetings appear here as soon as they are called or recorded."),
    )
)

register(
    RecordKind(
        key="life.attendance",
        label=_("Attendance of meetings, one by one"),
        model=Attendance,
        permission=permissions.VIEW_MEETING,
        rows=lambda: Attendance.objects.select_related("member", "meeting__organisation"),
        url=lambda row: reverse("life:meeting", args=[row.meeting_id]),
        organisation="meeting__organisation",
        order=("-meeting__happened_on", "-pk"),
        icon="users-group",
        shows_persons=True,
        columns=(
            Column("day", _("Day"), lambda row: row.meeting.happened_on, cell=CellKind.DATE, link=True, width=12),
            Column("organisation", _("Organisation"), lambda row: row.meeting.organisation.short_name, width=24),
            Column("member", _("Member"), lambda row: row.member.name, width=12),
            Column("present", _("Presence"), lambda row: _("present") if row.present else _("absent")),
            Column("reason", _("Why absent"), lambda row: row.reason, width=20),
        ),
        filters=(
            Filter("organisation", _("Organisation"), below("meeting__organisation__path"), control="text"),
            between("from", _("From day"), "meeting__happened_on__gte"),
            between("to", _("To day"), "meeting__happened_on__lte"),
        ),
        empty=_("Who was expected at a meeting stands here when its record is filed."),
    )
)

takes_files(
    Place(
        model=Meeting,
        view=permissions.VIEW_MEETING,
        attach=permissions.RECORD_MEETING,
        url=lambda meeting: reverse("life:meeting", args=[meeting.pk]),
    )
)

register_page(
    Page(
        "life.meetings",
        _("Organisational life"),
        lambda actor: reverse("life:home"),
        "users-group",
        PageGroup.YEAR,
        permissions.VIEW_MEETING,
        order=30,
        tab=2,
        tab_label=pgettext_lazy("tab", "Life"),
    )
)

register_block(
    Block(
        "life.meetings",
        _("Meetings of this year"),
        lambda organisation: reverse("life:meetings-of", args=[organisation.pk]),
        permissions.VIEW_MEETING,
        order=20,
        kinds=tuple(KINDS_HELD_BY),
    )
)


def _to_write(actor: Actor) -> QuerySet[Any]:
    """Records to write or to mend, of the organisation acted for."""
    rows = Meeting.objects.visible_to(actor, permissions.RECORD_MEETING).filter(state=RecordState.DRAFT)
    own: QuerySet[Any] = queries.with_kinds(rows.filter(happened_on__lte=actor.today))
    own = own.filter(organisation=actor.organisation) if actor.organisation is not None else own
    return own.order_by("happened_on", "pk")


def _write(meeting: Meeting, actor: Actor) -> Waiting:
    note = meeting.returned_because or gettext("Record it: two lines are enough.")
    url = reverse("life:file", args=[meeting.pk])
    return Waiting(name_of(meeting), note, url, meeting.happened_on, Lane.DECIDE, "due")


def _to_review(actor: Actor) -> QuerySet[Any]:
    """Records that wait for a review."""
    rows = Meeting.objects.visible_to(actor, permissions.REVIEW_MEETING).filter(awaits_review=True)
    return queries.with_kinds(rows.filter(happened_on__lte=actor.today)).order_by("filed_on", "pk")


def _review(meeting: Meeting, actor: Actor) -> Waiting:
    url = reverse("life:meeting", args=[meeting.pk])
    note = gettext("{organisation} · waits for your review").format(organisation=meeting.organisation)
    return Waiting(name_of(meeting), note, url, meeting.filed_on, Lane.DECIDE)


def _to_answer(actor: Actor) -> QuerySet[Any]:
    """Meetings of all members that the own branch is called to, the next first."""
    called = Meeting.objects.visible_to(actor, permissions.ANSWER_MEETING).called().filter(happened_on__gte=actor.today)
    of_all = called.filter(Exists(CountsAs.objects.filter(meeting=OuterRef("pk"), kind__in=OF_ALL_MEMBERS)))
    return queries.with_kinds(of_all).order_by("happened_on", "pk")


def _answer(meeting: Meeting, actor: Actor) -> Waiting:
    url = reverse("life:meeting-call", args=[meeting.pk])
    note = gettext("{place} · coming or not: one tap").format(place=meeting.place)
    return Waiting(name_of(meeting), note, url, meeting.happened_on, Lane.COMING)


NAME = ("topic", "kinds_joined")
register_waiting(permissions.ANSWER_MEETING, _to_answer, brief=(*NAME, "place", "happened_on"), item=_answer)
register_waiting(permissions.RECORD_MEETING, _to_write, brief=(*NAME, "returned_because", "happened_on"), item=_write)
register_waiting(
    permissions.REVIEW_MEETING, _to_review, brief=(*NAME, "filed_on", "organisation__short_name"), item=_review
)
