"""Tallies: the values of figures kept for every organisation, where an installation is too large to count each time.

A declared cache (docs/decisions/0017-tallies.md). For each kept day and organisation there are the numbers of its own
rows and of the whole subtree. Triggers mark the organisations that a change may concern; a value is the kept whole,
less what was kept of the marked ones, plus what is counted of them now. So it is what counting all would give.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, Q, QuerySet, Subquery, When
from django.db.models import Value as DbValue
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from dangjian.kernel.periods import Period
from dangjian.kernel.tree.history import NOW

from .models import Tally, TallyDay, TallyMark
from .registry import Figure, Scope, registry

MOST_MARKED = 400
"""With more marked organisations than these everything is counted, as if no tallies were kept."""
YEARS = 6
"""This year and the ends of the years before it, as the trend of a figure shows them."""
Counts = dict[str, list[int]]


def tallied() -> list[Figure]:
    """The figures that are kept, in the order of the lists."""
    return [figure for figure in registry.values() if figure.tallied]


def layout() -> str:
    """What the lists of numbers mean: another set or version of figures has another layout."""
    text = " ".join(f"{figure.key}:{figure.version}" for figure in tallied())
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def days(today: date) -> list[date]:
    """The days that are kept: today, and the last days of the years before."""
    years = Period.year_of(today.year).run_of(YEARS)
    return [Scope.of("/", year, today).as_of for year in reversed(years)]


def may_be_kept(figure: Figure, scope: Scope) -> bool:
    """Whether a value is one of those kept: of a day that has passed, what asks nothing of the tree then."""
    return figure.tallied and (not scope.has_ended or figure.among is not None)


def own_counts(day: date, narrowed: Callable[[str], Q]) -> Counts:
    """The numbers of own rows by path, counted from the records; parts of one set in one pass.

    Args:
        day: the day on which states are read.
        narrowed: look-up of an organisation ("organisation__", "" for the organisation itself) -> which of them.
    """
    figures = tallied()
    counts: Counts = defaultdict(lambda: [0] * len(figures))
    scope = Scope("/", Period.year_of(day.year), day, told=NOW)
    together: dict[Any, list[int]] = defaultdict(list)
    for number, figure in enumerate(figures):
        together[(figure.among, figure.path) if figure.among else figure.key].append(number)
    for numbers in together.values():
        for path, *found in _by_path([figures[n] for n in numbers], scope, narrowed).iterator(chunk_size=5000):
            for number, count in zip(numbers, found, strict=True):
                counts[path][number] = count
    return counts


def _by_path(figures: Sequence[Figure], scope: Scope, narrowed: Callable[[str], Q]) -> QuerySet[Any, Any]:
    """Paths with the counts of figures that are parts of one set, or of one figure."""
    first = figures[0]
    base, path = first.among or first.records, first.path
    assert base is not None
    rows = base(scope).filter(narrowed(path.removesuffix("path"))).order_by().values(tally_path=F(path))
    counted = {
        f"tally{n}": Count("pk", filter=(figure.part(scope) or None) if figure.part else None)
        for n, figure in enumerate(figures)
    }
    return rows.annotate(**counted).values_list("tally_path", *counted)


class Reading:
    """What is kept of some figures on some days, for use inside one query; corrected afterwards for what is marked."""

    def __init__(self, wanted: Sequence[tuple[Figure, Scope]]) -> None:
        self.numbers = {figure.key: number for number, figure in enumerate(tallied())}
        self.wanted = {(figure.key, scope) for figure, scope in wanted if may_be_kept(figure, scope)}
        self.days = sorted({scope.as_of for _key, scope in self.wanted})
        self.versions: dict[date, int | None] = {}

    def holds(self, figure: Figure, scope: Scope) -> bool:
        """Whether this number came from the tallies; known after ``note``."""
        return (figure.key, scope) in self.wanted and self.versions.get(scope.as_of) is not None

    def columns(self) -> dict[str, Any]:
        """What the query is asked beside the values: the versions of the days, and whether anything is marked."""
        kept = {f"kept{n}": Subquery(self._kept(day).values("version")) for n, day in enumerate(self.days)}
        return {**kept, "marked": Exists(TallyMark.objects.all())} if kept else {}

    def value(self, figure: Figure, scope: Scope, path: Any, live: Any) -> Any:
        """The kept value at a path (text or a reference to one) where the day is kept, else the live one."""
        if (figure.key, scope) not in self.wanted:
            return live
        day = scope.as_of
        whole = Cast(KT(f"whole__{self.numbers[figure.key]}"), IntegerField())
        kept = Subquery(Tally.objects.filter(day=day, path=path).annotate(tally=whole).values("tally"))
        zero = DbValue(0)
        return Case(When(Exists(self._kept(day)), then=Coalesce(kept, zero)), default=live, output_field=IntegerField())

    def note(self, row: dict[str, Any]) -> bool:
        """Take the answers to ``columns`` from a row; whether values need a correction."""
        self.versions = {day: row[f"kept{n}"] for n, day in enumerate(self.days)}
        return bool(row.get("marked")) and any(self.versions.values())

    def corrections(self) -> dict[date, Counts] | None:
        """By day and path what is to be added to kept values; None where everything has to be counted."""
        places = marked_places()
        if len(places) > MOST_MARKED:
            return None
        held = [day for day, version in self.versions.items() if version is not None]
        found = {day: change_of(day, places) for day in held}
        now = dict(TallyDay.objects.filter(day__in=held).values_list("day", "version"))
        return found if all(now.get(day) == self.versions[day] for day in held) else None

    def _kept(self, day: date) -> QuerySet[TallyDay]:
        return TallyDay.objects.filter(day=day, layout=layout())


def marked_places() -> list[int]:
    """The marked organisations, at most one more than are corrected."""
    keys = TallyMark.objects.values_list("organisation_id", flat=True).distinct()
    return list(keys[: MOST_MARKED + 1])


def change_of(day: date, places: Sequence[int]) -> Counts:
    """By path what the own rows of some organisations now count more (or less) than is kept."""
    change = own_counts(day, lambda prefix: Q(**{f"{prefix}pk__in": places}))
    for path, own in Tally.objects.filter(day=day, organisation_id__in=places).values_list("path", "own"):
        change[path] = [now - then for now, then in zip(change[path], own, strict=True)]
    return {path: numbers for path, numbers in change.items() if any(numbers)}


def below(counts: Counts, path: str, number: int) -> int:
    """The sum of one figure over the paths at or below one."""
    return sum(numbers[number] for place, numbers in counts.items() if place.startswith(path))


def whole_counts(counts: Iterable[tuple[str, list[int]]]) -> Iterator[tuple[str, list[int], list[int]]]:
    """Paths in their order with own numbers -> each path with own numbers and those of the whole subtree.

    Constant memory: a subtree stands together in the order of paths, and is given out when it is left. Organisations
    that have no rows but something below them are given out too.
    """
    opened: list[tuple[str, list[int], list[int]]] = []

    def close_until(path: str) -> Iterator[tuple[str, list[int], list[int]]]:
        while opened and not path.startswith(opened[-1][0]):
            done = opened.pop()
            if opened:
                opened[-1][2][:] = [a + b for a, b in zip(opened[-1][2], done[2], strict=True)]
            yield done

    for path, own in counts:
        yield from close_until(path)
        begin = len(opened[-1][0]) if opened else 1
        parts = path[begin:].strip("/").split("/")
        for n in range(len(parts) - 1):
            missing = path[:begin] + "/".join(parts[: n + 1]) + "/"
            opened.append((missing, [0] * len(own), [0] * len(own)))
        opened.append((path, own, list(own)))
    yield from close_until("-")
