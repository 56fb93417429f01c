"""Rounds of appraisal as numbers: held, who took part, and grades as sums with small ones withheld."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.figures.measures import Count, Ratio
from dangjian.kernel.figures.registry import Figure, Scope, register

from ..enums import Grade
from ..models import Appraisee, DemocraticAppraisal

OWNER = _("Organisation section of the work committee")
SINCE = date(2017, 1, 1)
ROUNDS, MEMBERS = pgettext_lazy("unit", "rounds"), pgettext_lazy("unit", "members")
ROUND = "appraisal__"


def _decided(scope: Scope, prefix: str = "") -> dict[str, Any]:
    """The condition for rounds that are not withdrawn and whose grades were decided in the period."""
    return {
        f"{prefix}withdrawn_on": None,
        f"{prefix}decided_on__gte": scope.period.starts_on,
        f"{prefix}decided_on__lt": scope.period.ends_on,
        f"{prefix}decided_on__lte": scope.as_of,
    }


def _places(**more: Any) -> Callable[[Scope], QuerySet[Any]]:
    return lambda scope: Appraisee.objects.filter(**_decided(scope, ROUND), **more)


def _counted(
    key: str,
    label: str | Promise,
    definition: str | Promise,
    records: Callable[[Scope], QuerySet[Any]],
    **more: Any,
) -> Figure:
    facts = {"unit": MEMBERS, "path": "appraisal__organisation__path", **more}
    return register(
        Figure(
            key=key,
            label=label,
            definition=definition,
            owner=OWNER,
            version=1,
            effective_on=SINCE,
            measure=Count(),
            records=records,
            **facts,
        )
    )


def _share(key: str, label: str | Promise, definition: str | Promise, above: str, below: str) -> Figure:
    return register(
        Figure(
            key=key,
            label=label,
            unit="%",
            definition=definition,
            owner=OWNER,
            version=1,
            effective_on=SINCE,
            measure=Ratio(above, below),
            decimals=1,
        )
    )


_counted(
    "life.appraisals",
    _("Rounds of appraisal"),
    _(
        "Democratic appraisals of members whose grades the branch decided in the period, whatever year they are for. "
        "Rounds that were withdrawn or are not decided yet are left out."
    ),
    lambda scope: DemocraticAppraisal.objects.filter(**_decided(scope)),
    unit=ROUNDS,
    kind="life.appraisal",
    path="organisation__path",
)
_counted(
    "life.appraisal_members",
    _("Members of the branches appraising"),
    _(
        "All members of the branches whose rounds were decided in the period, on the day each round was opened: also "
        "those who are exempt, suspended, out of contact or on probation."
    ),
    _places(),
)
_counted(
    "life.appraisal_graded",
    _("Members appraised"),
    _(
        "Members who were to get a grade in rounds decided in the period. Probationary members, exempt and suspended "
        "members and those out of contact are left out."
    ),
    _places(is_graded=True),
)
_counted(
    "life.appraisal_taking_part",
    _("Members who took part in the appraisal"),
    _(
        "Members who took part in rounds decided in the period: who took a voting slip, or was there when votes were "
        "cast on paper. Nobody who is exempt counts as missing."
    ),
    _places(took_part=True),
)
_counted(
    "life.appraisal_graded_taking_part",
    _("Members appraised who took part"),
    _("Of the members who were to get a grade in rounds decided in the period, those who took part."),
    _places(took_part=True, is_graded=True),
)
_share(
    "life.appraisal_participation",
    _("Participation in the appraisal, of all members"),
    _("Members who took part, divided by all members of the branches whose rounds were decided in the period."),
    "life.appraisal_taking_part",
    "life.appraisal_members",
)
_share(
    "life.appraisal_participation_graded",
    _("Participation in the appraisal, of those appraised"),
    _("Of the members who were to get a grade in rounds decided in the period, the share that took part."),
    "life.appraisal_graded_taking_part",
    "life.appraisal_graded",
)
for grade, label, definition in (
    (
        Grade.EXCELLENT,
        _("Graded excellent"),
        _("Members whom their branches graded excellent in rounds decided in the period. Small numbers are withheld."),
    ),
    (
        Grade.QUALIFIED,
        _("Graded qualified"),
        _("Members whom their branches graded qualified in rounds decided in the period. Small numbers are withheld."),
    ),
    (
        Grade.BASICALLY_QUALIFIED,
        _("Graded basically qualified"),
        _(
            "Members whom their branches graded basically qualified in rounds decided in the period. Small numbers are "
            "withheld."
        ),
    ),
    (
        Grade.UNQUALIFIED,
        _("Graded unqualified"),
        _(
            "Members whom their branches graded unqualified in rounds decided in the period. Small numbers are "
            "withheld."
        ),
    ),
):
    _counted(f"life.graded_{grade}", label, definition, _places(grade=grade), sensitive=True)
_share(
    "life.excellent_share_of_graded",
    _("Share of excellent, of those appraised"),
    _("Members graded excellent, divided by the members who were to get a grade in the same rounds."),
    "life.graded_excellent",
    "life.appraisal_graded",
)
_share(
    "life.excellent_share_of_members",
    _("Share of excellent, of all members"),
    _("Members graded excellent, divided by all members of the branches whose rounds were decided in the period."),
    "life.graded_excellent",
    "life.appraisal_members",
)
