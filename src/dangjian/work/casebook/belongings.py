"""What the casebook keeps at organisations, for mergers and dissolutions."""

from __future__ import annotations

from datetime import date

from django.utils.translation import ngettext

from dangjian.foundation.organisations.belongings import Belonging, register
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation

from .models import Case


def _open_cases(organisation: Organisation, on: date) -> int:
    return Case.objects.filter(organisation=organisation, happened_on__lte=on, passed_on=None).count()


def _stay(source: Organisation, into: Organisation, on: date, by: Actor | None) -> None:
    """A case tells of the organisation that did the work, and stays with its name."""


register(
    Belonging(
        key="casebook.cases",
        count=_open_cases,
        words=lambda n: ngettext("{n} case being written", "{n} cases being written", n).format(n=n),
        absorb=_stay,
        keeps_open=False,
    )
)
