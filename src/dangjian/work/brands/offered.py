"""What brands may be measured by: figures, and kinds of records that happen on a day and show no persons."""

from __future__ import annotations

from dangjian.kernel.figures.registry import registry as figures
from dangjian.kernel.records.kinds import RecordKind, Words
from dangjian.kernel.records.kinds import registry as kinds

OWN = "brands."


def measuring_kinds() -> dict[str, RecordKind]:
    """The kinds of records by which a brand can be measured, by their keys."""
    return {
        kind.key: kind
        for kind in kinds.values()
        if kind.day and kind.brief and not kind.shows_persons and not kind.key.startswith(OWN)
    }


def kinds_offered() -> list[tuple[str, Words]]:
    """Their keys and names."""
    return [(kind.key, kind.label) for kind in measuring_kinds().values()]


def figures_offered() -> list[tuple[str, Words]]:
    """The figures by which a brand can be measured: not those about persons' sensitive facts, nor about brands."""
    return [
        (figure.key, figure.label)
        for figure in figures.values()
        if not figure.sensitive and not figure.key.startswith(OWN)
    ]
