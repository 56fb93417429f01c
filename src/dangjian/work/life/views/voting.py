"""A member's own pages of a round, and the ballot, which knows nobody."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.views import public, signed_in

from .. import services
from ..errors import AppraisalError
from ..forms.appraisals import BallotForm, SelfAssessmentForm, SlipForm
from ..models import Appraisee
from ..queries import appraisals as queries

SLIP = "voting_slip"


class Slip(str):
    """A code that does not show itself where a log writes down what a page was made of."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<voting slip>"


def _slip_of(request: Any) -> Slip:
    """The slip that came along, taken out of the request, so that nothing further on can write it down."""
    code = request.COOKIES.pop(SLIP, "")
    request.META["HTTP_COOKIE"] = ""
    return Slip(request.POST.get("code", "") or code)


def _own_place(request: Any, key: int) -> Appraisee:
    place = queries.own_place(request.actor, key)
    if place is None:
        raise Http404
    return place


@signed_in
def my_appraisals(request: Any) -> HttpResponse:
    """The rounds in which one has a place."""
    return render(request, "life/appraisals/mine.html", {"places": queries.own_places(request.actor)[:20]})


@signed_in
def my_appraisal(request: Any, democratic_appraisal: int) -> HttpResponse:
    """One's own part of a round: self-assessment, the vote, the others' self-assessments, the own grade."""
    place = _own_place(request, democratic_appraisal)
    takes_part = place.is_expected or place.may_vote
    context = {
        "place": place,
        "appraisal": place.appraisal,
        "may_write": takes_part and not place.appraisal.closed_on,
        "assessments": queries.readable_assessments(place.appraisal) if takes_part else (),
        "may_take_slip": place.may_vote and not place.took_part and place.appraisal.box_id is not None,
    }
    act = Act(
        form=SelfAssessmentForm,
        service=partial(services.assess_self, place),
        about=place,
        title=str(place.appraisal),
        submit=_("Save"),
        done=_("Saved. Before the meeting nobody else reads it."),
        back=reverse("life:my-appraisal", args=[place.appraisal_id]),
        template="life/appraisals/my_place.html",
        context=context,
    )
    return perform(request, act)


@never_cache
@signed_in
def take_slip(request: Any, democratic_appraisal: int) -> HttpResponse:
    """Take one's voting slip: it goes into a cookie of this browser and nowhere else."""
    place = _own_place(request, democratic_appraisal)
    box = place.appraisal.box_id
    if request.method != "POST" or box is None:
        return redirect("life:my-appraisal", place.appraisal_id)
    try:
        code = services.take_slip(place, by=request.actor)
    except AppraisalError as error:
        messages.error(request, str(error))
        return redirect("life:my-appraisal", place.appraisal_id)
    answer = redirect("life:ballot", box)
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie(SLIP, code, path=answer.url, httponly=True, samesite="Strict", secure=secure)
    return answer


@public
@never_cache
@sensitive_post_parameters()
def ballot(request: Any, box: UUID) -> HttpResponse:
    """The ballot: asked for with a slip, cast with it; who does so is not looked at."""
    found = queries.ballot_for(box)
    if found is None:
        raise Http404
    code = _slip_of(request)
    if not queries.slip_is_good(box, code):
        asked = SlipForm(request.POST or None)
        if request.method == "POST" and asked.is_valid():
            asked.add_error("code", _("This slip is not known here, or it has been used."))
        return render(request, "life/appraisals/slip.html", {"form": asked, "appraisal": found.appraisal})
    form = BallotForm(request.POST if "cast" in request.POST else None, places=found.places)
    if form.is_bound and form.is_valid():
        return _cast(request, box, code, form)
    context = {"form": form, "appraisal": found.appraisal, "code": code}
    return render(request, "life/appraisals/ballot.html", context)


def _cast(request: Any, box: UUID, code: Slip, form: BallotForm) -> HttpResponse:
    try:
        services.cast_ballot(box, code=code, marks=form.marks)
    except AppraisalError:
        raise Http404  # used up by the same slip in the very moment between
    answer = render(request, "life/appraisals/cast.html")
    answer.delete_cookie(SLIP, path=request.path, samesite="Strict")
    return answer
