"""System administrators keep accounts, security officers keep roles; neither sees anything about members."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.errors import ServiceError

from .. import forms, queries, services
from ..models import Account
from ..permissions import ACCOUNT_MANAGE, ACCOUNT_VIEW, GRANT_MANAGE, GRANT_VIEW
from .pages import posted


def _refused(form: Any, error: ServiceError) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.message)


def _form_page(request: Any, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "accounts/administration/form.html", {"form": form, **context}, status=status)


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
    form = forms.OpenAccountForm(posted(request), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "member_name"}
        try:
            opened, password = services.open_account(**given, by=request.actor)
        except ServiceError as error:
            _refused(form, error)
        else:
            return _password_page(request, opened, password)
    return _form_page(request, form, title=_("Open an account"), submit=_("Open the account"))


@writes(ACCOUNT_MANAGE)
def change_account(request: Any, account: int) -> HttpResponse:
    """Change what an administrator keeps of an account."""
    found = fetch(Account.objects.select_related("organisation"), account, request.actor, ACCOUNT_MANAGE)
    initial = {name: getattr(found, name) for name in ("display_name", "phone", "email", "organisation")}
    form = forms.AccountForm(posted(request), actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_account(found, **form.cleaned_data, by=request.actor)
        except ServiceError as error:
            _refused(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:account", found.pk)
    return _form_page(request, form, title=_("Change the account"), submit=_("Save"), account=found)


@writes(ACCOUNT_MANAGE)
def reset_password(request: Any, account: int) -> HttpResponse:
    """Give a one-time password."""
    found = fetch(Account, account, request.actor, ACCOUNT_MANAGE)
    if request.method == "POST":
        try:
            return _password_page(request, found, services.reset_password(found, by=request.actor))
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect("accounts:account", found.pk)


def _with_reason(request: Any, pk: int, act: Any, title: str, note: str) -> HttpResponse:
    found = fetch(Account, pk, request.actor, ACCOUNT_MANAGE)
    form = forms.ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            act(found, **form.cleaned_data, by=request.actor)
        except ServiceError as error:
            _refused(form, error)
        else:
            messages.success(request, _("Done."))
            return redirect("accounts:account", found.pk)
    return _form_page(request, form, title=title, note=note, submit=title, account=found)


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
    if request.method == "POST":
        try:
            services.reopen_account(found, by=request.actor)
            messages.success(request, _("The account is open again."))
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect("accounts:account", found.pk)


@writes(GRANT_MANAGE)
def grant_role(request: Any) -> HttpResponse:
    """Grant a role."""
    initial = {"starts_on": request.actor.today, "account": request.GET.get("account", "")}
    form = forms.GrantForm(posted(request), actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            services.grant_role(given.pop("account"), **given, by=request.actor)
        except ServiceError as error:
            _refused(form, error)
        else:
            messages.success(request, _("The role was granted."))
            return redirect("records:list", "accounts.grant")
    return _form_page(request, form, title=_("Grant a role"), submit=_("Grant the role"))


@writes(GRANT_MANAGE)
def end_grant(request: Any, grant: int) -> HttpResponse:
    """End a role."""
    found = fetch(Grant.objects.select_related("account", "organisation"), grant, request.actor, GRANT_MANAGE)
    form = forms.EndGrantForm(posted(request), initial={"on": request.actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_grant(found, **form.cleaned_data, by=request.actor)
        except ServiceError as error:
            _refused(form, error)
        else:
            messages.success(request, _("The role ends on that day."))
            return redirect("records:list", "accounts.grant")
    note = f"{found} · {found.account}"
    return _form_page(request, form, title=_("End the role"), note=note, submit=_("End the role"))
