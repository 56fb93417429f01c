"""Small switches of every page: language, large print, the organisation acted for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from dangjian.kernel.access.middleware import ACTING_FOR
from dangjian.kernel.access.views import public, signed_in

from .. import queries, services
from .pages import own_page

LARGE_PRINT = "large_print"
YEAR = 365 * 24 * 3600


def _back(request: Any) -> HttpResponseRedirect:
    target = request.POST.get("next") or request.META.get("HTTP_REFERER") or "/"
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else "/")


def _remember(answer: HttpResponse, request: Any, name: str, value: str) -> HttpResponse:
    answer.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return answer


@public
def language(request: Any) -> HttpResponse:
    """Choose a language: on this device, and for a signed-in person everywhere."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return _back(request)
    if request.actor is not None:
        services.choose_language(chosen, by=request.actor)
    return _remember(_back(request), request, settings.LANGUAGE_COOKIE_NAME, chosen)


@public
def large_print(request: Any) -> HttpResponse:
    """Turn large print on or off: on this device, and for a signed-in person everywhere."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    large = request.POST.get("large") == "1"
    if request.actor is not None:
        services.choose_print(large, by=request.actor)
    return _remember(_back(request), request, LARGE_PRINT, "1" if large else "0")


@signed_in
def acting_for(request: Any) -> HttpResponse:
    """Choose which of the organisations where one holds a role the pages are about; a link leads to the choice."""
    if request.method != "POST":
        return own_page(request, "accounts/acting_for.html", {"places": queries.places_of(request.actor)})
    chosen = request.POST.get("organisation", "")
    if any(str(held.organisation_id) == chosen for held in request.actor.held):
        request.session[ACTING_FOR] = int(chosen)
    return redirect("/")
