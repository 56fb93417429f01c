"""One way for every form of an election: show it beside what it rests on, apply one service, say it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangjian.foundation.members.permissions import VIEW_CONDITION
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.errors import ServiceError

from ..elections.clauses import Cited, cited
from ..elections.papers import BY_KEY
from ..elections.steps import STEPS
from ..enums import StepKind
from ..forms.elections import ElectionForm
from ..queries.elections import Dossier, Roll, dossier_of, elections_shown

EMPTY = Roll((), (), ())


@dataclass(frozen=True)
class Act:
    """What a form page says and does.

    Attributes:
        form: what is asked.
        apply: called with the form; calls one service.
        title: head of the page.
        submit: words of the button.
        done: sentence afterwards.
        step: the step whose clauses and papers stand beside the form.
        follows: what will follow, in words.
        template: the page.
        roll: who is entitled, where the form needs it.
    """

    form: Callable[..., ElectionForm]
    apply: Callable[[Any], Any]
    title: str
    submit: str
    done: str
    step: StepKind | None = None
    follows: Sequence[str] = field(default_factory=tuple)
    template: str = "life/elections/form.html"
    roll: Roll | None = None


def dossier_for(request: Any, election: int, permission: str) -> Dossier:
    """An election within reach, with everything about it."""
    return dossier_of(fetch(elections_shown(), election, request.actor, permission))


def perform(request: Any, dossier: Dossier, act: Act) -> HttpResponse:
    """Show the form of an act, or apply it; a refusal stands by its field and nothing typed is lost."""
    form = act.form(request.POST or None, dossier=dossier, actor=request.actor, roll=act.roll)
    if request.method == "POST" and form.is_valid():
        try:
            act.apply(form)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, act.done)
            return redirect("life:election", dossier.election.pk)
    context = {
        "act": act,
        "form": form,
        "dossier": dossier,
        "election": dossier.election,
        "clauses": _clauses(dossier, act.step),
        "papers": _papers(dossier, act.step),
        "may_see_conditions": request.actor.may(VIEW_CONDITION, dossier.election.organisation.path),
    }
    return render(request, act.template, context)


def _clauses(dossier: Dossier, step: StepKind | None) -> list[Cited]:
    return [cited(key, dossier.rule_day) for key in STEPS[step].clauses] if step in STEPS else []


def _papers(dossier: Dossier, step: StepKind | None) -> list[Any]:
    keys = STEPS[step].papers if step in STEPS else ()
    return [BY_KEY[key] for key in keys if BY_KEY[key].is_ready(dossier)]
