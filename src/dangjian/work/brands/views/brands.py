"""Pages that show brands: the way in, one brand, its versions side by side, its work by records."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads
from dangjian.kernel.tree.models import Organisation

from ..enums import BrandStage
from ..permissions import ADVISE_BRAND, KEEP_BRAND, KEEP_SERVICE, REVIEW_BRAND, SHOW_BRAND, VIEW_BRAND
from ..queries import brands as queries
from ..queries import skins
from ..queries import versions as comparing
from ..queries.entering import open_classes
from ..queries.stages import stage_counts


def brand_or_404(key: int, actor: Any, permission: str) -> Any:
    """A brand within reach, with its stage."""
    return fetch(queries.brands_known_to(actor), key, actor, permission)


@reads(VIEW_BRAND)
def home(request: Any) -> HttpResponse:
    """The way into brands: the figures, what waits, one's own."""
    actor, place = request.actor, request.actor.organisation
    context = {
        "organisation": place,
        "values": queries.strip_of(place, actor.today) if place else [],
        "own": queries.own_brands(actor) if place and not place.is_work_committee else [],
        "may_keep": place is not None and actor.may(KEEP_BRAND, place.path) and not place.is_work_committee,
        "may_review": actor.may(REVIEW_BRAND),
        "may_keep_services": actor.may(KEEP_SERVICE),
        "stages": stage_counts(actor),
    }
    return render(request, "brands/home.html", context)


@reads(VIEW_BRAND)
def brands_of(request: Any, organisation: int) -> HttpResponse:
    """The brands of an organisation and of those below it."""
    found = fetch(Organisation, organisation, request.actor, VIEW_BRAND)
    rows = queries.brands_known_to(request.actor).visible_to(request.actor, VIEW_BRAND).within(found.path or "-")
    context = {
        "organisation": found,
        "brands": rows.order_by("organisation__code", "-happened_on")[:20],
        "may_keep": request.actor.may(KEEP_BRAND, found.path) and not found.is_work_committee,
    }
    return render(request, "brands/_of.html" if is_htmx(request) else "brands/of.html", context)


@reads(VIEW_BRAND)
def brand(request: Any, brand: int) -> HttpResponse:
    """One brand: what it says, how it came about, how it fared."""
    found = brand_or_404(brand, request.actor, VIEW_BRAND)
    path = found.organisation.path
    context = {
        "brand": found,
        "stage": BrandStage(found.stage),
        "stages": BrandStage,
        "life": queries.life_of(found, request.actor),
        "may_keep": request.actor.may(KEEP_BRAND, path) and found.ended_on is None,
        "may_enter": found.stage == BrandStage.IN_PRACTICE and open_classes(found, request.actor).exists(),
        "may_show": request.actor.may(SHOW_BRAND, path),
        "advises": [held.organisation_id for held in request.actor.held if request.actor.may(ADVISE_BRAND, held.path)],
    }
    return render(request, "brands/brand.html", context)


@reads(VIEW_BRAND)
def versions(request: Any, brand: int) -> HttpResponse:
    """Two versions of name and meaning side by side."""
    found = brand_or_404(brand, request.actor, VIEW_BRAND)
    kept = list(found.versions.select_related("logo"))
    pair = comparing.chosen(kept, request.GET.get("left", ""), request.GET.get("right", ""))
    context = {
        "brand": found,
        "versions": kept,
        "pair": pair,
        "texts": comparing.compared(*pair) if pair else [],
        "sides": (("left", _("Earlier version")), ("right", _("Later version"))),
    }
    return render(request, "brands/versions.html", context)


@reads(VIEW_BRAND)
def work(request: Any, brand: int) -> HttpResponse:
    """Party work and business in one skin: what happened under the brand, by records."""
    found = brand_or_404(brand, request.actor, VIEW_BRAND)
    context = {
        "brand": found,
        "skins": skins.skins_of(found, request.actor),
        "may_keep": request.actor.may(KEEP_BRAND, found.organisation.path) and found.ended_on is None,
    }
    return render(request, "brands/work.html", context)
