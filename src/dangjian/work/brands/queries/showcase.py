"""What the public sees of brands: those that are shown, their wording and honours, and no person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from ..models import Brand, TakenService
from ..services import logo_of
from ..stages import honours_of_brands


@dataclass(frozen=True, slots=True)
class Face:
    """What the public sees of a brand, whether it is shown, kept or only typed so far."""

    organisation: str
    name: str
    slogan: str
    meaning: str
    carrier: str
    promise: str
    services: Sequence[str] = ()
    logo: str = ""


def face_of(brand: Brand, *, shown: bool = False) -> Face:
    """The face of a brand; its logo from the showcase, or as a file of the platform while it is not shown."""
    logo, url = logo_of(brand), ""
    if logo is not None:
        inside = f"{reverse('attachments:download', args=[logo.pk])}?show"
        url = reverse("brands:shown-logo", args=[brand.show_code]) if shown else inside
    services = [str(one) for one in brand.taken_services.all()]
    texts = (brand.name, brand.slogan, brand.meaning, brand.carrier, brand.promise)
    return Face(brand.organisation.name, *texts, services, url)


def brands_on_show() -> QuerySet[Any]:
    """The brands that are shown, by their organisations."""
    services = Prefetch("taken_services", TakenService.objects.select_related("service"))
    rows: QuerySet[Any] = Brand.objects.on_show().select_related("organisation", "logo").prefetch_related(services)
    return rows.order_by("ended_on", "organisation__code", "pk")


def honours_shown(brand: Brand) -> QuerySet[Any]:
    """The honours that a brand bears."""
    return honours_of_brands().filter(record_id=brand.pk).order_by("-happened_on", "pk")
