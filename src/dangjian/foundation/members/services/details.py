"""Change the details of a record, note that it was compared, uncover one private entry."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.errors import ConflictError

from ..errors import MemberError
from ..items import BY_KEY, FIELDS
from ..models import Member
from .membership import day_of
from .register import check_details, check_identity_is_new, filled

DETAILS_CHANGED = action("members.member.details_changed", gettext_lazy("changed the record of {target}"))
RECONCILED = action(
    "members.member.reconciled", gettext_lazy("compared the record of {target} with the national system")
)
REVEALED = action("members.private.revealed", gettext_lazy("uncovered a private entry of {target}"))


@transaction.atomic
def change_details(member: Member, *, by: Actor | None, version: int | None, **details: Any) -> Member:
    """Change items of a record. The audit entry says which, never the values.

    Args:
        version: the version the reader saw; None when nothing was seen before (imports lock for themselves).
        details: new values by item key; items not given stay.

    Raises:
        ConflictError: somebody changed the record since; `theirs` has the values that stand now, and the version.
        MemberError: a value cannot be, or the identity number is another member's.
    """
    member = Member.objects.select_for_update(of=("self",)).select_related("current__organisation").get(pk=member.pk)
    if version is not None and version != member.version:
        raise ConflictError(
            _("Somebody changed this record since you opened it. Both values are shown; decide which one holds."),
            theirs={key: getattr(member, key) for key in (*details, "version") if key in (*FIELDS, "version")},
        )
    before = {key: getattr(member, key, None) for key in details}
    filled(member, details)
    changed = [key for key in details if getattr(member, key) != before[key]]
    if not changed:
        return member
    known = {key: getattr(member, key) for key in FIELDS}
    check_details({key: known[key] for key in FIELDS if key in changed or BY_KEY[key].is_date}, day_of(by))
    if "identity_number" in changed:
        check_identity_is_new(member.identity_number, but=member.pk)
    member.version += 1
    member.save()
    organisation = member.current.organisation if member.current else None
    changes = dict.fromkeys(changed, "changed")
    audit.record(DETAILS_CHANGED, member, by=by, organisation=organisation, changes=changes)
    return member


@transaction.atomic
def reconcile(member: Member, *, by: Actor | None, on: date) -> Member:
    """Note the day on which a record was last compared with the national system.

    Raises:
        MemberError: the day lies in the future or before the comparison already noted.
    """
    member = Member.objects.select_for_update(of=("self",)).select_related("current__organisation").get(pk=member.pk)
    if on > day_of(by) or (member.reconciled_on and on < member.reconciled_on):
        raise MemberError(_("This day lies in the future or before the last comparison."), field="on")
    member.reconciled_on = on
    member.save(update_fields=["reconciled_on"])
    organisation = member.current.organisation if member.current else None
    audit.record(RECONCILED, member, by=by, organisation=organisation, changes={"on": on.isoformat()})
    return member


@transaction.atomic
def reveal(member: Member, *, by: Actor, item: str, reason: str) -> str:
    """Uncover one private entry after a reason was given; who, what and why is kept and shown to the member.

    Raises:
        MemberError: the item is not private.
        LookError: no reason was given.
    """
    if item not in BY_KEY or not BY_KEY[item].is_private:
        raise MemberError(_("There is nothing hidden here."), field="item")
    organisation = member.current.organisation if member.current else None
    looked(by, member, Look.What.UNMASK, fields=[item], reason=reason, organisation=organisation)
    audit.record(REVEALED, member, by=by, organisation=organisation, changes={item: "revealed"})
    return str(getattr(member, item))
