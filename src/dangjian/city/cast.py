"""Who signs in to the model city, and the day it lives on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry

MODEL_DAY = date(2017, 10, 9)
"""The Monday the model city lives on; nothing in it lies ahead of this day but what is due."""
BUILT = "city.model.built"
PASSWORD = "Dangjian-2017!"  # noqa: S105 - printed on every start; these accounts exist in model cities alone


@dataclass(frozen=True)
class Part:
    """An account of the model city.

    Attributes:
        role: the role it holds.
        username: the name to sign in with.
        whose: whose account it is, in words.
    """

    role: Role
    username: str
    whose: str | Promise


CAST: tuple[Part, ...] = (
    Part(Role.COMMITTEE_STAFF, "gongwei", _("Organisation section of the work committee")),
    Part(Role.COMMITTEE_LEADER, "lingdao", _("A leader of the work committee, with an area and seven organisations")),
    Part(Role.PARTY_OFFICE, "dangban", _("Party office of the power supply company's committee")),
    Part(Role.BRANCH_SECRETARY, "shuji", _("Secretary of the distribution branch")),
    Part(Role.BRANCH_CLERK, "ganshi", _("Clerk of the distribution branch")),
    Part(Role.MEMBER, "dangyuan", _("A member of the distribution branch, has brands to review")),
    Part(Role.INSPECTOR, "ducha", _("A member of the supervision team, has brands to review")),
    Part(Role.SYSTEM_ADMINISTRATOR, "sysadmin", _("System administrator, sees no members")),
    Part(Role.SECURITY_OFFICER, "anquan", _("Security officer, gives out roles")),
    Part(Role.AUDITOR, "shenji", _("Auditor, reads the audit alone")),
)


def is_model_city() -> bool:
    """Whether this database was filled by ``dangjian demo``."""
    return Entry.objects.filter(action=BUILT).exists()
