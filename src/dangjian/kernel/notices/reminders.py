"""Reminders: each stage of a matter is told once, to those who hold an office at its organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import PARTY_WORKERS

from .models import Reminder
from .services import Words, send

BATCH = 500


@dataclass(frozen=True)
class Reminding:
    """One stage of one matter.

    Attributes:
        key: names matter and stage, at most 120 characters; a reminder of this key is sent once, ever.
        organisation: key of the organisation whose office holders are told.
        subject: one line.
        url: where the matter is dealt with.
    """

    key: str
    organisation: int
    subject: Words
    body: Words
    url: str


def remind(wanted: Iterable[Reminding], *, roles: Collection[str] = PARTY_WORKERS, now: datetime, today: date) -> int:
    """Tell what was not told before: three queries for each five hundred, and one notice for each new stage.

    Where nobody holds such a role nothing is noted, so that the next holder is told.

    Returns:
        how many stages were told.
    """
    told = 0
    for batch in _batches(wanted):
        known = set(Reminder.objects.filter(key__in=[one.key for one in batch]).values_list("key", flat=True))
        fresh = [one for one in batch if one.key not in known]
        holders = _holders({one.organisation for one in fresh}, roles, today)
        told += sum(_tell(one, holders[one.organisation], now) for one in fresh if holders[one.organisation])
    return told


@transaction.atomic
def _tell(one: Reminding, accounts: Collection[int], now: datetime) -> int:
    # Whoever writes the key first tells; another process that comes to it at the same moment does not.
    if not Reminder.objects.get_or_create(key=one.key, defaults={"sent_at": now})[1]:
        return 0
    send(to=list(accounts), subject=one.subject, body=one.body, url=one.url, now=now, by=None)
    return 1


def _holders(organisations: Collection[int], roles: Collection[str], today: date) -> dict[int, set[int]]:
    grants = Grant.objects.on(today).filter(organisation__in=organisations, role__in=roles)
    found: dict[int, set[int]] = defaultdict(set)
    for organisation, account in grants.values_list("organisation", "account"):
        found[organisation].add(account)
    return found


def _batches(wanted: Iterable[Reminding]) -> Iterator[list[Reminding]]:
    rest = iter(wanted)
    while batch := list(islice(rest, BATCH)):
        yield batch
