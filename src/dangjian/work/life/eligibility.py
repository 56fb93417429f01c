"""What organisational life says about whether somebody may be put forward: the appraisals of members.

Of a grade it is only said whether it was excellent, and only to those who put somebody forward or decide on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dangjian.kernel.periods import years_after
from dangjian.kernel.records.eligibility import MEMBER, ORGANISATION, Condition, Finding, register

from .enums import Grade
from .models import Appraisee, DemocraticAppraisal


def _excellent(members: Sequence[int], day: date, number: int) -> dict[int, Finding]:
    """Graded excellent in each of the last appraisals; nothing is known of who was in fewer."""
    decided = DemocraticAppraisal.objects.decided().filter(decided_on__lte=day)
    rows = Appraisee.objects.filter(member__in=members, appraisal__in=decided).exclude(grade="")
    grades: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for member, year, grade in rows.order_by("-appraisal__for_year").values_list(
        "member", "appraisal__for_year__year", "grade"
    ):
        grades[member].append((year, grade))
    return {member: _said(last[:number], number) for member, last in grades.items()}


def _said(last: Sequence[tuple[int, str]], number: int) -> Finding:
    fell_short = [year for year, grade in last if grade != Grade.EXCELLENT]
    if fell_short:
        return Finding(False, str(_("Not graded excellent in {year}.")).format(year=fell_short[0]))
    years = "、".join(str(year) for year, _grade in last)
    if len(last) < number:
        return Finding(
            None, str(_("Graded excellent in {years}; no earlier appraisal is recorded.")).format(years=years)
        )
    return Finding(True, str(_("Graded excellent in {years}.")).format(years=years))


def _appraised(organisations: Sequence[int], day: date, number: int) -> dict[int, Finding]:
    decided = DemocraticAppraisal.objects.decided().filter(organisation__in=organisations)
    since = decided.filter(decided_on__lte=day, decided_on__gt=years_after(day, -number))
    found = dict.fromkeys(since.values_list("organisation", flat=True), 0)
    for organisation in since.values_list("organisation", flat=True):
        found[organisation] += 1
    return {
        key: Finding(
            count >= number,
            ngettext("{n} appraisal was decided.", "{n} appraisals were decided.", count).format(n=count),
        )
        for key, count in found.items()
    }


register(
    Condition(
        key="life.excellent",
        label=_("Graded excellent in the last {number} appraisals of members"),
        subject=MEMBER,
        judge=_excellent,
        number=_("Appraisals"),
        usual=1,
        largest=5,
    )
)
register(
    Condition(
        key="life.appraised",
        label=_("Held the democratic appraisal of members in each of the last {number} years"),
        subject=ORGANISATION,
        judge=_appraised,
        number=_("Years"),
        usual=1,
        largest=5,
    )
)
