"""How members came to be where they are: rows from 2012 on, each closing the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from dangjian.foundation.members.enums import Category, ChangeReason, MembershipStatus, TransferState, WorkStatus
from dangjian.foundation.members.models import Member, Transfer
from dangjian.kernel.periods import years_after
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.models import Organisation

from .draw import Draw, Weighted
from .people import WOMEN, Source, person, steps_before, with_gaps
from .world import REGISTER_BEGINS, Branch, City, entered_on

MOVED, CAME_IN = 0.105, 0.075
"""Shares of those in service who came from another branch, or from outside, since 2012."""
EXITS = Weighted(
    {
        ChangeReason.TRANSFERRED_OUT: 62,
        ChangeReason.DIED: 34,
        ChangeReason.WITHDREW: 2,
        ChangeReason.REMOVED: 1,
        ChangeReason.EXPELLED: 2,
    }
)
GONE = 640
"""Memberships of a whole city that ended from 2012 to 2017."""
BEFORE_REGISTER = REGISTER_BEGINS - timedelta(days=1)
PLACES = ("福州市", "厦门市", "泉州市", "龙岩市", "南平市", "省直机关", "永安市", "沙县", "尤溪县", "宁化县")


@dataclass
class Step:
    """One row of a membership."""

    starts_on: date
    organisation: Organisation
    reason: str
    category: str = Category.FULL
    work_status: str = WorkStatus.IN_SERVICE
    status: str = MembershipStatus.NORMAL
    group: Organisation | None = None
    note: str = ""


@dataclass
class History:
    """A member with the rows of the membership and the letters between them."""

    key: int
    items: dict[str, Any]
    steps: list[Step]
    transfers: list[Transfer] = field(default_factory=list)

    @property
    def work_status(self) -> str:
        """Work status of the newest row."""
        return self.steps[-1].work_status


def entered(items: dict[str, Any], at: Organisation, work_status: str) -> list[Step]:
    """The first rows in an organisation: taken over from the paper register, or admitted and confirmed since."""
    joined_on = items["joined_on"]
    if joined_on < REGISTER_BEGINS:
        return [Step(REGISTER_BEGINS, at, ChangeReason.REGISTERED, work_status=work_status)]
    confirmed_on = items["full_member_on"] or years_after(joined_on, 1)
    return [
        Step(joined_on, at, ChangeReason.ADMITTED, Category.PROBATIONARY, work_status),
        Step(confirmed_on, at, ChangeReason.CONFIRMED, work_status=work_status),
    ]


def moved_to(steps: list[Step], here: Organisation, on: date, reason: str, note: str = "") -> list[Step]:
    """The same rows with a change of organisation on a day; rows from then on are in the new one."""
    before = [step for step in steps if step.starts_on < on]
    later = [replace(step, organisation=here) for step in steps if step.starts_on >= on]
    if before and (not later or later[0].starts_on > on):
        later.insert(0, replace(before[-1], starts_on=on, organisation=here, reason=reason, note=note))
    return before + later


class Histories:
    """Draws histories for the branches of one city."""

    def __init__(self, city: City, draw: Draw) -> None:
        self.city, self.draw = city, draw
        self.letters: Counter[tuple[int, int]] = Counter()
        self.homes = [
            b for b in city.branches if b.in_service and b.organisation.kind == Kind.BRANCH and b.source is None
        ]
        self.yesterday = city.day - timedelta(days=1)
        self.confirmed = years_after(city.day, -1) - timedelta(days=30)

    def in_service(self, branch: Branch, people: Draw, source: Source, *, on_probation: bool) -> History:
        """Somebody in service: taken over in 2012, admitted since, moved within the system or come from outside."""
        history = self._person(branch, people, source, retired=False, joined_by=self.confirmed)
        if on_probation and branch.source is None and history.items["born_on"].year >= 1978:
            joined = people.day(years_after(self.city.day, -1) + timedelta(days=9), self.yesterday - timedelta(days=12))
            history.items |= {"joined_on": joined, "full_member_on": None} | steps_before(people, joined)
            history.steps = [Step(joined, branch.organisation, ChangeReason.ADMITTED, Category.PROBATIONARY)]
        else:
            history.steps = self._beginning(history, branch)
        group = people.choice(branch.groups) if branch.groups else None
        for step in history.steps:
            if step.organisation.pk == branch.organisation.pk:
                step.group = group
        return history

    def retired(self, branch: Branch, people: Draw, source: Source) -> History:
        """Somebody retired: before the register begins, or since, and then moved to the branch of the retired."""
        history = self._person(branch, people, source, retired=True, joined_by=BEFORE_REGISTER)
        born, sex = history.items["born_on"], history.items["sex"]
        left = min(years_after(born, 55 if sex == WOMEN else 60), self.yesterday - timedelta(days=60))
        if left <= REGISTER_BEGINS or branch.source is not None:
            history.steps = self._from_the_first(history, branch, WorkStatus.RETIRED)
            return history
        worked = branch
        if branch.for_retired:
            beside = [b for b in branch.direct.branches if b.in_service and b.source is None]
            worked = self.draw.choice(beside) if beside else branch
        at = worked.organisation
        history.steps = [
            Step(REGISTER_BEGINS, at, ChangeReason.REGISTERED),
            Step(left, at, ChangeReason.RETIRED, work_status=WorkStatus.RETIRED),
        ]
        if worked is not branch:
            moved = left + timedelta(days=self.draw.randint(12, 55))
            history.steps.append(
                Step(
                    moved,
                    branch.organisation,
                    ChangeReason.MOVED,
                    work_status=WorkStatus.RETIRED,
                    note="转入离退休支部",
                )
            )
        return history

    def off_work(self, branch: Branch, people: Draw, source: Source) -> History:
        """Somebody laid off."""
        history = self._person(branch, people, source, retired=False, joined_by=BEFORE_REGISTER)
        history.items["position_code"] = "0900"
        history.steps = self._from_the_first(history, branch, WorkStatus.OFF_WORK)
        return history

    def of_the_gone(self, people: Draw, source: Source) -> Iterator[History]:
        """Those whose membership here has ended since 2012."""
        places = [b for b in self.city.branches if (b.in_service or b.retired) and b.source is None]
        for _n in range(self.city.of_size(GONE)):
            branch, reason = self.draw.choice(places), self.draw.one_of(EXITS)
            is_retired = reason == ChangeReason.DIED or not branch.in_service
            history = self._person(branch, people, source, retired=is_retired, joined_by=BEFORE_REGISTER)
            work = WorkStatus.RETIRED if is_retired else WorkStatus.IN_SERVICE
            history.items["reconciled_on"] = None
            history.steps = entered(history.items, branch.organisation, work)
            last = history.steps[-1]
            on = self.draw.day(last.starts_on + timedelta(days=90), self.yesterday - timedelta(days=20))
            note = f"转往{self.draw.choice(PLACES)}" if reason == ChangeReason.TRANSFERRED_OUT else ""
            history.steps.append(
                Step(on, last.organisation, reason, work_status=work, status=MembershipStatus.ENDED, note=note)
            )
            yield history

    def _person(self, branch: Branch, people: Draw, source: Source, *, retired: bool, joined_by: date) -> History:
        key, nature = self.city.keys.take(Member), branch.direct.line.nature
        items = person(people, source, key=key, retired=retired, nature=nature, day=self.city.day, joined_by=joined_by)
        return History(key, with_gaps(people, items), [])

    def _beginning(self, history: History, branch: Branch) -> list[Step]:
        """The rows of somebody in service: here from the beginning, come from outside, or from another branch."""
        chance = self.draw.random()
        if branch.source is None and chance < CAME_IN:
            return self._come_in(history, branch)
        if branch.source is None and chance < CAME_IN + MOVED and len(self.homes) > 1:
            return self._moved(history, branch)
        return self._from_the_first(history, branch, WorkStatus.IN_SERVICE)

    def _from_the_first(self, history: History, branch: Branch, work_status: str) -> list[Step]:
        """Here since 2012 or since joining; before that in the organisation this one came out of."""
        if branch.source is None or branch.came_on is None:
            return entered(history.items, branch.organisation, work_status)
        steps = entered(history.items, branch.source, work_status)
        return moved_to(steps, branch.organisation, branch.came_on, ChangeReason.ORGANISATION_CHANGED)

    def _come_in(self, history: History, branch: Branch) -> list[Step]:
        """From outside the city's system, as a full member."""
        full_on = history.items["full_member_on"] or years_after(history.items["joined_on"], 1)
        since = max(REGISTER_BEGINS, full_on) + timedelta(days=20)
        on = self.draw.day(since, self.yesterday)
        note = f"由{self.draw.choice(PLACES)}转入"
        return [Step(on, branch.organisation, ChangeReason.TRANSFERRED_IN, note=note)]

    def _moved(self, history: History, branch: Branch) -> list[Step]:
        """From another branch, with a letter that was accepted."""
        before = self.draw.choice(self.homes)
        while before is branch:
            before = self.draw.choice(self.homes)
        there, here = before.organisation, branch.organisation
        steps = entered(history.items, there, WorkStatus.IN_SERVICE)
        earliest = steps[-1].starts_on + timedelta(days=25)
        if earliest >= self.yesterday:
            return self._from_the_first(history, branch, WorkStatus.IN_SERVICE)
        on = self.draw.day(earliest, self.yesterday)
        taken = self.draw.choice((2, 3, 4, 5, 6, 7, 9, 12, 16, 24, 38))
        letter = self.letter(
            history.key, there, here, max(on - timedelta(days=taken), steps[-1].starts_on), answered_on=on
        )
        history.transfers.append(letter)
        return moved_to(steps, here, on, ChangeReason.MOVED, letter.letter_number)

    def letter(
        self,
        member: int,
        there: Organisation,
        here: Organisation,
        issued: date,
        *,
        answered_on: date | None = None,
        days: int = 30,
    ) -> Transfer:
        """A letter of introduction, accepted when ``answered_on`` is given, else open."""
        self.letters[there.pk, issued.year] += 1
        return Transfer(
            pk=self.city.keys.take(Transfer),
            member_id=member,
            organisation=there,
            to_organisation=here,
            letter_number=f"{there.code}〔{issued.year}〕{self.letters[there.pk, issued.year]:03d}号",
            happened_on=issued,
            valid_days=days,
            dues_paid_until=issued.replace(day=1) + timedelta(days=27),
            state=TransferState.ACCEPTED if answered_on else TransferState.ISSUED,
            answered_on=answered_on,
            entered_at=entered_on(issued),
        )
