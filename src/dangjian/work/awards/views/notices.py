"""The public notice, and objections to it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.clock import today
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import public, reads, signed_in, writes

from .. import services
from ..forms.decisions import HandleForm, ObjectionForm, PublishForm, TakenObjectionForm
from ..models import Objection, PublicNotice
from ..permissions import DECIDE_CALL, HANDLE_OBJECTION
from ..queries import notices as queries
from ..queries.calls import calls_shown
from ..queries.nominations import listed_in
from .calls import page_of
from .counting import perform_counted
from .deciding import for_issuer


@writes(DECIDE_CALL)
def publish_notice(request: Any, call: int) -> HttpResponse:
    """Publish who is proposed."""
    found = fetch(calls_shown(), call, request.actor, DECIDE_CALL)
    act = Act(
        form=PublishForm,
        service=partial(services.publish_notice, found, today=request.actor.today),
        about=found,
        title=_("Publish the proposals"),
        submit=_("Count and list first"),
        done=_("Published. Its address stands on the page of the call."),
        back=page_of(found),
        sub=found.title,
        follows=(_("Names stand on the public page while the notice runs, and not a day longer."),),
    )
    return perform_counted(request, act)


def _notice(key: UUID) -> PublicNotice:
    found = queries.notice_by_key(key)
    if found is None:
        raise Http404
    return found


@public
@never_cache
def notice(request: Any, published: UUID) -> HttpResponse:
    """The public notice, for everybody: names while it runs, afterwards only that it is over."""
    found = _notice(published)
    runs = found.starts_on <= today() < found.ends_on
    context = {"notice": found, "runs": runs, "listed": listed_in(found) if runs else ()}
    return render(request, "awards/notice.html", context)


@signed_in
def object_to(request: Any, published: UUID) -> HttpResponse:
    """Object to somebody who stands in a public notice."""
    found = _notice(published)
    act = Act(
        form=ObjectionForm,
        service=partial(services.record_objection, today=request.actor.today),
        about=found,
        title=_("Object"),
        submit=_("Send"),
        done=_("Received. You will be told how it was handled."),
        back=reverse("awards:notice", args=[found.key]),
        sub=found.call.title,
        follows=(_("Only the office that handles objections learns who you are."),),
    )
    return perform(request, act)


@writes(HANDLE_OBJECTION)
def take_objection(request: Any, nomination: int) -> HttpResponse:
    """Enter an objection that came by letter, telephone or in person."""
    found = for_issuer(request, nomination, HANDLE_OBJECTION)
    act = Act(
        form=TakenObjectionForm,
        service=partial(services.record_objection, found, today=request.actor.today),
        about=found,
        title=_("Enter an objection"),
        submit=_("Save"),
        done=_("Entered."),
        back=reverse("awards:nomination", args=[found.pk]),
        then=lambda made: reverse("awards:objection", args=[made.pk]),
        sub=str(found),
    )
    return perform(request, act)


@reads(HANDLE_OBJECTION)
def objections(request: Any, call: int) -> HttpResponse:
    """The objections of a call, for its office."""
    found = fetch(calls_shown(), call, request.actor, HANDLE_OBJECTION)
    return render(request, "awards/objections.html", {"call": found, "objections": queries.objections_of(found)})


@reads(HANDLE_OBJECTION)
def objection(request: Any, objection: int) -> HttpResponse:
    """One objection, with how it was handled."""
    found: Objection = fetch(queries.objections_shown(), objection, request.actor, HANDLE_OBJECTION)
    return render(request, "awards/objection.html", {"objection": found})


@writes(HANDLE_OBJECTION)
def handle_objection(request: Any, objection: int) -> HttpResponse:
    """Record how an objection was handled."""
    found: Objection = fetch(queries.objections_shown(), objection, request.actor, HANDLE_OBJECTION)
    act = Act(
        form=HandleForm,
        service=partial(services.handle_objection, found, today=request.actor.today),
        about=found,
        title=_("Handle the objection"),
        submit=_("Save"),
        done=_("Recorded. Who objected on the platform was told."),
        back=reverse("awards:objection", args=[found.pk]),
        sub=str(found.nomination),
    )
    return perform(request, act)
