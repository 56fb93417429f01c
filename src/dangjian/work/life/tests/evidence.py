"""How evidence for the standing rules of this room comes about and goes away."""

from datetime import timedelta

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.models import Membership, Post
from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.obligations.tests import law
from dangjian.work.life import services
from dangjian.work.life.enums import MeetingKind, PairType
from dangjian.work.life.models import DemocraticAppraisal, Talk, TalkParticipant
from dangjian.work.life.queries.roll import roll
from dangjian.work.life.rules.meetings import LEADERS_LESSON

from .factories import held


def _held(organisation, kind, day, **overrides):
    if not any(one.due for one in roll([organisation], [kind], day)):
        branch = organisation if organisation.is_branch else organisation.parent
        member(branch, starts_on=day - timedelta(days=400), group=None if organisation.is_branch else organisation)
    record = held(organisation, kind, on=day, today=day, **overrides)
    return lambda: services.take_back(record, today=day, by=None)


for kind in MeetingKind:
    law.evidence(f"life.{kind.value}")(lambda organisation, day, kind=kind: _held(organisation, kind, day))


@law.evidence(LEADERS_LESSON.key)
def lesson_of_the_secretary(organisation, day):
    secretary = Post.objects.on(day).filter(organisation=organisation, title=PostTitle.SECRETARY).first()
    assert secretary is not None, "the rule is for organisations with a secretary"
    return _held(organisation, MeetingKind.LESSON, day, lecturer=secretary.member)


# ── talks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def talks(pair_type):
    """A talk of a pair type between two members of the branch; withdrawn, it is gone."""

    def held(organisation, day):
        made = Talk.objects.create(
            organisation=organisation, happened_on=day + timedelta(days=9), pair_type=pair_type, outline="谈心"
        )
        people = Membership.objects.filter(organisation=organisation).order_by("pk").values_list("member", flat=True)
        sides = [TalkParticipant(talk=made, member_id=key, side=n) for n, key in enumerate(people[:2], start=1)]
        TalkParticipant.objects.bulk_create(sides)
        return made.delete

    return held


law.evidence("life.talks_in_committee")(talks(PairType.IN_COMMITTEE))
law.evidence("life.talks_with_members")(talks(PairType.COMMITTEE_AND_MEMBERS))
law.evidence("life.talks_among_members")(talks(PairType.AMONG_MEMBERS))


# ── appraisal ────────────────────────────────────────────────────────────────────────────────────────────────────────


@law.evidence("life.appraisal")
def appraisal(organisation, day):
    """A round whose grades were decided on that day; withdrawn, the year is open again."""
    days = dict.fromkeys(("for_year", "happened_on", "voting_on", "closed_on", "decided_on"), day)
    made = DemocraticAppraisal.objects.create(organisation=organisation, ballots="paper", **days)
    return lambda: services.withdraw_appraisal(made, reason="重新组织", on=day, by=None)
