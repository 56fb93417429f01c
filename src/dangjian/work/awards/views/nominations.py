"""The pages of a nomination: written where it comes from, judged by the levels on its way."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..enums import Subject
from ..forms.calls import ReasonForm
from ..forms.nominations import NominateForm, NominationForm, OpinionForm, SubmitForm
from ..models import Nomination
from ..permissions import DECIDE_CALL, GIVE_OPINION, NOMINATE, VIEW_NOMINATION
from ..queries import nominations as queries
from ..queries.calls import class_reaching, classes_open


def page_of(nomination: Nomination) -> str:
    """The page of a nomination."""
    return reverse("awards:nomination", args=[nomination.pk])


def _nomination(request: Any, key: int, permission: str) -> Nomination:
    return fetch(queries.nominations_shown(), key, request.actor, permission)


@reads(VIEW_NOMINATION)
def nomination(request: Any, nomination: int) -> HttpResponse:
    """A nomination: what the records say about it, the levels, the receipts, and what comes next."""
    found, actor = _nomination(request, nomination, VIEW_NOMINATION), request.actor
    levels, issuer = queries.levels_of(found), found.call.organisation.path
    asked = [level.organisation for level in levels if level.opinion is None]
    context = {
        "nomination": found,
        "judged": queries.judged([found], actor.today)[found.pk],
        "levels": levels,
        "receipts": found.receipts.all(),
        "may_nominate": actor.may(NOMINATE, found.organisation.path),
        "may_decide": actor.may(DECIDE_CALL, issuer),
        "may_speak": actor.organisation in asked and actor.may(GIVE_OPINION, actor.organisation.path),
    }
    return render(request, "awards/nomination.html", context)


@writes(NOMINATE)
def nominate(request: Any, organisation: int, award_class: int) -> HttpResponse:
    """Put an organisation or one of its members forward."""
    origin = fetch(Organisation, organisation, request.actor, NOMINATE)
    chosen = class_reaching(origin, award_class)
    if chosen is None or chosen.subject == Subject.RECORD:
        raise Http404
    context = {"award_class": chosen, "organisation": origin}
    if not classes_open(origin, request.actor.today).filter(pk=chosen.pk).exists():
        return render(request, "awards/closed.html", context)
    if chosen.subject == Subject.MEMBER and not origin.is_branch:
        return render(request, "awards/from_branches.html", context)
    act = Act(
        form=NominateForm,
        service=partial(services.nominate, chosen.call, chosen, organisation=origin, today=request.actor.today),
        about=(chosen, origin),
        title=_("Put forward: {name}").format(name=chosen.name),
        submit=_("Save as a draft"),
        done=_("Saved as a draft. What the records say stands below; enter it when it is ready."),
        back=reverse("awards:call", args=[chosen.call_id]),
        then=page_of,
        sub=origin.name,
    )
    return perform(request, act)


def _step(request: Any, found: Nomination, form: Any, service: Any, title: str, done: str, **more: Any) -> HttpResponse:
    """Show and take one step of a nomination."""
    facts = {"submit": _("Save"), "back": page_of(found), "sub": str(found)}
    act = Act(form=form, service=partial(service, found), about=found, title=title, done=done, **(facts | more))
    return perform(request, act)


@writes(NOMINATE)
def change_nomination(request: Any, nomination: int) -> HttpResponse:
    """Write a draft again."""
    found = _nomination(request, nomination, NOMINATE)
    return _step(request, found, NominationForm, services.change_nomination, _("Change the nomination"), _("Saved."))


@writes(NOMINATE)
def submit_nomination(request: Any, nomination: int) -> HttpResponse:
    """Enter a nomination."""
    found = _nomination(request, nomination, NOMINATE)
    said = queries.judged([found], request.actor.today)[found.pk]
    against = [f"{one.words}：{one.finding.reason}" for one in said if one.finding.met is False]
    service = partial(services.submit_nomination, today=request.actor.today)
    done = _("Entered. The levels on its way see it among what waits for them.")
    return _step(
        request, found, SubmitForm, service, _("Enter the nomination"), done, submit=_("Enter it"), warning=against
    )


@writes(NOMINATE)
def withdraw_nomination(request: Any, nomination: int) -> HttpResponse:
    """Withdraw a nomination."""
    found = _nomination(request, nomination, NOMINATE)
    service = partial(services.withdraw_nomination, today=request.actor.today)
    done = _("Withdrawn. It stays with its reason and no longer counts.")
    return _step(request, found, ReasonForm, service, _("Withdraw the nomination"), done, submit=_("Withdraw"))


@writes(GIVE_OPINION)
def give_opinion(request: Any, nomination: int) -> HttpResponse:
    """Give the opinion of the organisation acted for."""
    found = _nomination(request, nomination, GIVE_OPINION)
    own, today = request.actor.organisation, request.actor.today
    service = partial(services.give_opinion, organisation=own, today=today)
    title = _("Opinion of {organisation}").format(organisation=own)
    return _step(request, found, OpinionForm, service, title, _("The opinion stands."))
