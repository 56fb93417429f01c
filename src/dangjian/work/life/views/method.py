"""Pages of the branch work method: the seven steps of a branch, or of all branches below; goals and duties."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.periods import Period
from dangjian.kernel.records.proofs import MEANINGS, StepState, standing_of, states_of
from dangjian.kernel.records.steps import NAMES, ORDINALS
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..forms.method import DutyForm, GoalForm
from ..models import Duty, Goal
from ..permissions import KEEP_PLAN, VIEW_PLAN
from ..queries import method as queries
from .planning import _number
from .reading import PAGE, _place, _year


@reads(VIEW_PLAN)
def method(request: Any) -> HttpResponse:
    """The branch work method of a year: of one branch with what proves it, of others branch by branch."""
    place, year = _place(request, VIEW_PLAN), _year(request)
    context = {
        "organisation": place,
        "year": year,
        "meanings": [(state, MEANINGS[state]) for state in StepState],
        "may_keep": request.actor.may(KEEP_PLAN, place.path),
    }
    if place.is_branch:
        return render(request, "life/method/branch.html", context | _of_branch(request, place, year))
    return render(request, "life/method/below.html", context | _below(request, place, year))


def _of_branch(request: Any, place: Organisation, year: Period) -> dict[str, Any]:
    today = request.actor.today
    steps = standing_of(place, year, queries.day_in(year, today))
    return {
        "steps": [(ORDINALS[one.number - 1], NAMES[one.number - 1], one) for one in steps],
        "goals": queries.goals_of(place, year, today),
        "duties": queries.duties_of(place, year),
        "today": today,
    }


def _below(request: Any, place: Organisation, year: Period) -> dict[str, Any]:
    branches = queries.branches_below(place, year, request.actor.today)
    step, state = _number(request.GET.get("step", "").zfill(4), 0), request.GET.get("state", "")
    page = Paginator(queries.standing_at(branches, step, state), PAGE).get_page(request.GET.get("page"))
    return {
        "rows": queries.rows_by_step(branches),
        "page": page,
        "branches": states_of(page.object_list),
        "step": step,
        "state": state,
        "states": StepState.choices,
        "ordinals": ORDINALS,
        "names": list(enumerate(NAMES, start=1)),
    }


def _method_url(organisation: int, year: int) -> str:
    return f"{reverse('life:method')}?organisation={organisation}&year={year}"


@writes(KEEP_PLAN)
def set_goal(request: Any, organisation: int) -> HttpResponse:
    """Set a goal of a year."""
    place = fetch(Organisation, organisation, request.actor, KEEP_PLAN)
    year = _number(request.GET.get("year"), request.actor.today.year)
    act = Act(
        form=GoalForm,
        service=partial(services.set_goal, organisation=place, year=year, today=request.actor.today),
        about=place,
        title=_("Set a goal"),
        sub=place.name,
        submit=_("Save"),
        done=_("The goal is set."),
        back=_method_url(place.pk, year),
    )
    return perform(request, act)


@writes(KEEP_PLAN)
def change_goal(request: Any, goal: int) -> HttpResponse:
    """Change a goal."""
    found = fetch(Goal.objects.select_related("organisation"), goal, request.actor, KEEP_PLAN)
    names = ("step", "text", "figure", "target")
    act = Act(
        form=GoalForm,
        service=partial(services.change_goal, found),
        about=found,
        initial={name: getattr(found, name) for name in names},
        title=_("Change the goal"),
        sub=found.organisation.name,
        submit=_("Save"),
        done=_("Changed."),
        back=_method_url(found.organisation_id, found.year),
    )
    return perform(request, act)


@writes(KEEP_PLAN)
def remove_goal(request: Any, goal: int) -> HttpResponse:
    """Remove a goal."""
    found = fetch(Goal, goal, request.actor, KEEP_PLAN)
    back = _method_url(found.organisation_id, found.year)
    return press(request, partial(services.remove_goal, found), done=_("The goal is removed."), back=back)


@writes(KEEP_PLAN)
def assign_duty(request: Any, organisation: int) -> HttpResponse:
    """Let a member of the committee see to something."""
    place = fetch(Organisation, organisation, request.actor, KEEP_PLAN)
    act = Act(
        form=DutyForm,
        service=services.assign_duty,
        about=place,
        title=_("Divide the work"),
        sub=place.name,
        submit=_("Save"),
        done=_("Assigned."),
        back=_method_url(place.pk, request.actor.today.year),
    )
    return perform(request, act)


@writes(KEEP_PLAN)
def end_duty(request: Any, duty: int) -> HttpResponse:
    """End a duty today."""
    found, today = fetch(Duty, duty, request.actor, KEEP_PLAN), request.actor.today
    back = _method_url(found.organisation_id, today.year)
    return press(request, partial(services.end_duty, found, on=today), done=_("The duty has ended."), back=back)
