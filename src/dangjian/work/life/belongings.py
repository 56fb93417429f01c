"""What organisational life keeps at organisations, for mergers and dissolutions."""

from __future__ import annotations

from datetime import date

from django.utils.translation import ngettext

from dangjian.foundation.organisations.belongings import Belonging, register
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation

from .models import Election


def _open_elections(organisation: Organisation, on: date) -> int:
    return Election.objects.open().filter(organisation=organisation, happened_on__lte=on).count()


def _stay(source: Organisation, into: Organisation, on: date, by: Actor | None) -> None:
    """An election belongs to the organisation that elects: it is called off, never handed on."""


register(
    Belonging(
        key="life.elections",
        count=_open_elections,
        words=lambda n: ngettext("{n} election under way", "{n} elections under way", n).format(n=n),
        absorb=_stay,
    )
)
