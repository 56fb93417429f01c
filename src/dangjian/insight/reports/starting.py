"""Texts to begin reports from: those that come with the platform, and the templates that organisations keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation

from .models import ReportTemplate
from .permissions import VIEW_REPORT

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Beginning:
    """A text to begin from."""

    key: str
    name: str | Promise
    text: str


def usual_title(organisation: Organisation, period: Period) -> str:
    """What a work report is usually called."""
    return gettext("{organisation}: work report {period}").format(
        organisation=organisation.name, period=period.name.replace(" ", "")
    )


def supplied() -> list[Beginning]:
    """The texts that come with the platform."""
    city = (TEXTS / "city.txt").read_text(encoding="utf-8")
    return [Beginning("city", _("Work report of a city's organs"), city), Beginning("empty", _("An empty page"), "")]


def beginnings(actor: Actor) -> Sequence[Beginning]:
    """All texts this actor may begin from, one's own templates first."""
    kept = ReportTemplate.objects.visible_to(actor, VIEW_REPORT).order_by("organisation__depth", "name")[:50]
    return [*(Beginning(f"kept-{one.pk}", one.name, one.text) for one in kept), *supplied()]
