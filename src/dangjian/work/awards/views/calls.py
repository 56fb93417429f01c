"""The pages of a call: read by everybody it reaches, written by the office that issues it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.records.eligibility import registry as conditions
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..forms.calls import CallForm, CallOffForm, DayForm, DrawUpForm
from ..models import Call
from ..permissions import DECIDE_CALL, KEEP_CALL, NOMINATE, VIEW_CALL
from ..queries import calls as queries
from ..queries import decisions
from ..services.calls import shortcomings


def page_of(call: Call) -> str:
    """The page of a call."""
    return reverse("awards:call", args=[call.pk])


@reads(VIEW_CALL)
def call(request: Any, call: int) -> HttpResponse:
    """A call: classes and quotas, conditions, criteria, phases, papers; for its office the way to the decision."""
    found, actor = queries.call_for(call, request.actor, VIEW_CALL), request.actor
    own, issuer, phases = actor.organisation, found.organisation.path, list(found.phases.all())
    context = {
        "call": found,
        "classes": decisions.standing_of(found),
        "conditions": [(row, _in_words(row)) for row in found.conditions.select_related("award_class")],
        "criteria": found.criteria.all(),
        "phases": phases,
        "ahead": {phase.kind for phase in phases if phase.starts_on > actor.today},
        "notices": found.notices.all(),
        "lacking": shortcomings(found) if found.stage == "drawn_up" else (),
        "may_keep": actor.may(KEEP_CALL, issuer),
        "may_decide": actor.may(DECIDE_CALL, issuer),
        "organisation": own,
        "letters": found.decided_on and actor.may(DECIDE_CALL, issuer) and decisions.letters_wait(found),
        "open": {one.pk for one in queries.classes_open(own, actor.today)} if own and actor.may(NOMINATE) else set(),
    }
    return render(request, "awards/call.html", context)


def _in_words(row: Any) -> str:
    condition = conditions.get(row.key)
    return condition.says(row.number) if condition else row.key


@writes(KEEP_CALL)
def draw_up_call(request: Any, organisation: int) -> HttpResponse:
    """Draw up a call."""
    found = fetch(Organisation, organisation, request.actor, KEEP_CALL)
    act = Act(
        form=DrawUpForm,
        service=partial(services.draw_up_call, organisation=found, today=request.actor.today),
        about=found,
        title=_("Draw up a call"),
        submit=_("Draw up"),
        done=_("Drawn up. Nobody sees it until it is issued."),
        back=reverse("awards:home"),
        then=page_of,
        sub=found.name,
    )
    return perform(request, act)


@writes(KEEP_CALL)
def change_call(request: Any, call: int) -> HttpResponse:
    """Change what a call says."""
    found = fetch(queries.calls_shown(), call, request.actor, KEEP_CALL)
    act = Act(
        form=CallForm,
        service=partial(services.change_call, found),
        about=found,
        title=_("Change what the call says"),
        submit=_("Save"),
        done=_("Saved."),
        back=page_of(found),
        sub=found.title,
    )
    return perform(request, act)


@writes(KEEP_CALL)
def issue_call(request: Any, call: int) -> HttpResponse:
    """Issue a call."""
    found = fetch(queries.calls_shown(), call, request.actor, KEEP_CALL)
    act = Act(
        form=DayForm,
        service=partial(services.issue_call, found, today=request.actor.today),
        about=found,
        title=_("Issue the call"),
        submit=_("Issue"),
        done=_("Issued. Those who may put somebody forward were told."),
        back=page_of(found),
        sub=found.title,
        warning=shortcomings(found),
        follows=(_("From now on the call is not changed any more; it can be called off with a reason."),),
    )
    return perform(request, act)


@writes(KEEP_CALL)
def call_off(request: Any, call: int) -> HttpResponse:
    """Call off a call that is not decided."""
    found = fetch(queries.calls_shown(), call, request.actor, KEEP_CALL)
    act = Act(
        form=CallOffForm,
        service=partial(services.call_off, found),
        about=found,
        title=_("Call off"),
        submit=_("Call off"),
        done=_("Called off. Those who had entered somebody were told."),
        back=page_of(found),
        sub=found.title,
    )
    return perform(request, act)
