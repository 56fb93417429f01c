"""Frozen values: which rows stood behind a value when it was issued, and what came and went since."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models import Value as DbValue
from django.utils.crypto import salted_hmac

from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import outermost

from .compute import Request, Value, compute_all, records_of, told
from .measures import Count, CountDistinct, Ratio
from .models import Reading
from .registry import Figure, Scope, registry

MOST_ROWS = 20_000
"""Behind a frozen value up to this many rows are kept by their keys; of more only digest and number."""
SETS_IN_A_QUERY = 100


@dataclass(frozen=True)
class Fingerprint:
    """The rows behind a value.

    Attributes:
        rows: their keys in order; empty where they are too many or about sensitive facts.
        count: how many there are; None for a ratio and for sensitive figures.
        digest: SHA-256 over the keys in order; keyed for sensitive figures, whose few rows could else be guessed.
    """

    rows: list[int]
    count: int | None
    digest: str


@dataclass(frozen=True)
class Difference:
    """What a frozen value would be today in the same place and period.

    Attributes:
        reading: the frozen value.
        now: the value today; None where the rows say all, or the figure no longer exists.
        came: keys of rows that were not there.
        gone: keys of rows that are no longer there.
        named: whether rows that came and went can be named.
    """

    reading: Reading
    now: Value | None = None
    came: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    named: bool = False

    @property
    def is_none(self) -> bool:
        """Whether nothing changed."""
        if self.came or self.gone:
            return False
        if self.now is None:
            return True
        was, number = self.reading.number, self.now.number
        return self.reading.withheld == self.now.withheld and (
            was == number if was is None or number is None else abs(float(was) - float(number)) < 5e-5
        )


def fingerprint(figure: Figure, scope: Scope) -> Fingerprint:
    """The rows behind a figure now, read in order without holding them all."""
    if isinstance(figure.measure, Ratio):
        parts = (registry[figure.measure.numerator], registry[figure.measure.denominator])
        joined = "".join(fingerprint(part, scope).digest for part in parts)
        return Fingerprint([], None, hashlib.sha256(joined.encode()).hexdigest())
    keyed = salted_hmac("dangjian.kernel.figures.readings", "", algorithm="sha256")
    digest: Any = keyed if figure.sensitive else hashlib.sha256()
    rows: list[int] = []
    count = 0
    keys = records_of(figure, scope).order_by(figure.row).values_list(figure.row, flat=True).distinct()
    for key in keys.iterator(chunk_size=5000):
        digest.update(f"{key}\n".encode())
        count += 1
        if count <= MOST_ROWS:
            rows.append(key)
    if figure.sensitive:
        return Fingerprint([], None, digest.hexdigest())
    return Fingerprint(rows if count <= MOST_ROWS else [], count, digest.hexdigest())


def row_keys(requests: Iterable[Request]) -> dict[Request, set[int]]:
    """The keys of the rows behind many figures, each in its own subtree and period, in one query (per 100 sets)."""
    found: dict[Request, set[int]] = {request: set() for request in requests}
    groups: dict[tuple[str, Period, date], dict[str, set[int]]] = defaultdict(dict)
    for (key, scope), rows in found.items():
        groups[key, scope.period, scope.as_of][scope.path] = rows
    sets = list(groups.items())
    for first in range(0, len(sets), SETS_IN_A_QUERY):
        part = sets[first : first + SETS_IN_A_QUERY]
        scopes = told([(key, Scope("", period, as_of)) for (key, period, as_of), _paths in part])
        pasts = [scope.past for _key, scope in scopes]
        queries = [_keys_with_paths(registry[key], scope, part[n][1], n) for n, (key, scope) in enumerate(scopes)]
        together = queries[0] if len(queries) == 1 else queries[0].union(*queries[1:], all=True)
        for n, path, row in together:
            paths = part[n][1]
            for above in pasts[n].above(path):
                if above in paths:
                    paths[above].add(row)
    return found


def differences(readings: Sequence[Reading], today: date) -> dict[int, Difference]:
    """What came and went behind each reading since it was taken, by the key of the reading, in at most four queries.

    The period is read as it can be known today: of a period still running, what happened since counts as a change.
    """
    known = [reading for reading in readings if reading.figure in registry]
    paths = dict(Organisation.objects.filter(pk__in={r.organisation_id for r in known}).values_list("pk", "path"))
    asked = {
        reading.pk: (
            reading.figure,
            Scope.of(
                paths.get(reading.organisation_id) or reading.organisation_path, Period.parse(reading.period), today
            ),
        )
        for reading in known
    }
    named = [reading for reading in known if _names_rows(reading)]
    rows = row_keys(asked[reading.pk] for reading in named)
    told_by_rows = {r.pk for r in named if isinstance(registry[r.figure].measure, Count | CountDistinct)}
    computed = [reading.pk for reading in known if reading.pk not in told_by_rows]
    values = dict(zip(computed, compute_all([asked[pk] for pk in computed]), strict=True))
    result = {reading.pk: Difference(reading) for reading in readings}
    for reading in known:
        result[reading.pk] = Difference(reading, now=values.get(reading.pk))
    for reading in named:
        then, now = set(reading.rows), rows[asked[reading.pk]]
        came, gone = tuple(sorted(now - then)), tuple(sorted(then - now))
        result[reading.pk] = Difference(reading, values.get(reading.pk), came, gone, named=True)
    return result


def _names_rows(reading: Reading) -> bool:
    figure = registry[reading.figure]
    return not figure.is_ratio and not figure.sensitive and reading.row_count == len(reading.rows)


def _keys_with_paths(figure: Figure, scope: Scope, paths: Iterable[str], n: int) -> QuerySet[Any, Any]:
    assert figure.records is not None
    around = paths if scope.past.moved else outermost(set(paths))
    where = reduce(Q.__or__, (scope.past.subtree_q(figure.path, path) for path in around))
    marked = figure.records(scope).filter(where).order_by()
    named = {"figure_set": DbValue(n), "figure_path": F(figure.path), "figure_row": F(figure.row)}
    return marked.annotate(**named).values_list(*named)
