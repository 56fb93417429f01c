"""A member is a member where their membership lies: no one has to grant it, and it ends with it."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Q, QuerySet, Value

from dangjian.foundation.members.enums import MembershipStatus
from dangjian.foundation.members.models import Membership
from dangjian.kernel.access.roles import Role
from dangjian.kernel.access.sources import register_source


def _memberships() -> QuerySet[Any]:
    lasting: QuerySet[Any] = Membership.objects.exclude(status=MembershipStatus.ENDED)
    return lasting.annotate(role=Value(Role.MEMBER.value, output_field=CharField()))


register_source(_memberships, lambda account: Q(member=account.member_id) if account.member_id else None)
