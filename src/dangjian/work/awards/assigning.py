"""Which reviewer reads which entry: by rule and load, without those in conflict. Plain data in, plain data out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random


def assigned(
    entries: Sequence[int],
    reviewers: Sequence[int],
    *,
    each: int,
    conflicts: Collection[tuple[int, int]] = (),
    present: Collection[tuple[int, int]] = (),
    seed: int = 0,
) -> list[tuple[int, int]]:
    """Pairs of entry and reviewer to be added.

    Entries that fewer may read come first. Each is given to those of the fewest entries; among equals the lot decides,
    which is the same for the same ``seed``.

    Args:
        entries, reviewers: keys.
        each: reviewers wanted for each entry.
        conflicts: pairs that must not be.
        present: pairs that are already; they count for the entry and for the load.
    """
    # The lot is drawn by a seed so that an assignment can be checked afterwards; nothing secret hangs on it.
    lot = Random(seed)  # noqa: S311 - see above
    load = dict.fromkeys(reviewers, 0)
    readers: dict[int, set[int]] = {entry: set() for entry in entries}
    for entry, reviewer in present:
        readers.setdefault(entry, set()).add(reviewer)
        load[reviewer] = load.get(reviewer, 0) + 1
    barred: dict[int, set[int]] = {}
    for entry, reviewer in conflicts:
        barred.setdefault(entry, set()).add(reviewer)
    free = {
        entry: [one for one in reviewers if one not in barred.get(entry, ()) and one not in readers[entry]]
        for entry in entries
    }
    shuffled = list(entries)
    lot.shuffle(shuffled)
    found = []
    for entry in sorted(shuffled, key=lambda entry: len(free[entry])):
        for reviewer in _least(free[entry], load, max(each - len(readers[entry]), 0), lot):
            load[reviewer] += 1
            found.append((entry, reviewer))
    return found


def _least(free: Sequence[int], load: Mapping[int, int], wanted: int, lot: Random) -> list[int]:
    drawn = list(free)
    lot.shuffle(drawn)
    return sorted(drawn, key=lambda reviewer: load[reviewer])[:wanted]
