"""What people type about accounts and roles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.foundation.members.items import EDITABLE
from dangjian.kernel.access.act_forms import ActForm, day_field
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.roles import Role
from dangjian.kernel.tree.models import Organisation

from . import queries
from .models import Account
from .permissions import ACCOUNT_MANAGE, GRANT_MANAGE


class AccountField(forms.CharField):
    """Somebody who has an account, by whatever name one knows."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = queries.accounts_named(text) if text else ()
        if text and not found:
            raise forms.ValidationError(_("Nobody with an account is called this. Try the user name or the phone."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several people have this name. Type the user name or the phone."))
        return found[0] if found else None


class OrganisationField(forms.CharField):
    """An organisation within reach, by its code or name."""

    def __init__(self, permission: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.permission = permission
        self.actor: Actor | None = None

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text or self.actor is None:
            return None
        reach = Organisation.objects.visible_to(self.actor, self.permission).at(self.actor.today)
        found = list(reach.filter(Q(code=text) | Q(name=text) | Q(short_name=text)).order_by("code")[:2])
        if not found:
            raise forms.ValidationError(_("There is no organisation of this code or name within your reach."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several organisations have this name. Type the code."))
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Organisation) else value


class ProfileForm(ActForm):
    """One's own settings."""

    phone = forms.RegexField(
        r"^\+?[0-9]{7,19}$",
        label=_("Mobile phone"),
        required=False,
        help_text=_("Also a name to sign in with."),
        error_messages={"invalid": _("Write the number in digits only.")},
    )
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("For notices, and to sign in with."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    large_print = forms.BooleanField(label=_("Large print"), required=False)


class TokenForm(ActForm):
    """A new personal token."""

    label = forms.CharField(label=_("What it is for"), max_length=60)
    ends_on = day_field(_("Valid until (not included)"), help_text=_("One year at most."))


class CorrectionForm(ActForm):
    """Propose a correction of one's own record."""

    item = forms.ChoiceField(label=_("Which entry"), choices=[(item.key, item.label) for item in EDITABLE])
    proposed = forms.CharField(
        label=_("How it should read"), max_length=200, help_text=_("Days as 1985-07-01. Your branch decides.")
    )
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class LendForm(ActForm):
    """Lend one's role."""

    to = AccountField(label=_("Lend to"), max_length=254, help_text=_("User name, phone, e-mail or full name."))
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until (not included)"), help_text=_("It ends by itself. Half a year at most."))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class HandOverForm(ActForm):
    """Hand one's role over to a successor."""

    to = AccountField(label=_("Successor"), max_length=254, help_text=_("User name, phone, e-mail or full name."))
    on = day_field(_("First day of the successor"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class ReasonForm(ActForm):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class EndGrantForm(ReasonForm):
    """End a role."""

    on = day_field(_("First day without the role"))


class ScopedForm(ActForm):
    """A form whose organisation lies within the actor's reach."""

    def prepare(self) -> None:
        for field in self.fields.values():
            if isinstance(field, OrganisationField):
                field.actor = self.actor


class GrantForm(ScopedForm):
    """Grant a role."""

    account = AccountField(label=_("To whom"), max_length=254, help_text=_("User name, phone, e-mail or full name."))
    role = forms.ChoiceField(label=_("Role"), choices=[(r.value, r.label) for r in Role if r != Role.MEMBER])
    organisation = OrganisationField(
        GRANT_MANAGE, label=_("Organisation"), help_text=_("Code or name. The role reaches everything below it.")
    )
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until (not included)"), required=False, help_text=_("Empty: until it is ended."))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class AccountForm(ScopedForm):
    """What an administrator keeps of an account."""

    display_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    phone = ProfileForm.base_fields["phone"]
    email = forms.EmailField(label=_("E-mail"), required=False)
    organisation = OrganisationField(
        ACCOUNT_MANAGE,
        label=_("Kept by"),
        help_text=_("Code or name of the organisation whose administrators keep the account."),
    )

    def prepare(self) -> None:
        super().prepare()
        if self.about:
            self.start_from_record("display_name", "phone", "email", "organisation")


class OpenAccountForm(AccountForm):
    """Open an account."""

    username = forms.SlugField(
        label=_("User name"), max_length=60, help_text=_("Letters, digits, hyphen and underscore.")
    )
    member_name = forms.CharField(
        label=_("Member of this branch"),
        max_length=60,
        required=False,
        help_text=_("The name as in the register, when the account belongs to a member of the branch above."),
    )
    field_order = ("username", "display_name", "organisation", "member_name", "phone", "email")

    def clean(self) -> dict[str, Any]:
        """Find the member; nothing of the register is shown to the administrator."""
        given = super().clean() or {}
        name, organisation = given.pop("member_name", ""), given.get("organisation")
        given["member"] = None
        if name and organisation:
            found = queries.members_called(name, organisation)
            if len(found) == 1:
                given["member"] = found[0]
            else:
                self.add_error("member_name", _("The branch has no member, or several, of this name."))
        return given


def first_days(actor: Actor) -> dict[str, Any]:
    """What the day fields start with."""
    return {
        "starts_on": actor.today,
        "on": actor.today + timedelta(days=1),
        "ends_on": actor.today + timedelta(days=30),
    }


def profile_of(account: Account) -> dict[str, Any]:
    """What the profile form starts with."""
    return {name: getattr(account, name) or "" for name in ("phone", "email", "language")} | {
        "large_print": account.large_print
    }
