"""Whether brands live on: the yearly light review, and an end with honour."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.wording import passage

from .. import actions
from ..drafts import check_past, locked, save
from ..enums import Ending, Verdict
from ..errors import BrandError
from ..models import Brand, YearlyReview
from .noting import note


@transaction.atomic
def review_brands(
    brands: Collection[Brand], *, year: int, verdict: str, remark: str = "", today: date, by: Actor | None
) -> int:
    """Note what the light review of a year came to, for one brand or many; how many were noted.

    Those that were looked at before in the year are left out: nothing is noted twice.

    Raises:
        BrandError: a year that has not come, or a verdict other than "lives on" without a remark.
    """
    if year > today.year:
        raise BrandError(_("This year has not come yet."))
    said = passage(remark)
    if verdict not in Verdict.values or (verdict != Verdict.LIVES and not said):
        raise BrandError(_("Say in a sentence what is to be talked about."), field="remark")
    chosen = sorted({brand.pk for brand in brands})
    rows = Brand.objects.select_for_update(of=("self",)).select_related("organisation")
    known = set(YearlyReview.objects.filter(brand__in=chosen, year=year).values_list("brand", flat=True))
    noted = 0
    for brand in rows.living().filter(pk__in=chosen).exclude(pk__in=known).order_by("pk"):
        YearlyReview.objects.create(
            brand=brand,
            organisation=brand.organisation,
            happened_on=today,
            entered_by=(by.name if by else "")[:60],
            year=year,
            verdict=verdict,
            remark=said,
        )
        note(actions.REVIEWED, brand, by, year=year, verdict=verdict)
        noted += 1
    return noted


@transaction.atomic
def end_brand(brand: Brand, *, on: date, ending: str, words: str, today: date, by: Actor | None) -> Brand:
    """End a brand; what it was, its honours and its versions stay.

    Raises:
        BrandError: ended before, such a day, no words on what it leaves, or an ending that does not fit.
    """
    brand = locked(brand)
    check_past(on, today, brand.practised_since or brand.confirmed_on or brand.happened_on)
    if (ending == Ending.DROPPED) != (brand.confirmed_on is None):
        raise BrandError(
            _("A brand that was never confirmed is given up; a confirmed one ends otherwise."), field="ending"
        )
    said = passage(words)
    if not said:
        raise BrandError(_("Say in a sentence what it leaves."), field="words")
    save(brand, ended_on=on, ending=ending, ending_words=said)
    note(actions.ENDED, brand, by, on=on.isoformat(), ending=ending)
    return brand
