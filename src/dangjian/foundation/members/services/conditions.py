"""Dated facts that change what is asked of a member."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action

from ..enums import ConditionKind
from ..errors import MemberError
from ..models import Condition, Member

STARTED = action("members.condition.started", gettext_lazy("noted a condition of {target}"))
ENDED = action("members.condition.ended", gettext_lazy("noted the end of a condition of {target}"))


@transaction.atomic
def start_condition(
    member: Member, *, by: Actor | None, kind: str, on: date, until: date | None = None, destination: str = ""
) -> Condition:
    """Note a condition from a day on, such as an exemption or an absence; its cause is not kept.

    Raises:
        MemberError: no such kind, it holds on that day already, or the days cannot be.
    """
    if kind not in ConditionKind.values:
        raise MemberError(_("Choose what is to be noted."), field="kind")
    if until and until <= on:
        raise MemberError(_("The end must lie after the beginning."), field="until")
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    rivals = Condition.objects.filter(member=member, kind=kind).filter(Q(ends_on=None) | Q(ends_on__gt=on))
    if (rivals.filter(starts_on__lt=until) if until else rivals).exists():
        raise MemberError(_("This is noted for that time already."), field="on")
    condition = Condition.objects.create(
        member=member, kind=kind, starts_on=on, ends_on=until, destination=destination.strip()[:100]
    )
    _recorded(STARTED, condition, by)
    return condition


@transaction.atomic
def end_condition(condition: Condition, *, by: Actor | None, on: date) -> Condition:
    """Note the end of a condition: the first day on which it no longer holds.

    Raises:
        MemberError: it does not lie after the beginning, or the condition has ended before.
    """
    condition = Condition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    if on <= condition.starts_on:
        raise MemberError(_("The end must lie after the beginning."), field="on")
    if condition.ends_on and condition.ends_on <= on:
        raise MemberError(_("This has ended already."), field="on")
    condition.ends_on = on
    condition.save(update_fields=["ends_on"])
    _recorded(ENDED, condition, by)
    return condition


def _recorded(key: str, condition: Condition, by: Actor | None) -> None:
    # Exemptions and whereabouts are sensitive: the entry says that, not which.
    current = condition.member.current
    organisation = current.organisation if current else None
    audit.record(key, condition.member, by=by, organisation=organisation, changes={"condition": condition.pk})
