"""Values of figures: many numbers in one query, by child organisation, over time.

A value and the rows shown for it come from the same set (``records_of``), so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models import Value as DbValue
from django.db.models.functions import Concat, Length, Substr

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.periods import Period
from dangjian.kernel.records import kinds
from dangjian.kernel.records.listing import COUNTED_UP_TO
from dangjian.kernel.tree.history import changes_after, past
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import AFTER_SLASH, upper_bound

from .measures import Ratio
from .registry import Figure, Scope, registry
from .tallies import Counts, Reading, below

Number = int | float | Decimal
Request = tuple[str, Scope]


@dataclass(frozen=True)
class Value:
    """A number with everything that makes it one.

    Attributes:
        figure: what was counted.
        scope: where and when.
        number: the value; None when withheld or when a ratio has nothing to divide by.
        numerator: of a ratio, else None.
        denominator: of a ratio, else None.
        withheld: whether a small group is protected.
    """

    figure: Figure
    scope: Scope
    number: Number | None
    numerator: Number | None = None
    denominator: Number | None = None
    withheld: bool = False


def records_of(figure: Figure, scope: Scope) -> QuerySet[Any]:
    """The set behind a figure in a subtree; of a ratio, its numerator's set."""
    if isinstance(figure.measure, Ratio):
        return records_of(registry[figure.measure.numerator], scope)
    assert figure.records is not None
    return figure.records(scope).filter(scope.past.subtree_q(figure.path, scope.path))


def compute_all(requests: Sequence[Request]) -> list[Value]:
    """The values of many figures, each in its own subtree and period, in one query (two, where a period has ended).

    Raises:
        KeyError: no such figure.
    """
    leaves = list(dict.fromkeys(_leaves(told(requests))))
    numbers = _numbers(leaves) if leaves else {}
    return [_value(registry[key], scope, numbers) for key, scope in requests]


def told(requests: Sequence[Request]) -> list[Request]:
    """The same requests with what changed in the tree after the periods that have ended, looked up once for all."""
    ended = {scope.as_of for _key, scope in requests if scope.has_ended}
    if not ended:
        return list(requests)
    changes = changes_after(min(ended))
    pasts = {day: past(day, changes) for day in ended}
    return [(key, replace(scope, told=pasts.get(scope.as_of)) if scope.has_ended else scope) for key, scope in requests]


def compute(key: str, scope: Scope) -> Value:
    """The value of one figure in one subtree and period.

    Raises:
        KeyError: no such figure.
    """
    return compute_all([(key, scope)])[0]


def table_by_child(
    keys: Sequence[str], organisation: Organisation, scope: Scope
) -> list[tuple[Organisation, list[Value]]]:
    """The values of several figures for every child of an organisation, in one query."""
    scope = told([("", scope)])[0][1]
    leaves = list(dict.fromkeys(_leaves([(key, scope) for key in keys])))
    table = []
    for child, numbers in _numbers_by_child(leaves, organisation, scope):
        own = replace(scope, path=child.path or "")
        table.append((child, [replace(_value(registry[key], scope, numbers), scope=own) for key in keys]))
    return _with_those_then(table, keys, scope)


def _with_those_then(
    table: list[tuple[Organisation, list[Value]]], keys: Sequence[str], scope: Scope
) -> list[tuple[Organisation, list[Value]]]:
    """The same table, where something else stood below a child on the day than does now: counted anew."""
    stood = scope.past
    then = [child for child, _values in table if stood.ranges(child.path) != [(child.path, upper_bound(child.path))]]
    requests = [(key, replace(scope, path=child.path)) for child in then for key in keys]
    values = compute_all(requests)
    anew = {child.pk: values[n * len(keys) : (n + 1) * len(keys)] for n, child in enumerate(then)}
    stood.shown(child for child, _values in table)
    return [(child, anew.get(child.pk, counted)) for child, counted in table]


def by_child(key: str, organisation: Organisation, scope: Scope) -> list[tuple[Organisation, Value]]:
    """The value of a figure for every child of an organisation, in one query."""
    return [(child, values[0]) for child, values in table_by_child([key], organisation, scope)]


def trend(key: str, path: str, periods: Sequence[Period], today: date) -> list[tuple[Period, Value]]:
    """The value of a figure over the periods that have begun by today, in two queries."""
    begun = [period for period in periods if period.starts_on <= today]
    values = compute_all([(key, Scope.of(path, period, today)) for period in begun])
    return list(zip(begun, values, strict=True))


def rows(key: str, scope: Scope, actor: Actor) -> QuerySet[Any]:
    """The rows behind a figure that this actor may see, as records of the figure's kind.

    Raises:
        KeyError: no such figure, or it shows no rows.
    """
    figure = registry[key]
    if isinstance(figure.measure, Ratio):
        return rows(figure.measure.numerator, scope, actor)
    seen = kinds.registry[figure.kind].visible_to(actor)
    behind = records_of(figure, scope).order_by()
    if behind.values("pk")[: COUNTED_UP_TO + 1].count() > COUNTED_UP_TO:
        # Of so many a page is found sooner by looking at the records in their order than by listing all keys first.
        return seen.filter(Exists(behind.filter(**{figure.row: OuterRef("pk")})))
    return seen.filter(pk__in=behind.values(figure.row))


def stands(scope: Scope) -> bool:
    """Whether on the day nothing else stood at and below the organisation than does now."""
    return not scope.has_ended or scope.past.ranges(scope.path) == [(scope.path, upper_bound(scope.path))]


def _numbers(leaves: Sequence[Request], *, kept: bool = True) -> dict[Request, Number]:
    """The numbers behind values, in one query; one of what is kept is followed by the queries of its correction."""
    reading = Reading([(registry[key], scope) for key, scope in leaves if kept and stands(scope)])
    numbers: dict[Request, Number]
    if reading.may_answer(leaves):
        answers, values = reading.read()
        numbers = {leaf: values[leaf] for leaf in leaves if leaf in values}
    else:
        answers, numbers = _counted(leaves, reading)
    is_marked = reading.note(answers)
    if len(numbers) < len(leaves):
        return _numbers(leaves)  # a day is not kept any more
    if is_marked:
        change = reading.corrections()
        if change is None:
            return _numbers(leaves, kept=False)
        _correct(numbers, reading, change)
    return numbers


def _counted(leaves: Sequence[Request], reading: Reading) -> tuple[dict[str, Any], dict[Request, Number]]:
    """What the reading asks of the query, and the numbers: each the kept one where its day is kept, else counted."""
    asked: dict[str, Any] = reading.columns()
    for n, (key, scope) in enumerate(leaves):
        live = Subquery(_aggregated(registry[key], records_of(registry[key], scope)))
        asked[f"v{n}"] = reading.value(registry[key], scope, scope.path, live)
    one_row = Organisation.objects.order_by("pk").values("pk")[:1]
    row = one_row.annotate(**asked).values(*asked).first() or dict.fromkeys(asked)
    return row, {leaf: row[f"v{n}"] or 0 for n, leaf in enumerate(leaves)}


def _correct(
    numbers: dict[Request, Number], reading: Reading, change: dict[date, Counts], path: str | None = None
) -> None:
    for key, scope in numbers:
        if reading.holds(registry[key], scope):
            inside = scope.path if path is None else path
            numbers[key, scope] += below(change[scope.as_of], inside, reading.numbers[key])


def _numbers_by_child(
    leaves: Sequence[Request], organisation: Organisation, scope: Scope, *, kept: bool = True
) -> list[tuple[Organisation, dict[Request, Number]]]:
    """As ``_numbers``, for every child of an organisation instead of the scope."""
    reading = Reading([(registry[key], scope) for key, scope in leaves if kept])
    # A slash closes every path and "0" is the character after it: the end of a child's range of paths.
    end = Concat(Substr("path", 1, Length("path") - 1), DbValue(AFTER_SLASH))
    children = Organisation.objects.children_of(organisation, scope.past).at(scope.as_of).annotate(path_end=end)
    asked = reading.columns()
    if alone := reading.may_answer(leaves):
        asked["whole"] = reading.whole(scope.as_of, OuterRef("path"))
    for n, (key, _scope) in enumerate(leaves if not alone else ()):
        figure = registry[key]
        assert figure.records is not None
        inside = {f"{figure.path}__gte": OuterRef("path"), f"{figure.path}__lt": OuterRef("path_end")}
        live = Subquery(_aggregated(figure, figure.records(scope).filter(**inside)))
        asked[f"v{n}"] = reading.value(figure, scope, OuterRef("path"), live)
    rows = list(children.annotate(**asked))
    is_marked = reading.note(vars(rows[0])) if rows else False
    if alone and rows and not reading.is_whole:
        return _numbers_by_child(leaves, organisation, scope)  # the day is not kept any more
    found = [(row, _numbers_in(row, leaves, reading, alone)) for row in rows]
    if is_marked:
        change = reading.corrections()
        if change is None:
            return _numbers_by_child(leaves, organisation, scope, kept=False)
        for row, numbers in found:
            _correct(numbers, reading, change, row.path or "-")
    return found


def _numbers_in(row: Any, leaves: Sequence[Request], reading: Reading, alone: bool) -> dict[Request, Number]:
    """The numbers of a child, from the list that is kept or from columns of their own."""
    if alone:
        whole = row.whole or reading.none
        return {leaf: whole[reading.numbers[leaf[0]]] for leaf in leaves}
    return {leaf: getattr(row, f"v{n}") or 0 for n, leaf in enumerate(leaves)}


def _aggregated(figure: Figure, records: QuerySet[Any]) -> QuerySet[Any]:
    """The set's measure as a one-row query that can stand inside another."""
    assert not isinstance(figure.measure, Ratio)
    grouped = records.order_by().annotate(figure_group=DbValue(1)).values("figure_group")
    return grouped.annotate(figure_value=figure.measure.aggregate()).values("figure_value")


def _leaves(requests: Iterable[Request]) -> Iterable[Request]:
    for key, scope in requests:
        measure = registry[key].measure
        if isinstance(measure, Ratio):
            yield from _leaves([(measure.numerator, scope), (measure.denominator, scope)])
        else:
            yield key, scope


def _value(figure: Figure, scope: Scope, numbers: dict[Request, Number]) -> Value:
    measure = figure.measure
    if not isinstance(measure, Ratio):
        number = numbers[figure.key, scope]
        if figure.sensitive and 0 < number < settings.DANGJIAN_SMALL_GROUP:
            return Value(figure, scope, None, withheld=True)
        return Value(figure, scope, number)
    above = _value(registry[measure.numerator], scope, numbers)
    below = _value(registry[measure.denominator], scope, numbers)
    if above.withheld or below.withheld or above.number is None or below.number is None:
        return Value(figure, scope, None, withheld=above.withheld or below.withheld)
    return Value(figure, scope, measure.value(above.number, below.number), above.number, below.number)
