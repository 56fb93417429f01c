"""Reads of rounds of appraisal: what the branch sees, what a member sees, and what goes upward as sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.privacy.small_groups import smallest_group, withhold_among
from dangjian.kernel.tree.models import Organisation

from ..ballots import Contents
from ..enums import Grade, Stage
from ..grades import ShareCheck, share_check
from ..models import Appraisee, BallotBox, DemocraticAppraisal, SelfAssessment
from ..models.appraisals import AppraisalQuerySet


def appraisals_shown() -> AppraisalQuerySet:
    """Rounds with their branch loaded."""
    shown: AppraisalQuerySet = DemocraticAppraisal.objects.select_related("organisation")
    return shown


def of_organisation(organisation: Organisation) -> QuerySet[DemocraticAppraisal]:
    """The rounds of one branch, latest year first."""
    return appraisals_shown().filter(organisation=organisation).order_by("-for_year", "-pk")


def places_of(appraisal: DemocraticAppraisal) -> list[Appraisee]:
    """Everybody's place in a round with the count of the vote, in the order of their names; one query."""
    written = SelfAssessment.objects.filter(place=OuterRef("pk"))
    rows = appraisal.places.select_related("member", "count").annotate(has_written=Exists(written))
    return list(rows.order_by("member__pinyin", "pk"))


def graded_of(appraisal: DemocraticAppraisal) -> list[Appraisee]:
    """The places with a grade to give, in the order of their names."""
    return [place for place in places_of(appraisal) if place.is_graded]


@dataclass(frozen=True)
class GradeSum:
    """How many got a grade; the number is None where it is withheld."""

    label: str
    number: int | None


@dataclass(frozen=True)
class Summary:
    """A round in numbers, without persons.

    Attributes:
        members: all members on the day of opening.
        expected: those who were to take part; exempt members may, and are never missing.
        took_part: who did, exempt members who came included.
        missing: expected and not there; None before the close.
        voters, graded: how many may vote, and get a grade.
        grades: sums of the grades, small ones withheld so that none can be reckoned from the others.
        check: the check of the share of excellent, None before the decision.
    """

    members: int
    expected: int
    took_part: int
    missing: int | None
    voters: int
    graded: int
    grades: tuple[GradeSum, ...]
    check: ShareCheck | None
    is_small: bool


def summary_of(appraisal: DemocraticAppraisal, places: Sequence[Appraisee]) -> Summary:
    """The numbers of a round from its places."""
    given = Counter(place.grade for place in places if place.grade)
    graded = sum(place.is_graded for place in places)
    hidden = withhold_among({grade: given[grade] for grade in Grade})
    grades = tuple(GradeSum(str(g.label), None if g in hidden else given[g]) for g in Grade) if given else ()
    decided = appraisal.decided_on
    return Summary(
        members=len(places),
        expected=sum(place.is_expected for place in places),
        took_part=sum(place.took_part for place in places),
        missing=sum(p.is_expected and p.may_vote and not p.took_part for p in places) if appraisal.closed_on else None,
        voters=sum(place.may_vote for place in places),
        graded=graded,
        grades=grades,
        check=share_check(excellent=given[Grade.EXCELLENT], graded=graded, members=len(places), on=decided)
        if decided
        else None,
        is_small=(appraisal.ballots_counted or 0) < smallest_group(),
    )


def own_place(actor: Actor, appraisal: int) -> Appraisee | None:
    """The actor's own place in a round."""
    rows = own_places(actor).filter(appraisal_id=appraisal)
    return rows.first()


def own_places(actor: Actor) -> QuerySet[Appraisee]:
    """The actor's own places, latest round first; withdrawn rounds are left out."""
    rows = Appraisee.objects.select_related("appraisal__organisation", "member", "self_assessment")
    return rows.filter(member_id=actor.member_id or 0, appraisal__withdrawn_on=None).order_by("-appraisal__for_year")


def readable_assessments(appraisal: DemocraticAppraisal) -> list[SelfAssessment]:
    """The self-assessments that the branch reads in mutual assessment: none before the meeting."""
    if not appraisal.voting_on:
        return []
    rows = SelfAssessment.objects.filter(place__appraisal=appraisal).select_related("place__member")
    return list(rows.order_by("place__member__pinyin", "place"))


@dataclass(frozen=True)
class OpenBallot:
    """A ballot to be filled in: whose box, and who is graded."""

    appraisal: DemocraticAppraisal
    places: list[Appraisee]


def ballot_for(box: UUID) -> OpenBallot | None:
    """The ballot of a box in a running vote; None when it is closed."""
    rows = appraisals_shown().filter(box=box)
    appraisal = rows.first()
    if appraisal is None or appraisal.stage != Stage.VOTING:
        return None
    return OpenBallot(appraisal, graded_of(appraisal))


def slip_is_good(box: UUID, code: str) -> bool:
    """Whether a slip may still be exchanged for a ballot."""
    found = BallotBox.objects.filter(pk=box).first()
    return bool(code and found and Contents.read(found.sealed, str(found.pk)).knows(code))
