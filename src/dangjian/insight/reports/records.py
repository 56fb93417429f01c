"""The work report as a kind of record, the ways to it, and drafts that wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records import kinds
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, Words
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting

from .enums import ReportState
from .models import Report
from .permissions import VIEW_REPORT, WRITE_REPORT

REPORTS = "reports.report"


def _in_state(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(state=value) if value in ReportState.values else rows


def _states(actor: Actor) -> Sequence[tuple[str, Words]]:
    return [(state.value, state.label) for state in ReportState]


def drafts(actor: Actor) -> QuerySet[Any]:
    """Drafts of the organisation acted for."""
    rows: QuerySet[Any] = Report.objects.visible_to(actor, WRITE_REPORT).drafts()
    return rows.filter(organisation=actor.organisation).order_by("-pk") if actor.organisation else rows.none()


def _to_finish(report: Report, actor: Actor) -> Waiting:
    url = reverse("reports:edit", args=[report.pk])
    return Waiting(report.title, gettext("Draft of a work report"), url, None, Lane.DECIDE, "due")


kinds.register(
    RecordKind(
        key=REPORTS,
        label=_("Work reports"),
        model=Report,
        permission=VIEW_REPORT,
        rows=lambda: Report.objects.select_related("organisation"),
        columns=(
            Column("title", _("Title"), lambda r: r.title, sort=("title",), link=True, width=40),
            Column(
                "organisation",
                _("Organisation"),
                lambda r: r.organisation.short_name,
                sort=("organisation__code",),
                width=24,
            ),
            Column("period", _("Period"), lambda r: r.about.name, sort=("period",)),
            Column("state", _("State"), lambda r: r.get_state_display(), sort=("state",)),
            Column("on", _("Day"), lambda r: r.happened_on, sort=("happened_on", "pk"), cell=CellKind.DATE),
            Column("by", _("Issuer"), lambda r: r.issued_by),
        ),
        filters=(Filter("state", _("State"), _in_state, choices=_states),),
        brief=("title", "period", "state", "organisation__short_name"),
        search=lambda rows, text: rows.filter(title__contains=text),
        url=lambda report: reverse("reports:report", args=[report.pk]),
        day="happened_on",
        chapter=5,
        icon="clipboard-data",
        order=("-happened_on", "-pk"),
        empty=_("Work reports of your organisation and those below appear here; their figures fill themselves in."),
    )
)
register_page(
    Page(
        "reports.reports",
        _("Work reports"),
        lambda actor: reverse("records:list", args=[REPORTS]),
        "clipboard-data",
        PageGroup.REGISTER,
        VIEW_REPORT,
        order=70,
    )
)
register_page(
    Page(
        "reports.start",
        _("Generate the work report"),
        lambda actor: reverse("reports:start"),
        "file-text",
        PageGroup.REGISTER,
        WRITE_REPORT,
        order=71,
        button=1,
    )
)
register_waiting(WRITE_REPORT, drafts, brief=("title",), item=_to_finish)
