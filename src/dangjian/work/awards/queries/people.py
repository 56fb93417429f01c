"""Who is told: the accounts of those who work at organisations, and of members."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from dangjian.foundation.accounts.models import Account
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import PARTY_WORKERS
from dangjian.kernel.tree.models import Organisation


def workers_below(organisation: Organisation, day: date) -> list[int]:
    """Keys of the accounts of Party workers at and below an organisation on a day."""
    grants = Grant.objects.on(day).within(organisation.path or "").filter(role__in=PARTY_WORKERS)
    return sorted(set(grants.values_list("account", flat=True)))


def workers_at(organisations: Collection[int], day: date) -> dict[int, set[int]]:
    """Key of an organisation -> keys of the accounts of its Party workers on a day."""
    found: dict[int, set[int]] = {key: set() for key in organisations}
    grants = Grant.objects.on(day).filter(organisation__in=organisations, role__in=PARTY_WORKERS)
    for organisation, account in grants.values_list("organisation", "account"):
        found[organisation].add(account)
    return found


def accounts_of(members: Collection[int]) -> dict[int, int]:
    """Key of a member -> key of the account of the same person."""
    return dict(Account.objects.active().filter(member__in=members).values_list("member", "pk"))
