"""How evidence for the standing rules of this room comes about and goes away."""

from datetime import time, timedelta

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.models import Membership, Post
from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.obligations.tests import law
from dangjian.work.life import services
from dangjian.work.life.enums import MeetingKind, PairType
from dangjian.work.life.models import DemocraticAppraisal, Talk, TalkParticipant
from dangjian.work.life.queries.roll import roll
from dangjian.work.life.rules import training
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
    """Given on the first day from then on on which somebody is secretary."""
    posts = Post.objects.filter(organisation=organisation, title=PostTitle.SECRETARY, leading_group=None)
    secretary = posts.exclude(ends_on__lte=day).order_by("starts_on").first()
    assert secretary is not None, "the rule is for organisations with a secretary"
    day = max(day, secretary.starts_on)
    return _held(organisation, MeetingKind.LESSON, day, lecturer=secretary.member)


def _trained(rule, days):
    """So many long days, each with a fraction of the class hours that are wanted."""
    minutes = rule.versions[-1].parameters["hours"] * 45 // days
    hours = {"begins_at": time(8), "ends_at": time(8 + minutes // 60, minutes % 60)}

    def make(organisation, day):
        undo = [_held(organisation, MeetingKind.LESSON, day + timedelta(days=n), **hours) for n in range(days)]
        return lambda: [take_back() for take_back in undo]

    return make


law.evidence(training.MEMBERS.key)(_trained(training.MEMBERS, 2))
law.evidence(training.OFFICERS.key)(_trained(training.OFFICERS, 4))


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
