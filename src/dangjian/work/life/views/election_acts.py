"""What every form of an election shares: the election it is about, what the step rests on, its papers, who may vote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from dangjian.foundation.members.permissions import VIEW_CONDITION
from dangjian.kernel.access import acts
from dangjian.kernel.access.fetch import fetch

from ..elections.clauses import Cited, cited
from ..elections.papers import BY_KEY, Paper
from ..elections.steps import STEPS
from ..enums import StepKind
from ..forms.elections import ElectionForm
from ..queries.elections import Dossier, Roll, dossier_of, elections_shown


def dossier_for(request: Any, election: int, permission: str) -> Dossier:
    """An election within reach, with everything about it."""
    return dossier_of(fetch(elections_shown(), election, request.actor, permission))


def act_of(
    dossier: Dossier,
    form: type[ElectionForm],
    service: Callable[..., Any],
    *,
    step: StepKind | None = None,
    roll: Roll | None = None,
    **words: Any,
) -> acts.Act:
    """An act on an election: beside the form stand the clauses and the papers of the step, and who may vote.

    Args:
        words: title, submit, done and what else an act says.
    """
    election = dossier.election
    beside = {"clauses": _clauses(dossier, step), "papers": _papers(dossier, step), "roll": roll}
    return acts.Act(
        form=form,
        service=service,
        back=reverse("life:election", args=[election.pk]),
        about=replace(dossier, roll=roll),
        sub=election.organisation.name,
        context={"election": election, **beside},
        **{"template": "life/elections/form.html", **words},
    )


def perform(request: Any, act: acts.Act) -> HttpResponse:
    """Show or apply an act on an election; exemptions are named to whoever may see them."""
    organisation = act.context["election"].organisation
    seen = request.actor.may(VIEW_CONDITION, organisation.path)
    return acts.perform(request, replace(act, context={**act.context, "may_see_conditions": seen}))


def _clauses(dossier: Dossier, step: StepKind | None) -> list[Cited]:
    return [cited(key, dossier.rule_day) for key in STEPS[step].clauses] if step in STEPS else []


def _papers(dossier: Dossier, step: StepKind | None) -> list[Paper]:
    keys = STEPS[step].papers if step in STEPS else ()
    return [BY_KEY[key] for key in keys if BY_KEY[key].is_ready(dossier)]
