"""How far a call has come on a day."""

from __future__ import annotations

from datetime import date

from ...enums import PhaseKind
from ...models import Call
from ...phases import Span, Standing, standing_on


def standing_of(call: Call, day: date) -> Standing:
    """Where a call stands; one that was not issued, or called off, stands nowhere. One query, none when prefetched."""
    if call.issued_on is None or call.issued_on > day or call.called_off_on is not None:
        return Standing()
    return standing_on(spans_of(call), day)


def spans_of(call: Call) -> list[Span]:
    """The phases of a call as the table of phases knows them."""
    return [Span(PhaseKind(row.kind), row.starts_on, row.ends_on) for row in call.phases.all()]
