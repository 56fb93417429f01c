"""One's own settings, sessions, second factors and tokens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dangjian.kernel.access.views import signed_in
from dangjian.kernel.errors import ServiceError

from .. import forms, queries, services
from .pages import own_page, posted


@signed_in
def profile(request: Any) -> HttpResponse:
    """One's own settings and the organisations one acts for."""
    account = queries.own_account(request.actor)
    form = forms.ProfileForm(posted(request), initial=forms.profile_of(account))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_profile(**form.cleaned_data, by=request.actor)
        except ServiceError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:profile")
    context = {"form": form, "account": account, "places": queries.places_of(request.actor)}
    return own_page(request, "accounts/me.html", context, status=422 if form.errors else 200)


@signed_in
def security(request: Any) -> HttpResponse:
    """Password, second factors, and where one is signed in."""
    return own_page(
        request,
        "accounts/security.html",
        {
            "account": queries.own_account(request.actor),
            "factors": queries.factors_of(request.actor.account_id),
            "sessions": queries.own_sessions(request.actor, request.session.session_key),
        },
    )


@signed_in
def end_session(request: Any, session: int | None = None) -> HttpResponse:
    """End one session, or all but this one."""
    if request.method != "POST":
        return redirect("accounts:security")
    chosen = queries.sessions_to_end(request.actor, request.session.session_key, session)
    if session is not None and not chosen:
        raise Http404
    services.end_sessions(chosen, by=request.actor)
    messages.success(request, _("Ended. Whoever used it has to sign in again."))
    return redirect("accounts:security")


@signed_in
def tokens(request: Any) -> HttpResponse:
    """One's personal tokens; a new one is shown on this answer and never again."""
    form = forms.TokenForm(posted(request))
    key = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, key = services.make_token(**form.cleaned_data, by=request.actor)
            form = forms.TokenForm()
        except ServiceError as error:
            form.add_error(error.field or None, error.message)
    answer = own_page(
        request,
        "accounts/tokens.html",
        {"form": form, "key": key, "tokens": queries.own_tokens(request.actor), "today": request.actor.today},
        status=422 if form.errors else 200,
    )
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
def revoke_token(request: Any, token: int) -> HttpResponse:
    """End a token."""
    found = queries.own_tokens(request.actor).filter(pk=token).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            services.revoke_token(found, by=request.actor)
            messages.success(request, _("The token was ended."))
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect("accounts:tokens")
