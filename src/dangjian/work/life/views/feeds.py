"""Calendar addresses: one's own, and what a calendar program reads there without signing in."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dangjian.foundation.accounts.own_pages import own_tabs
from dangjian.kernel.access.acts import press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.views import public, refuse_writes, signed_in, writes
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..calendars import calendar_of, plan_of
from ..models import CalendarFeed, PlanItem
from ..naming import name_of
from ..permissions import VIEW_MEETING, VIEW_PLAN
from ..queries.plans import meetings_ahead, own_feeds
from ..services.feeds import feed_of_key, key_of


@signed_in
def feeds(request: Any) -> HttpResponse:
    """One's calendar addresses."""
    rows = own_feeds(request.actor)
    addresses = [(feed, _address(request, feed) if feed.revoked_on is None else "") for feed in rows]
    answer = render(request, "life/plans/feeds.html", {"own_tabs": own_tabs(request), "feeds": addresses})
    answer["Cache-Control"] = "no-store"
    return answer


def _address(request: Any, feed: CalendarFeed) -> str:
    address: str = request.build_absolute_uri(reverse("life:feed", args=[key_of(feed)]))
    return address


@writes(VIEW_PLAN)
def make_feed(request: Any, organisation: int) -> HttpResponse:
    """Make an address for an organisation's year."""
    place = fetch(Organisation, organisation, request.actor, VIEW_PLAN)
    done = _("The address is made. Copy it into your calendar program.")
    make = partial(services.make_feed, organisation=place)
    return press(request, make, done=done, back=reverse("life:feeds"))


@signed_in
def revoke_feed(request: Any, calendar_feed: int) -> HttpResponse:
    """End one of one's addresses."""
    found = own_feeds(request.actor).filter(pk=calendar_feed).first()
    if found is None:
        raise Http404
    done = _("Ended. Calendar programs read nothing there any more.")
    return press(request, partial(services.revoke_feed, found), done=done, back=reverse("life:feeds"))


@public
@require_safe
def feed(request: Any, key: str) -> HttpResponse:
    """The year of an organisation as a calendar, for whoever has the address: what its account may see today."""
    with connection.execute_wrapper(refuse_writes):
        found = feed_of_key(key)
        if found is None:
            raise Http404
        actor, place = actor_for(found.account), found.organisation
        since = date(actor.today.year, 1, 1)
        items = PlanItem.objects.standing().visible_to(actor, VIEW_PLAN).filter(organisation=place)
        meetings = meetings_ahead(place, since) if actor.may(VIEW_MEETING, place.path) else []
        with translation.override(found.account.language):
            named = [(one, name_of(one)) for one in meetings]
            planned = plan_of(items.filter(planned_on__gte=since), meetings)
            content = calendar_of(named, request.build_absolute_uri, planned=planned, title=place.short_name)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    return response
