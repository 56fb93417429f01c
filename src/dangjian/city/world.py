"""What the stages of a build hand to each other: the city with its organisations, branches and residents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

from dangjian.kernel.privacy.inserting import insert_many, insert_rows
from dangjian.kernel.tree.models import Organisation

from .cast import MODEL_DAY
from .catalogue import UnitLine
from .draw import Draw, stream
from .names import city_name

DIRECT, BRANCHES = 85, 609
"""Organisations directly under the work committee, and branches of every kind: the article's numbers."""
IN_SERVICE, RETIRED, OFF_WORK = 7712, 1903, 6
"""Members of the whole city; the article says "more than 7,700 in service" and nothing about the others."""
LEADERS, LINKED = 7, 7
"""Leaders of the work committee, and the organisations each is linked to; the article gives the second alone."""
REGISTER_BEGINS = date(2012, 1, 1)
"""Memberships are known from here on; older ones were taken over from the paper register on this day."""
BATCH = 2000


def entered_on(day: date) -> datetime:
    """When a row says it was entered: on the day it begins, not on the day the model city was built."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


class Keys:
    """Primary keys given out in order, so that rows can point at each other before they are written."""

    def __init__(self) -> None:
        self._last: dict[type[models.Model], int] = {}

    def take(self, model: type[models.Model]) -> int:
        """The next key of a table."""
        if model not in self._last:
            self._last[model] = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        self._last[model] += 1
        return self._last[model]

    def upcoming(self, model: type[models.Model]) -> int:
        """The key that will be given out next."""
        key = self.take(model)
        self._last[model] -= 1
        return key

    def settle(self) -> None:
        """Let the database go on behind the keys given out.

        PostgreSQL also learns how large all tables have become: what it planned while they were empty (the checks of
        foreign keys at the commit, and what later stages read of earlier ones) would read whole tables for every row.
        """
        statements = connection.ops.sequence_reset_sql(no_style(), list(self._last))
        if connection.vendor == "postgresql":
            statements = [*statements, "ANALYZE"]
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@dataclass
class Direct:
    """A direct organisation with its unit and its branches."""

    organisation: Organisation
    line: UnitLine
    branches: list[Branch] = field(default_factory=list)


@dataclass
class Branch:
    """A branch and who is to belong to it.

    Attributes:
        organisation: the branch.
        direct: the direct organisation it stands below, or is.
        for_retired: a branch of the retired.
        source: what its members belonged to before ``came_on``, where the register saw that.
        in_service, retired: how many members.
    """

    organisation: Organisation
    direct: Direct
    for_retired: bool = False
    source: Organisation | None = None
    came_on: date | None = None
    in_service: int = 0
    retired: int = 0
    groups: list[Organisation] = field(default_factory=list)
    people: list[Resident] = field(default_factory=list)

    @property
    def full_members(self) -> list[Resident]:
        """Its full members, those in service first, in the order of their years."""
        full = [person for person in self.people if person.full]
        return sorted(full, key=lambda person: (person.is_retired, person.born_on, person.key))


@dataclass(slots=True)
class Resident:
    """What later stages need to know of a member."""

    key: int
    name: str
    sex: str
    born_on: date
    branch: Branch
    since: date
    full: bool
    is_retired: bool


@dataclass
class City:
    """One city while it is built.

    Attributes:
        number: 0 for the first.
        share: its size as a part of the article's.
        root: what stands above, None when the work committee is the top.
    """

    number: int
    seed: int
    share: float
    keys: Keys
    root: Organisation | None = None
    day: date = MODEL_DAY
    direct: list[Direct] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    dissolved: list[Organisation] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """Its name, 三明 for the first."""
        return city_name(self.number)

    @property
    def code(self) -> str:
        """The code of its work committee: 3504, 3505 …"""
        return str(3504 + self.number)

    @property
    def committee(self) -> Organisation:
        """Its work committee."""
        return self._committee

    @committee.setter
    def committee(self, organisation: Organisation) -> None:
        self._committee = organisation

    def draw(self, topic: str) -> Draw:
        """The stream of chance of a topic."""
        return stream(self.seed, self.number, topic)

    def of_size(self, number: float, *, least: int = 1) -> int:
        """A number of the whole city cut to its size."""
        return max(least, round(number * self.share))

    def write(self, rows: Iterable[Any]) -> None:
        """Write rows of one table, a batch at a time; each gets the next key unless it has one."""
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            model = type(batch[0])
            for row in batch:
                if row.pk is None:
                    row.pk = self.keys.take(model)
            insert_rows(batch)
            self.written[model._meta.label_lower] += len(batch)

    def write_values(self, model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of values behind their keys, around the model; what is not named gets its default."""
        insert_many(model, names, [row[1:] for row in rows], keys=[row[0] for row in rows])
        self.written[model._meta.label_lower] += len(rows)

    def direct_named(self, short: str) -> Direct | None:
        """The direct organisation of a unit."""
        return next((direct for direct in self.direct if direct.line.short == short), None)

    def branch_called(self, short_name: str) -> Branch | None:
        """The branch with this short name."""
        return next((branch for branch in self.branches if branch.organisation.short_name == short_name), None)

    @property
    def own_branch(self) -> Branch:
        """The work committee's own branch, where its staff and leaders are members."""
        return next(branch for branch in self.branches if branch.direct.line.short == "直工委机关")
