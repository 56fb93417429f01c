"""The parts of a call that was not issued: classes, conditions, criteria, phases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dangjian.kernel.access.act_forms import ActForm
from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes

from .. import services
from ..forms.calls import ClassForm, ConditionForm, CriterionForm, PhaseForm
from ..models import AwardClass, Call, CallCondition, CallPhase, Criterion
from ..permissions import KEEP_CALL
from ..queries.calls import calls_shown
from .calls import page_of


def _keep(
    request: Any, call: Call, form: type[ActForm], service: Callable[..., Any], title: str, about: Any = None
) -> HttpResponse:
    act = Act(
        form=form,
        service=service,
        about=about or call,
        title=title,
        submit=_("Save"),
        done=_("Saved."),
        back=page_of(call),
        sub=call.title,
    )
    return perform(request, act)


def _call(request: Any, key: int) -> Call:
    return fetch(calls_shown(), key, request.actor, KEEP_CALL)


def _part(request: Any, model: Any, key: int) -> Any:
    return fetch(model.objects.select_related("call__organisation").all(), key, request.actor, KEEP_CALL)


def _remove(request: Any, model: Any, key: int) -> HttpResponse:
    part = _part(request, model, key)
    return press(request, partial(services.remove_part, part), done=_("Taken out."), back=page_of(part.call))


@writes(KEEP_CALL)
def add_class(request: Any, call: int) -> HttpResponse:
    """Add an award class."""
    found = _call(request, call)
    return _keep(request, found, ClassForm, partial(services.keep_class, found), _("Add an award class"))


@writes(KEEP_CALL)
def change_class(request: Any, award_class: int) -> HttpResponse:
    """Change an award class."""
    part = _part(request, AwardClass, award_class)
    service = partial(services.keep_class, part.call)
    return _keep(request, part.call, ClassForm, service, _("Change the award class"), part)


@writes(KEEP_CALL)
def remove_class(request: Any, award_class: int) -> HttpResponse:
    """Take an award class out."""
    return _remove(request, AwardClass, award_class)


@writes(KEEP_CALL)
def add_condition(request: Any, award_class: int) -> HttpResponse:
    """Set a condition for a class."""
    part = _part(request, AwardClass, award_class)
    service = partial(services.keep_condition, part.call, award_class=part)
    return _keep(request, part.call, ConditionForm, service, _("Set a condition for “{name}”").format(name=part), part)


@writes(KEEP_CALL)
def remove_condition(request: Any, call_condition: int) -> HttpResponse:
    """Take a condition out."""
    return _remove(request, CallCondition, call_condition)


@writes(KEEP_CALL)
def add_criterion(request: Any, call: int) -> HttpResponse:
    """Add a criterion."""
    found = _call(request, call)
    return _keep(request, found, CriterionForm, partial(services.keep_criterion, found), _("Add a criterion"))


@writes(KEEP_CALL)
def change_criterion(request: Any, criterion: int) -> HttpResponse:
    """Change a criterion."""
    part = _part(request, Criterion, criterion)
    service = partial(services.keep_criterion, part.call)
    return _keep(request, part.call, CriterionForm, service, _("Change the criterion"), part)


@writes(KEEP_CALL)
def remove_criterion(request: Any, criterion: int) -> HttpResponse:
    """Take a criterion out."""
    return _remove(request, Criterion, criterion)


@writes(KEEP_CALL)
def set_phase(request: Any, call: int) -> HttpResponse:
    """Say from when to when a phase runs."""
    found = _call(request, call)
    return _keep(request, found, PhaseForm, partial(services.keep_phase, found), _("Set the days of a phase"))


@writes(KEEP_CALL)
def remove_phase(request: Any, call_phase: int) -> HttpResponse:
    """Take a phase out."""
    return _remove(request, CallPhase, call_phase)
