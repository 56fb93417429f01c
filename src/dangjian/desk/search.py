"""One box over all record kinds, within scope."""

from __future__ import annotations

from dataclasses import dataclass

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.records.kinds import RecordKind, kinds_for
from dangjian.kernel.records.pages import pages_for

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
    """Pages and records whose words match; one query per kind, at most six records of each."""
    text = text.replace("\x00", "").strip()[:LONGEST]
    if len(text) < SHORTEST:
        return []
    pages = [Hit(str(p.label), str(p.group.label), p.url(actor)) for p in pages_for(actor) if text in str(p.label)]
    found = [Hits("", pages)] if pages else []
    for kind in kinds_for(actor):
        if kind.search and (hits := _hits(kind, actor, text)):
            found.append(Hits(str(kind.label), hits, kind.key))
    return found


def _hits(kind: RecordKind, actor: Actor, text: str) -> list[Hit]:
    assert kind.search
    rows = kind.search(kind.visible_to(actor), text)[:PER_KIND]
    hits = [(str(row), _note(kind, row), kind.url(row)) for row in rows]
    return [Hit(words, note, url) for words, note, url in hits if url]


def _note(kind: RecordKind, row: object) -> str:
    """The second column of the list tells namesakes apart."""
    values = [column.value(row) for column in kind.columns if not column.private][1:4]
    return " · ".join(str(value) for value in values if value not in (None, ""))
