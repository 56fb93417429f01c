"""Pages on which a meeting is recorded, reviewed, taken back and corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes
from dangjian.kernel.errors import ConflictError, ServiceError
from dangjian.kernel.records.filters import day_of_text
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..enums import KINDS_HELD_BY, MeetingKind
from ..forms.meetings import ExplainForm, KindsForm, NotHeldForm, PracticeForm, ReasonForm, RecordForm, initial_of
from ..models import Meeting
from ..naming import kinds_of, name_of
from ..permissions import RECORD_MEETING, REVIEW_MEETING
from ..queries import meetings as queries
from ..queries.practice import practice_of
from ..queries.roll import higher_leaders, roll
from ..services.calling import places_of


@writes(RECORD_MEETING)
def record(request: Any, organisation: int) -> HttpResponse:
    """Record a meeting that nobody called here: first as what it counts and when, then what happened."""
    place = fetch(Organisation.objects.select_related("parent"), organisation, request.actor, RECORD_MEETING)
    if not KINDS_HELD_BY.get(place.kind):
        raise Http404
    asked = KindsForm(_asked(request), organisation=place)
    context: dict[str, Any] = {"organisation": place, "asked": asked}
    if asked.is_valid():
        kinds, jointly = asked.cleaned_data["kinds"], list(asked.cleaned_data.get("jointly", ()))
        day = _day(request)
        form = _form(request, [place, *jointly], kinds, day, {"on": day, **queries.usual(place, kinds[0])})
        if request.method == "POST" and form.is_valid() and not _asks_about_copy(form, place, None):
            try:
                meeting = services.record_meeting(
                    organisation=place, kinds=kinds, jointly=jointly, minutes=form.minutes(), **_by(request)
                )
            except ServiceError as error:
                form.refuse(error)
            else:
                return _filed(request, meeting)
        context |= {"form": form, "kinds": kinds, "jointly": jointly}
    return render(request, "life/meetings/record.html", context)


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
            form.add_error(None, str(error))
            version = error.theirs["version"]
        except ServiceError as error:
            form.refuse(error)
        else:
            return _filed(request, found)
    context = {"organisation": found.organisation, "meeting": found, "form": form, "version": version}
    return render(request, "life/meetings/record.html", context | {"name": name_of(found)})


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
    earlier = queries.near_copy(place, form.cleaned_data["points"], meeting)
    if earlier is not None:
        words = _(
            "The main points are almost the words of {day}. Tick below if that is on purpose; nobody else is told."
        )
        form.add_error("points", words.format(day=earlier.happened_on.isoformat()))
        form.asks_about_copy = True
    return earlier is not None


def _asked(request: Any) -> Any:
    if request.method == "POST":
        return request.POST
    asked = request.GET.copy()
    if "kind" in asked and "kinds" not in asked:
        asked.setlist("kinds", asked.getlist("kind"))
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
    form = NotHeldForm(request.POST or None, initial={"on": found.happened_on})
    return _act(
        request,
        form,
        lambda data: services.not_held(found, version=None, **data, **_by(request)),
        found,
        _("Not held, because …"),
        _("Noted. It is shown as an answer, not as held."),
    )


@writes(RECORD_MEETING)
def explain(request: Any, organisation: int) -> HttpResponse:
    """Say why a meeting that nobody called was not held."""
    place = fetch(Organisation.objects.select_related("parent"), organisation, request.actor, RECORD_MEETING)
    if not KINDS_HELD_BY.get(place.kind):
        raise Http404
    initial = {"kind": request.GET.get("kind", ""), "on": request.GET.get("on", "")}
    form = ExplainForm(request.POST or None, organisation=place, initial=initial)

    def apply(data: dict[str, Any]) -> Meeting:
        kind = data.pop("kind")
        return services.explain(organisation=place, kinds=[kind], **data, **_by(request))

    done = _("Noted. It is shown as an answer, not as held.")
    return _act(request, form, apply, None, _("Not held, because …"), done, organisation=place)


@writes(RECORD_MEETING)
def take_back(request: Any, meeting: int) -> HttpResponse:
    """Take a filed record back to write on it."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    if request.method == "POST":
        try:
            services.take_back(found, **_by(request))
            return redirect("life:file", found.pk)
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect("life:meeting", found.pk)


@writes(RECORD_MEETING)
def correct(request: Any, meeting: int) -> HttpResponse:
    """Begin a correction of a locked record."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    return _act(
        request,
        ReasonForm(request.POST or None),
        lambda data: services.correct(found, **data, **_by(request)),
        found,
        _("Correct this record"),
        _("Write the correction below. The first text stands until you file it."),
        then="life:file",
    )


@writes(REVIEW_MEETING)
def approve(request: Any, meeting: int) -> HttpResponse:
    """Note that a filed record is in order."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, REVIEW_MEETING)
    if request.method == "POST":
        try:
            services.approve(found, by=request.actor)
            messages.success(request, _("Reviewed: in order."))
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect("life:meeting", found.pk)


@writes(REVIEW_MEETING)
def return_meeting(request: Any, meeting: int) -> HttpResponse:
    """Return a filed record with a reason."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, REVIEW_MEETING)
    return _act(
        request,
        ReasonForm(request.POST or None),
        lambda data: services.return_meeting(found, by=request.actor, **data),
        found,
        _("Return this record"),
        _("Returned. The branch finds your reason on its desk."),
    )


@writes(RECORD_MEETING)
def send_make_up(request: Any, meeting: int) -> HttpResponse:
    """Send the summary and the papers to those who were absent."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    if request.method == "POST":
        try:
            sent = services.send_make_up(found, **_by(request))
            messages.success(request, _("Sent to {count} who were absent.").format(count=sent))
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect("life:meeting", found.pk)


@writes(REVIEW_MEETING)
def practice(request: Any, organisation: int) -> HttpResponse:
    """Say how an organisation and those below it keep their records."""
    place = fetch(Organisation, organisation, request.actor, REVIEW_MEETING)
    now = practice_of(place, request.actor.today)
    initial = {"review": now.review, "lock_days": now.lock_days, "starts_on": request.actor.today}
    form = PracticeForm(request.POST or None, initial=initial)
    return _act(
        request,
        form,
        lambda data: services.set_practice(organisation=place, by=request.actor, **data),
        None,
        _("How records are kept"),
        _("Set. It holds for what is filed from that day on."),
        organisation=place,
        then="life:home",
    )


def _act(
    request: Any,
    form: Any,
    apply: Callable[[dict[str, Any]], Any],
    meeting: Meeting | None,
    title: str,
    done: str,
    *,
    organisation: Organisation | None = None,
    then: str = "life:meeting",
) -> HttpResponse:
    """A page with one short form and one service behind it."""
    if request.method == "POST" and form.is_valid():
        try:
            result = apply(form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect(then, *([] if then == "life:home" else [result.pk]))
    place = meeting.organisation if meeting else organisation
    context = {"form": form, "title": title, "meeting": meeting, "organisation": place}
    return render(request, "life/form.html", context)
