"""The tree, an organisation, a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads
from dangjian.kernel.periods import in_force_on
from dangjian.kernel.records.blocks import blocks_for
from dangjian.kernel.tree.history import NOW, Past, stood_on
from dangjian.kernel.tree.models import Organisation

from .. import queries
from ..models import OrganisationEvent, Unit, UnitLink
from ..permissions import CHANGE, EDIT_AREAS, EDIT_PROFILE, EDIT_UNITS, EXTEND_TERMS, RECORD_TERMS, VIEW
from ..terms import KINDS_WITH_TERM


def page_of(organisation: Organisation) -> str:
    """The address of an organisation's page."""
    return reverse("organisations:detail", args=[organisation.pk])


def chosen_day(request: Any) -> date:
    """The day of the address, today for anything that is no date."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return request.actor.today


def past_on(request: Any, day: date) -> Past:
    """How the tree stood on a chosen day; as it stands, for today and days ahead."""
    return stood_on(day) if day < request.actor.today else NOW


@reads(VIEW)
def tree(request: Any) -> HttpResponse:
    """The tree from the tops of what one may see, or the organisations that a search finds."""
    day, text, after = chosen_day(request), request.GET.get("q", "").strip()[:60], request.GET.get("after", "")
    past = past_on(request, day)
    page = (
        queries.found_page(request.actor, text, on=day, past=past, after=after)
        if text
        else queries.children_page(request.actor, None, on=day, past=past, after=after)
    )
    top = page.nodes[0] if not text and len(page.nodes) == 1 else None
    below = queries.children_page(request.actor, top, on=day, past=past) if top else None
    context = {"page": page, "day": day, "text": text, "past": day != request.actor.today, "top": top, "below": below}
    return render(request, "organisations/tree.html", context)


@reads(VIEW)
def children(request: Any, organisation: int) -> HttpResponse:
    """What stands right below one organisation: the opened node, or a page of its own."""
    parent = fetch(Organisation, organisation, request.actor, VIEW)
    day = chosen_day(request)
    past = past_on(request, day)
    page = queries.children_page(request.actor, parent, on=day, past=past, after=request.GET.get("after", ""))
    context = {"page": page, "parent": parent, "day": day, "past": day != request.actor.today}
    if is_htmx(request):
        return render(request, "organisations/_nodes.html", context)
    past.shown([parent])
    context["crumbs"] = crumbs(queries.way_down_to(parent, request.actor, past))
    return render(request, "organisations/children.html", context)


@reads(VIEW)
def detail(request: Any, organisation: int) -> HttpResponse:
    """Everything about an organisation that this room keeps, and the blocks of the others; or how it stood once."""
    loaded = ("parent", "profile__area")
    shown = fetch(Organisation.objects.select_related(*loaded), organisation, request.actor, VIEW)
    actor, today = request.actor, request.actor.today
    day = chosen_day(request)
    if day < today:
        return _as_it_stood(request, shown, day)
    context = {
        "organisation": shown,
        "profile": getattr(shown, "profile", None),
        "crumbs": crumbs(queries.way_down_to(shown, actor)),
        "unit_links": queries.unit_links(shown),
        "terms": [queries.term_view(term, today) for term in shown.terms.all()],
        "has_terms": shown.kind in KINDS_WITH_TERM,
        "events": queries.history(shown),
        "findings": queries.threshold_findings(shown, today),
        "page": queries.children_page(actor, shown, on=today),
        "areas": queries.areas_with_numbers(shown, today) if shown.is_work_committee else (),
        "blocks": blocks_for(shown, actor, path=shown.path or ""),
        "may": {name: actor.may(key, shown.path) and not shown.ends_on for name, key in MAY.items()},
        "day": today,
    }
    return render(request, "organisations/detail.html", context)


def _as_it_stood(request: Any, shown: Organisation, day: date) -> HttpResponse:
    past = stood_on(day)
    way = queries.way_down_to(shown, request.actor, past)
    context = {
        "organisation": past.shown([shown])[0],
        "exists": shown.starts_on <= day and (shown.ends_on is None or day < shown.ends_on),
        "superior": queries.superior_of(shown, past, way),
        "crumbs": crumbs(way),
        "unit_links": queries.unit_links(shown).filter(in_force_on(day)),
        "terms": [queries.term_view(term, day) for term in shown.terms.on(day)],
        "events": [event for event in queries.history(shown) if event.happened_on <= day],
        "page": queries.children_page(request.actor, shown, on=day, past=past),
        "day": day,
        "past": True,
    }
    return render(request, "organisations/past.html", context)


MAY = {
    "change": CHANGE,
    "profile": EDIT_PROFILE,
    "units": EDIT_UNITS,
    "terms": RECORD_TERMS,
    "extend": EXTEND_TERMS,
    "areas": EDIT_AREAS,
}
"""Word of the template to the permission behind it."""


@reads(VIEW)
def unit(request: Any, unit: int) -> HttpResponse:
    """A unit with its Party organisations and leading groups over time."""
    visible = UnitLink.objects.visible_to(request.actor, VIEW).select_related("organisation").order_by("-starts_on")
    loaded = (Prefetch("links", queryset=visible, to_attr="links_shown"), "leading_groups")
    shown: Any = fetch(Unit.objects.prefetch_related(*loaded), unit, request.actor, VIEW)
    home = next((link.organisation for link in shown.links_shown), None)
    may_edit = home is not None and request.actor.may(EDIT_UNITS, home.path)
    context = {"unit": shown, "may_edit": may_edit, "groups": shown.leading_groups.all()}
    return render(request, "organisations/unit.html", context)


@reads(VIEW)
def event(request: Any, event: int) -> HttpResponse:
    """Something that happened to an organisation, with the papers that decided it."""
    loaded = ("organisation", "old_parent", "new_parent", "other", "corrects")
    shown = fetch(OrganisationEvent.objects.select_related(*loaded), event, request.actor, VIEW)
    way = queries.way_down_to(shown.organisation, request.actor)
    context = {
        "event": shown,
        "corrected_by": shown.corrections.first(),
        "crumbs": [*crumbs(way), {"label": shown.get_kind_display()}],
        "may_correct": request.actor.may(CHANGE, shown.organisation.path),
    }
    return render(request, "organisations/event.html", context)


def crumbs(way_down: Sequence[Organisation]) -> list[dict[str, str]]:
    """The way down to an organisation, as links."""
    way = [{"label": _("Organisation tree"), "url": reverse("organisations:tree")}]
    for above in way_down:
        way.append({"label": above.short_name, "url": reverse("organisations:detail", args=[above.pk])})
    return way
