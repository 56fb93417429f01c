"""The grid of organisational life: organisations, or one branch's rules, by the months of a year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from dangjian.kernel.obligations import standing
from dangjian.kernel.obligations.coverage import Cell, coverage
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.obligations.standing import StandingRule
from dangjian.kernel.periods import Period
from dangjian.kernel.records.kinds import Words
from dangjian.kernel.tree.models import Organisation
from dangjian.ui.states import STATES

ROOM = "life."
MONTHS = range(1, 13)
WORST_FIRST = (State.LATE, State.DUE, State.EXPLAINED, State.NOT_DUE, State.EXCUSED, State.DONE)
"""What a field of many obligations shows: the state that wants most attention."""


@dataclass(frozen=True, slots=True)
class Field:
    """One month of a row: the state shown, how many obligations stand how, and where they open."""

    state: State | None
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the grid: an organisation, or a rule of one branch.

    Attributes:
        done: obligations done; of ``wanted`` whose time has come (done, late or explained).
    """

    label: Words
    url: str
    cells: tuple[Field, ...]
    done: int
    wanted: int


def life_rules() -> list[StandingRule]:
    """The standing rules of the room that are more than information."""
    return [rule for key, rule in standing.registry.items() if key.startswith(ROOM) and not rule.informational]


def rules_named(key: str) -> list[StandingRule]:
    """One rule of the room by its key; all of them for any other word."""
    found = [rule for rule in life_rules() if rule.key == key]
    return found or life_rules()


def grid_below(
    rules: Sequence[StandingRule], organisation: Organisation, year: Period, today: date, *, state: str = ""
) -> list[Row]:
    """The organisations one level below by months, each with everything below it. Six queries.

    Args:
        state: only rows in which an obligation stands so; "" for all.
    """
    children = list(Organisation.objects.children_of(organisation).during(year))
    cells = _by_child(children, organisation, rules, year, today)
    rows = [_of_child(child, cells[child.pk], rules, year) for child in children if cells[child.pk]]
    return [row for row in rows if not state or any(one.state and one.state.value == state for one in row.cells)]


def _by_child(
    children: Sequence[Organisation],
    organisation: Organisation,
    rules: Sequence[StandingRule],
    year: Period,
    today: date,
) -> dict[int, list[Cell]]:
    found = coverage(rules, organisation.path or "-", year, today).cells
    paths = dict(Organisation.objects.under(organisation.path or "-").order_by().values_list("pk", "path"))
    depth = organisation.depth + 2
    at = {child.path: child.pk for child in children}
    cells: dict[int, list[Cell]] = defaultdict(list)
    for cell in found:
        path = paths.get(cell.organisation_id) or ""
        child = at.get("/".join(path.split("/")[: depth + 1]) + "/")
        if child is not None:
            cells[child].append(cell)
    return cells


def _of_child(child: Organisation, cells: Iterable[Cell], rules: Sequence[StandingRule], year: Period) -> Row:
    chosen = f"&rule={rules[0].key}" if len(rules) == 1 else ""
    url = f"{reverse('life:grid')}?organisation={child.pk}&year={year.year}{chosen}"
    return _row(child.short_name, url, cells, lambda found: url)


def grid_of_branch(rules: Sequence[StandingRule], organisation: Organisation, year: Period, today: date) -> list[Row]:
    """The rules of one organisation, and of the groups inside it, by months. Five queries."""
    by_rule: dict[str, list[Cell]] = defaultdict(list)
    for cell in coverage(rules, organisation.path or "-", year, today).cells:
        by_rule[cell.rule.key].append(cell)
    return [
        _row(rule.title, reverse("obligations:rule", args=[rule.key]), by_rule[rule.key], _records)
        for rule in rules
        if by_rule[rule.key]
    ]


def _records(cells: Sequence[Cell]) -> str:
    cell = min(cells, key=lambda one: WORST_FIRST.index(one.state))
    return cell.url


def wanting_first(rows: Iterable[Row]) -> list[Row]:
    """Rows in which something is late first, otherwise in their order."""
    return sorted(rows, key=lambda row: not any(field.state is State.LATE for field in row.cells))


def _row(label: Words, url: str, cells: Iterable[Cell], opens: Callable[[Sequence[Cell]], str]) -> Row:
    months: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        months[cell.period.last_day.month].append(cell)
    fields = (_field(months[month], opens(months[month])) if months[month] else Field(None) for month in MONTHS)
    states = Counter(cell.state for found in months.values() for cell in found)
    asked = (State.DONE, State.LATE, State.EXPLAINED)
    return Row(label, url, tuple(fields), states[State.DONE], sum(states[state] for state in asked))


def _field(cells: Sequence[Cell], url: str) -> Field:
    states = Counter(cell.state for cell in cells)
    shown = next(state for state in WORST_FIRST if states[state])
    return Field(shown, words_of(states), url)


def words_of(states: Counter[State]) -> str:
    """How many obligations stand how, in the words of the states."""
    return "，".join(f"{STATES[state.value].word} {states[state]}" for state in WORST_FIRST if states[state])
