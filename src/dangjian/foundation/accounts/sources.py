"""A member is a member where their membership lies: no one has to grant it, and it ends with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dangjian.foundation.members.models import Membership
from dangjian.kernel.access.actors import Held
from dangjian.kernel.access.roles import Role
from dangjian.kernel.access.sources import register_source


@register_source
def membership(account: Any, today: date) -> Iterable[Held]:
    """The role of a member at the branch of each membership in force on the day."""
    if account.member_id is None:
        return
    rows = Membership.objects.on(today).filter(member_id=account.member_id).select_related("organisation")
    for row in rows.order_by("pk"):
        yield Held.at(Role.MEMBER, row.organisation)
