"""Accounts: how a person signs in. What they may do is granted at places in the tree, not here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.scope import ScopedModel


class AccountManager(BaseUserManager["Account"]):
    """Creates accounts; used by services, commands and the sign-in library."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """A new account with a hashed password, or with none that works."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A person's way in: user name, phone or e-mail, language and reading size, and the member it belongs to."""

    username = models.CharField(_("User name"), max_length=60, unique=True)
    display_name = models.CharField(_("Name"), max_length=60)
    phone = models.CharField(_("Mobile phone"), max_length=20, null=True, blank=True, unique=True)
    email = models.EmailField(_("E-mail"), null=True, blank=True, unique=True)
    member = models.OneToOneField(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="account", verbose_name=_("Member")
    )
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    large_print = models.BooleanField(_("Large print"), default=False)
    is_active = models.BooleanField(_("May sign in"), default=True)
    date_joined = models.DateTimeField(_("Opened at"), default=timezone.now)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("display_name",)

    unscoped = "accounts have no place of their own; their grants do"
    scope_path = ""
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering = ("username",)
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.display_name


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

    class Meta:
        ordering = ("-created_on",)
        verbose_name = _("personal token")
        verbose_name_plural = _("personal tokens")

    def __str__(self) -> str:
        return self.label
