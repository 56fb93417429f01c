"""Rounds of appraisal as a list without persons, ways in, a block, and what waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.organisations.search import matching
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records import blocks
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.own import OwnPage, register_own_page
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting
from dangjian.kernel.tree.enums import BRANCH_KINDS

from ..enums import BallotWay, Stage
from ..models import DemocraticAppraisal
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
        order=("-for_year", "organisation__code", "pk"),
        icon="user-check",
        search=lambda rows, text: matching(rows, text, field="organisation"),
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


def _own(actor: Actor, most: int) -> Iterable[Waiting]:
    """What a member still has to write or to vote on."""
    running = queries.own_places(actor).filter(appraisal__closed_on=None)
    for place in running[:most]:
        appraisal = place.appraisal
        address = reverse("life:my-appraisal", args=[appraisal.pk])
        if place.is_expected and not hasattr(place, "self_assessment"):
            yield Waiting(
                gettext("Write your self-assessment"), str(appraisal), address, appraisal.voting_on, state="due"
            )
        if appraisal.voting_on and appraisal.by_phone and place.may_vote and not place.took_part:
            yield Waiting(gettext("Vote in the appraisal"), str(appraisal), address, appraisal.voting_on, state="due")


NEXT = {
    Stage.ASSESSING: _("Members write their self-assessments; begin the vote at the meeting"),
    Stage.VOTING: _("The vote is running; close and count it"),
    Stage.CLOSED: _("Record the grades that the branch decided"),
    Stage.DECIDED: _("Tell the members"),
    Stage.TOLD: _("File the round"),
}


def _to_go_on(actor: Actor, most: int) -> Iterable[Waiting]:
    """The next step of the rounds that one holds."""
    rounds = queries.appraisals_shown().running().visible_to(actor, HOLD_APPRAISAL).order_by("happened_on", "pk")
    for appraisal in rounds[:most]:
        stage = appraisal.stage
        if stage in (Stage.CLOSED, Stage.DECIDED, Stage.TOLD) and not actor.may(
            DECIDE_APPRAISAL, appraisal.organisation.path
        ):
            continue
        lane = Lane.OTHERS if stage == Stage.ASSESSING else Lane.DECIDE
        yield Waiting(str(NEXT[stage]), str(appraisal), page_of(appraisal), appraisal.voting_on, lane, "due")


register_waiting(TAKE_PART, _own)
register_waiting(HOLD_APPRAISAL, _to_go_on)
