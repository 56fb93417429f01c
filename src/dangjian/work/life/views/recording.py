"""Pages on which a meeting is recorded, reviewed, taken back and corrected."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes
from dangjian.kernel.errors import ConflictError, ServiceError
from dangjian.kernel.records.filters import day_of_text
from dangjian.kernel.tree.models import Organisation
from dangjian.ui.formats import day_text

from .. import services
from ..drafts import places_of
from ..enums import KINDS_HELD_BY, MeetingKind
from ..forms.meetings import ExplainForm, NotHeldForm, PracticeForm, ReasonForm, RecordForm, RollForm, initial_of
from ..models import Meeting
from ..naming import kinds_of, name_of
from ..permissions import RECORD_MEETING, REVIEW_MEETING
from ..places import home_of, page_of
from ..queries import meetings as queries
from ..queries.practice import practice_of
from ..queries.roll import higher_leaders, roll


@writes(RECORD_MEETING)
def record(request: Any, organisation: int) -> HttpResponse:
    """Record a meeting that nobody called here: first as what it counts and when, then what happened."""
    place = fetch(Organisation.objects.select_related("parent"), organisation, request.actor, RECORD_MEETING)
    if not KINDS_HELD_BY.get(place.kind):
        raise Http404
    asked = RollForm(_asked(request), actor=request.actor, about=place, auto_id="roll_%s")
    context: dict[str, Any] = {"organisation": place, "asked": asked}
    if asked.is_bound:
        kinds, jointly, day = asked.chosen
        form = _form(request, [place, *jointly], kinds, day, {"on": day, **queries.usual(place, kinds[0])})
        sent = request.method == "POST" and asked.is_valid() and form.is_valid()
        if sent and not _asks_about_copy(form, place, None):
            try:
                meeting = services.record_meeting(
                    organisation=place, kinds=kinds, jointly=jointly, minutes=form.minutes(), **_by(request)
                )
            except ServiceError as error:
                form.refuse(error)
            else:
                return _filed(request, meeting)
        context |= {"form": form, "kinds": kinds, "jointly": jointly}
    return _page(request, context)


@writes(RECORD_MEETING)
def file(request: Any, meeting: int) -> HttpResponse:
    """Record a meeting that was called, or one that was taken back."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    day = _day(request, found.happened_on)
    form = _form(request, places_of(found), kinds_of(found), day, initial_of(found))
    version = found.version
    if request.method == "POST" and form.is_valid() and not _asks_about_copy(form, found.organisation, found):
        try:
            services.file_meeting(found, minutes=form.minutes(), version=_version(request), **_by(request))
        except ConflictError as error:
            version = error.theirs["version"]
            form.refuse(error)
        except ServiceError as error:
            form.refuse(error)
        else:
            return _filed(request, found)
    context = {"organisation": found.organisation, "meeting": found, "form": form, "version": version}
    return _page(request, context | {"name": name_of(found)})


def _page(request: Any, context: dict[str, Any]) -> HttpResponse:
    refused = any(form.errors for form in (context.get("asked"), context.get("form")) if form is not None)
    return render(request, "life/meetings/record.html", context, status=422 if refused else 200)


def _form(request: Any, places: list[Organisation], kinds: list[str], day: date, initial: dict[str, Any]) -> RecordForm:
    expected = roll(places, kinds, day)
    known = {one.member.pk for one in expected}
    leaders = [leader for leader in higher_leaders(places[0], day) if leader.pk not in known]
    return RecordForm(
        request.POST if request.method == "POST" else None,
        expected=expected,
        leaders=leaders,
        is_lesson=MeetingKind.LESSON in kinds,
        initial=initial,
    )


def _asks_about_copy(form: RecordForm, place: Organisation, meeting: Meeting | None) -> bool:
    """Ask the author, and nobody else, whether words repeat an earlier meeting on purpose."""
    if form.cleaned_data["copied_on_purpose"]:
        return False
    earlier = queries.near_copy(place, form.cleaned_data["content"], meeting)
    if earlier is not None:
        words = _(
            "The main points are almost the words of {day}. Tick below if that is on purpose; nobody else is told."
        )
        form.add_error("content", words.format(day=day_text(earlier.happened_on)))
        form.asks_about_copy = True
    return earlier is not None


def _asked(request: Any) -> Any:
    if request.method == "POST":
        return request.POST
    asked = request.GET.copy()
    if "kind" in asked and "kinds" not in asked:
        asked.setlist("kinds", asked.getlist("kind"))
    asked.setdefault("on", request.actor.today.isoformat())
    return asked if "kinds" in asked else None


def _day(request: Any, otherwise: date | None = None) -> date:
    sent = day_of_text((request.POST if request.method == "POST" else request.GET).get("on", ""))
    return sent or otherwise or request.actor.today


def _by(request: Any) -> dict[str, Any]:
    return {"today": request.actor.today, "by": request.actor}


def _version(request: Any) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _filed(request: Any, meeting: Meeting) -> HttpResponse:
    words = _("Filed. The grid, the ledger and the figures know it already.")
    messages.success(request, words)
    return redirect("life:meeting", meeting.pk)


@writes(RECORD_MEETING)
def not_held(request: Any, meeting: int) -> HttpResponse:
    """Say why a called meeting was not held."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    service = partial(services.not_held, found, version=None, today=request.actor.today)
    return perform(request, _answer_act(NotHeldForm, service, found.organisation, found, on=found.happened_on))


@writes(RECORD_MEETING)
def explain(request: Any, organisation: int) -> HttpResponse:
    """Say why a meeting that nobody called was not held."""
    place = fetch(Organisation.objects.select_related("parent"), organisation, request.actor, RECORD_MEETING)
    if not KINDS_HELD_BY.get(place.kind):
        raise Http404
    service = partial(services.explain, organisation=place, today=request.actor.today)
    asked = {"kinds": request.GET.get("kind", ""), "on": request.GET.get("on") or request.actor.today}
    return perform(request, _answer_act(ExplainForm, service, place, None, **asked))


def _answer_act(form: Any, service: Any, place: Organisation, meeting: Meeting | None, **initial: Any) -> Act:
    return Act(
        form=form,
        service=service,
        about=place,
        initial=initial,
        title=_("Not held, because …"),
        sub=name_of(meeting) if meeting else place.name,
        submit=_("Save"),
        done=_("Noted. It is shown as an answer, not as held."),
        back=page_of(meeting) if meeting else home_of(place),
        then=page_of,
        follows=[_("Not held, with a reason, is an accepted answer.")],
    )


@writes(RECORD_MEETING)
def take_back(request: Any, meeting: int) -> HttpResponse:
    """Take a filed record back to write on it."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    service = partial(services.take_back, found, today=request.actor.today)
    done = _("Taken back. It counts again when you file it.")
    return press(request, service, done=done, back=page_of(found))


@writes(RECORD_MEETING)
def correct(request: Any, meeting: int) -> HttpResponse:
    """Begin a correction of a locked record."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    act = Act(
        form=ReasonForm,
        service=partial(services.correct, found, today=request.actor.today),
        title=_("Correct this record"),
        sub=name_of(found),
        submit=_("Go on"),
        done=_("Write the correction below. The first text stands until you file it."),
        back=page_of(found),
        then=lambda new: reverse("life:file", args=[new.pk]),
    )
    return perform(request, act)


@writes(REVIEW_MEETING)
def approve(request: Any, meeting: int) -> HttpResponse:
    """Note that a filed record is in order."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, REVIEW_MEETING)
    return press(request, partial(services.approve, found), done=_("Reviewed: in order."), back=page_of(found))


@writes(REVIEW_MEETING)
def return_meeting(request: Any, meeting: int) -> HttpResponse:
    """Return a filed record with a reason."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, REVIEW_MEETING)
    act = Act(
        form=ReasonForm,
        service=partial(services.return_meeting, found),
        title=_("Return this record"),
        sub=name_of(found),
        submit=_("Return with a reason"),
        done=_("Returned. The branch finds your reason on its desk."),
        back=page_of(found),
    )
    return perform(request, act)


@writes(RECORD_MEETING)
def send_make_up(request: Any, meeting: int) -> HttpResponse:
    """Send the summary and the papers to those who were absent."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    service = partial(services.send_make_up, found, today=request.actor.today)
    return press(request, service, done=_("Sent to those who were absent."), back=page_of(found))


@writes(REVIEW_MEETING)
def practice(request: Any, organisation: int) -> HttpResponse:
    """Say how an organisation and those below it keep their records."""
    place = fetch(Organisation, organisation, request.actor, REVIEW_MEETING)
    now = practice_of(place, request.actor.today)
    act = Act(
        form=PracticeForm,
        service=partial(services.set_practice, organisation=place),
        initial={"review": now.review, "lock_days": now.lock_days, "starts_on": request.actor.today},
        title=_("How records are kept"),
        sub=place.name,
        submit=_("Save"),
        done=_("Set. It holds for what is filed from that day on."),
        back=home_of(place),
    )
    return perform(request, act)
