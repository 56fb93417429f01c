"""One's own roles: lend them, take them back, hand them over."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.views import reads, signed_in, writes

from .. import forms, queries, services
from ..handover import pack_for
from ..permissions import ROLE_PASS_ON
from .pages import own_page

HANDING_OVER = gettext_lazy(
    "On the day the role passes to your successor, and what you have lent from it ends. Print the hand-over page first."
)


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


@writes(ROLE_PASS_ON)
def lend(request: Any, grant: int) -> HttpResponse:
    """Lend a role for a time."""
    own = _own_grant(request, grant)
    act = Act(
        form=forms.LendForm,
        service=partial(services.lend_role, own),
        initial=forms.first_days(request.actor),
        title=_("Lend the role"),
        submit=_("Lend the role"),
        done=lambda loan: _("Lent to {name}.").format(name=loan.account),
        sub=f"{own.get_role_display()} · {own.organisation}",
        back=reverse("accounts:roles"),
        follows=[_("For a leave or an absence. It ends by itself on its day, and you can take it back before.")],
    )
    return perform(request, act)


@writes(ROLE_PASS_ON)
def hand_over(request: Any, grant: int) -> HttpResponse:
    """Hand a role over to a successor on a day."""
    own = _own_grant(request, grant)
    done = _("Handed over to {name}. Print the hand-over page while you can still open it.")
    act = Act(
        form=forms.HandOverForm,
        service=partial(services.hand_over, own),
        initial=forms.first_days(request.actor),
        title=_("Hand the role over"),
        submit=_("Hand the role over"),
        done=lambda passed: done.format(name=passed.account),
        sub=f"{own.get_role_display()} · {own.organisation}",
        back=reverse("accounts:roles"),
        follows=[HANDING_OVER],
    )
    return perform(request, act)


@writes(ROLE_PASS_ON)
def take_back(request: Any, grant: int) -> HttpResponse:
    """End a loan before its day."""
    loan = queries.lent_by(request.actor).filter(pk=grant).first()
    if loan is None:
        raise Http404
    end = partial(services.end_grant, loan, on=request.actor.today, reason=_("Taken back"))
    return press(request, end, done=_("Taken back."), back=reverse("accounts:roles"))


@reads(ROLE_PASS_ON)
def hand_over_page(request: Any, grant: int) -> HttpResponse:
    """One page for the successor: open items, rhythm of the year, contacts, what to change."""
    own = _own_grant(request, grant)
    context = {"grant": own, "pack": pack_for(own, request.actor), "back_url": reverse("accounts:roles")}
    return render(request, "accounts/hand_over_page.html", context)
