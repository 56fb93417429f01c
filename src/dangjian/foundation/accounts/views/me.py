"""One's own settings, sessions, second factors and tokens."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.act_forms import posted
from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.views import signed_in
from dangjian.kernel.errors import ServiceError

from .. import forms, queries, services
from .pages import own_page, own_tabs


@signed_in
def profile(request: Any) -> HttpResponse:
    """One's own settings and the organisations one acts for."""
    account = queries.own_account(request.actor)
    act = Act(
        form=forms.ProfileForm,
        service=services.change_profile,
        initial=forms.profile_of(account),
        title=_("My account"),
        submit=_("Save"),
        done=_("Saved."),
        back=reverse("accounts:profile"),
        template="accounts/me.html",
        context={"own_tabs": own_tabs(request), "account": account, "places": queries.places_of(request.actor)},
    )
    return perform(request, act)


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
    form = forms.TokenForm(posted(request), actor=request.actor)
    key = ""
    if form.is_valid():
        try:
            _token, key = services.make_token(**form.cleaned_data, by=request.actor)
            form = forms.TokenForm(actor=request.actor)
        except ServiceError as error:
            form.refuse(error)
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
    revoke = partial(services.revoke_token, found)
    return press(request, revoke, done=_("The token was ended."), back=reverse("accounts:tokens"))
