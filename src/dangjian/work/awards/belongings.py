"""What the awards room keeps at organisations, for mergers and dissolutions."""

from __future__ import annotations

from datetime import date

from django.utils.translation import ngettext

from dangjian.foundation.organisations.belongings import Belonging, register
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation

from .queries.nominations import undecided_of


def _undecided(organisation: Organisation, on: date) -> int:
    return undecided_of(organisation).count()


def _stay(source: Organisation, into: Organisation, on: date, by: Actor | None) -> None:
    """Nominations and honours name who was put forward: they stay with it, and are withdrawn where need be."""


register(
    Belonging(
        key="awards.nominations",
        count=_undecided,
        words=lambda n: ngettext("{n} nomination not decided", "{n} nominations not decided", n).format(n=n),
        absorb=_stay,
    )
)
