"""One box over all record kinds, within scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind, shown
from dangjian.kernel.records.kinds import RecordKind, kinds_for
from dangjian.kernel.records.pages import pages_for
from dangjian.kernel.together import Brief, together

PER_KIND = 6
SHORTEST, LONGEST = 1, 60


@dataclass(frozen=True)
class Hit:
    """Something found: words and address."""

    words: str
    note: str
    url: str


@dataclass(frozen=True)
class Hits:
    """What was found of one kind, and where all of it is listed."""

    label: str
    hits: list[Hit]
    kind: str = ""


def search(actor: Actor, text: str) -> list[Hits]:
    """Pages and records whose words match; one query however many kinds there are, at most six records of each."""
    text = text.replace("\x00", "").strip()[:LONGEST]
    if len(text) < SHORTEST:
        return []
    pages = [Hit(str(p.label), str(p.group.label), p.url(actor)) for p in pages_for(actor) if text in str(p.label)]
    found = [Hits("", pages)] if pages else []
    kinds = [kind for kind in kinds_for(actor) if kind.brief]
    rows = together([Brief(_matching(kind, actor, text), kind.brief) for kind in kinds])
    found += [_hits(kind, own) for kind, own in zip(kinds, rows, strict=True)]
    return [hits for hits in found if hits.hits]


def _matching(kind: RecordKind, actor: Actor, text: str) -> QuerySet[Any]:
    assert kind.search
    return kind.search(kind.visible_to(actor), text)[:PER_KIND]


def _hits(kind: RecordKind, rows: list[Any]) -> Hits:
    hits = [Hit(str(row), hit_note(kind, row), kind.url(row) or "") for row in rows]
    return Hits(str(kind.label), [hit for hit in hits if hit.url], kind.key)


def hit_note(kind: RecordKind, row: Any) -> str:
    """What tells namesakes apart: three columns after the first; none that is masked, no moments."""
    columns = [column for column in kind.columns if not column.private and column.cell is not CellKind.MOMENT][1:4]
    values = [(column.value(row), column.cell) for column in columns]
    return " · ".join(shown(value, cell) for value, cell in values if value not in (None, ""))
