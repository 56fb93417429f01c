"""One's own roles: lend them, take them back, hand them over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.views import reads, signed_in, writes
from dangjian.kernel.errors import ServiceError

from .. import forms, queries, services
from ..handover import pack_for
from ..permissions import ROLE_PASS_ON
from .pages import own_page, posted


@signed_in
def roles(request: Any) -> HttpResponse:
    """Which roles one holds where and until when, and what one has lent."""
    grants = [(grant, queries.passes_on(grant)) for grant in queries.own_grants(request.actor)]
    return own_page(
        request,
        "accounts/roles.html",
        {"grants": grants, "loans": queries.lent_by(request.actor), "places": queries.places_of(request.actor)},
    )


def _own_grant(request: Any, pk: int) -> Grant:
    grant = queries.own_grants(request.actor).filter(pk=pk).first()
    if grant is None or not queries.passes_on(grant):
        raise Http404
    return grant


def _passing_on(request: Any, grant: Grant, form: Any, act: Any, template: str, done: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            passed = act(grant, **form.cleaned_data, by=request.actor)
        except ServiceError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, done.format(name=passed.account))
            return redirect("accounts:roles")
    return own_page(request, template, {"form": form, "grant": grant}, status=422 if form.errors else 200)


@writes(ROLE_PASS_ON)
def lend(request: Any, grant: int) -> HttpResponse:
    """Lend a role for a time."""
    own = _own_grant(request, grant)
    form = forms.LendForm(posted(request), initial=forms.first_days(request.actor))
    return _passing_on(request, own, form, services.lend_role, "accounts/lend.html", _("Lent to {name}."))


@writes(ROLE_PASS_ON)
def hand_over(request: Any, grant: int) -> HttpResponse:
    """Hand a role over to a successor on a day."""
    own = _own_grant(request, grant)
    form = forms.HandOverForm(posted(request), initial=forms.first_days(request.actor))
    done = _("Handed over to {name}. Print the hand-over page while you can still open it.")
    return _passing_on(request, own, form, services.hand_over, "accounts/hand_over.html", done)


@writes(ROLE_PASS_ON)
def take_back(request: Any, grant: int) -> HttpResponse:
    """End a loan before its day."""
    loan = queries.lent_by(request.actor).filter(pk=grant).first()
    if loan is None:
        raise Http404
    if request.method == "POST":
        try:
            services.end_grant(loan, on=request.actor.today, reason=_("Taken back"), by=request.actor)
            messages.success(request, _("Taken back."))
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect("accounts:roles")


@reads(ROLE_PASS_ON)
def hand_over_page(request: Any, grant: int) -> HttpResponse:
    """One page for the successor: open items, rhythm of the year, contacts, what to change."""
    own = _own_grant(request, grant)
    context = {"grant": own, "pack": pack_for(own, request.actor), "back_url": reverse("accounts:roles")}
    return render(request, "accounts/hand_over_page.html", context)
