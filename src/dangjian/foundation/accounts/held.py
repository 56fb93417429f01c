"""What is held about a person, shown to that person alone and unmasked (personal information law, art. 45)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dangjian.foundation.members.enums import ConditionKind
from dangjian.foundation.members.items import BY_KEY, ITEMS, Item, label_of
from dangjian.foundation.members.models import Correction, Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit.looks import looks_about
from dangjian.kernel.audit.models import Entry, Look

MOST = 50
CONDITIONS = {"out_of_contact": ConditionKind.OUT_OF_CONTACT, "mobile": ConditionKind.MOBILE}


@dataclass(frozen=True)
class HeldItem:
    """One item and what is written there."""

    key: str
    label: str | Promise
    value: str | date | None
    is_date: bool
    editable: bool


@dataclass(frozen=True)
class SeenBy:
    """Somebody looked."""

    at: datetime
    account_name: str
    how: str
    words: str
    reason: str


@dataclass(frozen=True)
class Proposal:
    """A correction that one has proposed."""

    label: str
    proposed: str
    proposed_on: date
    answer: str
    state: str


@dataclass(frozen=True)
class Held:
    """Everything about one member."""

    items: Sequence[HeldItem]
    memberships: Sequence[Any]
    posts: Sequence[Any]
    conditions: Sequence[Any]
    corrections: Sequence[Proposal]
    looks: Sequence[SeenBy]


def held_about(member: Member, actor: Actor) -> Held:
    """What the register holds about the actor's own member. Five queries."""
    conditions = list(member.conditions.all())
    now = {row.kind: row for row in conditions if row.starts_on <= actor.today < (row.ends_on or date.max)}
    return Held(
        items=[_shown(item, member, now) for item in ITEMS],
        memberships=list(member.memberships.select_related("organisation", "group").order_by("-starts_on", "-pk")),
        posts=list(member.posts.select_related("organisation").order_by("-starts_on")),
        conditions=conditions,
        corrections=[_proposal(row) for row in member.corrections.all()[:MOST]],
        looks=[_seen(look) for look in looks_about(member).exclude(account_id=actor.account_id)[:MOST]],
    )


def own_member(actor: Actor) -> Member | None:
    """The actor's own member record."""
    return Member.objects.with_current().filter(pk=actor.member_id).first() if actor.member_id else None


def own_entries(actor: Actor) -> list[Entry]:
    """What the audit holds about the actor's own account: what they did, and what was done to it; newest first."""
    by_me: QuerySet[Entry] = Entry.objects.filter(account_id=actor.account_id)
    to_me: QuerySet[Entry] = Entry.objects.filter(target_type="accounts.account", target_id=actor.account_id)
    # Each by its own index: in one query the database would have to read the whole audit.
    found = {entry.pk: entry for rows in (by_me, to_me) for entry in rows.order_by("-pk")[:MOST]}
    return [found[key] for key in sorted(found, reverse=True)[:MOST]]


def _proposal(row: Correction) -> Proposal:
    shown = row.proposed
    codes = BY_KEY[row.item].codes if row.item in BY_KEY else None
    if codes:
        shown = codes.label(codes.lookup(shown) or shown)
    return Proposal(label_of(row.item), shown, row.proposed_on, row.answer, row.get_state_display())


def _seen(look: Look) -> SeenBy:
    words = "、".join(label_of(name) for name in look.fields) if look.fields else ""
    return SeenBy(look.at, look.account_name, look.get_what_display(), words, look.reason)


def _shown(item: Item, member: Member, now: dict[str, Any]) -> HeldItem:
    return HeldItem(item.key, item.label, _value(item, member, now), item.is_date, item.editable)


def _value(item: Item, member: Member, now: dict[str, Any]) -> str | date | None:
    current = member.current
    if item.key in CONDITIONS:
        row = now.get(CONDITIONS[item.key])
        return (row.destination or _("Yes")) if row else _("No")
    if not item.editable:
        if current is None:
            return None
        return {
            "branch": str(current.organisation),
            "category": current.get_category_display(),
            "status": current.get_status_display(),
        }.get(item.key)
    value = getattr(member, item.key)
    return item.codes.label(value) if item.codes and value else value
