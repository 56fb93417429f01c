"""Nominations as a list, and the opinions that levels are asked for."""

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
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting

from ..enums import NominationStage
from ..models import Nomination
from ..permissions import GIVE_OPINION, NOMINATE, VIEW_NOMINATION
from ..queries.nominations import nominations_shown, waiting_for_level

DAYS = ("submitted_on", "admitted_on", "refused_on", "entry__live_order", "withdrawn_on", "call__decided_on")
GONE = {"withdrawn_on__isnull": True, "refused_on__isnull": True}
STAGES: dict[str, dict[str, bool]] = {
    NominationStage.DRAFT: {"submitted_on__isnull": True, **GONE},
    NominationStage.SUBMITTED: {"submitted_on__isnull": False, "admitted_on__isnull": True, **GONE},
    NominationStage.ADMITTED: {"admitted_on__isnull": False, "call__decided_on__isnull": True, **GONE},
    NominationStage.AWARDED: {"call__decided_on__isnull": False, "proposed_class__isnull": False, **GONE},
    NominationStage.NOT_SELECTED: {"call__decided_on__isnull": False, "proposed_class__isnull": True, **GONE},
    NominationStage.REFUSED: {"refused_on__isnull": False},
    NominationStage.WITHDRAWN: {"withdrawn_on__isnull": False},
}


def page_of(nomination: Nomination) -> str:
    """The page of a nomination."""
    return reverse("awards:nomination", args=[nomination.pk])


register(
    RecordKind(
        key="awards.nomination",
        label=_("Nominations"),
        model=Nomination,
        permission=VIEW_NOMINATION,
        rows=nominations_shown,
        url=page_of,
        day="submitted_on",
        order=("-call__for_year", "-call_id", "award_class__rank", "organisation__code", "pk"),
        icon="star",
        shows_persons=True,
        search=lambda rows, text: rows.filter(title__icontains=text),
        brief=(
            "title",
            "organisation__short_name",
            "award_class__name",
            "proposed_class__name",
            "noticed_in__starts_on",
            *DAYS,
        ),
        columns=(
            Column("title", _("Put forward"), lambda n: n.title, sort=("title",), link=True, width=24),
            Column(
                "organisation",
                _("Organisation"),
                lambda n: n.organisation.short_name,
                sort=("organisation__code",),
                width=24,
            ),
            Column("class", _("Award class"), lambda n: n.award_class.name, sort=("award_class__rank",), width=20),
            Column("stage", _("Stage"), lambda n: n.stage.label),
            Column("entered", _("Day of entry"), lambda n: n.submitted_on, sort=("submitted_on",), cell=CellKind.DATE),
        ),
        filters=(
            Filter(
                "stage",
                _("Stage"),
                lambda rows, value, actor: rows.filter(**STAGES[value]) if value in STAGES else rows,
                choices=lambda actor: [one for one in NominationStage.choices if one[0] in STAGES],
            ),
            Filter(
                "class",
                _("Award class"),
                lambda rows, value, actor: rows.filter(award_class__name=value[:60]),
                control="text",
            ),
            Filter(
                "call",
                _("Call"),
                lambda rows, value, actor: (
                    rows.filter(call=int(value)) if value.isdecimal() and len(value) < 18 else rows
                ),
                control="hidden",
            ),
        ),
        empty=_("Nominations appear here when branches and committees put somebody forward."),
    )
)
places.register(places.Place(Nomination, view=VIEW_NOMINATION, attach=NOMINATE, url=page_of))


def _asked(actor: Actor) -> QuerySet[Any]:
    return waiting_for_level(actor.organisation).order_by("submitted_on", "pk")


def _to_speak(nomination: Nomination, actor: Actor) -> Waiting:
    return Waiting(
        title=gettext("Opinion on a nomination: {title}").format(title=nomination.title),
        note=nomination.call.title,
        url=reverse("awards:give-opinion", args=[nomination.pk]),
        on=nomination.submitted_on,
        lane=Lane.DECIDE,
        state="due",
    )


register_waiting(GIVE_OPINION, _asked, brief=("title", "submitted_on", "call__title"), item=_to_speak)
