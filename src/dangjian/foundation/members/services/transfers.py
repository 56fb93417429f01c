"""Transfers inside the tree: a letter goes out, the receiving branch answers, and only then does the member move."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.tree.models import Organisation

from ..enums import ChangeReason, MembershipStatus, TransferState
from ..errors import TransferError
from ..letters import rule_on
from ..models import Member, Transfer
from .membership import check_branch, day_of, end_posts, locked, open_row

ISSUED = action("members.transfer.issued", gettext_lazy("issued the transfer letter {target}"))
ACCEPTED = action("members.transfer.accepted", gettext_lazy("accepted the transfer {target}"))
RECEIVED = action("members.transfer.received", gettext_lazy("took in the member of transfer {target}"))
RETURNED = action("members.transfer.returned", gettext_lazy("returned the transfer {target} with a reason"))
WITHDRAWN = action("members.transfer.withdrawn", gettext_lazy("withdrew the transfer letter {target}"))


def next_letter_number(organisation: Organisation, on: date) -> str:
    """The number offered for the next letter of a branch: its code, the year and a count that begins anew each year."""
    used = Transfer.objects.filter(organisation=organisation, happened_on__year=on.year).count()
    taken = set(
        Transfer.objects.filter(letter_number__startswith=f"{organisation.code}〔{on.year}〕").values_list(
            "letter_number", flat=True
        )
    )
    numbers = (f"{organisation.code}〔{on.year}〕{n:03d}号" for n in range(used + 1, used + len(taken) + 2))
    return next(number for number in numbers if number not in taken)


@transaction.atomic
def issue_transfer(
    member: Member,
    *,
    by: Actor | None,
    to: Organisation,
    on: date,
    letter_number: str = "",
    valid_days: int | None = None,
    dues_paid_until: date | None = None,
    reason: str = "",
) -> Transfer:
    """Issue a letter of introduction. The old branch stays responsible until the new one accepts.

    Args:
        to: the receiving branch, anywhere in the tree.
        letter_number: "" for the next number of the branch.
        valid_days: None for the usual validity.

    Raises:
        TransferError: no branch, the same one, a letter is open, the number is taken, or a day cannot be.
        MemberError: the receiving branch cannot have members on that day.
    """
    member, current = locked(member)
    rule = rule_on(on)
    days = rule.usual_days if valid_days is None else valid_days
    number = letter_number.strip() or next_letter_number(current.organisation, on)
    check_branch(to, on)
    if current.status == MembershipStatus.ENDED:
        raise TransferError(_("The membership has ended; nothing can follow."))
    if to == current.organisation:
        raise TransferError(_("The member belongs to this branch already."), field="to")
    if on > day_of(by):
        raise TransferError(_("This day lies in the future."), field="on")
    if on < current.starts_on:
        raise TransferError(_("The member did not belong to this branch on that day."), field="on")
    if not 1 <= days <= rule.longest_days:
        words = _("A letter is valid for 1 to {most} days.")
        raise TransferError(words.format(most=rule.longest_days), field="valid_days")
    if member.transfers.open().exists():
        raise TransferError(_("A letter for this member is open. Have it answered or withdraw it first."))
    if Transfer.objects.filter(letter_number=number).exists():
        raise TransferError(_("This letter number is taken."), field="letter_number")
    transfer = Transfer.objects.create(
        member=member,
        organisation=current.organisation,
        to_organisation=to,
        letter_number=number[:40],
        happened_on=on,
        valid_days=days,
        dues_paid_until=dues_paid_until,
        reason=reason.strip()[:200],
        entered_by=by.name if by else "",
    )
    audit.record(ISSUED, transfer, by=by, organisation=transfer.organisation, changes={"to": str(to)})
    return transfer


@transaction.atomic
def accept_transfer(transfer: Transfer, *, by: Actor | None, on: date, answer: str = "") -> Transfer:
    """Take the member in: closes the row in the old branch and opens one in the new, on the day of the receipt.

    A letter that has run out can still be accepted: the member would otherwise belong nowhere; the delay stays visible.

    Raises:
        TransferError: not open, or answered before it was issued or in the future.
        MemberError: the membership does not allow it.
    """
    transfer = _open(transfer, on, by)
    member, before = locked(transfer.member)
    check_branch(transfer.to_organisation, on)
    open_row(
        member,
        before,
        on=on,
        by=by,
        reason=ChangeReason.MOVED,
        note=transfer.letter_number,
        organisation=transfer.to_organisation,
        group=None,
    )
    end_posts(member, on, organisation=transfer.organisation)
    _answer(transfer, TransferState.ACCEPTED, on, answer)
    changes = {"on": on.isoformat()}
    audit.record(ACCEPTED, transfer, by=by, organisation=transfer.organisation, changes=changes)
    audit.record(RECEIVED, transfer, by=by, organisation=transfer.to_organisation, changes=changes)
    return transfer


@transaction.atomic
def return_transfer(transfer: Transfer, *, by: Actor | None, on: date, answer: str) -> Transfer:
    """Return a letter with a reason: no branch refuses a member without one (education regulation, art. 25).

    Raises:
        TransferError: no reason, not open, or the day cannot be.
    """
    if not answer.strip():
        raise TransferError(_("Say why the letter is returned; a refusal needs a reason."), field="answer")
    transfer = _open(transfer, on, by)
    _answer(transfer, TransferState.RETURNED, on, answer)
    audit.record(RETURNED, transfer, by=by, organisation=transfer.to_organisation, changes={"on": on.isoformat()})
    return transfer


@transaction.atomic
def withdraw_transfer(transfer: Transfer, *, by: Actor | None, on: date, answer: str = "") -> Transfer:
    """Take an unanswered letter back.

    Raises:
        TransferError: not open, or the day cannot be.
    """
    transfer = _open(transfer, on, by)
    _answer(transfer, TransferState.WITHDRAWN, on, answer)
    audit.record(WITHDRAWN, transfer, by=by, organisation=transfer.organisation, changes={"on": on.isoformat()})
    return transfer


def _open(transfer: Transfer, on: date, by: Actor | None) -> Transfer:
    found = (
        Transfer.objects.select_for_update(of=("self",))
        .select_related("member", "organisation", "to_organisation")
        .get(pk=transfer.pk)
    )
    if found.state != TransferState.ISSUED:
        words = _("This letter has been answered already: {state}.")
        raise TransferError(words.format(state=found.get_state_display()))
    if on < found.happened_on or on > day_of(by):
        raise TransferError(_("The answer lies between the day of issue and today."), field="on")
    return found


def _answer(transfer: Transfer, state: str, on: date, answer: str) -> None:
    transfer.state = state
    transfer.answered_on = on
    transfer.answer = answer.strip()[:200]
    transfer.save(update_fields=["state", "answered_on", "answer"])
