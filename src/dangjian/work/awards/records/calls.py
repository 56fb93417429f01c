"""Calls as a list for the offices that issue them, the way into the room, and what waits there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import places
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting

from ..enums import CallStage
from ..models import Call, Objection
from ..permissions import HANDLE_OBJECTION, KEEP_CALL, VIEW_CALL
from ..queries.calls import calls_shown

DAYS = ("issued_on", "decided_on", "called_off_on")
STAGES: dict[str, dict[str, bool]] = {
    CallStage.DRAWN_UP: {"issued_on__isnull": True, "called_off_on__isnull": True},
    CallStage.ISSUED: {"issued_on__isnull": False, "decided_on__isnull": True, "called_off_on__isnull": True},
    CallStage.DECIDED: {"decided_on__isnull": False},
    CallStage.CALLED_OFF: {"called_off_on__isnull": False},
}


def page_of(call: Call) -> str:
    """The page of a call."""
    return reverse("awards:call", args=[call.pk])


register(
    RecordKind(
        key="awards.call",
        label=_("Calls for awards"),
        model=Call,
        permission=VIEW_CALL,
        rows=calls_shown,
        url=page_of,
        day="issued_on",
        order=("-for_year", "-pk"),
        icon="award",
        search=lambda rows, text: rows.filter(title__icontains=text),
        brief=("title", "for_year", "programme__name", "organisation__short_name", *DAYS),
        columns=(
            Column("title", _("Title"), lambda c: c.title, sort=("title",), link=True, width=36),
            Column("year", _("Year"), lambda c: str(c.year), sort=("for_year",)),
            Column("programme", _("Programme"), lambda c: c.programme.name, width=20),
            Column("organisation", _("Organisation"), lambda c: c.organisation.short_name, width=24),
            Column("stage", _("Stage"), lambda c: c.stage.label),
            Column("issued", _("Day of issue"), lambda c: c.issued_on, sort=("issued_on",), cell=CellKind.DATE),
            Column(
                "decided", _("Day of the decision"), lambda c: c.decided_on, sort=("decided_on",), cell=CellKind.DATE
            ),
        ),
        filters=(
            Filter(
                "stage",
                _("Stage"),
                lambda rows, value, actor: rows.filter(**STAGES[value]) if value in STAGES else rows,
                choices=lambda actor: CallStage.choices,
            ),
        ),
        empty=_("Calls for awards appear here when they are drawn up."),
    )
)
register_page(
    Page(
        "awards.home",
        _("Awards and honours"),
        lambda actor: reverse("awards:home"),
        "award",
        PageGroup.YEAR,
        VIEW_CALL,
        order=60,
    )
)
places.register(places.Place(Call, view=VIEW_CALL, attach=KEEP_CALL, url=page_of))


def _unhandled(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = Objection.objects.visible_to(actor, HANDLE_OBJECTION).unhandled()
    return rows.order_by("received_on", "pk")


def _to_handle(objection: Objection, actor: Actor) -> Waiting:
    return Waiting(
        title=gettext("Handle an objection"),
        note=objection.notice.call.title,
        url=reverse("awards:objection", args=[objection.pk]),
        on=objection.received_on,
        lane=Lane.DECIDE,
        state="due",
    )


register_waiting(HANDLE_OBJECTION, _unhandled, brief=("received_on", "notice__call__title"), item=_to_handle)
