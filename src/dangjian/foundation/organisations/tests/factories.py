"""Smallest valid organisations and actors."""

from datetime import date
from itertools import count

from dangjian.foundation.organisations import services
from dangjian.kernel.access.actors import Actor, Held
from dangjian.kernel.access.roles import Role

TODAY = date(2017, 10, 9)
FOUNDED = date(2000, 1, 1)
numbers = count(1)


def organisation(kind="branch", parent=None, *, name="", on=FOUNDED, by=None):
    number = next(numbers)
    name = name or f"第{number}组织"
    return services.found(
        code=f"c{number:06}", name=f"中共{name}", short_name=name, kind=kind, parent=parent, on=on, by=by
    )


def actor_at(*places, role=Role.COMMITTEE_STAFF, today=TODAY, account_id=None, name="经办人"):
    held = tuple(Held(role, place.pk, place.path) for place in places)
    return Actor(account_id=account_id, name=name, organisation=places[0] if places else None, held=held, today=today)


class City:
    """A work committee with an organ committee (two branches), a general branch (one branch) and a direct branch."""

    def __init__(self):
        self.top = organisation("work_committee", name="市直机关工委")
        self.committee = organisation("organ_committee", self.top, name="市税务局机关党委")
        self.first = organisation("branch", self.committee, name="税务局第一党支部")
        self.second = organisation("branch", self.committee, name="税务局第二党支部")
        self.general = organisation("general_branch", self.top, name="市档案馆党总支")
        self.third = organisation("branch", self.general, name="档案馆第一党支部")
        self.direct = organisation("branch", self.top, name="市地震局党支部")
        self.staff = actor_at(self.top)
        self.outsider = actor_at(self.direct, role=Role.BRANCH_SECRETARY)
