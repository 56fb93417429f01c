"""Tallies: the values of figures kept for every organisation, where an installation is too large to count each time.

A declared cache (docs/decisions/0017-tallies.md). For each kept day and organisation there are the numbers of its own
rows and of the whole subtree. Triggers mark the organisations that a change may concern; a value is the kept whole,
less what was kept of the marked ones, plus what is counted of them now. So it is what counting all would give.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models import Value as DbValue
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.together import InOne
from dangjian.kernel.tree.history import NOW

from .models import Tally, TallyDay, TallyMark
from .registry import Figure, Scope, registry

MOST_MARKED = 4_000
"""With more marked organisations than these everything is counted, as if no tallies were kept."""
MOST_PATHS = 20
"""Organisations whose kept values are read by one query; a page asks for one."""
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
    """The days that are kept: today, the last days of the years before, and tomorrow: no day begins uncounted."""
    years = Period.year_of(today.year).run_of(YEARS)
    return [*(Scope.of("/", year, today).as_of for year in reversed(years)), today + timedelta(days=1)]


def may_be_kept(figure: Figure, scope: Scope) -> bool:
    """Whether a value is one of those kept: of a day that has passed, what asks nothing of the tree then."""
    if not figure.tallied or (figure.of_year and scope.period.kind != PeriodKind.YEAR):
        return False
    if not scope.has_ended:
        return True
    return not figure.of_tree and scope.as_of == Period.year_of(scope.as_of.year).last_day


def own_counts(day: date, narrowed: Callable[[str], Q]) -> Counts:
    """The numbers of own rows by path, counted from the records; parts of one set in one pass.

    Args:
        day: the day on which states are read.
        narrowed: look-up of an organisation ("organisation__", "" for the organisation itself) -> which of them.
    """
    number = {figure.key: n for n, figure in enumerate(tallied())}
    counts: Counts = defaultdict(lambda: [0] * len(number))
    for group in _groups(tallied()):
        names = [_column(figure) for figure in group]
        rows = _by_path(group, day, narrowed).values_list("tally_path", *names)
        numbers = [number[figure.key] for figure in group]
        for path, *found in rows.iterator(chunk_size=5000):
            for n, count in zip(numbers, found, strict=True):
                counts[path][n] = count
    return counts


def _groups(figures: Iterable[Figure]) -> list[list[Figure]]:
    """Figures that are parts of one set stand together."""
    together: dict[Any, list[Figure]] = defaultdict(list)
    for figure in figures:
        together[(figure.among, figure.path) if figure.among else figure.key].append(figure)
    return list(together.values())


def _column(figure: Figure) -> str:
    return f"tally_{figure.key.replace('.', '_')}"


def _by_path(figures: Sequence[Figure], day: date, narrowed: Callable[[str], Q]) -> QuerySet[Any, Any]:
    """Paths with the counts of figures that are parts of one set, or of one figure."""
    first, scope = figures[0], Scope("/", Period.year_of(day.year), day, told=NOW)
    base, path = first.among or first.records, first.path
    assert base is not None
    rows = base(scope).filter(narrowed(path.removesuffix("path"))).order_by().values(tally_path=F(path))
    return rows.annotate(
        **{
            _column(figure): Count("pk", filter=(figure.part(scope) or None) if figure.part else None)
            for figure in figures
        }
    )


class Reading:
    """What is kept of some figures on some days, for use inside one query; corrected afterwards for what is marked.

    Attributes:
        expects_all: whether the last reading of this process found all its days kept. Then the next one asks for what
            is kept alone, which spares composing the counts that would stand in for it; where it is wrong, they follow.
    """

    expects_all: ClassVar[bool] = False

    def __init__(self, wanted: Sequence[tuple[Figure, Scope]]) -> None:
        self.numbers = {figure.key: number for number, figure in enumerate(tallied())}
        self.wanted = {(figure.key, scope) for figure, scope in wanted if may_be_kept(figure, scope)}
        self.days = sorted({scope.as_of for _key, scope in self.wanted})
        self.versions: dict[date, int | None] = {}

    def may_answer(self, leaves: Collection[tuple[str, Scope]]) -> bool:
        """Whether all these values may well be kept."""
        return Reading.expects_all and len(self.wanted) == len(leaves) and len(self._paths) <= MOST_PATHS

    def read(self) -> tuple[dict[str, Any], dict[tuple[str, Scope], int]]:
        """The answers to ``columns``, and the kept values, by one query that counts nothing."""
        paths = self._paths
        wholes = {f"whole{n}": self.whole(OuterRef("pk"), path) for n, path in enumerate(paths)}
        rows = TallyDay.objects.filter(day__in=self.days, layout=layout())
        found = {row.day: row for row in rows.annotate(marked=Exists(TallyMark.objects.all()), **wholes)}
        answers: dict[str, Any] = {f"kept{n}": found[day].version for n, day in enumerate(self.days) if day in found}
        answers["marked"] = any(row.marked for row in found.values())
        place = {path: f"whole{n}" for n, path in enumerate(paths)}
        values = {
            (key, scope): (getattr(found[scope.as_of], place[scope.path]) or self.none)[self.numbers[key]]
            for key, scope in self.wanted
            if scope.as_of in found
        }
        return answers, values

    @property
    def none(self) -> list[int]:
        """The numbers of an organisation for which nothing is kept: there is nothing to count."""
        return [0] * len(self.numbers)

    @property
    def _paths(self) -> list[str]:
        return sorted({scope.path for _key, scope in self.wanted})

    def whole(self, day: Any, path: Any) -> Subquery:
        """All kept numbers at a path on a day (values or references to them), for use inside a query."""
        return Subquery(Tally.objects.filter(day=day, path=path).values("whole")[:1])

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
        self.versions = {day: row.get(f"kept{n}") for n, day in enumerate(self.days)}
        if self.days:
            Reading.expects_all = self.is_whole
        return bool(row.get("marked")) and any(self.versions.values())

    @property
    def is_whole(self) -> bool:
        """Whether all days are kept; known after ``note``."""
        return None not in self.versions.values()

    def corrections(self) -> dict[date, Counts] | None:
        """By day and path what is to be added to kept values; None where everything has to be counted."""
        marked = TallyMark.objects.values("organisation_id")
        if marked.distinct()[: MOST_MARKED + 1].count() > MOST_MARKED:
            return None
        held = [day for day, version in self.versions.items() if version is not None]
        wanted = {key for key, _scope in self.wanted}
        found, now = changes_of(held, marked, [figure for figure in tallied() if figure.key in wanted])
        return found if all(now.get(day) == self.versions[day] for day in held) else None

    def _kept(self, day: date) -> QuerySet[TallyDay]:
        return TallyDay.objects.filter(day=day, layout=layout())


def changes_of(
    days: Sequence[date], places: Any, figures: Sequence[Figure] | None = None
) -> tuple[dict[date, Counts], dict[date, int]]:
    """By day and path what the own rows of some organisations now count more (or less) than is kept.

    Args:
        days: kept days.
        places: keys of organisations, or a query for them.
        figures: only these; the numbers of others stay 0. By default all that are kept.

    Returns:
        The changes, and the versions of the days that they are changes of, read by the same statement.
    """
    number = {figure.key: n for n, figure in enumerate(tallied())}
    groups = _groups(figures or tallied())
    legs = [(day, [number[figure.key] for figure in group], 1) for day in days for group in groups]
    queries = [_counted_leg(group, day, places) for day in days for group in groups]
    for day in days:
        legs += [(day, [], 0), (day, list(number.values()), -1)]
        queries += [_version_leg(day), _kept_leg(day, places)]
    changes: dict[date, Counts] = {day: defaultdict(lambda: [0] * len(number)) for day in days}
    versions: dict[date, int] = {}
    wanted = {number[figure.key] for group in groups for figure in group}
    for leg, path, text in _in_one(queries):
        day, numbers, sign = legs[leg]
        if not sign:
            versions[day] = int(text)
            continue
        for n, count in zip(numbers, json.loads(text), strict=True):
            if n in wanted:
                changes[day][path][n] += sign * count
    return {day: {p: ns for p, ns in of_day.items() if any(ns)} for day, of_day in changes.items()}, versions


def _in_one(queries: Sequence[QuerySet[Any, Any]]) -> Iterator[tuple[int, str, str]]:
    """The rows of query sets of a path and a text, each with the number of its query set."""
    if not queries:
        return
    numbered = [
        query.annotate(tally_leg=DbValue(n, output_field=IntegerField())).values_list(
            "tally_leg", "tally_path", "tally_text"
        )
        for n, query in enumerate(queries)
    ]
    yield from numbered[0].union(*numbered[1:], all=True)


def _counted_leg(group: Sequence[Figure], day: date, places: Any) -> QuerySet[Any, Any]:
    rows = _by_path(group, day, lambda prefix: Q(**{f"{prefix}pk__in": places}))
    return rows.annotate(tally_text=InOne(*(F(_column(figure)) for figure in group)))


def _kept_leg(day: date, places: Any) -> QuerySet[Any, Any]:
    rows = Tally.objects.filter(day=day, organisation_id__in=places).order_by()
    return rows.values(tally_path=F("path"), tally_text=Cast("own", TextField()))


def _version_leg(day: date) -> QuerySet[Any, Any]:
    rows = TallyDay.objects.filter(day=day).order_by()
    return rows.values(tally_path=DbValue(""), tally_text=Cast("version", TextField()))


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
