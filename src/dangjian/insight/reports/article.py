"""The figures of the newspaper article, computed from records. It computes; it never contains an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dangjian.kernel.errors import ServiceError
from dangjian.kernel.figures.compute import Value, compute_all
from dangjian.kernel.figures.registry import Scope, registry

OWN_COPY = Path(__file__).parent / "facts" / "article-figures.json"
BESIDE_THE_PROJECT = Path("../shared/domain/article-figures.json")
TOLERANCE = 0.5
"""A figure that the article rounds to a whole number holds when it rounds to the same."""


class FactsError(ServiceError):
    """The file of facts cannot be read."""


@dataclass(frozen=True)
class Checked:
    """One figure of the article beside the computed one.

    Attributes:
        state: "held", "differs" or "not-built" (no figure declares its key yet).
    """

    id: str
    key: str
    article: float
    op: str
    unit: str
    what: str
    computed: float | None
    numerator: float | None
    denominator: float | None
    state: str

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def facts(path: Path | None = None) -> list[dict[str, Any]]:
    """The article's figures: from ``path``, else the file beside the project, else the project's own copy.

    Raises:
        FactsError: the file is missing or not in the form of article-figures.json.
    """
    found = path or (BESIDE_THE_PROJECT if BESIDE_THE_PROJECT.is_file() else OWN_COPY)
    try:
        entries = json.loads(found.read_text(encoding="utf-8"))["figures"]
        return [{name: entry[name] for name in ("id", "key", "value", "op", "unit", "what")} for entry in entries]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FactsError(f"{found}: {error}") from error


def check(scope: Scope, path: Path | None = None) -> Iterator[Checked]:
    """Each figure of the article with its computed value in a scope, all in one query."""
    entries = facts(path)
    declared = {figure.article: figure.key for figure in registry.values() if figure.article}
    wanted = [declared[entry["key"]] for entry in entries if entry["key"] in declared]
    values = dict(zip(wanted, compute_all([(key, scope) for key in wanted]), strict=True))
    for entry in entries:
        value = values.get(declared.get(entry["key"], ""))
        yield _checked(entry, value)


def _checked(entry: dict[str, Any], value: Value | None) -> Checked:
    number = None if value is None else _plain(value.number)
    state = "not-built" if value is None else "held" if _holds(number, entry) else "differs"
    return Checked(
        id=entry["id"],
        key=entry["key"],
        article=entry["value"],
        op=entry["op"],
        unit=entry["unit"],
        what=entry["what"],
        computed=number,
        numerator=_plain(value.numerator) if value else None,
        denominator=_plain(value.denominator) if value else None,
        state=state,
    )


def _holds(number: float | None, entry: dict[str, Any]) -> bool:
    if number is None:
        return False
    if entry["op"] == ">":
        return number > entry["value"]
    if "rounded" in entry["unit"]:
        return abs(number - entry["value"]) < TOLERANCE
    return number == entry["value"]


def _plain(number: Any) -> float | None:
    return None if number is None else float(number)
