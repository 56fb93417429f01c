"""Pages of a round for the branch, and without persons for those above."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads, writes
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..enums import Stage
from ..errors import AppraisalError
from ..forms.appraisals import DayForm, GradesForm, OpenForm, PaperCountForm, WithdrawForm
from ..models import DemocraticAppraisal
from ..permissions import DECIDE_APPRAISAL, HOLD_APPRAISAL, VIEW_APPRAISAL
from ..queries import appraisals as queries


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
    form = OpenForm(request.POST or None, today=request.actor.today)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_appraisal(organisation=found, by=request.actor, **form.cleaned_data)
        except AppraisalError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Opened. Everybody's place follows from the facts of that day."))
            return redirect("life:appraisal", made.pk)
    return render(request, "life/appraisals/open.html", {"form": form, "organisation": found})


def _step(
    request: Any, found: DemocraticAppraisal, form: Any, apply: Callable[[], Any], title: str, done: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            apply()
        except AppraisalError as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect("life:appraisal", found.pk)
    context = {"form": form, "appraisal": found, "title": title}
    return render(request, "life/appraisals/step.html", context)


@writes(HOLD_APPRAISAL)
def start_voting(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Begin mutual assessment and vote."""
    found = _round(request, democratic_appraisal, HOLD_APPRAISAL)
    form = DayForm(request.POST or None, today=request.actor.today)
    return _step(
        request,
        found,
        form,
        lambda: services.start_voting(found, by=request.actor, **form.cleaned_data),
        _("Begin mutual assessment and vote"),
        _("The vote is running. Self-assessments are now open to the branch."),
    )


@writes(HOLD_APPRAISAL)
def close_vote(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Close the vote: count the box, or enter what two counters counted."""
    found = _round(request, democratic_appraisal, HOLD_APPRAISAL)
    if not found.by_phone:
        return _paper_count(request, found)
    form = DayForm(request.POST or None, today=request.actor.today)
    return _step(
        request,
        found,
        form,
        lambda: services.close_vote(found, by=request.actor, **form.cleaned_data),
        _("Close and count the vote"),
        _("Closed. The box was opened, counted and taken away."),
    )


def _paper_count(request: Any, found: DemocraticAppraisal) -> HttpResponse:
    form = PaperCountForm(request.POST or None, today=request.actor.today, places=queries.places_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_paper_count(found, by=request.actor, **form.facts())
        except AppraisalError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The count is entered with the names of both counters."))
            return redirect("life:appraisal", found.pk)
    return render(request, "life/appraisals/paper_count.html", {"form": form, "appraisal": found})


@writes(DECIDE_APPRAISAL)
def decide_grades(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Record the grades that the branch decided."""
    found = _round(request, democratic_appraisal, DECIDE_APPRAISAL)
    facts = {"today": request.actor.today, "places": queries.graded_of(found), "over_reason": found.over_reason}
    form = GradesForm(request.POST or None, **facts)

    def apply() -> Any:
        typed = {name: form.cleaned_data[name] for name in ("on", "over_reason")}
        return services.decide_grades(found, grades=form.grades, by=request.actor, **typed)

    title = _("Record the grades that the branch decided")
    return _step(request, found, form, apply, title, _("Recorded. They may change until the members are told."))


@writes(DECIDE_APPRAISAL)
def tell_members(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Record that the members were told."""
    found = _round(request, democratic_appraisal, DECIDE_APPRAISAL)
    form = DayForm(request.POST or None, today=request.actor.today)
    return _step(
        request,
        found,
        form,
        lambda: services.tell_members(found, by=request.actor, **form.cleaned_data),
        _("Record that the members were told"),
        _("Recorded. Each member now sees their own grade."),
    )


@writes(DECIDE_APPRAISAL)
def file_appraisal(request: Any, democratic_appraisal: int) -> HttpResponse:
    """File the round."""
    found = _round(request, democratic_appraisal, DECIDE_APPRAISAL)
    form = DayForm(request.POST or None, today=request.actor.today)
    return _step(
        request,
        found,
        form,
        lambda: services.file_appraisal(found, by=request.actor, **form.cleaned_data),
        _("File the round"),
        _("Filed. Nothing of it changes any more."),
    )


@writes(DECIDE_APPRAISAL)
def withdraw_appraisal(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Withdraw a round that is not filed."""
    found = _round(request, democratic_appraisal, DECIDE_APPRAISAL)
    form = WithdrawForm(request.POST or None, today=request.actor.today)
    return _step(
        request,
        found,
        form,
        lambda: services.withdraw_appraisal(found, by=request.actor, **form.cleaned_data),
        _("Withdraw the round"),
        _("Withdrawn. A new round of the same year may be opened."),
    )
