"""Where a brand can be entered for a review, and with which words."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dangjian.kernel.access.actors import Actor
from dangjian.work.awards.models import AwardClass
from dangjian.work.awards.permissions import NOMINATE
from dangjian.work.awards.queries.calls import classes_open

from ..models import Brand
from ..stages import RECORD_KIND


def open_classes(brand: Brand | None, actor: Actor | None) -> QuerySet[AwardClass]:
    """The classes for brands that take nominations from a brand's organisation on the actor's day; a class that is
    filled from those next in line is not entered for."""
    if brand is None or actor is None or not actor.may(NOMINATE, brand.organisation.path):
        return AwardClass.objects.none()
    rows = classes_open(brand.organisation, actor.today).filter(record_kind=RECORD_KIND)
    found: QuerySet[AwardClass] = rows.filter(runner_up_of=None)
    return found


def told(brand: Any) -> str:
    """What a brand says of itself, as the beginning of its account."""
    return "\n".join(filter(None, (brand.slogan, brand.meaning, brand.carrier, brand.promise, brand.business)))
