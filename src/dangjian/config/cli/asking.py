"""Options that several commands share: an organisation by its code, a period by its key."""

from __future__ import annotations

from typing import Any

import click

from dangjian.kernel.access.clock import today
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation


class UnknownOrganisation(ServiceError):
    """No organisation has this code."""


organisation_option: Any = click.option(
    "--organisation", metavar="CODE", help="Code of the organisation; by default the work committee."
)
period_option: Any = click.option(
    "--period", metavar="KEY", help="2017, 2017-H1, 2017-Q3, 2017-10 or 2017-W41; by default this year."
)


def organisation_of(code: str | None) -> Organisation:
    """The organisation with this code; without one, the first work committee, else the first root.

    Raises:
        UnknownOrganisation: there is none.
    """
    if code:
        found = Organisation.objects.filter(code=code).first()
    else:
        committees = Organisation.objects.filter(kind=OrganisationKind.WORK_COMMITTEE).order_by("pk")
        found = committees.first() or Organisation.objects.filter(parent=None).order_by("pk").first()
    if found is None:
        raise UnknownOrganisation(
            f"No organisation has the code {code}." if code else "The database is empty. Run “dangjian demo”."
        )
    return found


def scope_of(code: str | None, period: str | None) -> tuple[Organisation, Scope]:
    """The organisation and the scope of a period as it can be known today."""
    organisation, day = organisation_of(code), today()
    chosen = Period.parse(period) if period else Period.containing(PeriodKind.YEAR, day)
    return organisation, Scope.of(organisation.path or "", chosen, day)
