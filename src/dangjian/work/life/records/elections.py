"""Elections as a kind of record, their block on the page of an organisation, and what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.organisations.preparing import register_election_page
from dangjian.foundation.organisations.terms import KINDS_WITH_TERM
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import places
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records import blocks
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, Words, register
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting
from dangjian.ui.formats import day_text

from ..elections.steps import APPROVING, ORGAN_STEPS, STEPS, before
from ..entries.elections import elections_told
from ..enums import StepKind
from ..models import Election
from ..permissions import DECIDE_ELECTION, PREPARE_ELECTION, VIEW_ELECTION

ELECTIONS = "life.election"
ASKED = {before(kind): kind for kind in ORGAN_STEPS}
"""The step after which the committee above has the next move -> what it decides."""


def page_of(election: Election) -> str:
    """The page of an election."""
    return reverse("life:election", args=[election.pk])


def _rows() -> QuerySet[Any]:
    rows: QuerySet[Any] = Election.objects.with_stage()
    return rows.select_related("organisation", "term")


def _in_stage(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    match value:
        case "open":
            return rows.filter(closed_on=None)
        case "closed":
            return rows.exclude(closed_on=None)
        case _:
            return rows.filter(stage=value) if value in StepKind.values else rows


def _stages(actor: Actor) -> Sequence[tuple[str, Words]]:
    return [("open", _("under way")), ("closed", _("closed")), *StepKind.choices]


register(
    RecordKind(
        key=ELECTIONS,
        label=_("Elections"),
        model=Election,
        permission=VIEW_ELECTION,
        rows=_rows,
        columns=(
            Column(
                "organisation",
                _("Organisation"),
                lambda e: e.organisation.short_name,
                sort=("organisation__code",),
                link=True,
                width=28,
            ),
            Column("body", _("To be elected"), lambda e: e.get_body_display(), width=24),
            Column("seats", _("Seats"), lambda e: e.seats, cell=CellKind.INTEGER, width=8),
            Column(
                "decided",
                _("Day of the decision"),
                lambda e: e.happened_on,
                sort=("happened_on", "pk"),
                cell=CellKind.DATE,
            ),
            Column(
                "due",
                _("Term runs out on"),
                lambda e: e.term.last_day if e.term else None,
                sort=("term__due_on",),
                cell=CellKind.DATE,
            ),
            Column("stage", _("State"), lambda e: e.stage_label, width=24),
            Column("stage_on", _("On"), lambda e: e.stage_on, sort=("stage_on",), cell=CellKind.DATE),
        ),
        filters=(Filter("stage", _("State"), _in_stage, choices=_stages),),
        brief=(
            "organisation__short_name",
            "body",
            "seats",
            "happened_on",
            "term__due_on",
            "term__extended_to",
            "stage",
            "stage_on",
        ),
        search=lambda rows, text: rows.filter(organisation__name__icontains=text),
        url=page_of,
        day="happened_on",
        chapter=3,
        entry=elections_told,
        icon="file-certificate",
        order=("-happened_on", "-pk"),
        empty=_("Elections at the end of a term appear here, from the decision to the filing of their papers."),
    )
)
register_page(
    Page(
        "life.elections",
        _("Elections"),
        lambda actor: reverse("records:list", args=[ELECTIONS]),
        "file-certificate",
        PageGroup.YEAR,
        VIEW_ELECTION,
        order=35,
    )
)
blocks.register(
    blocks.Block(
        "life.elections",
        _("Elections"),
        lambda organisation: reverse("life:elections-of", args=[organisation.pk]),
        VIEW_ELECTION,
        order=40,
        kinds=[kind.value for kind in KINDS_WITH_TERM],
    )
)
register_election_page(lambda organisation_id: reverse("life:elections-of", args=[organisation_id]))
places.register(places.Place(Election, view=VIEW_ELECTION, attach=PREPARE_ELECTION, url=page_of))


def to_decide(actor: Actor) -> QuerySet[Any]:
    """What branches and committees below have asked the committee acted for to approve."""
    own = actor.organisation
    decides = own.pk if own is not None and own.kind in APPROVING else 0
    found: QuerySet[Any] = _asked(actor, DECIDE_ELECTION).with_organ().filter(nearest_organ=decides)
    return found


def decision_due(election: Election, actor: Actor) -> Waiting:
    """An approval that the committee acted for has to give."""
    decision = ASKED[StepKind(election.stage)]  # type: ignore[attr-defined]
    return Waiting(
        title=gettext("{step}: {organisation}").format(
            step=STEPS[decision].kind.label, organisation=election.organisation
        ),
        note=gettext("Election · to decide since {day}").format(day=day_text(election.stage_on)),  # type: ignore[attr-defined]
        url=page_of(election),
        on=election.term.last_day if election.term else None,
        lane=Lane.DECIDE,
        state=_lateness(election, actor),
    )


def waiting_for_organ(actor: Actor) -> QuerySet[Any]:
    """What the organisation acted for has asked the committee above to approve."""
    rows: QuerySet[Any] = _asked(actor, PREPARE_ELECTION)
    return rows.filter(organisation=actor.organisation.pk if actor.organisation else 0)


def asked_above(election: Election, actor: Actor) -> Waiting:
    """A decision of the committee above that the organisation acted for waits for."""
    return Waiting(
        title=str(STEPS[ASKED[StepKind(election.stage)]].kind.label),  # type: ignore[attr-defined]
        note=gettext("Election · asked of the committee above on {day}").format(day=day_text(election.stage_on)),  # type: ignore[attr-defined]
        url=page_of(election),
        on=election.term.last_day if election.term else None,
        lane=Lane.OTHERS,
        state=_lateness(election, actor),
    )


def _asked(actor: Actor, permission: str) -> Any:
    asked = [kind for kind in ASKED if kind]
    rows: Any = Election.objects.visible_to(actor, permission).open().with_stage()
    return rows.filter(stage__in=asked).order_by("stage_on", "pk")


def _lateness(election: Election, actor: Actor) -> str:
    return "late" if election.term and election.term.last_day < actor.today else "due"


BRIEF = ("stage", "stage_on", "organisation__short_name", "term__due_on", "term__extended_to")
register_waiting(DECIDE_ELECTION, to_decide, brief=BRIEF, item=decision_due)
register_waiting(PREPARE_ELECTION, waiting_for_organ, brief=BRIEF, item=asked_above)
