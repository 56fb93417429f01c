"""Accounts: how a person signs in. What they may do is granted at places in the tree, not here."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet


class AccountQuerySet(ScopedQuerySet["Account"]):
    """Words for accounts."""

    def active(self) -> Self:
        """May sign in."""
        return self.filter(is_active=True)

    def called(self, name: str) -> Self:
        """With this user name, phone or e-mail: whatever a person may type to sign in."""
        return self.filter(Q(username__iexact=name) | Q(phone=name) | Q(email__iexact=name)).order_by("pk")


class AccountManager(BaseUserManager["Account"].from_queryset(AccountQuerySet)):  # type: ignore[misc]
    """Creates accounts; used by services, commands and the sign-in library."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """A new account with a hashed password, or with none that works. A member's is kept by their branch."""
        member = fields.get("member")
        if member is not None and member.current is not None and fields.get("organisation") is None:
            fields["organisation"] = member.current.organisation
        account: Account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A person's way in: user name, phone or e-mail, language and reading size, and the member it belongs to.

    The organisation is the one whose administrators keep the account; what the person may do is granted elsewhere.
    """

    username = models.CharField(_("User name"), max_length=60, unique=True)
    display_name = models.CharField(pgettext_lazy("person", "Name"), max_length=60)
    phone = models.CharField(_("Mobile phone"), max_length=20, null=True, blank=True, unique=True)
    email = models.EmailField(_("E-mail"), null=True, blank=True, unique=True)
    member = models.OneToOneField(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="account", verbose_name=_("Member")
    )
    organisation = models.ForeignKey(
        "tree.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name=_("Kept by"),
    )
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    large_print = models.BooleanField(_("Large print"), default=False)
    is_active = models.BooleanField(_("May sign in"), default=True)
    date_joined = models.DateTimeField(_("Opened at"), default=timezone.now)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)

    unread = 0
    """Notices that wait to be read; counted for the account of a session alone."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    scope_path = "organisation__path"
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering = ("username",)
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.display_name


class PersonalTokenQuerySet(ScopedQuerySet["PersonalToken"]):
    """Words for personal tokens."""

    def of(self, account_id: int | None) -> Self:
        """Of one account."""
        return self.filter(account_id=account_id)

    def valid(self, today: date) -> Self:
        """Not ended, neither by its day nor by its holder."""
        return self.filter(ends_on__gt=today, revoked_on=None)


class PersonalToken(ScopedModel):
    """A key for the read API, held by a person until a day; only its digest is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    label = models.CharField(_("What it is for"), max_length=60)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_on = models.DateField(_("Made on"))
    ends_on = models.DateField(_("Valid until (not included)"))
    revoked_on = models.DateField(_("Ended on"), null=True, blank=True)

    unscoped = "belongs to one account, reached only by its holder"
    objects: ClassVar[Any] = PersonalTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-created_on",)
        verbose_name = _("personal token")
        verbose_name_plural = _("personal tokens")

    def __str__(self) -> str:
        return self.label
