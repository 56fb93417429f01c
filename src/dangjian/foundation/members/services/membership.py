"""Changes of a membership: each closes the row before and opens one that says why. Nobody is deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.clock import today
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

from ..enums import EXIT_REASONS, Category, ChangeReason, MembershipStatus, WorkStatus
from ..errors import MemberError
from ..models import Condition, Member, Membership, Post

CONFIRMED = action("members.member.confirmed", gettext_lazy("recorded full membership of {target}"))
WORK_CHANGED = action("members.member.work_changed", gettext_lazy("recorded another work status of {target}"))
SUSPENDED = action("members.member.suspended", gettext_lazy("recorded the suspension of {target}"))
RESTORED = action("members.member.restored", gettext_lazy("recorded the restored membership of {target}"))
GROUPED = action("members.member.grouped", gettext_lazy("put {target} into another Party group"))
LEFT = action("members.member.left", gettext_lazy("recorded the exit of {target}"))
MOVED = action("members.member.moved", gettext_lazy("moved {target} to another branch"))

# Only these open a row at another branch without a letter: the branch itself changed, or a superior decided.
MOVES = (ChangeReason.MOVED, ChangeReason.ORGANISATION_CHANGED, ChangeReason.TRANSFERRED_IN)


def day_of(by: Actor | None) -> date:
    """The day on which an actor acts; the platform itself acts today."""
    return by.today if by else today()


def check_branch(organisation: Organisation, on: date) -> None:
    """Refuse an organisation that no member can belong to on a day.

    Raises:
        MemberError: it is no branch, or does not exist on that day.
    """
    if not organisation.is_branch:
        raise MemberError(
            _("Members belong to branches; {name} is none.").format(name=organisation), field="organisation"
        )
    if on < organisation.starts_on or (organisation.ends_on and on >= organisation.ends_on):
        raise MemberError(_("{name} does not exist on that day.").format(name=organisation), field="on")


def check_group(group: Organisation | None, organisation: Organisation) -> None:
    """Refuse a Party group of another branch.

    Raises:
        MemberError: it is no group of this branch.
    """
    if group and (group.kind != OrganisationKind.GROUP or group.parent_id != organisation.pk):
        raise MemberError(_("{name} is no Party group of this branch.").format(name=group), field="group")


def locked(member: Member) -> tuple[Member, Membership]:
    """The member and the newest row of the membership, locked against others who change them."""
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    return member, Membership.objects.select_related("organisation", "group").get(current_of=member)


def open_row(
    member: Member,
    current: Membership,
    *,
    on: date,
    by: Actor | None,
    reason: str,
    note: str = "",
    **changes: Any,
) -> Membership:
    """Close the newest row on a day and open the next one with some columns changed.

    Raises:
        MemberError: the day lies in the future or before the newest row, or the membership has ended.
    """
    if current.status == MembershipStatus.ENDED:
        raise MemberError(_("The membership has ended; nothing can follow."))
    if on > day_of(by):
        raise MemberError(_("This day lies in the future. Enter the change when it has happened."), field="on")
    if on < current.starts_on:
        words = _("The last change is of {day}; an earlier day would rewrite it. Enter that day or a later one.")
        raise MemberError(words.format(day=date_format(current.starts_on)), field="on")
    Membership.objects.filter(pk=current.pk).update(ends_on=on)
    columns = {
        "organisation": current.organisation,
        "group": current.group,
        "category": current.category,
        "status": current.status,
        "work_status": current.work_status,
        **changes,
    }
    following = Membership.objects.create(
        member=member, starts_on=on, reason=reason, note=note.strip()[:200], **columns
    )
    member.current = following
    member.version += 1
    member.save(update_fields=["current", "version"])
    return following


def _recorded(key: str, row: Membership, before: Membership, by: Actor | None) -> Membership:
    changes: dict[str, Any] = {
        name: [str(getattr(before, name) or ""), str(getattr(row, name) or "")]
        for name in ("organisation", "group", "category", "status", "work_status")
        if getattr(before, name) != getattr(row, name)
    }
    changes["reason"] = row.reason
    audit.record(key, row.member, by=by, organisation=before.organisation, changes=changes)
    return row


@transaction.atomic
def confirm(member: Member, *, by: Actor | None, on: date, note: str = "") -> Membership:
    """Record that a probationary member was granted full membership (admission rules, art. 32).

    Args:
        on: the day of the general meeting that decided; standing in the Party counts from the end of probation.

    Raises:
        MemberError: not probationary, or the day cannot be.
    """
    member, before = locked(member)
    if before.category != Category.PROBATIONARY:
        raise MemberError(_("{name} is no probationary member.").format(name=member))
    row = open_row(member, before, on=on, by=by, reason=ChangeReason.CONFIRMED, note=note, category=Category.FULL)
    if member.full_member_on is None:
        member.full_member_on = on
        member.save(update_fields=["full_member_on"])
    return _recorded(CONFIRMED, row, before, by)


@transaction.atomic
def change_work(member: Member, *, by: Actor | None, on: date, work_status: str, note: str = "") -> Membership:
    """Record that a member retired or that the work status changed otherwise.

    Raises:
        MemberError: nothing would change, or the day cannot be.
    """
    member, before = locked(member)
    if work_status not in WorkStatus.values or work_status == before.work_status:
        raise MemberError(_("Choose a work status other than the present one."), field="work_status")
    reason = ChangeReason.RETIRED if work_status == WorkStatus.RETIRED else ChangeReason.WORK_CHANGED
    row = open_row(member, before, on=on, by=by, reason=reason, note=note, work_status=work_status)
    return _recorded(WORK_CHANGED, row, before, by)


def retire(member: Member, *, by: Actor | None, on: date, note: str = "") -> Membership:
    """Record that a member retired; see `change_work`."""
    return change_work(member, by=by, on=on, work_status=WorkStatus.RETIRED, note=note)


@transaction.atomic
def suspend(member: Member, *, by: Actor | None, on: date, note: str = "") -> Membership:
    """Record that a membership was suspended (停止党籍: education and management regulation, art. 24).

    Raises:
        MemberError: it is suspended already, or the day cannot be.
    """
    member, before = locked(member)
    if before.status == MembershipStatus.SUSPENDED:
        raise MemberError(_("The membership is suspended already."))
    row = open_row(
        member, before, on=on, by=by, reason=ChangeReason.SUSPENDED, note=note, status=MembershipStatus.SUSPENDED
    )
    return _recorded(SUSPENDED, row, before, by)


@transaction.atomic
def restore(member: Member, *, by: Actor | None, on: date, note: str = "") -> Membership:
    """Record that a suspended membership was restored.

    Raises:
        MemberError: it is not suspended, or the day cannot be.
    """
    member, before = locked(member)
    if before.status != MembershipStatus.SUSPENDED:
        raise MemberError(_("The membership is not suspended."))
    row = open_row(
        member, before, on=on, by=by, reason=ChangeReason.RESTORED, note=note, status=MembershipStatus.NORMAL
    )
    return _recorded(RESTORED, row, before, by)


@transaction.atomic
def change_group(
    member: Member, *, by: Actor | None, on: date, group: Organisation | None, note: str = ""
) -> Membership:
    """Put a member into another Party group of the branch, or into none.

    Raises:
        MemberError: no group of this branch, nothing would change, or the day cannot be.
    """
    member, before = locked(member)
    check_group(group, before.organisation)
    if group == before.group:
        raise MemberError(_("The member is in this group already."), field="group")
    row = open_row(member, before, on=on, by=by, reason=ChangeReason.MOVED, note=note, group=group)
    return _recorded(GROUPED, row, before, by)


@transaction.atomic
def move(
    member: Member,
    *,
    by: Actor | None,
    on: date,
    organisation: Organisation,
    reason: str = ChangeReason.ORGANISATION_CHANGED,
    note: str = "",
) -> Membership:
    """Move a member to another branch without a letter, because organisations changed. Ends posts in the old branch.

    Raises:
        MemberError: no branch, the same one, or the day cannot be.
    """
    member, before = locked(member)
    check_branch(organisation, on)
    if reason not in MOVES:
        raise MemberError(_("This is no reason for a move."), field="reason")
    if organisation == before.organisation:
        raise MemberError(_("The member belongs to this branch already."), field="organisation")
    row = open_row(member, before, on=on, by=by, reason=reason, note=note, organisation=organisation, group=None)
    end_posts(member, on, organisation=before.organisation)
    return _recorded(MOVED, row, before, by)


@transaction.atomic
def leave(member: Member, *, by: Actor | None, on: date, reason: str, note: str = "") -> Membership:
    """Record an exit: a last row that says why. Posts, conditions and links of the member end on the same day.

    Raises:
        MemberError: no exit reason, an open transfer letter, or the day cannot be.
    """
    member, before = locked(member)
    if reason not in EXIT_REASONS:
        raise MemberError(_("Choose why the membership ends here."), field="reason")
    if reason == ChangeReason.PROBATION_CANCELLED and before.category != Category.PROBATIONARY:
        raise MemberError(_("{name} is no probationary member.").format(name=member), field="reason")
    if member.transfers.open().exists():
        raise MemberError(_("A transfer letter is open. Have it answered or withdraw it first."))
    row = open_row(member, before, on=on, by=by, reason=reason, note=note, status=MembershipStatus.ENDED)
    end_posts(member, on)
    _close(Condition.objects.filter(member=member), on)
    _close(member.contact_assignments.all(), on)
    return _recorded(LEFT, row, before, by)


def end_posts(member: Member, on: date, *, organisation: Organisation | None = None) -> None:
    """End the posts of a member, all or those in one organisation, on a day."""
    posts = Post.objects.filter(member=member)
    _close(posts.filter(organisation=organisation) if organisation else posts, on)


def _close(rows: Any, on: date) -> None:
    # A row that begins on or after that day never came into force; the constraint allows no empty one.
    rows.filter(ends_on=None, starts_on__gte=on).delete()
    rows.filter(ends_on=None).update(ends_on=on)
