"""The tree as it stood on a day, told as what has changed since then.

The table of organisations says how they stand now, and access goes by nothing else. Counting and showing a past day
start from it and go back over the changes after that day, which a room above tells (``told_by``): they are few, so a
past day costs one small query, and the present costs none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.db.models import Q

from .paths import ancestors, upper_bound

if TYPE_CHECKING:
    from .models import Organisation


class Superior(NamedTuple):
    """An organisation that stood above another; path and kind are those it has now."""

    pk: int
    path: str
    kind: str


class Names(NamedTuple):
    """The full and the short name of an organisation."""

    name: str
    short_name: str


class Change(NamedTuple):
    """What an organisation was until a day: of place, kind and names the one that changed.

    Attributes:
        on: the day of the change, the first on which it was no longer so.
        path: the path of the organisation now.
        was: superior (None: it stood at the top), kind, or names before the change.
    """

    on: date
    path: str
    was: Superior | str | Names | None


_sources: list[Callable[[date], Sequence[Change]]] = []


def told_by(source: Callable[[date], Sequence[Change]]) -> None:
    """Declare who knows the changes after a day: oldest first, those of one day in the order in which they followed."""
    _sources.append(source)


def key_of(path: str) -> int:
    """The key of the organisation with this path."""
    return int(path.rsplit("/", 2)[-2])


@dataclass(frozen=True)
class Past:
    """How the tree stood on a day; only what differs from now is in it.

    Attributes:
        moved: path of an organisation -> its superior then, None at the top.
        kinds: key of an organisation -> its kind then.
        names: key of an organisation -> its names then.
    """

    moved: Mapping[str, Superior | None] = field(default_factory=dict)
    kinds: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[int, Names] = field(default_factory=dict)

    def above(self, path: str) -> list[str]:
        """The organisations on the way up from one on that day, itself first, by the paths they have now."""
        way: list[str] = []
        while path:
            up = reversed(ancestors(path))
            path = ""
            for step in up:
                if step in way:  # only in a history that no service wrote
                    return way
                way.append(step)
                if step in self.moved:
                    superior = self.moved[step]
                    path = superior.path if superior else ""
                    break
        return way

    def ranges(self, path: str) -> list[tuple[str, str]]:
        """What stood at or below an organisation, as half-open ranges of the paths of now.

        Whoever was moved since takes along all that stands below it now; where that differs from what surrounds it, a
        range begins or is interrupted.
        """
        if not self._is_crossed(path):
            return [(path, upper_bound(path))]
        inside = {mark: path in self.above(mark) for mark in {path, *self.moved}}

        def around(mark: str) -> bool:
            return next((inside[up] for up in reversed(ancestors(mark)[:-1]) if up in inside), False)

        turns = sorted(
            edge for mark, is_in in inside.items() if is_in != around(mark) for edge in (mark, upper_bound(mark))
        )
        return list(zip(turns[::2], turns[1::2], strict=True))

    def _is_crossed(self, path: str) -> bool:
        """Whether anything was moved into what lies below an organisation, or out of it.

        If nothing was, whoever stands inside had a superior inside, and so on up to the organisation itself.
        """
        return any(
            mark.startswith(path) != (superior is not None and superior.path.startswith(path))
            for mark, superior in self.moved.items()
            if mark != path
        )

    def subtree_q(self, look_up: str, path: str) -> Q:
        """The condition that ``look_up`` (ends at a path column) lies at or below what ``path`` was on that day."""
        ranges = self.ranges(path) if self.moved else []
        if len(ranges) <= 1:
            start, end = ranges[0] if ranges else (path, upper_bound(path))
            return Q(**{f"{look_up}__gte": start, f"{look_up}__lt": end})
        inside = reduce(Q.__or__, (Q(path__gte=start, path__lt=end) for start, end in ranges))
        if look_up == "path":
            return inside
        # Several ranges of another table's column are read whole by SQLite; those organisations' keys go by an index.
        keys = apps.get_model("tree", "Organisation").objects.filter(inside).values("pk")
        return Q(**{f"{look_up.removesuffix('__path')}__in": keys})

    def kind_q(self, kinds: Collection[str], look_up: str = "") -> Q:
        """The condition that an organisation was of one of the kinds; ``look_up`` leads to it, as in "parent__"."""
        now = Q(**{f"{look_up}kind__in": kinds})
        if not self.kinds:
            return now
        then = [pk for pk, kind in self.kinds.items() if kind in kinds]
        return now & ~Q(**{f"{look_up}pk__in": list(self.kinds)}) | Q(**{f"{look_up}pk__in": then})

    def below_q(self, superior: Callable[[Superior], bool], now: Q) -> Q:
        """The condition that an organisation stood right below a superior that fits.

        Args:
            superior: whether a former superior fits.
            now: the same condition for those that stand where they stood.
        """
        if not self.moved:
            return now
        then = [key_of(path) for path, former in self.moved.items() if former and superior(former)]
        return now & ~Q(pk__in=self.moved_keys) | Q(pk__in=then)

    @property
    def moved_keys(self) -> list[int]:
        """The keys of those that stood elsewhere."""
        return [key_of(path) for path in self.moved]

    def kind_of(self, superior: Superior) -> str:
        """The kind of a superior on that day."""
        return self.kinds.get(superior.pk, superior.kind)

    def shown(self, organisations: Iterable[Organisation]) -> list[Organisation]:
        """The organisations with superior, kind and names as on that day, to be read and not saved."""
        shown = list(organisations)
        for organisation in shown:
            if organisation.path in self.moved:
                superior = self.moved[organisation.path]
                organisation.parent_id = superior.pk if superior else None
            organisation.kind = self.kinds.get(organisation.pk, organisation.kind)
            names = self.names.get(organisation.pk, Names(organisation.name, organisation.short_name))
            organisation.name, organisation.short_name = names
        return shown


NOW = Past()
"""Nothing differs."""


def changes_after(day: date) -> list[Change]:
    """All changes after a day, oldest first."""
    return [change for source in _sources for change in source(day)]


def past(day: date, changes: Sequence[Change]) -> Past:
    """How the tree stood on a day, from the changes after it; earlier ones among them are passed over."""
    moved: dict[str, Superior | None] = {}
    kinds: dict[int, str] = {}
    names: dict[int, Names] = {}
    for change in changes:
        if change.on <= day:
            continue
        if isinstance(change.was, Names):
            names.setdefault(key_of(change.path), change.was)
        elif isinstance(change.was, str):
            kinds.setdefault(key_of(change.path), change.was)
        else:
            moved.setdefault(change.path, change.was)
    return Past(moved, kinds, names)


def stood_on(day: date) -> Past:
    """How the tree stood on a day, in one query."""
    return past(day, changes_after(day))
