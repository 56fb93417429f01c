"""How the evidence for the rules of this room comes about and goes away, for the obligation law."""

from datetime import timedelta

from dangjian.foundation.members.models import Membership
from dangjian.kernel.obligations.tests import law
from dangjian.work.life import services
from dangjian.work.life.enums import PairType
from dangjian.work.life.models import DemocraticAppraisal, Talk, TalkParticipant

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
