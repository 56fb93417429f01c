"""What was asked of organisations, as a list; ways into what is owed and asked."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records import kinds
from dangjian.kernel.records.kinds import Column, Filter, RecordKind
from dangjian.kernel.records.pages import Page, PageGroup, register_page

from .models import AskTarget
from .permissions import ASK_SEND, ASK_VIEW, RULE_VIEW


def _rows() -> QuerySet[Any]:
    return AskTarget.objects.select_related("ask__from_organisation", "organisation")


def _answered(rows: QuerySet[Any], value: str, actor: Any) -> QuerySet[Any]:
    return rows.filter(answered_on__isnull=value == "no") if value in ("yes", "no") else rows


ASKS = kinds.register(
    RecordKind(
        key="obligations.asks",
        label=_("Asks"),
        model=AskTarget,
        permission=ASK_VIEW,
        rows=_rows,
        columns=(
            Column("title", _("What is asked"), lambda row: row.ask.title, ("ask__title",), link=True),
            Column("organisation", _("Organisation"), lambda row: row.organisation.short_name, ("organisation__code",)),
            Column("sender", _("Asked by"), lambda row: row.ask.from_organisation.short_name),
            Column(
                "asked_on", _("Asked on"), lambda row: row.ask.asked_on, ("ask__asked_on", "pk"), cell=CellKind.DATE
            ),
            Column(
                "due_on", _("Answer wanted by"), lambda row: row.ask.due_on, ("ask__due_on", "pk"), cell=CellKind.DATE
            ),
            Column("minutes", _("Estimated minutes"), lambda row: row.ask.minutes_estimate, cell=CellKind.INTEGER),
            Column(
                "answered_on", _("Answered on"), lambda row: row.answered_on, ("answered_on", "pk"), cell=CellKind.DATE
            ),
        ),
        filters=(
            Filter(
                "answered", _("Answered"), _answered, choices=lambda actor: [("yes", _("Yes")), ("no", _("Not yet"))]
            ),
        ),
        brief=("ask__title", "ask__asked_on", "ask__from_organisation__short_name", "organisation__short_name"),
        search=lambda rows, text: rows.filter(Q(ask__title__icontains=text) | Q(ask__reason__icontains=text)),
        url=lambda row: reverse("obligations:sent-ask", args=[row.ask_id]),
        day="ask__asked_on",
        icon="mail",
        empty=_("What organisations ask of those below them appears here."),
        order=("-ask__asked_on", "-pk"),
    )
)

register_page(
    Page(
        "obligations.ask",
        _("Ask organisations"),
        lambda actor: reverse("obligations:ask"),
        "plus",
        PageGroup.YEAR,
        ASK_SEND,
        order=91,
        button=2,
    )
)
register_page(
    Page(
        "obligations.asks",
        _("What is asked"),
        lambda actor: reverse("obligations:asks"),
        "inbox",
        PageGroup.YEAR,
        ASK_VIEW,
        order=90,
    )
)
register_page(
    Page(
        "obligations.rules",
        _("Standing rules"),
        lambda actor: reverse("obligations:rules"),
        "scale",
        PageGroup.YEAR,
        RULE_VIEW,
        order=92,
    )
)
