"""Pages of a reviewer: the queue, the declaration, one entry, the discussion, and the presentation on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.act_forms import ActForm, posted
from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.views import signed_in
from dangjian.kernel.attachments.serving import served
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look

from ..forms.reviews import DeclareForm, LiveForm, ReasonForm, RemarkForm, ReviseForm, ScoresForm
from ..models import Reviewer
from ..phases import Deed, Seat, may, table
from ..queries.reviews import own as queries
from ..queries.reviews.panel import ties_with_names
from ..queries.reviews.standing import standing_of
from ..services import reviews as services


def _seat(request: Any, key: int) -> Reviewer:
    found = queries.own_seat(request.actor, key)
    if found is None:
        raise Http404
    return found


def _review(request: Any, key: int) -> queries.MyReview:
    found = queries.my_review(request.actor, key)
    if found is None:
        raise Http404
    return found


def _dismissed(request: Any, key: int) -> HttpResponse:
    """Say to somebody who was dismissed that it is over; words on their way in are given back."""
    call = queries.dismissed_from(request.actor, key)
    if call is None:
        raise Http404
    sent: Mapping[str, Any] = posted(request) or {}
    written = [sent[name] for name in ("strengths", "remark") if sent.get(name)]
    return render(request, "awards/review/dismissed.html", {"call": call, "written": written}, status=403)


def page_of(review: queries.MyReview) -> str:
    """The page of one's own review."""
    return reverse("reviews:review", args=[review.assignment.pk])


@signed_in
def mine(request: Any) -> HttpResponse:
    """The calls in which one has a seat, with the queue of each."""
    return render(request, "awards/review/mine.html", {"seats": queries.my_seats(request.actor)})


@signed_in
def declare(request: Any, reviewer: int) -> HttpResponse:
    """Declare conflicts of interest, beside what the records tell; before it no text opens."""
    seat = _seat(request, reviewer)
    act = Act(
        form=DeclareForm,
        service=partial(services.declare_conflicts, seat, today=request.actor.today),
        about=seat,
        title=_("Declare conflicts of interest"),
        submit=_("Declare"),
        done=_("Declared. Entries in conflict go to others; which they were is told to nobody."),
        back=reverse("reviews:mine"),
        sub=str(seat.call),
        template="awards/review/declare.html",
        context={"ties": ties_with_names(seat, request.actor.today), "table": table(is_blind=seat.call.is_blind)},
    )
    return perform(request, act)


@signed_in
def review(request: Any, review_assignment: int) -> HttpResponse:
    """One entry: the text left, the rubric right; later what others gave, and the discussion."""
    found = queries.my_review(request.actor, review_assignment)
    if found is None:
        return _dismissed(request, review_assignment)
    act = Act(
        form=ScoresForm,
        service=partial(services.hand_in, found.assignment, today=request.actor.today),
        about=found,
        title=str(found.assignment.entry),
        submit=_("Hand in the scores"),
        done=_("Handed in. You may change it until the phase ends."),
        back=reverse("reviews:mine"),
        sub=str(found.call),
        template="awards/review/review.html",
        context={"review": found},
    )
    return perform(request, act)


def _step(
    request: Any, found: queries.MyReview, form: type[ActForm], service: Any, title: str, done: str, **more: Any
) -> HttpResponse:
    act = Act(
        form=form,
        service=partial(service, today=request.actor.today),
        title=title,
        submit=_("Save"),
        done=done,
        sub=f"{found.assignment.entry} · {found.call}",
        **{"back": page_of(found)} | more,
    )
    return perform(request, act)


@signed_in
def step_back(request: Any, review_assignment: int) -> HttpResponse:
    """Leave an entry that one recognises or is bound to."""
    found = _review(request, review_assignment)
    service = partial(services.step_back, found.assignment)
    done = _("The entry is no longer yours; another reviewer gets it.")
    follows = [_("The text closes to you. What binds you is read by the moderator; names are not needed.")]
    back = reverse("reviews:mine")
    return _step(request, found, ReasonForm, service, _("Step back from this entry"), done, back=back, follows=follows)


@signed_in
def remark(request: Any, review_assignment: int) -> HttpResponse:
    """Say something in the discussion of an entry."""
    found = _review(request, review_assignment)
    service = partial(services.add_remark, found.assignment.entry, assignment=found.assignment)
    return _step(request, found, RemarkForm, service, _("Remark in the discussion"), _("Your remark stands there."))


@signed_in
def revise(request: Any, review_assignment: int, score: int) -> HttpResponse:
    """Revise an own score with a reason, after the discussion."""
    found = _review(request, review_assignment)
    first = queries.own_score(request.actor, found.assignment, score)
    if first is None:
        raise Http404
    service = partial(services.revise_score, first)
    done = _("Revised. The first score stays beside it.")
    title = _("Revise the score for “{criterion}”").format(criterion=first.criterion)
    return _step(request, found, ReviseForm, service, title, done, about=first)


@signed_in
def file(request: Any, review_assignment: int, blind_copy: int) -> Any:
    """A file of an entry as it was written anew, under a number for a name."""
    found = _review(request, review_assignment)
    copy = queries.file_of(found, blind_copy)
    if copy is None:
        raise Http404
    looked(request.actor, copy, Look.What.EXPORT, organisation=found.call.organisation)
    return served(copy, shown=True)


@signed_in
def live(request: Any, reviewer: int) -> HttpResponse:
    """The presentation that runs now, to be scored with one hand; and the order of the others."""
    seat = _seat(request, reviewer)
    running = may(Seat.REVIEWER, Deed.SCORE_LIVE, standing_of(seat.call, request.actor.today))
    now = queries.presenting_now(request.actor, seat) if running and seat.declared_on else None
    context = {"seat": seat, "now": now, "turns": queries.live_turns(seat) if running and seat.declared_on else []}
    if now is None:
        return render(request, "awards/review/live.html", context)
    address = reverse("reviews:live", args=[seat.pk])
    act = Act(
        form=LiveForm,
        service=partial(services.hand_in, now.assignment, today=request.actor.today),
        about=now,
        title=str(now.assignment.entry),
        submit=_("Hand in the scores"),
        done=_("Handed in. You may change it while the entry presents."),
        back=address,
        template="awards/review/live.html",
        context=context,
    )
    return perform(request, act)
