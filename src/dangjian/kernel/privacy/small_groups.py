"""Numbers about so few persons that they would tell something about each."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from django.conf import settings

Key = TypeVar("Key", bound=Hashable)
DEFAULT_MINIMUM = 5


def smallest_group() -> int:
    """The size below which a group is withheld (`DANGJIAN_SMALL_GROUP`, 5 by default)."""
    return int(getattr(settings, "DANGJIAN_SMALL_GROUP", DEFAULT_MINIMUM))


def withhold(count: int, minimum: int | None = None) -> bool:
    """Whether a sensitive number over a group of `count` persons must not be shown. A group of nobody hides nobody."""
    return 0 < count < (smallest_group() if minimum is None else minimum)


def withhold_among(counts: Mapping[Key, int], minimum: int | None = None) -> frozenset[Key]:
    """Which parts to withhold where the sum of all parts is shown as well.

    Beside the small ones that is the next smallest, as long as the withheld together would be fewer than `minimum` or
    a single one: otherwise it could be reckoned from the sum.
    """
    least = smallest_group() if minimum is None else minimum
    by_size = sorted((count, index, key) for index, (key, count) in enumerate(counts.items()) if count > 0)
    small = [entry for entry in by_size if entry[0] < least]
    if not small:
        return frozenset()
    rest = by_size[len(small) :]
    while rest and (len(small) == 1 or sum(count for count, _, _ in small) < least):
        small.append(rest.pop(0))
    return frozenset(key for _, _, key in small)
