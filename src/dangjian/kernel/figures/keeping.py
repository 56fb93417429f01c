"""Keeping tallies: counted from the records by one function, counted anew where something is marked, compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors

from . import tallies
from .models import Tally, TallyDay, TallyMark

KEPT_FROM = 300
"""Organisations from which on tallies are kept; what a smaller tree holds is counted fast enough."""
AT_ONCE = 5_000
"""Organisations counted by one query while all are counted."""
REFRESHED_AT_ONCE = 2_000
GIVEN_UP_AFTER = timedelta(hours=2)
LOCK = 7_201_014
"""Number of the lock of PostgreSQL under which counting begins and marks are worked off, so that neither overtakes."""
Row = tuple[str, list[int], list[int]]


def keep(today: date, *, now: datetime | None = None) -> int:
    """Keep what is to be kept: drop other days, count missing ones, count anew what is marked.

    Run each minute; may run from several processes. Returns how many days and organisations were counted.
    """
    if Organisation.objects.order_by("pk").values("pk")[KEPT_FROM - 1 : KEPT_FROM].count() == 0:
        return drop()
    wanted, layout = tallies.days(today), tallies.layout()
    _forget(wanted, layout, now or timezone.now())
    if TallyDay.objects.exists():
        return _refresh_all() + sum(rebuild(day) for day in wanted)
    # Nothing is kept yet, so no mark says anything that is not counted now. Those written meanwhile stay.
    before = list(TallyMark.objects.values_list("pk", flat=True))
    done = sum(rebuild(day) for day in wanted)
    if done == len(wanted):
        for first in range(0, len(before), AT_ONCE):
            TallyMark.objects.filter(pk__in=before[first : first + AT_ONCE]).delete()
    return done


def drop() -> int:
    """Keep nothing; values are counted each time."""
    TallyDay.objects.all().delete()
    Tally.objects.all().delete()
    TallyMark.objects.all().delete()
    return 0


def rebuild(day: date) -> int:
    """Count one day for all organisations unless it is kept or being counted. Returns 1 when it was counted.

    Marks made meanwhile stay, so whatever changes while this counts is corrected afterwards.
    """
    with transaction.atomic():
        _alone()
        _row, begun = TallyDay.objects.get_or_create(day=day)
    if not begun:
        return 0
    Tally.objects.filter(day=day).delete()
    rows = counted(day)
    while part := list(islice(rows, AT_ONCE)):
        Tally.objects.bulk_create([_tally(day, *row) for row in part], batch_size=500)
    TallyDay.objects.filter(day=day).update(layout=tallies.layout())
    return 1


def counted(day: date) -> Iterator[Row]:
    """Paths with own and whole numbers of all organisations that have any, counted from the records."""
    return tallies.whole_counts(_own(day))


def _own(day: date) -> Iterator[tuple[str, list[int]]]:
    for first, after in _ranges():
        found = tallies.own_counts(day, lambda prefix, a=first, b=after: _between(prefix, a, b))  # type: ignore[misc]
        yield from sorted(found.items())


def _between(prefix: str, first: str, after: str | None) -> Q:
    start = Q(**{f"{prefix}path__gte": first})
    return start & Q(**{f"{prefix}path__lt": after}) if after else start


def _ranges() -> Iterator[tuple[str, str | None]]:
    """The paths cut into ranges of so many organisations."""
    paths = Organisation.objects.exclude(path=None).order_by("path").values_list("path", flat=True).iterator()
    starts = [path for number, path in enumerate(paths) if number % AT_ONCE == 0]
    yield from zip(starts, [*starts[1:], None], strict=True)


def _refresh_all() -> int:
    """Work off all marks that an import may have left, part by part, so that nobody waits long to write."""
    done = last = refresh()
    while last == REFRESHED_AT_ONCE:
        last = refresh()
        done += last
    return done


@transaction.atomic
def refresh() -> int:
    """Count marked organisations anew and take their marks away. Returns how many there were."""
    _alone()
    kept = list(TallyDay.objects.select_for_update().exclude(layout=""))
    if not kept or TallyDay.objects.filter(layout="").exists():
        return 0
    places = list(TallyMark.objects.values_list("organisation_id", flat=True).distinct()[:REFRESHED_AT_ONCE])
    if not places:
        return 0
    marks = list(TallyMark.objects.filter(organisation_id__in=places).values_list("pk", flat=True))
    changes, _versions = tallies.changes_of([day.day for day in kept], places)
    for day, change in changes.items():
        _apply(day, change)
    TallyDay.objects.filter(pk__in=[day.pk for day in kept]).update(version=F("version") + 1)
    TallyMark.objects.filter(pk__in=marks).delete()
    return len(places)


def _apply(day: date, change: tallies.Counts) -> None:
    """Add a change of own numbers to the organisations themselves and to the wholes above them."""
    touched = {above for path in change for above in ancestors(path)}
    held = {tally.path: tally for tally in Tally.objects.filter(day=day, path__in=touched)}
    none = [0] * len(tallies.tallied())
    new = [_tally(day, path, list(none), list(none)) for path in sorted(touched - held.keys())]
    held |= {tally.path: tally for tally in new}
    for path, numbers in change.items():
        held[path].own = _added(held[path].own, numbers)
        for above in ancestors(path):
            held[above].whole = _added(held[above].whole, numbers)
    Tally.objects.bulk_update([tally for tally in held.values() if tally.pk], ["own", "whole"], batch_size=500)
    Tally.objects.bulk_create(new, batch_size=500)


def differing(day: date) -> Iterator[str]:
    """Paths whose kept numbers, corrected for what is marked, are not what the records say on a kept day."""
    places = list(TallyMark.objects.values_list("organisation_id", flat=True).distinct())
    change = tallies.changes_of([day], places)[0][day]
    kept, none = Tally.objects.filter(day=day), [0] * len(tallies.tallied())
    for first, after in _ranges():
        now = tallies.own_counts(day, lambda prefix, a=first, b=after: _between(prefix, a, b))  # type: ignore[misc]
        held = dict(kept.filter(_between("", first, after)).values_list("path", "own"))
        for path in held.keys() | now.keys():
            if _added(held.get(path, none), change.get(path, none)) != now.get(path, none):
                yield path
    wholes: dict[str, list[int]] = {}
    for path, _own_numbers, whole in tallies.whole_counts(_kept_own(kept, wholes)):
        if wholes.pop(path, none) != whole:
            yield path


def _kept_own(kept: QuerySet[Tally], wholes: dict[str, list[int]]) -> Iterator[tuple[str, list[int]]]:
    rows = kept.order_by("path").values_list("path", "own", "whole")
    for path, own, wholes[path] in rows.iterator(chunk_size=AT_ONCE):
        yield path, own


def _forget(wanted: list[date], layout: str, now: datetime) -> None:
    """Drop days no longer wanted, with another layout, or whose counting was given up."""
    given_up = Q(layout="", begun_at__lt=now - GIVEN_UP_AFTER)
    old = TallyDay.objects.filter(~Q(day__in=wanted) | ~Q(layout__in=("", layout)) | given_up)
    gone = list(old.values_list("day", flat=True))
    old.delete()
    Tally.objects.filter(day__in=gone).delete()


def _tally(day: date, path: str, own: list[int], whole: list[int]) -> Tally:
    return Tally(day=day, path=path, organisation_id=int(path.rstrip("/").rpartition("/")[2]), own=own, whole=whole)


def _added(numbers: list[int], change: list[int]) -> list[int]:
    return [a + b for a, b in zip(numbers, change, strict=True)]


def _alone() -> None:
    """Wait until nobody else begins counting or works marks off; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
