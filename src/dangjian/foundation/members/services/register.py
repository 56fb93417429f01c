"""Enter members: one by one with all checks, or many at once for an import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.privacy.identifiers import normalise_identity
from dangjian.kernel.privacy.inserting import free_keys, insert_many
from dangjian.kernel.tree.models import Organisation

from ..enums import Category, ChangeReason, MembershipStatus, WorkStatus
from ..errors import MemberError
from ..items import FIELDS
from ..models import Member, Membership
from ..names import given_name, spell, tidy_name
from ..validation import problems
from .membership import check_branch, check_group, day_of

REGISTERED = action("members.member.registered", gettext_lazy("entered {target} into the register"))
MANY_REGISTERED = action("members.member.many_registered", gettext_lazy("entered many members at once: {target}"))

ENTRIES = (ChangeReason.ADMITTED, ChangeReason.REGISTERED, ChangeReason.TRANSFERRED_IN)
BATCH = 1000
_BLANK = {f.attname: f.get_default() for f in Member._meta.concrete_fields if not f.primary_key}
_KEYS = frozenset(FIELDS)
_ROW = ("organisation_id", "group_id", "category", "status", "work_status", "starts_on", "reason")


@dataclass(frozen=True)
class NewMember:
    """A member to be entered: checked already, for `register_many`.

    Attributes:
        details: fields of the member by item key.
        organisation: the branch.
        starts_on: since when the member belongs to it.
        category, work_status, status, reason: of the first row.
        group: Party group inside the branch.
    """

    details: Mapping[str, Any]
    organisation: Organisation
    starts_on: date
    category: str = Category.FULL
    work_status: str = WorkStatus.IN_SERVICE
    status: str = MembershipStatus.NORMAL
    reason: str = ChangeReason.REGISTERED
    group: Organisation | None = None


@dataclass
class Registered:
    """What `register_many` did: the new keys of members and of their rows, in the order given."""

    members: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def add(self, more: Registered) -> None:
        self.members += more.members
        self.rows += more.rows


def filled(member: Member, details: Mapping[str, Any]) -> Member:
    """Put details into a member and spell the name anew; nothing is saved.

    Raises:
        MemberError: an item that cannot be changed so.
    """
    for column, value in columns_of(details).items():
        setattr(member, column, value)
    return member


def columns_of(details: Mapping[str, Any]) -> dict[str, Any]:
    """Details as the register writes them: the name tidied and spelled, the identity number normalised.

    Raises:
        MemberError: an item that cannot be changed so.
    """
    found = dict(details)
    if unknown := found.keys() - _KEYS:
        key = next(key for key in found if key in unknown)
        raise MemberError(_("“{item}” cannot be changed this way.").format(item=key), field=key)
    if "name" in found:
        name = found["name"] = tidy_name(found["name"])
        found["pinyin"], found["initials"] = spell(name)
        found["given_name"] = given_name(name)
    if "identity_number" in found:
        found["identity_number"] = normalise_identity(found["identity_number"] or "")
    return found


def check_details(details: Mapping[str, Any], today: date) -> None:
    """Refuse details that cannot be.

    Raises:
        MemberError: the first problem, at its item.
    """
    for key, sentence in problems(details, today=today):
        raise MemberError(sentence, field=key)


def check_identity_is_new(number: str, *, but: int | None = None) -> None:
    """Refuse an identity number that another member of the register has.

    Raises:
        MemberError: somebody has it. Where is not said: it may lie outside the reader's reach.
    """
    same = Member.objects.filter(identity_index__of=number)
    if number and (same.exclude(pk=but) if but else same).exists():
        words = _("A member with this identity number is in the register already. Ask that branch for a transfer.")
        raise MemberError(words, field="identity_number")


@transaction.atomic
def register(
    *,
    by: Actor | None,
    organisation: Organisation,
    starts_on: date,
    category: str,
    work_status: str,
    reason: str = ChangeReason.REGISTERED,
    group: Organisation | None = None,
    note: str = "",
    **details: Any,
) -> Member:
    """Enter a member, with the first row of the membership.

    Args:
        organisation: the branch.
        starts_on: since when the member belongs to it, not in the future.
        reason: admitted, taken over from the register, or transferred in from outside.
        details: the items by their keys; `name` is needed.

    Raises:
        MemberError: a detail, the day or the branch cannot be, or the identity number is in the register.
    """
    today = day_of(by)
    check_details({"name": "", **details}, today)
    check_branch(organisation, starts_on)
    check_group(group, organisation)
    if starts_on > today:
        raise MemberError(_("This day lies in the future."), field="starts_on")
    if reason not in ENTRIES:
        raise MemberError(_("This is no way into the register."), field="reason")
    check_identity_is_new(details.get("identity_number") or "")
    member = filled(Member(), details)
    member.save()
    member.current = Membership.objects.create(
        member=member,
        organisation=organisation,
        group=group,
        category=category,
        work_status=work_status,
        starts_on=starts_on,
        reason=reason,
        note=note.strip()[:200],
    )
    member.save(update_fields=["current"])
    audit.record(REGISTERED, member, by=by, organisation=organisation, changes={"reason": reason})
    return member


@transaction.atomic
def register_many(
    rows: Iterable[NewMember], *, by: Actor | None, organisation: Organisation, label: str = "", record: bool = True
) -> Registered:
    """Enter many members at once, in one transaction and with one audit entry.

    Details are taken as checked; only what the database itself refuses is refused.

    Args:
        organisation: for which organisation the entry is recorded.
        label: words for the audit entry, such as the name of a file.
        record: False when the caller records the whole import itself.

    Returns:
        the new members' keys in the order of the rows.
    """
    done = Registered()
    batch: list[NewMember] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            done.add(_insert(batch))
            batch = []
    if batch:
        done.add(_insert(batch))
    if record:
        audit.record(
            MANY_REGISTERED, None, by=by, organisation=organisation, label=label, changes={"members": len(done.members)}
        )
    return done


def _insert(batch: Sequence[NewMember]) -> Registered:
    """Members point to their rows from the start; the database looks for them at the end of the transaction."""
    rows = free_keys(Membership, len(batch))
    people = [columns_of(new.details) for new in batch]
    names = sorted(set().union(*people))
    blank = [_BLANK[name] for name in names]
    found = ((key, *map(person.get, names, blank)) for key, person in zip(rows, people, strict=True))
    members = insert_many(Member, ("current_id", *names), found)
    insert_many(Membership, ("member_id", *_ROW), map(_row_of, members, batch), keys=rows)
    return Registered(list(members), rows)


def _row_of(member: int, new: NewMember) -> tuple[Any, ...]:
    group = new.group.pk if new.group else None
    return (
        member, new.organisation.pk, group, new.category, new.status, new.work_status, new.starts_on, new.reason,
    )  # fmt: skip
