"""The yearly light review, and the end of a brand."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.views import writes
from dangjian.kernel.periods import Period

from .. import services
from ..enums import Verdict
from ..forms.steps import EndForm, ReviewForm
from ..permissions import KEEP_BRAND, REVIEW_BRAND
from ..queries import living as queries
from ..records import page_of
from .brands import brand_or_404

FIRST_YEAR = 2015


def _year(request: Any) -> Period:
    this = request.actor.today.year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else this
    return Period.year_of(min(max(year, FIRST_YEAR), this))


@writes(REVIEW_BRAND)
def review(request: Any) -> HttpResponse:
    """All brands in practice with their signs of life; one button notes that those with any live on."""
    year, today = _year(request), request.actor.today
    signs = queries.signs_of(list(queries.to_review(request.actor, year)), year, request.actor)
    alive = [one for one in signs if one.is_alive and one.review is None and one.brand.ended_on is None]
    if request.method == "POST":
        service = partial(
            services.review_brands,
            [one.brand for one in alive],
            year=year.year,
            verdict=Verdict.LIVES,
            today=today,
        )
        done = ngettext("{n} brand noted as living on.", "{n} brands noted as living on.", len(alive))
        back = f"{reverse('brands:review')}?year={year.year}"
        return press(request, service, done=done.format(n=len(alive)), back=back)
    silent = [one for one in signs if not one.is_alive and one.review is None and one.brand.ended_on is None]
    noted = [one for one in signs if one.review is not None or one.brand.ended_on is not None]
    context = {"year": year, "alive": alive, "silent": silent, "noted": noted}
    return render(request, "brands/review.html", context)


@writes(REVIEW_BRAND)
def review_one(request: Any, brand: int, year: int) -> HttpResponse:
    """Note what the light review of one brand came to."""
    found = brand_or_404(brand, request.actor, REVIEW_BRAND)
    act = Act(
        form=ReviewForm,
        service=partial(services.review_brands, [found], year=year, today=request.actor.today),
        title=_("Light review"),
        sub=f"{found.name} · {year}",
        submit=_("Save"),
        done=_("The verdict is noted."),
        back=f"{reverse('brands:review')}?year={year}",
        follows=[
            _("Nobody fills in a form for this: what the records say is enough, and talking is better than asking.")
        ],
    )
    return perform(request, act)


@writes(KEEP_BRAND)
def end(request: Any, brand: int) -> HttpResponse:
    """End a brand, with honour where it has done its work."""
    found = brand_or_404(brand, request.actor, KEEP_BRAND)
    act = Act(
        form=EndForm,
        service=partial(services.end_brand, found, today=request.actor.today),
        about=found,
        title=_("End the brand"),
        sub=found.name,
        submit=_("End the brand"),
        done=_("The brand has ended. What it was and what it was honoured with stays."),
        back=page_of(found),
        follows=[_("Versions, deliberations, honours and records stay; the public page says how it ended.")],
    )
    return perform(request, act)
