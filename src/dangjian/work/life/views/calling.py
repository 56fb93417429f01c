"""Pages on which a meeting is called, and answered by those who are expected."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import signed_in, writes
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..drafts import places_of
from ..enums import KINDS_HELD_BY, Outcome
from ..forms.meetings import CallForm, ChangeCallForm, ReplyForm
from ..models import Meeting
from ..naming import kinds_of, name_of
from ..permissions import RECORD_MEETING
from ..places import home_of, page_of
from ..queries import meetings as queries
from ..queries.roll import roll


@writes(RECORD_MEETING)
def call(request: Any, organisation: int) -> HttpResponse:
    """Call a meeting: kind, time and place are those of the last one."""
    place = fetch(Organisation.objects.select_related("parent"), organisation, request.actor, RECORD_MEETING)
    act = Act(
        form=CallForm,
        service=partial(services.call_meeting, organisation=place, today=request.actor.today),
        about=place,
        initial=_offered(request, place),
        title=_("Call a meeting"),
        sub=place.name,
        submit=_("Call the meeting"),
        done=_("Called. Here you see who has answered."),
        back=home_of(place),
        then=page_of,
        follows=[
            _("Time, place and agenda are those of the last meeting of the kind; change what is different."),
            _("Everybody expected is told, and answers with one tap."),
        ],
    )
    return perform(request, act)


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
    names = ("begins_at", "ends_at", "place", "topic", "agenda", "version")
    act = Act(
        form=ChangeCallForm,
        service=partial(services.change_call, found, today=request.actor.today),
        about=found,
        initial={"on": found.happened_on, **{name: getattr(found, name) for name in names}},
        title=_("Change the call"),
        sub=name_of(found),
        submit=_("Save and tell them"),
        done=_("Changed. Those expected were told what moved."),
        back=page_of(found),
    )
    return perform(request, act)


@writes(RECORD_MEETING)
def discard(request: Any, meeting: int) -> HttpResponse:
    """Remove a call that was a slip."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    back = home_of(found.organisation) if found.outcome == Outcome.CALLED else page_of(found)
    return press(request, partial(services.discard_call, found), done=_("The call is removed."), back=back)


@writes(RECORD_MEETING)
def remind(request: Any, meeting: int) -> HttpResponse:
    """Remind those who have not answered, and only those."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, RECORD_MEETING)
    remind_them = partial(services.remind, found, today=request.actor.today)
    return press(request, remind_them, done=_("Those who had not answered are reminded."), back=page_of(found))


@signed_in
def answer(request: Any, meeting: int) -> HttpResponse:
    """What a member sees of a meeting: when, where, what about; coming or not with one tap."""
    found, member = _for_member(request, meeting)
    own = found.replies.filter(member=member).first()
    is_open = found.outcome == Outcome.CALLED and found.happened_on >= request.actor.today
    act = Act(
        form=ReplyForm,
        service=partial(services.reply, found, member, today=request.actor.today),
        initial={"reason": own.reason if own else ""},
        title=name_of(found),
        submit=_("I am coming"),
        done=_("Thank you. Your answer is noted."),
        back=reverse("life:meeting-call", args=[found.pk]),
        template="life/meetings/answer.html",
        context={"meeting": found, "name": name_of(found), "own": own, "is_open": is_open},
    )
    return perform(request, act)


@signed_in
def make_up(request: Any, meeting: int) -> HttpResponse:
    """What an absent member reads afterwards; one tap says that it was read."""
    member = request.actor.member_id
    row = queries.make_up_for(meeting, member) if member else None
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
