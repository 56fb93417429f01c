"""Pages on which a meeting is called, and answered by those who are expected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import signed_in, writes
from dangjian.kernel.errors import ConflictError, ServiceError
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..enums import KINDS_HELD_BY, Outcome
from ..forms.meetings import CallForm, ChangeCallForm, ReplyForm
from ..models import Attendance, Meeting
from ..naming import kinds_of, name_of
from ..permissions import RECORD_MEETING
from ..queries import meetings as queries
from ..queries.roll import roll
from ..services.calling import places_of


@writes(RECORD_MEETING)
def call(request: Any, organisation: int) -> HttpResponse:
    """Call a meeting: kind, time and place are those of the last one."""
    place = fetch(Organisation.objects.select_related("parent"), organisation, request.actor, RECORD_MEETING)
    form = CallForm(request.POST or None, organisation=place, initial=_offered(request, place))
    if request.method == "POST" and form.is_valid():
        try:
            meeting = services.call_meeting(
                organisation=place, today=request.actor.today, by=request.actor, **form.cleaned_data
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Called. Here you see who has answered."))
            return redirect("life:meeting", meeting.pk)
    return render(request, "life/meetings/call.html", {"form": form, "organisation": place})


def _offered(request: Any, place: Organisation) -> dict[str, Any]:
    held = KINDS_HELD_BY.get(place.kind, ())
    if not held:
        raise Http404
    kind = request.GET.get("kind") if request.GET.get("kind") in held else held[0].value
    offered: dict[str, Any] = {"kinds": [kind], "on": request.GET.get("on") or ""}
    last = queries.last_like(place, kind)
    if last is not None:
        offered |= {name: getattr(last, name) for name in ("begins_at", "ends_at", "place", "agenda")}
    return offered


@writes(RECORD_MEETING)
def change_call(request: Any, meeting: int) -> HttpResponse:
    """Change day, time, place or agenda of a called meeting."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    names = ("begins_at", "ends_at", "place", "topic", "agenda")
    initial = {"on": found.happened_on, **{name: getattr(found, name) for name in names}}
    form = ChangeCallForm(request.POST or None, organisation=found.organisation, initial=initial)
    version = found.version
    if request.method == "POST" and form.is_valid():
        try:
            services.change_call(
                found, version=_version(request), today=request.actor.today, by=request.actor, **form.cleaned_data
            )
        except ConflictError as error:
            form.add_error(None, str(error))
            version = error.theirs["version"]
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Changed. Those expected were told what moved."))
            return redirect("life:meeting", found.pk)
    context = {"form": form, "organisation": found.organisation, "meeting": found, "version": version}
    return render(request, "life/meetings/call.html", context)


def _version(request: Any) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


@writes(RECORD_MEETING)
def discard(request: Any, meeting: int) -> HttpResponse:
    """Remove a call that was a slip."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    if request.method == "POST":
        try:
            services.discard_call(found, by=request.actor)
        except ServiceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The call is removed."))
            return redirect("life:home")
    return redirect("life:meeting", found.pk)


@writes(RECORD_MEETING)
def remind(request: Any, meeting: int) -> HttpResponse:
    """Remind those who have not answered, and only those."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    if request.method == "POST":
        try:
            told = services.remind(found, today=request.actor.today, by=request.actor)
            messages.success(request, _("Reminded: {told}.").format(told=told))
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect("life:meeting", found.pk)


@signed_in
def answer(request: Any, meeting: int) -> HttpResponse:
    """What a member sees of a meeting: when, where, what about; coming or not with one tap."""
    found, member = _for_member(request, meeting)
    own = found.replies.filter(member=member).first()
    form = ReplyForm(request.POST or None, initial={"reason": own.reason if own else ""})
    if request.method == "POST" and form.is_valid():
        coming = form.cleaned_data["coming"] == "yes"
        facts = {"coming": coming, "reason": form.cleaned_data["reason"], "code": form.cleaned_data["code"]}
        try:
            services.reply(found, member, today=request.actor.today, by=request.actor, **facts)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Thank you. Your answer is noted."))
            return redirect("life:meeting-call", found.pk)
    is_open = found.outcome == Outcome.CALLED and found.happened_on >= request.actor.today
    context = {"meeting": found, "name": name_of(found), "own": own, "form": form, "is_open": is_open}
    return render(request, "life/meetings/answer.html", context)


@signed_in
def make_up(request: Any, meeting: int) -> HttpResponse:
    """What an absent member reads afterwards; one tap says that it was read."""
    member = request.actor.member_id
    rows = Attendance.objects.select_related("meeting__organisation").prefetch_related("meeting__counts")
    row = rows.filter(meeting=meeting, member=member, make_up_sent_on__isnull=False).first() if member else None
    if row is None:
        raise Http404
    if request.method == "POST":
        services.acknowledge(row, today=request.actor.today, by=request.actor)
        messages.success(request, _("Thank you. That is all."))
        return redirect("life:make-up", meeting)
    context = {
        "row": row,
        "meeting": row.meeting,
        "name": name_of(row.meeting),
        "decisions": row.meeting.decisions.all(),
    }
    return render(request, "life/meetings/make_up.html", context)


def _for_member(request: Any, meeting: int) -> tuple[Meeting, Member]:
    """The meeting and the member who asks, if the member is on its roll."""
    found = queries.meetings_shown().filter(pk=meeting).first()
    if found is None or request.actor.member_id is None:
        raise Http404
    expected = {one.member.pk: one.member for one in roll(places_of(found), kinds_of(found), found.happened_on)}
    if request.actor.member_id not in expected:
        raise Http404
    return found, expected[request.actor.member_id]
