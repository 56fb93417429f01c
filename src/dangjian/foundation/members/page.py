"""What the page of a member shows, put together once: facts with their masters, history, what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit.looks import looks_about
from dangjian.kernel.audit.permissions import VIEW_LOOK
from dangjian.kernel.records.blocks import blocks_for
from dangjian.ui.formats import day_text

from . import permissions, queries, validation
from .enums import Category, ConditionKind, MembershipStatus
from .items import BY_KEY
from .masters import Master, master_of
from .models import Condition, Member

GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Person"), ("sex", "ethnic_group", "born_on", "identity_number", "education", "position_code")),
    (_("Membership"), ("category", "branch", "status", "joined_on", "full_member_on", "out_of_contact", "mobile")),
    (_("Contact details"), ("mobile_phone", "landline", "home_address", "community")),
    (_("Admission"), ("applied_on", "activist_on", "prospect_on")),
)


@dataclass(frozen=True)
class Fact:
    """One item as the page shows it.

    Attributes:
        key: key of the item.
        label: its words.
        value: what is shown: plain, masked or uncovered.
        note: which system is master, and a warning.
        hidden: whether it can be uncovered with a reason.
        uncovered: whether it has just been uncovered.
    """

    key: str
    label: str
    value: str
    note: str
    hidden: bool = False
    uncovered: bool = False


@dataclass(frozen=True)
class Way:
    """Something that may be done from here."""

    label: str | Promise
    url: str


def fact_groups(
    member: Member, conditions: list[Condition], actor: Actor, uncovered: Mapping[str, str]
) -> list[tuple[str | Promise, list[Fact]]]:
    """The facts of a member in groups; an uncovered entry is shown plainly, all others masked."""
    warned: dict[str, list[str]] = {}
    for key, sentence in validation.warnings({key: getattr(member, key, None) for key in BY_KEY}):
        warned.setdefault(key, []).append(sentence)
    may_unmask = member.current is not None and actor.may(permissions.UNMASK, member.current.organisation.path)
    shown = []
    for title, keys in GROUPS:
        facts = []
        for key in keys:
            item = BY_KEY[key]
            value = uncovered[key] if key in uncovered else _value(member, key, conditions, actor)
            said = [str(Master.HERE.label)] if master_of(key) == Master.HERE else []
            if key == "identity_number" and key in uncovered and (region := validation.region_in_words(value)):
                said.append(gettext("Region of the first six digits: {region}.").format(region=region))
            hidden = item.is_private and bool(value) and may_unmask and key not in uncovered
            facts.append(
                Fact(key, str(item.label), value, " ".join([*said, *warned.get(key, [])]), hidden, key in uncovered)
            )
        shown.append((title, facts))
    return shown


def _value(member: Member, key: str, conditions: list[Condition], actor: Actor) -> str:
    item, row = BY_KEY[key], member.current
    assert row is not None
    if item.is_private:
        return queries.masked(member, key)
    if key == "category":
        return str(Category(row.category).label)
    if key == "status":
        return str(MembershipStatus(row.status).label)
    if key == "branch":
        return f"{row.organisation.short_name}{f' · {row.group.short_name}' if row.group else ''}"
    if key in ("out_of_contact", "mobile"):
        return _condition_words(key, conditions, actor)
    value = getattr(member, key)
    if item.codes:
        return item.codes.label(value)
    return day_text(value) if item.is_date else str(value or "")


def _condition_words(key: str, conditions: list[Condition], actor: Actor) -> str:
    kind = ConditionKind.MOBILE if key == "mobile" else ConditionKind.OUT_OF_CONTACT
    if _closed(actor):
        return ""
    found = next((c for c in conditions if c.kind == kind and c.holds_on(actor.today)), None)
    if found is None:
        return str(_("No"))
    return " · ".join(filter(None, (str(_("Yes")), day_text(found.starts_on), found.destination)))


def _closed(actor: Actor) -> bool:
    return not actor.may(permissions.VIEW_CONDITION)


def ways(member: Member, actor: Actor) -> list[Way]:
    """What this actor may do with a member, in the order of how often it is done."""
    row = member.current
    if row is None or row.status == MembershipStatus.ENDED:
        return []
    path = row.organisation.path

    def change(name: str) -> str:
        return reverse("members:change-membership", args=[member.pk, name])

    offered: list[tuple[str, bool, str | Promise, str]] = [
        (permissions.CHANGE, True, _("Edit the record"), reverse("members:change-details", args=[member.pk])),
        (permissions.TRANSFER, True, _("Issue a transfer letter"), reverse("members:issue-transfer", args=[member.pk])),
        (permissions.CHANGE, row.category == Category.PROBATIONARY, _("Grant full membership"), change("confirm")),
        (permissions.CHANGE, True, _("Change the work status"), change("work")),
        (
            permissions.CHANGE,
            True,
            _("Note an exemption or absence"),
            reverse("members:start-condition", args=[member.pk]),
        ),
        (permissions.APPOINT, True, _("Appoint to a Party post"), reverse("members:appoint", args=[member.pk])),
        (permissions.CHANGE, True, _("Put into a Party group"), change("group")),
        (permissions.CHANGE, row.status == MembershipStatus.NORMAL, _("Suspend the membership"), change("suspend")),
        (permissions.CHANGE, row.status == MembershipStatus.SUSPENDED, _("Restore the membership"), change("restore")),
        (permissions.CHANGE, True, _("Note the comparison"), reverse("members:reconcile", args=[member.pk])),
        (permissions.CHANGE, True, _("Record the exit"), change("leave")),
    ]
    return [Way(label, url) for permission, fits, label, url in offered if fits and actor.may(permission, path)]


def context_of(member: Member, actor: Actor, uncovered: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything the page of a member needs, in a fixed number of queries."""
    assert member.current is not None
    path = member.current.organisation.path
    sees_conditions = actor.may(permissions.VIEW_CONDITION, path)
    conditions = list(member.conditions.all()) if sees_conditions else []
    offered = ways(member, actor)
    return {
        "member": member,
        "groups": fact_groups(member, conditions, actor, uncovered or {}),
        "history": member.memberships.select_related("organisation").order_by("-starts_on", "-pk"),
        "posts": member.posts.select_related("organisation").order_by("-starts_on", "-pk"),
        "conditions": conditions,
        "sees_conditions": sees_conditions,
        "may_change": actor.may(permissions.CHANGE, path),
        "may_appoint": actor.may(permissions.APPOINT, path),
        "transfers": member.transfers.select_related("organisation", "to_organisation"),
        "missing": queries.missing_items(member),
        "whole": queries.WHOLE,
        "main_ways": offered[:2],
        "more_ways": offered[2:],
        "blocks": blocks_for(member, actor, path=path or ""),
        "looks": looks_about(member)[:20] if actor.may(VIEW_LOOK, path) else None,
    }
