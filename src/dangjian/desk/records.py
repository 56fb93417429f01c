"""Record kinds, pages and waiting things of the desks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import places
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.figures.permissions import VIEW_FIGURE
from dangjian.kernel.records.entries import LedgerForm
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.waiting import Waiting, register_waiting

from .models import Suggestion, SuggestionKind
from .permissions import ANSWER_SUGGESTION

register(
    RecordKind(
        key="desk.suggestion",
        label=_("Complaints and suggestions"),
        model=Suggestion,
        permission=ANSWER_SUGGESTION,
        rows=lambda: Suggestion.objects.select_related("organisation"),
        url=lambda s: reverse("desk:suggestion", args=[s.pk]),
        columns=(
            Column("text", _("What was said"), lambda s: s.text[:60], link=True, width=48),
            Column("kind", _("Kind"), lambda s: s.get_kind_display(), sort=("kind",)),
            Column("organisation", _("Organisation"), lambda s: s.organisation.short_name, width=24),
            Column("on", _("On"), lambda s: s.happened_on, sort=("happened_on",), cell=CellKind.DATE),
            Column("due", _("Answer due on"), lambda s: s.answer_due_on, sort=("answer_due_on",), cell=CellKind.DATE),
            Column("answered", _("Answered on"), lambda s: s.answered_on, sort=("answered_on",), cell=CellKind.DATE),
        ),
        filters=(
            Filter(
                "kind",
                _("Kind"),
                lambda rows, value, actor: rows.filter(kind=value),
                choices=lambda actor: SuggestionKind.choices,
            ),
            Filter(
                "open",
                _("Answer"),
                lambda rows, value, actor: rows.filter(answered_on__isnull=value == "open"),
                choices=lambda actor: [("open", _("Open")), ("answered", _("Answered"))],
            ),
        ),
        brief=("text", "kind", "happened_on", "organisation__short_name"),
        search=lambda rows, text: rows.filter(text__contains=text),
        day="happened_on",
        chapter=4,
        in_ledger=LedgerForm.COUNT,
        icon="message-circle",
        order=("-happened_on", "-pk"),
        empty=_("What people write into the box at the foot of every page appears here."),
    )
)


def _unanswered(actor: Actor) -> QuerySet[Any]:
    open_ones: QuerySet[Any] = Suggestion.objects.visible_to(actor, ANSWER_SUGGESTION).filter(answered_on=None)
    return open_ones.order_by("answer_due_on", "pk")


def _to_answer(suggestion: Suggestion, actor: Actor) -> Waiting:
    return Waiting(
        title=gettext("Answer: {text}").format(text=suggestion),
        note=gettext("Suggestion box"),
        url=reverse("desk:suggestion", args=[suggestion.pk]),
        on=suggestion.answer_due_on,
        state="late" if suggestion.answer_due_on < actor.today else "due",
    )


register_waiting(ANSWER_SUGGESTION, _unanswered, brief=("text", "answer_due_on"), item=_to_answer)
register_page(
    Page(
        "desk.figures",
        _("Figures"),
        lambda actor: reverse("figures:dictionary"),
        "chart-bar",
        PageGroup.REGISTER,
        VIEW_FIGURE,
        order=80,
    )
)
register_page(
    Page(
        "desk.suggestions",
        _("Suggestion box"),
        lambda actor: reverse("records:list", args=["desk.suggestion"]),
        "message-circle",
        PageGroup.REGISTER,
        ANSWER_SUGGESTION,
        order=90,
    )
)
places.register(
    places.Place(
        Suggestion,
        view=ANSWER_SUGGESTION,
        attach=ANSWER_SUGGESTION,
        url=lambda suggestion: reverse("desk:suggestion", args=[suggestion.pk]),
    )
)
