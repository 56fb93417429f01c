"""The dictionary of figures and the page of one figure: value, definition, trend, by organisation, rows, method."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from dangjian.kernel.access.views import reads
from dangjian.kernel.tree.models import Organisation

from .asked import Asked, asked, period_choices
from .charts import sparkline
from .compute import by_child, compute_all, trend
from .drilling import listing_of
from .permissions import VIEW_FIGURE
from .registry import Figure, registry
from .words import method_of, number_words

POINTS = 6


@reads(VIEW_FIGURE)
def dictionary(request: Any) -> HttpResponse:
    """All figures with their values where the reader stands, their definitions and owners."""
    where = asked(request.GET, request.actor)
    values = compute_all([(key, where.scope) for key in registry])
    entries = [{"value": value, "words": number_words(value)} for value in values]
    return render(request, "figures/dictionary.html", {"entries": entries, "asked": where})


@reads(VIEW_FIGURE)
def figure_page(request: Any, key: str) -> HttpResponse:
    """One figure, with everything that makes it believable."""
    if key not in registry:
        raise Http404
    figure, where = registry[key], asked(request.GET, request.actor)
    points = trend(key, where.scope.path, where.period.run_of(POINTS), request.actor.today)
    value = points[-1][1]
    return render(
        request,
        "figures/figure.html",
        {
            "figure": figure,
            "asked": where,
            "value": value,
            "words": number_words(value),
            "points": [{"period": p, "value": v, "words": number_words(v)} for p, v in points],
            "chart": sparkline([v.number for _p, v in points]),
            "children": children_of(figure, where),
            "listing": listing_of(figure, where, request.actor, request.GET),
            "method": method_of(figure),
            "crumbs": ancestors_of(where.organisation, request.actor),
            "periods": period_choices(where.period, request.actor.today),
        },
    )


def children_of(figure: Figure, where: Asked) -> list[dict[str, Any]]:
    """The figure by child organisation, for the table."""
    return [
        {"organisation": child, "value": value, "words": number_words(value)}
        for child, value in by_child(figure.key, where.organisation, where.scope)
    ]


def ancestors_of(organisation: Organisation, actor: Any) -> list[Organisation]:
    """The organisations above this one that the reader may ask about, from the top."""
    above = [int(part) for part in (organisation.path or "").strip("/").split("/")[:-1]]
    found = Organisation.objects.visible_to(actor, VIEW_FIGURE).filter(pk__in=above)
    return sorted(found, key=lambda o: o.depth)
