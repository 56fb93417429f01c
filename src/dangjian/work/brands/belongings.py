"""What the room keeps at organisations, for mergers and dissolutions."""

from __future__ import annotations

from datetime import date

from django.utils.translation import ngettext

from dangjian.foundation.organisations.belongings import Belonging, register
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation

from .models import Brand


def _living(organisation: Organisation, on: date) -> int:
    return Brand.objects.living().filter(organisation=organisation, happened_on__lte=on).count()


def _stay(source: Organisation, into: Organisation, on: date, by: Actor | None) -> None:
    """A brand is the work of the organisation that formed it: it ends with it, and is never handed on silently."""


register(
    Belonging(
        key="brands.brands",
        count=_living,
        words=lambda n: ngettext("{n} living service brand", "{n} living service brands", n).format(n=n),
        absorb=_stay,
    )
)
