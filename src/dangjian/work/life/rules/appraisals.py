"""Members are appraised once a year."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.obligations.standing import Source, StandingRule, Version, days_after, register
from dangjian.kernel.periods import PeriodKind
from dangjian.kernel.tree.models import Organisation

from ..models import DemocraticAppraisal
from .meetings import MEMBER_REGULATION, MEMBER_REGULATION_SINCE, REGULATION, REGULATION_SINCE

OPINION_1988 = _("Opinion on establishing the system of democratic appraisal of members (1988)")
AFTER_THE_YEAR = 90
"""Days after the year's end in which its appraisal is usually held, with the organisational life meeting."""


def _version(effective_on: date, source: Source) -> Version:
    return Version(effective_on, PeriodKind.YEAR, due=days_after(AFTER_THE_YEAR), lead_days=120, source=source)


APPRAISAL = register(
    StandingRule(
        key="life.appraisal",
        title=_("Appraise the members democratically"),
        source=Source(MEMBER_REGULATION, _("article 18")),
        versions=(
            _version(date(1988, 12, 15), Source(OPINION_1988)),
            _version(REGULATION_SINCE, REGULATION),
            _version(MEMBER_REGULATION_SINCE, Source(MEMBER_REGULATION, _("article 18"))),
        ),
        applies=lambda scope: Organisation.objects.branches(),
        evidence=lambda scope: DemocraticAppraisal.objects.decided(),
        evidence_on="for_year",
        done_on="decided_on",
        kind="life.appraisal",
        action=_("Open the appraisal"),
        action_url=lambda organisation, period: reverse("life:appraisals-of", args=[organisation.pk]),
        advice=_(
            "Self-assessment under the four qualifications, mutual assessment and vote, decision of the branch, "
            "telling the members. At most a third are normally excellent; probationary members get no grade."
        ),
    )
)
