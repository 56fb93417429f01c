"""Class hours that members in service sat through: a sum and an average of an organisation, never of a person."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.enums import WorkStatus
from dangjian.foundation.members.models import Membership
from dangjian.kernel.figures.measures import Ratio, Sum
from dangjian.kernel.figures.registry import Scope

from ..class_hours import MINUTES, attended, minutes_of
from ..models import Attendance
from .meetings import declare, in_period


def _class_hours(scope: Scope) -> QuerySet[Any]:
    in_service = Membership.objects.filter(
        member=OuterRef("member"), work_status=WorkStatus.IN_SERVICE, starts_on__lte=OuterRef("meeting__happened_on")
    ).exclude(ends_on__lte=OuterRef("meeting__happened_on"))
    rows = Attendance.objects.filter(in_period(scope, "meeting__"), Exists(in_service), present=True)
    hours = Cast(minutes_of("meeting__"), DecimalField(max_digits=9, decimal_places=3)) / Value(Decimal(MINUTES))
    return rows.filter(meeting__in=attended().values("pk")).annotate(
        class_hours=Cast(hours, DecimalField(max_digits=9, decimal_places=3))
    )


declare(
    "life.class_hours",
    _("Class hours attended"),
    _("class hours"),
    _(
        "Class hours of 45 minutes that members in service sat through, in lessons, Party days and central-group "
        "studies held with a recorded begin and end. A meeting that counts as several kinds counts once."
    ),
    measure=Sum("class_hours"),
    records=_class_hours,
    path="meeting__organisation__path",
    kind="life.attendance",
    decimals=1,
)
declare(
    "life.class_hours_each",
    _("Class hours attended per member in service"),
    _("class hours"),
    _(
        "Class hours attended by members in service, divided by the members in service. For information: 32 a year are "
        "asked for; it is no score of anybody."
    ),
    measure=Ratio("life.class_hours", "members.in_service", percent=False),
    decimals=1,
)
