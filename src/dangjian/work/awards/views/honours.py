"""The register of honours: of organisations, of members, one's own; letters."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads, signed_in, writes
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..codes import printed
from ..forms.honours import HonourForm, RevokeForm
from ..models import Honour, Nomination
from ..permissions import KEEP_HONOUR, VIEW_HONOUR
from ..queries import honours as queries
from ..queries.decisions import helped_by
from ..queries.nominations import own_letters

SHOWN = 20


def page_of(honour: Honour) -> str:
    """The page of an honour."""
    return reverse("awards:honour", args=[honour.pk])


@reads(VIEW_HONOUR)
def honour(request: Any, honour: int) -> HttpResponse:
    """One honour: who gave it to whom, when, by which paper; revoked or not."""
    found = fetch(queries.honours_shown(), honour, request.actor, VIEW_HONOUR)
    context = {
        "honour": found,
        "code": printed(found.certificate_code or ""),
        "may_keep": request.actor.may(KEEP_HONOUR, found.organisation.path),
    }
    return render(request, "awards/honour.html", context)


@reads(VIEW_HONOUR)
def honours_of(request: Any, organisation: int) -> HttpResponse:
    """The honours of an organisation: a block of its page, or a page of its own."""
    found = fetch(Organisation, organisation, request.actor, VIEW_HONOUR)
    context = {
        "whose": found,
        "honours": queries.of_organisation(found)[:SHOWN],
        "may_enter": request.actor.may(KEEP_HONOUR, found.path),
        "organisation": found,
    }
    return render(request, "awards/_honours.html" if is_htmx(request) else "awards/honours.html", context)


@reads(VIEW_HONOUR)
def honours_of_member(request: Any, member: int) -> HttpResponse:
    """The honours of a member: a block of the member's page, or a page of its own."""
    found = fetch(Member, member, request.actor, VIEW_HONOUR)
    context = {"whose": found, "honours": queries.of_member(found)[:SHOWN], "may_enter": False}
    return render(request, "awards/_honours.html" if is_htmx(request) else "awards/honours.html", context)


@signed_in
def my_honours(request: Any) -> HttpResponse:
    """One's own honours and letters."""
    letters = own_letters(request.actor).filter(member=request.actor.member_id or 0)
    context = {"honours": queries.own_honours(request.actor)[:SHOWN], "letters": letters[:SHOWN]}
    return render(request, "awards/my_honours.html", context)


@writes(KEEP_HONOUR)
def enter_honour(request: Any, organisation: int) -> HttpResponse:
    """Enter an honour that others gave."""
    found = fetch(Organisation, organisation, request.actor, KEEP_HONOUR)
    act = Act(
        form=HonourForm,
        service=partial(services.enter_honour, organisation=found, today=request.actor.today),
        about=found,
        title=_("Enter an honour"),
        submit=_("Save"),
        done=_("It stands in the register."),
        back=reverse("awards:honours-of", args=[found.pk]),
        then=page_of,
        sub=found.name,
        follows=(_("Honours that this platform decides on enter the register by themselves."),),
    )
    return perform(request, act)


@writes(KEEP_HONOUR)
def revoke_honour(request: Any, honour: int) -> HttpResponse:
    """Revoke an honour by an entry."""
    found = fetch(queries.honours_shown(), honour, request.actor, KEEP_HONOUR)
    act = Act(
        form=RevokeForm,
        service=partial(services.revoke_honour, found, today=request.actor.today),
        about=found,
        title=_("Revoke the honour"),
        submit=_("Revoke"),
        done=_("Revoked. The register and the page that checks certificates say so."),
        back=page_of(found),
        sub=str(found),
    )
    return perform(request, act)


def letter_for(request: Any, key: int) -> Nomination:
    """A nomination whose letter the reader may read.

    Raises:
        Http404: there is none.
    """
    found = own_letters(request.actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@signed_in
def letter(request: Any, nomination: int) -> HttpResponse:
    """The letter about a nomination: what was decided, why, and what helped."""
    found = letter_for(request, nomination)
    context = {"nomination": found, "helped": helped_by(found, request.actor.today)}
    return render(request, "awards/letter.html", context)
