"""A member is a member where their membership lies: no one has to grant it, and it ends with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet, Value

from dangjian.foundation.members.models import Membership
from dangjian.kernel.access.roles import Role
from dangjian.kernel.access.sources import register_source


@register_source
def membership(account: Any, today: date) -> QuerySet[Any] | None:
    """The role of a member at the branch of each membership in force on the day."""
    if account.member_id is None:
        return None
    rows: QuerySet[Any] = Membership.objects.on(today).filter(member_id=account.member_id)
    return rows.annotate(role=Value(Role.MEMBER.value, output_field=CharField()))
