"""From a number to its rows."""

from __future__ import annotations

from collections.abc import Mapping

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.records import kinds
from dangjian.kernel.records.listing import Listing

from .asked import Asked
from .compute import rows
from .measures import Ratio
from .registry import Figure, registry


def listing_of(figure: Figure, where: Asked, actor: Actor, chosen: Mapping[str, str]) -> Listing | None:
    """The rows behind the figure as a list; None where they are not for this reader.

    Args:
        figure: of a ratio, the rows of its numerator are shown.
        where: organisation and period.
        actor: who asks.
        chosen: filters, order and page of the list.
    """
    shown = registry[figure.measure.numerator] if isinstance(figure.measure, Ratio) else figure
    kind = kinds.registry.get(shown.kind)
    if kind is None or figure.sensitive or shown.sensitive or not actor.may(kind.permission, where.scope.path):
        return None
    # What is chosen by default narrows the list of a kind, never the rows behind a number.
    everything = {f.key: "" for f in kind.filters if f.default}
    return Listing(kind, actor, {**everything, **dict(chosen.items())}, rows(shown.key, where.scope, actor))
