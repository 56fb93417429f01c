"""The actor: who is asking, for which organisation, on which day, with which reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside, outermost

from .permissions import carries


@dataclass(frozen=True)
class Held:
    """A role as held today: which role and the path it reaches; the organisation comes along for the page head."""

    role: str
    organisation_id: int
    path: str
    organisation: Organisation | None = field(default=None, compare=False, repr=False)

    @classmethod
    def at(cls, role: str, organisation: Organisation) -> Held:
        """A role held at an organisation."""
        return cls(role, organisation.pk, organisation.path or "", organisation)


@dataclass(frozen=True)
class Actor:
    """Whoever acts. Services and queries get this, never a request or an account.

    Attributes:
        account_id: the account, None for a job of the platform itself.
        name: the name shown in audit entries and watermarks.
        organisation: the organisation acted for, None when the account holds no role.
        held: all roles held on ``today``.
        member_id: the member record of the same person, if linked.
        today: the day of the request.
        request_id: ties together all audit entries of one request.
        looks: what was looked at during a read; written down after the answer.
    """

    account_id: int | None
    name: str
    organisation: Organisation | None
    held: tuple[Held, ...]
    today: date
    member_id: int | None = None
    request_id: str = ""
    looks: list[Any] = field(default_factory=list, compare=False)

    def prefixes(self, permission: str) -> tuple[str, ...]:
        """The outermost paths below which this actor holds ``permission``."""
        return outermost({h.path for h in self.held if carries(h.role, permission)})

    def may(self, permission: str, path: str | None = None) -> bool:
        """Whether the permission is held at ``path``; with no path: anywhere."""
        prefixes = self.prefixes(permission)
        return bool(prefixes) if path is None else any(inside(path, prefix) for prefix in prefixes)

    def reaches(self, path: str) -> bool:
        """Whether the path lies in the subtree of any role held, whatever the permission."""
        return any(inside(path, h.path) for h in self.held)

    def roles_at(self, organisation_id: int) -> tuple[str, ...]:
        """The roles held exactly at one organisation."""
        return tuple(h.role for h in self.held if h.organisation_id == organisation_id)

    @property
    def role(self) -> str:
        """The role held at the organisation acted for, "" if none."""
        roles = self.roles_at(self.organisation.pk) if self.organisation else ()
        return roles[0] if roles else ""


def platform(today: date, *, name: str = "platform", held: Iterable[Held] = ()) -> Actor:
    """The actor of jobs and commands that nobody sits in front of."""
    return Actor(account_id=None, name=name, organisation=None, held=tuple(held), today=today)
