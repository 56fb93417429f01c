"""Pages of a round for the branch, and without persons for those above."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.act_forms import ActForm
from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads, writes
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..enums import Stage
from ..forms.appraisals import DayForm, GradesForm, OpenForm, PaperCountForm, WithdrawForm
from ..models import DemocraticAppraisal
from ..permissions import DECIDE_APPRAISAL, HOLD_APPRAISAL, VIEW_APPRAISAL
from ..queries import appraisals as queries

BEFORE_OPENING = (
    gettext_lazy(
        "By phone: each voter takes a slip once and exchanges it for a ballot; no ballot is kept, only encrypted "
        "sums. Who holds the server's key and sees the database as it was before and after a single ballot could "
        "still see how the sums changed."
    ),
    gettext_lazy(
        "On paper: two counters count and their sums are entered. Branches with few voters always vote on paper, "
        "because by phone it would not be secret."
    ),
    gettext_lazy(
        "Probationary members take part without vote and grade; exempt members may take part and are never missing;"
        " whose membership is suspended takes no part."
    ),
)


def page_of(appraisal: DemocraticAppraisal) -> str:
    """The page of a round."""
    return reverse("life:appraisal", args=[appraisal.pk])


def _round(request: Any, key: int, permission: str) -> DemocraticAppraisal:
    return fetch(queries.appraisals_shown(), key, request.actor, permission)


@reads(VIEW_APPRAISAL)
def appraisal(request: Any, democratic_appraisal: int) -> HttpResponse:
    """One round: days and sums for every reader, names for the branch alone."""
    found = _round(request, democratic_appraisal, VIEW_APPRAISAL)
    places, path = queries.places_of(found), found.organisation.path
    may_hold, may_decide = request.actor.may(HOLD_APPRAISAL, path), request.actor.may(DECIDE_APPRAISAL, path)
    if may_hold:
        looked(request.actor, found, Look.What.PAGE)
    context = {
        "appraisal": found,
        "summary": queries.summary_of(found, places),
        "places": places if may_hold else (),
        "assessments": queries.readable_assessments(found) if may_hold else (),
        "stages": [stage for stage in Stage if stage != Stage.WITHDRAWN],
        "may_hold": may_hold,
        "may_decide": may_decide,
    }
    return render(request, "life/appraisals/appraisal.html", context)


@reads(VIEW_APPRAISAL)
def appraisals_of(request: Any, organisation: int) -> HttpResponse:
    """The rounds of a branch: a block of its page, or a page of its own."""
    found = fetch(Organisation, organisation, request.actor, VIEW_APPRAISAL)
    context = {
        "organisation": found,
        "appraisals": queries.of_organisation(found)[:10],
        "may_open": found.is_branch and request.actor.may(HOLD_APPRAISAL, found.path),
    }
    part = is_htmx(request)
    return render(request, "life/appraisals/_of.html" if part else "life/appraisals/of.html", context)


@writes(HOLD_APPRAISAL)
def open_appraisal(request: Any, organisation: int) -> HttpResponse:
    """Open the appraisal of a year."""
    found = fetch(Organisation, organisation, request.actor, HOLD_APPRAISAL)
    act = Act(
        form=OpenForm,
        service=partial(services.open_appraisal, organisation=found),
        about=found,
        title=_("Open the appraisal of a year"),
        submit=_("Open the round"),
        done=_("Opened. Everybody's place follows from the facts of that day."),
        back=reverse("life:appraisals-of", args=[found.pk]),
        then=page_of,
        sub=found.name,
        follows=BEFORE_OPENING,
    )
    return perform(request, act)


def _step(
    request: Any,
    found: DemocraticAppraisal,
    service: Callable[..., Any],
    title: str,
    done: str,
    *,
    form: type[ActForm] = DayForm,
    template: str = "ui/act.html",
) -> HttpResponse:
    act = Act(
        form=form,
        service=partial(service, found),
        about=found,
        title=title,
        submit=_("Save"),
        done=done,
        back=page_of(found),
        sub=str(found),
        template=template,
    )
    return perform(request, act)


@writes(HOLD_APPRAISAL)
def start_voting(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Begin mutual assessment and vote."""
    found = _round(request, democratic_appraisal, HOLD_APPRAISAL)
    done = _("The vote is running. Self-assessments are now open to the branch.")
    return _step(request, found, services.start_voting, _("Begin mutual assessment and vote"), done)


@writes(HOLD_APPRAISAL)
def close_vote(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Close the vote: count the box, or enter what two counters counted."""
    found = _round(request, democratic_appraisal, HOLD_APPRAISAL)
    if found.by_phone:
        done = _("Closed. The box was opened, counted and taken away.")
        return _step(request, found, services.close_vote, _("Close and count the vote"), done)
    title, done = _("Enter the count of two counters"), _("The count is entered with the names of both counters.")
    page = "life/appraisals/paper_count.html"
    return _step(request, found, services.enter_paper_count, title, done, form=PaperCountForm, template=page)


@writes(DECIDE_APPRAISAL)
def decide_grades(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Record the grades that the branch decided."""
    found = _round(request, democratic_appraisal, DECIDE_APPRAISAL)
    title, done = (
        _("Record the grades that the branch decided"),
        _("Recorded. They may change until the members are told."),
    )
    return _step(request, found, services.decide_grades, title, done, form=GradesForm)


@writes(DECIDE_APPRAISAL)
def tell_members(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Record that the members were told."""
    found = _round(request, democratic_appraisal, DECIDE_APPRAISAL)
    done = _("Recorded. Each member now sees their own grade.")
    return _step(request, found, services.tell_members, _("Record that the members were told"), done)


@writes(DECIDE_APPRAISAL)
def file_appraisal(request: Any, democratic_appraisal: int) -> HttpResponse:
    """File the round."""
    found = _round(request, democratic_appraisal, DECIDE_APPRAISAL)
    return _step(
        request, found, services.file_appraisal, _("File the round"), _("Filed. Nothing of it changes any more.")
    )


@writes(DECIDE_APPRAISAL)
def withdraw_appraisal(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Withdraw a round that is not filed."""
    found = _round(request, democratic_appraisal, DECIDE_APPRAISAL)
    done = _("Withdrawn. A new round of the same year may be opened.")
    return _step(request, found, services.withdraw_appraisal, _("Withdraw the round"), done, form=WithdrawForm)
