"""Reads about accounts, roles, sessions and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import PARTY_WORKERS, Role
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.scope import DatedQuerySet

from .devices import device_words
from .models import Account, PersonalToken
from .services.tokens import MARK, digest_of_key


@dataclass(frozen=True)
class SessionLine:
    """One place where a person is signed in."""

    pk: int
    device: str
    address: str
    since: datetime
    current: bool


@dataclass(frozen=True)
class Factors:
    """Which second factors an account has."""

    app: bool
    keys: int
    codes_left: int


def _key(actor: Actor) -> int:
    return actor.account_id or 0


def own_account(actor: Actor) -> Account:
    """The account of the actor, with what its pages show."""
    return Account.objects.select_related("member", "organisation").get(pk=actor.account_id)


def own_sessions(actor: Actor, current_key: str | None) -> list[SessionLine]:
    """Where the actor is signed in, the present place first; ended sessions are left out."""
    rows = [row for row in UserSession.objects.filter(user_id=actor.account_id).order_by("-created_at") if row.exists()]
    lines = [
        SessionLine(row.pk, device_words(row.user_agent), row.ip, row.created_at, row.session_key == current_key)
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.current)


def sessions_to_end(actor: Actor, current_key: str | None, pk: int | None) -> list[UserSession]:
    """One session of the actor, or all but the present one; never somebody else's."""
    rows = UserSession.objects.filter(user_id=actor.account_id)
    return list(rows.filter(pk=pk) if pk is not None else rows.exclude(session_key=current_key or ""))


def factors_of(account_id: int | None) -> Factors:
    """The second factors of an account."""
    rows = list(Authenticator.objects.filter(user_id=account_id))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        app=any(row.type == Authenticator.Type.TOTP for row in rows),
        keys=sum(row.type == Authenticator.Type.WEBAUTHN for row in rows),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
    )


def own_tokens(actor: Actor) -> QuerySet[PersonalToken]:
    """The actor's tokens, newest first."""
    return PersonalToken.objects.of(actor.account_id)


def own_grants(actor: Actor) -> QuerySet[Grant]:
    """The actor's roles that are in force or to come, with what is lent from them."""
    lasting = Q(ends_on=None) | Q(ends_on__gt=actor.today)
    rows = Grant.objects.filter(lasting, account_id=_key(actor)).select_related("organisation", "lent_from__account")
    return rows.order_by("starts_on", "pk")


def lent_by(actor: Actor) -> QuerySet[Grant]:
    """What the actor has lent and has not ended."""
    rows = Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gt=actor.today), lent_from__account_id=_key(actor))
    return rows.select_related("organisation", "account").order_by("starts_on", "pk")


def grants_of(account: Account) -> DatedQuerySet[Grant]:
    """Every role the account has held or will hold, newest first."""
    return (
        Grant.objects.filter(account=account)
        .select_related("organisation", "lent_from__account")
        .order_by("-starts_on")
    )


def passes_on(grant: Grant) -> bool:
    """Whether a role is of the kind that its holder may lend and hand over."""
    return grant.role in PARTY_WORKERS and grant.lent_from_id is None


def accounts_named(text: str) -> Sequence[Account]:
    """Active accounts that a colleague means by a user name, phone, e-mail or, failing those, a full name."""
    active = Account.objects.active()
    exact = list(active.called(text)[:1])
    return exact or list(active.filter(display_name=text).order_by("pk")[:2])


def account_of_key(key: str, today: date) -> tuple[Account, PersonalToken] | None:
    """The account that a valid personal key belongs to, for the read API; None for any other text."""
    if not key.startswith(f"{MARK}_"):
        return None
    tokens: Any = PersonalToken.objects.valid(today).filter(account__is_active=True)
    token = tokens.select_related("account").filter(digest=digest_of_key(key)).first()
    return (token.account, token) if token else None


def members_called(name: str, organisation: Organisation) -> Sequence[Member]:
    """Present members of one branch with exactly this name, two at most."""
    return list(Member.objects.current().filter(name=name, current__organisation=organisation).order_by("pk")[:2])


@dataclass(frozen=True)
class Place:
    """An organisation that one holds a role for."""

    organisation: Organisation
    roles: str
    current: bool


def places_of(actor: Actor) -> list[Place]:
    """Where the actor holds a role today, in the order of the tree; the one acted for is marked."""
    found = Organisation.objects.filter(pk__in={held.organisation_id for held in actor.held}).order_by("path")
    return [
        Place(
            one,
            " · ".join(str(Role(role).label) for role in dict.fromkeys(actor.roles_at(one.pk))),
            actor.organisation is not None and one.pk == actor.organisation.pk,
        )
        for one in found
    ]
