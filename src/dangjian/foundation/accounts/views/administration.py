"""System administrators keep accounts, security officers keep roles; neither sees anything about members."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.errors import ServiceError

from .. import forms, queries, services
from ..models import Account
from ..permissions import ACCOUNT_MANAGE, ACCOUNT_VIEW, GRANT_MANAGE, GRANT_VIEW


def _page_of(account: Account) -> str:
    return reverse("accounts:account", args=[account.pk])


def _password_page(request: Any, account: Account, password: str) -> HttpResponse:
    answer = render(
        request, "accounts/administration/password.html", {"account": account, "one_time_password": password}
    )
    answer["Cache-Control"] = "no-store"
    return answer


@reads(ACCOUNT_VIEW)
def account(request: Any, account: int) -> HttpResponse:
    """One account: names, state, second factors; its roles for the security officer."""
    found = fetch(Account.objects.select_related("organisation"), account, request.actor, ACCOUNT_VIEW)
    path = found.organisation.path if found.organisation else None
    context = {
        "account": found,
        "factors": queries.factors_of(found.pk),
        "may_manage": request.actor.may(ACCOUNT_MANAGE, path),
        "may_grant": request.actor.may(GRANT_MANAGE, path),
        "grants": queries.grants_of(found).visible_to(request.actor, GRANT_VIEW),
    }
    return render(request, "accounts/administration/account.html", context)


@writes(ACCOUNT_MANAGE)
def open_account(request: Any) -> HttpResponse:
    """Open an account; the one-time password is on the answer and nowhere else."""
    act = Act(
        form=forms.OpenAccountForm,
        service=services.open_account,
        title=_("Open an account"),
        submit=_("Open the account"),
        back=reverse("records:list", args=["accounts.account"]),
        then=lambda opened: _password_page(request, *opened),
    )
    return perform(request, act)


@writes(ACCOUNT_MANAGE)
def change_account(request: Any, account: int) -> HttpResponse:
    """Change what an administrator keeps of an account."""
    found = fetch(Account.objects.select_related("organisation"), account, request.actor, ACCOUNT_MANAGE)
    act = Act(
        form=forms.AccountForm,
        service=partial(services.change_account, found),
        about=found,
        title=_("Change the account"),
        submit=_("Save"),
        done=_("Saved."),
        sub=str(found),
        back=_page_of(found),
    )
    return perform(request, act)


@writes(ACCOUNT_MANAGE)
def reset_password(request: Any, account: int) -> HttpResponse:
    """Give a one-time password."""
    found = fetch(Account, account, request.actor, ACCOUNT_MANAGE)
    if request.method == "POST":
        try:
            return _password_page(request, found, services.reset_password(found, by=request.actor))
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect(_page_of(found))


def _with_reason(request: Any, pk: int, service: Any, title: str, note: str) -> HttpResponse:
    found = fetch(Account, pk, request.actor, ACCOUNT_MANAGE)
    act = Act(
        form=forms.ReasonForm,
        service=partial(service, found),
        title=title,
        submit=title,
        done=_("Done."),
        follows=[note],
        sub=str(found),
        back=_page_of(found),
    )
    return perform(request, act)


@writes(ACCOUNT_MANAGE)
def close_account(request: Any, account: int) -> HttpResponse:
    """Close an account."""
    note = _("Sessions and tokens end at once. Nothing that the person did is lost.")
    return _with_reason(request, account, services.close_account, _("Close the account"), note)


@writes(ACCOUNT_MANAGE)
def clear_factors(request: Any, account: int) -> HttpResponse:
    """Take away the second factors of somebody who lost theirs."""
    note = _("Make sure that it is the person who asks. They then sign in with the password alone and set up anew.")
    return _with_reason(request, account, services.clear_second_factors, _("Clear second factors"), note)


@writes(ACCOUNT_MANAGE)
def reopen_account(request: Any, account: int) -> HttpResponse:
    """Open a closed account again."""
    found = fetch(Account, account, request.actor, ACCOUNT_MANAGE)
    reopen = partial(services.reopen_account, found)
    return press(request, reopen, done=_("The account is open again."), back=_page_of(found))


@writes(GRANT_MANAGE)
def grant_role(request: Any) -> HttpResponse:
    """Grant a role."""
    act = Act(
        form=forms.GrantForm,
        service=services.grant_role,
        initial={"starts_on": request.actor.today, "account": request.GET.get("account", "")},
        title=_("Grant a role"),
        submit=_("Grant the role"),
        done=_("The role was granted."),
        back=reverse("records:list", args=["accounts.grant"]),
    )
    return perform(request, act)


@writes(GRANT_MANAGE)
def end_grant(request: Any, grant: int) -> HttpResponse:
    """End a role."""
    found = fetch(Grant.objects.select_related("account", "organisation"), grant, request.actor, GRANT_MANAGE)
    act = Act(
        form=forms.EndGrantForm,
        service=partial(services.end_grant, found),
        title=_("End the role"),
        submit=_("End the role"),
        done=_("The role ends on that day."),
        sub=f"{found} · {found.account}",
        back=reverse("records:list", args=["accounts.grant"]),
    )
    return perform(request, act)
