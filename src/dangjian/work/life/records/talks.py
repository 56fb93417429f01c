"""Talks as a list for the branch's secretary, as one's own page, and as a block that shows numbers alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.models import Member
from dangjian.foundation.members.queries import named
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.figures.permissions import VIEW_FIGURE
from dangjian.kernel.records import blocks
from dangjian.kernel.records.entries import LedgerForm
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.own import OwnPage, register_own_page
from dangjian.kernel.records.pages import Page, PageGroup, register_page

from ..enums import PairType, TalkMethod, TalkSide
from ..models import Talk, TalkParticipant
from ..permissions import KEEP_TALK_REASON, RECORD_TALK, VIEW_TALK
from ..queries import talks as talk_queries


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _since(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    day = _day(value)
    return rows.filter(happened_on__gte=day) if day else rows


def _pair(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(pair_type=value) if value in PairType.values else rows


def _reason(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    if value in {"yes", "no"}:
        return rows.filter(reason__isnull=value == "no")
    return rows


def _method(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(method=value) if value in TalkMethod.values else rows


def _by_name(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    people = named(Member.objects.all(), text).order_by().values("pk")
    return rows.filter(pk__in=TalkParticipant.objects.filter(member__in=people).values("talk"))


register(
    RecordKind(
        key="life.talk",
        label=_("Talks"),
        model=Talk,
        permission=VIEW_TALK,
        rows=lambda: talk_queries.talks_shown().standing(),
        url=lambda talk: reverse("life:talk", args=[talk.pk]),
        day="happened_on",
        chapter=3,
        in_ledger=LedgerForm.COUNT,  # what was talked about stays between the two
        order=("-happened_on", "-pk"),
        icon="message-circle",
        shows_persons=True,
        search=_by_name,
        brief=("happened_on", "pair_type", "method", "organisation__short_name"),
        columns=(
            Column(
                "on",
                _("Day of the talk"),
                lambda t: t.happened_on,
                sort=("happened_on",),
                link=True,
                cell=CellKind.DATE,
            ),
            Column("talkers", _("Who talked"), lambda t: talk_queries.side_names(t, TalkSide.TALKER), private=True),
            Column("with", _("With whom"), lambda t: talk_queries.side_names(t, TalkSide.TALKED_TO), private=True),
            Column("pair", _("Between whom"), lambda t: t.get_pair_type_display(), sort=("pair_type",), width=24),
            Column(
                "reason", _("Must-talk occasion"), lambda t: t.reason.name if t.reason else "", private=True, width=30
            ),
            Column("method", _("How it was held"), lambda t: t.get_method_display()),
            Column("branch", _("Branch"), lambda t: t.organisation.short_name, width=24),
            Column("entered", _("Entered at"), lambda t: t.entered_at, sort=("entered_at",), cell=CellKind.MOMENT),
        ),
        filters=(
            Filter("pair", _("Between whom"), _pair, choices=lambda actor: PairType.choices),
            Filter("must", _("Must-talk"), _reason, choices=lambda actor: [("yes", _("yes")), ("no", _("no"))]),
            Filter("method", _("How it was held"), _method, choices=lambda actor: TalkMethod.choices),
            Filter("since", _("From day"), _since, control="date"),
        ),
        empty=_("Talks appear here when one of the two sides or the secretary records them."),
    )
)
register_page(
    Page(
        "life.talks",
        _("Talks"),
        lambda actor: reverse("records:list", args=["life.talk"]),
        "message-circle",
        PageGroup.YEAR,
        VIEW_TALK,
        order=40,
    )
)
register_page(
    Page(
        "life.record_talk",
        _("Record a talk"),
        lambda actor: reverse("life:record-talk"),
        "pencil",
        PageGroup.YEAR,
        RECORD_TALK,
        order=41,
    )
)
register_page(
    Page(
        "life.talk_reasons",
        _("Must-talk occasions"),
        lambda actor: reverse("life:talk-reasons"),
        "list-details",
        PageGroup.YEAR,
        KEEP_TALK_REASON,
        order=42,
    )
)
register_own_page(
    OwnPage(
        "life.my_talks",
        _("My talks"),
        _("Only the two sides and your branch's secretary see them"),
        lambda actor: reverse("life:my-talks"),
        order=20,
    )
)
blocks.register(
    blocks.Block(
        key="life.talks",
        label=_("Talks"),
        url=lambda organisation: reverse("life:talks-of", args=[organisation.pk]),
        permission=VIEW_FIGURE,
        order=45,
    )
)
