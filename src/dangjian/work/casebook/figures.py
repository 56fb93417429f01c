"""Figures about cases and casebooks."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.figures.measures import Count, CountDistinct
from dangjian.kernel.figures.registry import Figure, register

from .models import Case, ChosenCase, Edition

OWNER = _("Organisation section of the work committee")
SINCE = date(2017, 1, 1)

register(
    Figure(
        key="casebook.cases",
        label=_("Cases written"),
        unit=_("cases"),
        definition=_("Cases begun up to the day of counting, whether printed or not."),
        owner=OWNER,
        version=1,
        effective_on=SINCE,
        measure=Count(),
        records=lambda scope: Case.objects.filter(happened_on__lte=scope.as_of),
        kind="casebook.case",
    )
)
register(
    Figure(
        key="casebook.editions",
        label=_("Casebooks that came out in the period"),
        unit=_("casebooks"),
        definition=_("Casebooks issued in the period, up to the day of counting; those in the making are left out."),
        owner=OWNER,
        version=1,
        effective_on=SINCE,
        measure=Count(),
        records=lambda scope: Edition.objects.issued().filter(
            issued_on__gte=scope.period.starts_on, issued_on__lte=scope.as_of
        ),
        kind="casebook.edition",
    )
)
register(
    Figure(
        key="casebook.printed_cases",
        label=_("Cases printed in casebooks of the period"),
        unit=_("cases"),
        definition=_("Cases in casebooks that were issued in the period; a case that stands in several counts once."),
        owner=OWNER,
        version=1,
        effective_on=SINCE,
        measure=CountDistinct("case"),
        records=lambda scope: ChosenCase.objects.filter(
            edition__issued_on__gte=scope.period.starts_on, edition__issued_on__lte=scope.as_of
        ),
        path="edition__organisation__path",
        row="case",
        kind="casebook.case",
    )
)
