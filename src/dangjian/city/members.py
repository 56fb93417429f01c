"""The members of a city with the dated rows of their memberships, branch by branch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dangjian.foundation.members.codes import prefectures
from dangjian.foundation.members.enums import Category, MembershipStatus, WorkStatus
from dangjian.foundation.members.models import Member, Membership, Transfer

from .draw import Draw
from .histories import Histories, History
from .people import ITEMS, Source
from .world import OFF_WORK, Branch, City, Resident, entered_on

PROBATIONARY = 0.035
"""Share of those in service who are tried as newcomers; the young among them are on probation, about 1.3 % of all."""
CHUNK = 400


MEMBERSHIP = (
    "member_id",
    "organisation_id",
    "group_id",
    "category",
    "status",
    "work_status",
    "starts_on",
    "ends_on",
    "reason",
    "note",
    "entered_at",
)


@dataclass
class Rows:
    """Rows that wait to be written together; members and memberships as values behind their keys.

    A model instance for each of millions of rows would take longer than all the chance in them.
    """

    members: list[tuple[Any, ...]] = field(default_factory=list)
    memberships: list[tuple[Any, ...]] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)

    def write(self, city: City) -> None:
        """Write all of them and begin anew."""
        city.write_values(Member, ("current_id", *ITEMS), self.members)
        city.write_values(Membership, MEMBERSHIP, self.memberships)
        city.write(self.transfers)
        for rows in (self.members, self.memberships, self.transfers):
            rows.clear()


def source_of(city: City) -> Source:
    """Where the numbers of a city's people come from."""
    codes = prefectures()
    serial, place = divmod(codes.index("350400") + city.number, len(codes))
    return Source(codes[place], serial, city.name, Counter())


def build(city: City) -> None:
    """Write everybody who belongs to a branch, and those who once did."""
    people, draw = city.draw("people"), city.draw("histories")
    source, histories, rows = source_of(city), Histories(city, draw), Rows()
    off_work = city.of_size(OFF_WORK)
    for branch in city.branches:
        for history in _of_branch(branch, histories, people, source, off_work):
            off_work -= history.work_status == WorkStatus.OFF_WORK
            _keep(city, branch, history, rows)
        if len(rows.members) >= CHUNK:
            rows.write(city)
    for history in histories.of_the_gone(people, source):
        _keep(city, None, history, rows)
    rows.write(city)


def _of_branch(branch: Branch, histories: Histories, people: Draw, source: Source, off_work: int) -> Iterator[History]:
    for n in range(branch.in_service):
        yield histories.in_service(branch, people, source, on_probation=n > 2 and people.happens(PROBATIONARY))
    for _n in range(branch.retired):
        yield histories.retired(branch, people, source)
    if off_work and branch.direct.line.kind == "general_branch" and branch.in_service:
        yield histories.off_work(branch, people, source)


def _keep(city: City, branch: Branch | None, history: History, rows: Rows) -> None:
    """Turn a history into rows; the newest row is what the member points to."""
    keys = [city.keys.take(Membership) for _step in history.steps]
    rows.members.append((history.key, keys[-1], *(history.items[name] for name in ITEMS)))
    ends = [step.starts_on for step in history.steps[1:]] + [None]
    for key, step, ends_on in zip(keys, history.steps, ends, strict=True):
        rows.memberships.append(
            (
                key,
                history.key,
                step.organisation.pk,
                step.group.pk if step.group else None,
                step.category,
                step.status,
                step.work_status,
                step.starts_on,
                ends_on,
                step.reason,
                step.note,
                entered_on(step.starts_on),
            )
        )
    rows.transfers += history.transfers
    if branch is not None:
        branch.people.append(_resident(history, branch))


def _resident(history: History, branch: Branch) -> Resident:
    last, items = history.steps[-1], history.items
    here = [step.starts_on for step in history.steps if step.organisation.pk == branch.organisation.pk]
    full = last.category == Category.FULL and last.status == MembershipStatus.NORMAL
    retired = last.work_status == WorkStatus.RETIRED
    born = items["born_on"]
    return Resident(history.key, items["name"], items["sex"], born, branch, min(here), full, retired)
