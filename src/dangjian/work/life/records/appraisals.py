"""Rounds of appraisal as a list without persons, ways in, a block, and what waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.organisations.search import matching
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records import blocks
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, Words, register
from dangjian.kernel.records.own import OwnPage, register_own_page
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting
from dangjian.kernel.tree.enums import BRANCH_KINDS

from ..entries.appraisals import appraisals_told
from ..enums import BallotWay, Stage
from ..models import Appraisee, DemocraticAppraisal
from ..permissions import DECIDE_APPRAISAL, HOLD_APPRAISAL, TAKE_PART, VIEW_APPRAISAL
from ..queries import appraisals as queries

# What must be set and what must not be, for each stage that a list can be narrowed to.
STAGES: dict[str, dict[str, bool]] = {
    Stage.ASSESSING: {"voting_on__isnull": True, "closed_on__isnull": True},
    Stage.VOTING: {"voting_on__isnull": False, "closed_on__isnull": True},
    Stage.CLOSED: {"closed_on__isnull": False, "decided_on__isnull": True},
    Stage.DECIDED: {"decided_on__isnull": False, "told_on__isnull": True},
    Stage.TOLD: {"told_on__isnull": False, "filed_on__isnull": True},
    Stage.FILED: {"filed_on__isnull": False},
}


DAYS = ("voting_on", "closed_on", "decided_on", "told_on", "filed_on", "withdrawn_on")
ROUND = ("for_year", "organisation__short_name", *DAYS)


def page_of(appraisal: DemocraticAppraisal) -> str:
    """The page of a round."""
    return reverse("life:appraisal", args=[appraisal.pk])


def _by_stage(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    if value == Stage.WITHDRAWN:
        return rows.exclude(withdrawn_on=None)
    return rows.filter(withdrawn_on=None, **STAGES[value]) if value in STAGES else rows


def _by_year(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return (
        rows.filter(for_year=date(int(value), 1, 1)) if value.isdecimal() and len(value) == 4 and int(value) else rows
    )


def _years(actor: Actor) -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in range(actor.today.year, actor.today.year - 4, -1)]


register(
    RecordKind(
        key="life.appraisal",
        label=_("Democratic appraisals of members"),
        model=DemocraticAppraisal,
        permission=VIEW_APPRAISAL,
        rows=queries.appraisals_shown,
        url=page_of,
        day="decided_on",
        chapter=5,
        entry=appraisals_told,
        order=("-for_year", "organisation__code", "pk"),
        icon="user-check",
        search=lambda rows, text: matching(rows, text, field="organisation"),
        brief=(*ROUND, "ballots"),
        columns=(
            Column(
                "branch",
                _("Branch"),
                lambda a: a.organisation.short_name,
                sort=("organisation__code",),
                link=True,
                width=24,
            ),
            Column("year", _("Year"), lambda a: str(a.year), sort=("for_year",)),
            Column("stage", _("Stage"), lambda a: a.stage.label, width=20),
            Column("ballots", _("How votes are cast"), lambda a: a.get_ballots_display(), width=20),
            Column("opened", _("Opened on"), lambda a: a.happened_on, sort=("happened_on",), cell=CellKind.DATE),
            Column("met", _("Meeting on"), lambda a: a.voting_on, sort=("voting_on",), cell=CellKind.DATE),
            Column("decided", _("Grades decided on"), lambda a: a.decided_on, sort=("decided_on",), cell=CellKind.DATE),
            Column("filed", _("Filed on"), lambda a: a.filed_on, sort=("filed_on",), cell=CellKind.DATE),
        ),
        filters=(
            Filter("year", _("Year"), _by_year, choices=_years),
            Filter("stage", _("Stage"), _by_stage, choices=lambda actor: Stage.choices),
            Filter(
                "ballots",
                _("How votes are cast"),
                lambda rows, value, actor: rows.filter(ballots=value) if value in BallotWay.values else rows,
                choices=lambda actor: BallotWay.choices,
            ),
        ),
        empty=_("Rounds appear here when branches open the appraisal of a year."),
    )
)
register_page(
    Page(
        "life.appraisals",
        _("Democratic appraisal"),
        lambda actor: reverse("records:list", args=["life.appraisal"]),
        "user-check",
        PageGroup.YEAR,
        VIEW_APPRAISAL,
        order=45,
    )
)
register_own_page(
    OwnPage(
        "life.my_appraisals",
        _("My appraisals"),
        _("Self-assessment, secret vote, and my own grade"),
        lambda actor: reverse("life:my-appraisals"),
        order=22,
    )
)
blocks.register(
    blocks.Block(
        key="life.appraisals",
        label=_("Democratic appraisal"),
        url=lambda organisation: reverse("life:appraisals-of", args=[organisation.pk]),
        permission=VIEW_APPRAISAL,
        order=46,
        kinds=tuple(BRANCH_KINDS),
    )
)


def _own_running(actor: Actor) -> QuerySet[Any]:
    """The actor's places in rounds whose vote is not closed."""
    own: QuerySet[Any] = queries.own_places(actor).filter(appraisal__closed_on=None)
    return own


def _to_write(actor: Actor) -> QuerySet[Any]:
    return _own_running(actor).filter(is_expected=True, self_assessment=None)


def _to_vote(actor: Actor) -> QuerySet[Any]:
    voting = _own_running(actor).filter(appraisal__ballots=BallotWay.PHONE).exclude(appraisal__voting_on=None)
    return voting.filter(may_vote=True, took_part=False)


def _own(title: Words) -> Callable[[Appraisee, Actor], Waiting]:
    """What a member still has to do in a round, by its own page."""

    def item(place: Appraisee, actor: Actor) -> Waiting:
        address = reverse("life:my-appraisal", args=[place.appraisal_id])
        return Waiting(str(title), str(place.appraisal), address, place.appraisal.voting_on, state="due")

    return item


NEXT = {
    Stage.ASSESSING: _("Members write their self-assessments; begin the vote at the meeting"),
    Stage.VOTING: _("The vote is running; close and count it"),
    Stage.CLOSED: _("Record the grades that the branch decided"),
    Stage.DECIDED: _("Tell the members"),
    Stage.TOLD: _("File the round"),
}


def _going_on(permission: str, *, closed: bool) -> Callable[[Actor], QuerySet[Any]]:
    """Rounds within reach before or after the close of their vote."""

    def rows(actor: Actor) -> QuerySet[Any]:
        running = queries.appraisals_shown().running().visible_to(actor, permission)
        return running.filter(closed_on__isnull=not closed).order_by("happened_on", "pk")

    return rows


def _next_step(appraisal: DemocraticAppraisal, actor: Actor) -> Waiting:
    stage = appraisal.stage
    lane = Lane.OTHERS if stage == Stage.ASSESSING else Lane.DECIDE
    return Waiting(str(NEXT[stage]), str(appraisal), page_of(appraisal), appraisal.voting_on, lane, "due")


PLACE = tuple(f"appraisal__{name}" for name in ("for_year", "voting_on", "organisation__short_name"))
register_waiting(TAKE_PART, _to_write, brief=PLACE, item=_own(_("Write your self-assessment")))
register_waiting(TAKE_PART, _to_vote, brief=PLACE, item=_own(_("Vote in the appraisal")))
register_waiting(HOLD_APPRAISAL, _going_on(HOLD_APPRAISAL, closed=False), brief=ROUND, item=_next_step)
register_waiting(DECIDE_APPRAISAL, _going_on(DECIDE_APPRAISAL, closed=True), brief=ROUND, item=_next_step)
