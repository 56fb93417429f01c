"""Meetings as a record kind, the way in, the block of the organisation page, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as __
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
from ..enums import KINDS_HELD_BY, MeetingKind, Outcome
from ..models import Meeting
from ..naming import name_of
from ..queries import meetings as queries

LABELS = dict(MeetingKind.choices)
OUTCOMES = dict(Outcome.choices)
STEP = 3
"""Keep organisational life strict: the third step of the branch work method."""


def _rows() -> QuerySet[Any]:
    rows = Meeting.objects.select_related("organisation").prefetch_related("counts")
    return queries.with_numbers(rows)


def _kinds(meeting: Meeting) -> str:
    return "、".join(str(LABELS[kind]) for kind in dict.fromkeys(row.kind for row in meeting.counts.all()))


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
        order=("-happened_on", "-pk"),
        icon="users-group",
        search=lambda rows, text: rows.filter(Q(topic__icontains=text) | Q(points__icontains=text)),
        columns=(
            Column("day", _("Day"), lambda m: m.happened_on, ("happened_on", "pk"), cell=CellKind.DATE, width=12),
            Column("kinds", _("Kind"), _kinds, link=True, width=28),
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


def _waiting(actor: Actor, most: int) -> Iterable[Waiting]:
    """Records to write or to mend, and records that wait for a review."""
    rows = queries.meetings_shown().filter(happened_on__lte=actor.today)
    own = rows.filter(state=RecordState.DRAFT).visible_to(actor, permissions.RECORD_MEETING)
    if actor.organisation is not None:
        own = own.filter(organisation=actor.organisation)
    for meeting in own.order_by("happened_on", "pk")[:most]:
        note = meeting.returned_because or __("Record it: two lines are enough.")
        url = reverse("life:file", args=[meeting.pk])
        yield Waiting(name_of(meeting), note, url, meeting.happened_on, Lane.DECIDE, "due")
    reviewed = rows.filter(awaits_review=True).visible_to(actor, permissions.REVIEW_MEETING)
    for meeting in reviewed.order_by("filed_on", "pk")[:most]:
        url = reverse("life:meeting", args=[meeting.pk])
        note = __("{organisation} · waits for your review").format(organisation=meeting.organisation)
        yield Waiting(name_of(meeting), note, url, meeting.filed_on, Lane.DECIDE)


register_waiting(permissions.RECORD_MEETING, _waiting)
