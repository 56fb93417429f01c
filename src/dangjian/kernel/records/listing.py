"""A list as it stands in the address: filters, search, order and page of one record kind for one actor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db import connection
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind, shown

from .kinds import Column, Filter, Found, RecordKind, Words

PER_PAGE = 50
COUNTED_UP_TO = 10_000
FOUND_UP_TO = 1_000
"""Of what a word finds so many are counted: who finds more types another letter."""
FEW = 1_000
"""So many rows are sorted before an index could have been walked."""
NAMES_OF_PAGES = {"organisation", "period"}
"""Parameters of the pages that rows stand on: which organisation and period a figure is asked for."""


class CountedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages that cost about the same whether a table has ten thousand rows or millions.

    Counting stops at a limit: nobody turns to page 20,000, and a count of millions is slow. The keys of a page are
    found and sorted first, and what the columns need is looked up for these alone.

    Args:
        rows: all rows, in order.
        shown: keys -> the same rows with all that the columns need, in the same order.
        scattered: whether rows may lie anywhere in the order; what a word finds lies close together.
        first: number -> the keys of so many first rows, where an index finds them without sorting all.
        narrowed: whether they are a narrower set than the list of the kind, such as the rows behind a figure.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        shown: Callable[[QuerySet[Any, Any] | list[Any]], QuerySet[Any]],
        *,
        scattered: bool,
        first: Callable[[int], QuerySet[Any, Any] | list[Any]] | None = None,
        narrowed: bool = False,
    ) -> None:
        super().__init__(rows, PER_PAGE)
        self.rows, self.shown, self.scattered, self.narrowed = rows, shown, scattered, narrowed
        self.first, self.limit = first, COUNTED_UP_TO if scattered else min(COUNTED_UP_TO, FOUND_UP_TO)

    @cached_property
    def count(self) -> int:
        return self.rows.order_by().values("pk")[: self.limit + 1].count()

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self.count > self.limit

    def page(self, number: int | str) -> Page[Any]:
        """A page; what a word finds and fits on the first one is not counted by the database at all.

        Raises:
            PageNotAnInteger: the number is none.
            EmptyPage: there is no such page.
        """
        if str(number) == "1" and not self.scattered:
            wanted = self.per_page + 1
            keys = self.first(wanted) if self.first else sorted_apart(self.rows).values("pk")[:wanted]
            found = list(self.shown(keys))
            if len(found) <= self.per_page:
                self.count = len(found)
            return Page(found[: self.per_page], 1, self)
        number = self.validate_number(number)
        last = number * self.per_page
        rows = walked(self.rows) if self._is_soon_walked(last) else sorted_apart(self.rows)
        return Page(self.shown(rows.values("pk")[last - self.per_page : last]), number, self)

    def _is_soon_walked(self, wanted: int) -> bool:
        """Whether so many rows are found sooner in the order of an index, passing by what is not asked for."""
        if not self.scattered or self.is_capped or self.narrowed or self.count <= FEW:
            return self.scattered and self.is_capped
        newest = self.rows.model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
        return wanted * newest < self.count * self.count


def walked(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows in the same order, found by walking the order. SQLite keeps no statistics and has to be told."""
    columns = {"pk", "-pk", *_columns(rows), *(f"-{name}" for name in _columns(rows))}
    if connection.vendor != "sqlite" or not columns.issuperset(rows.query.order_by):
        return rows
    wanted = rows.order_by().filter(pk=OuterRef("pk"))
    return rows.model._default_manager.filter(Exists(wanted)).order_by(*rows.query.order_by)


def sorted_apart(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows in the same order, found by what narrows them and then sorted: no index is walked for the order."""
    first, *others = rows.query.order_by or ("",)
    field = str(first).removeprefix("-")
    if field not in _columns(rows):
        return rows
    apart = Coalesce(F(field), F(field))
    return rows.order_by(apart.desc() if str(first).startswith("-") else apart.asc(), *others)


def _order_of(parts: Sequence[Found]) -> tuple[Any, ...]:
    """The order of what is found in parts: one part after the other, each in its own order."""
    if len(parts) < 2:
        return parts[0].order if parts else ()
    place = Case(*(When(part.where, then=number) for number, part in enumerate(parts)), output_field=IntegerField())
    return place, Case(*(When(part.where, then=F(part.order[0])) for part in parts)), "pk"


def _columns(rows: QuerySet[Any]) -> set[str]:
    return {field.attname for field in rows.model._meta.concrete_fields}


@dataclass(frozen=True)
class Chosen:
    """A filter as chosen in the address."""

    filter: Filter
    value: str
    choices: Sequence[tuple[str, Words]]

    @property
    def words(self) -> str:
        """The chosen value in words, "" when nothing is chosen."""
        return next((str(label) for value, label in self.choices if value == self.value), self.value)


@dataclass(frozen=True)
class Cell:
    """One cell of a row: its column, its value and where it leads."""

    column: Column
    value: Any
    url: str | None

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return self.column.cell in (CellKind.INTEGER, CellKind.NUMBER, CellKind.PERCENT)

    @property
    def text(self) -> str:
        """The value as it is printed."""
        return shown(self.value, self.column.cell)

    @property
    def html(self) -> SafeString:
        """The same on a page, as a link where it leads somewhere. A list has hundreds of cells: templates are slow."""
        text = conditional_escape(self.text)
        return format_html('<a href="{}">{}</a>', self.url, text) if self.url else text


class Listing:
    """Rows of a kind as the address asks for them.

    Args:
        kind: the record kind.
        actor: who asks; only visible rows are ever in.
        asked: the query parameters.
        rows: a narrower base set, such as the rows behind a figure; by default all visible ones. It is shown whole:
            no filter is chosen by itself, and those whose names the page around it uses itself are left out.
    """

    def __init__(
        self, kind: RecordKind, actor: Actor, asked: Mapping[str, str], rows: QuerySet[Any] | None = None
    ) -> None:
        self.kind = kind
        self.actor = actor
        # PostgreSQL has no text with a zero character; nothing of ours contains one.
        asked = {key: value.replace("\x00", "") for key, value in asked.items()}
        filters = kind.filters
        if rows is not None:
            filters = [replace(f, default="") for f in filters if f.key not in NAMES_OF_PAGES]
        own = {"q", "sort", "page", *(f.key for f in filters)}
        self.kept = {key: value for key, value in asked.items() if key not in own}
        self.text = asked.get("q", "").strip()[:100]
        self.sort = asked.get("sort", "")
        self.page_asked = asked.get("page", "1")
        self.base, self.is_narrowed = kind.visible_to(actor) if rows is None else rows, rows is not None
        self.filters = [Chosen(f, asked.get(f.key, f.default), f.choices(actor) if f.choices else ()) for f in filters]

    @cached_property
    def _chosen(self) -> QuerySet[Any]:
        """What the filters leave."""
        rows = self.base
        for chosen in self.filters:
            if chosen.value:
                rows = chosen.filter.apply(rows, chosen.value, self.actor)
        return rows

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """All rows asked for, in order."""
        rows, order = self._chosen, self._order()
        if self.text and self.kind.search:
            rows = self.kind.search(rows, self.text)
        return rows.order_by(*order) if order else rows

    def _shown(self, keys: QuerySet[Any, Any] | list[Any]) -> QuerySet[Any]:
        """Rows of the list by their keys."""
        rows, order = self.kind.everything.filter(pk__in=keys), self._order()
        return rows.order_by(*order) if order else rows

    def _order(self) -> tuple[Any, ...]:
        column = self._sorted_by
        if column is None:
            return _order_of(self._found_in) or self.kind.order
        if not self.sort.startswith("-"):
            return (*column.sort, "pk")
        return (*(f"-{part}" if not part.startswith("-") else part[1:] for part in column.sort), "-pk")

    @property
    def _sorted_by(self) -> Column | None:
        return next((c for c in self.kind.columns if c.sort and c.key == self.sort.removeprefix("-")), None)

    @cached_property
    def _found_in(self) -> Sequence[Found]:
        return self.kind.found_in(self.text) if self.text else ()

    def _first(self, number: int) -> QuerySet[Any, Any] | list[Any]:
        """The keys of the first rows: a part is asked only where those before it did not fill the page."""
        parts = self._found_in
        if len(parts) == 1:
            return self.rows.values("pk")[:number]
        keys: list[Any] = []
        earlier = Q(pk__in=[])
        for part in parts:
            if len(keys) < number:
                rows = self._chosen.filter(part.where).exclude(earlier).order_by(*part.order)
                keys += rows.values_list("pk", flat=True)[: number - len(keys)]
            earlier |= part.where
        return keys

    @cached_property
    def page(self) -> Page[Any]:
        """The page asked for; a page that does not exist gives the nearest one that does."""
        pages = CountedPaginator(
            self.rows,
            self._shown,
            scattered=not self.text,
            first=self._first if self._found_in and self._sorted_by is None else None,
            narrowed=self.is_narrowed,
        )
        try:
            return pages.page(self.page_asked)
        except PageNotAnInteger:
            return pages.page(1)
        except EmptyPage:
            return pages.page(pages.num_pages if self.page_asked.isdigit() else 1)

    @property
    def total_words(self) -> str:
        """How many rows there are, in words; "more than" where counting stopped."""
        pages = self.page.paginator
        assert isinstance(pages, CountedPaginator)
        if pages.is_capped:
            return gettext("More than {count} rows").format(count=pages.limit)
        return ngettext("{count} row", "{count} rows", pages.count).format(count=pages.count)

    @property
    def has_chosen(self) -> bool:
        """Whether a filter was chosen."""
        return any(chosen.value != chosen.filter.default for chosen in self.filters)

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.has_chosen

    @property
    def is_searchable(self) -> bool:
        """Whether the kind can be searched."""
        return self.kind.search is not None

    def table(self) -> Iterator[list[Cell]]:
        """The cells of the page, row by row."""
        for record in self.page.object_list:
            url = self.kind.url(record)
            yield [Cell(c, c.value(record), url if c.link else None) for c in self.kind.columns]

    def in_words(self) -> str:
        """What was chosen, for the head of a printed or exported list."""
        parts = [f"{c.filter.label}: {c.words}" for c in self.filters if c.value]
        return " · ".join([*parts, f"“{self.text}”"] if self.text else parts)
