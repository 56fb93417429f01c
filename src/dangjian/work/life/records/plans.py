"""Planned meetings as a record kind, the tab of calendar addresses, and the plan as a proof of the first step."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.periods import Period
from dangjian.kernel.records.entries import LedgerForm
from dangjian.kernel.records.filters import below, between, choice
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.own import OwnPage, register_own_page
from dangjian.kernel.records.proofs import Proof, register_proof

from .. import permissions
from ..enums import MeetingKind
from ..models import PlanItem


def _rows() -> QuerySet[Any]:
    return PlanItem.objects.standing().select_related("organisation")


def _planned_in(items: QuerySet[Any], period: Period) -> QuerySet[Any]:
    return items.filter(planned_on__gte=period.starts_on, planned_on__lt=period.ends_on)


def plan_url(organisation: int, year: Period) -> str:
    """The page of an organisation's plan of a year."""
    return f"{reverse('life:plan')}?organisation={organisation}&year={year.year}"


register(
    RecordKind(
        key="life.plan",
        label=_("Planned meetings"),
        model=PlanItem,
        permission=permissions.VIEW_PLAN,
        rows=_rows,
        url=lambda item: plan_url(item.organisation_id, Period.year_of(item.year)),
        chapter=1,
        during=_planned_in,
        in_ledger=LedgerForm.TABLE,
        order=("planned_on", "pk"),
        icon="calendar",
        columns=(
            Column("day", _("Planned day"), lambda i: i.planned_on, ("planned_on", "pk"), cell=CellKind.DATE, width=12),
            Column("kind", _("Kind"), lambda i: i.get_kind_display(), link=True, width=24),
            Column("topic", _("Topic"), lambda i: i.topic, width=32),
            Column(
                "organisation",
                _("Organisation"),
                lambda i: i.organisation.short_name,
                ("organisation__code",),
                width=24,
            ),
        ),
        filters=(
            choice("kind", _("Kind"), "kind", MeetingKind.choices),
            Filter("organisation", _("Organisation"), below("organisation__path"), control="text"),
            between("from", _("From day"), "planned_on__gte"),
            between("to", _("To day"), "planned_on__lte"),
        ),
        empty=_("Planned meetings appear here when a branch makes its year plan."),
    )
)

register_proof(
    Proof(
        key="life.plan",
        step=1,
        label=_("Year plan of meetings"),
        wants=_("At least one meeting of the year is planned."),
        rows=lambda year, day: PlanItem.objects.standing().of_year(year.year),
        url=plan_url,
    )
)

register_own_page(
    OwnPage(
        "life.feeds",
        _("Calendar addresses"),
        _("Your organisation's meetings in your own calendar"),
        lambda actor: reverse("life:feeds"),
        order=90,
        members_only=False,
    )
)
