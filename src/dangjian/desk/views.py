"""The desks, search, the refusals and the suggestion box."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, public, signed_in, writes
from dangjian.kernel.figures.asked import readable_period
from dangjian.kernel.obligations.cards import card_of
from dangjian.kernel.records.own import own_pages
from dangjian.ui.formats import day_text

from . import queries, services
from .forms import AnswerForm, SuggestionForm
from .models import Suggestion
from .permissions import ANSWER_SUGGESTION
from .refusals import REFUSALS
from .search import search

CHILDREN_ON_DESK = 10


@signed_in
def home(request: Any) -> HttpResponse:
    """The first screen of every role."""
    actor = request.actor
    kind = queries.kind_of_desk(actor)
    context: dict[str, Any] = {"tiles": queries.tiles_for(actor), "buttons": queries.buttons_for(actor)}
    if kind in ("branch", "committee"):
        period = readable_period(request.GET.get("period", ""), actor)
        context["desk"] = queries.desk_of(actor, actor.organisation, period, children=CHILDREN_ON_DESK)
    if kind == "member":
        context |= {"own_pages": own_pages(actor), "waiting": queries.first_for(actor)}
    return render(request, f"desk/{kind}.html", context)


@signed_in
def waiting(request: Any) -> HttpResponse:
    """Everything that waits, by who has the next move."""
    desk = queries.to_do(request.actor, request.actor.organisation) if request.actor.organisation else None
    return render(request, "desk/waiting.html", {"desk": desk})


@signed_in
def card(request: Any) -> HttpResponse:
    """The card of the month of the organisation acted for, on one sheet: at most three musts."""
    actor = request.actor
    if actor.organisation is None:
        return redirect("desk:home")
    context = {"card": card_of(actor.organisation, actor.today), "back_url": reverse("desk:home")}
    return render(request, "desk/card.html", context)


@signed_in
def search_all(request: Any) -> HttpResponse:
    """The command palette, and the page it becomes without script."""
    text = request.GET.get("q", "")
    template = "desk/_hits.html" if is_htmx(request) else "desk/search.html"
    return render(request, template, {"text": text, "found": search(request.actor, text)})


@public
def refusals(request: Any) -> HttpResponse:
    """What this platform will not do, with the test that keeps each true."""
    return render(request, "desk/refusals.html", {"refusals": REFUSALS})


@signed_in
def suggest(request: Any) -> HttpResponse:
    """Write a complaint or suggestion; one's own earlier ones with their answers stand below."""
    actor = request.actor
    thanks = _("Thank you. You will have an answer by {day}.")
    act = Act(
        form=SuggestionForm,
        service=partial(services.make_suggestion, organisation=queries.box_of(actor)),
        initial={"page": request.headers.get("referer", "")[:300]},
        title=_("Complaint or suggestion"),
        submit=_("Send"),
        done=lambda made: thanks.format(day=day_text(made.answer_due_on)),
        back=reverse("desk:suggest"),
        template="desk/suggest.html",
        context={"own": queries.own_suggestions(actor)},
    )
    return perform(request, act)


@writes(ANSWER_SUGGESTION)
def suggestion(request: Any, suggestion: int) -> HttpResponse:
    """One suggestion, and its answer."""
    found = fetch(Suggestion, suggestion, request.actor, ANSWER_SUGGESTION)
    act = Act(
        form=AnswerForm,
        service=partial(services.answer_suggestion, found, url=reverse("desk:suggest")),
        title=found.get_kind_display(),
        submit=_("Send the answer"),
        done=_("The answer has been sent."),
        back=reverse("records:list", args=["desk.suggestion"]),
        template="desk/suggestion.html",
        context={"suggestion": found},
    )
    return perform(request, act)
