"""Pages of talks, and of the catalogue of must-talk occasions."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.act_forms import ActForm
from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads, signed_in, writes
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.figures.compute import compute_all
from dangjian.kernel.figures.permissions import VIEW_FIGURE
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.periods import Period
from dangjian.kernel.records.catalogue_forms import EndItemForm, MoveItemForm
from dangjian.kernel.records.services import end_item, move_item
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..enums import TalkSide
from ..forms.talks import ReasonForm, TalkForm
from ..models import MustTalkReason, Talk
from ..permissions import KEEP_TALK_REASON, RECORD_TALK, VIEW_TALK, VIEW_TALK_REASON
from ..queries import talks as queries


def page_of_talk(talk: Talk) -> str:
    """The page of a talk."""
    return reverse("life:talk", args=[talk.pk])


def _talk(request: Any, talk: int) -> Talk:
    """A talk of which the reader is a side or the secretary; to everybody else there is none."""
    return fetch(queries.talks_shown(), talk, request.actor, VIEW_TALK)


@signed_in
def talk(request: Any, talk: int) -> HttpResponse:
    """One talk, for its two sides and the branch's secretary."""
    found = _talk(request, talk)
    if request.actor.member_id not in {one.member_id for one in found.participants.all()}:
        looked(request.actor, found, Look.What.PAGE)
    context = {
        "talk": found,
        "talkers": queries.side_names(found, TalkSide.TALKER),
        "talked_to": queries.side_names(found, TalkSide.TALKED_TO),
        "corrected_by": found.corrections.first(),
    }
    return render(request, "life/talks/talk.html", context)


@writes(RECORD_TALK)
def record_talk(request: Any) -> HttpResponse:
    """Record a talk of the branch acted for, or of one's own."""
    organisation = queries.branch_to_record_for(request.actor)
    if organisation is None:
        raise PermissionDenied
    act = Act(
        form=TalkForm,
        service=partial(services.record_talk, organisation=organisation),
        about=organisation,
        title=_("Record a talk"),
        submit=_("Save"),
        done=_("Recorded. Only the two sides and the branch's secretary see it."),
        back=reverse("life:my-talks"),
        then=page_of_talk,
        sub=organisation.name,
        template="life/talks/form.html",
    )
    return perform(request, act)


@signed_in
def correct_talk(request: Any, talk: int) -> HttpResponse:
    """Put an entry right by a new one; the first one stays."""
    found = _talk(request, talk)
    act = Act(
        form=TalkForm,
        service=partial(services.correct_talk, found),
        about=found,
        title=_("Correct a talk"),
        submit=_("Save"),
        done=_("Corrected by a new entry. The first one stays and no longer counts."),
        back=page_of_talk(found),
        then=page_of_talk,
        sub=found.organisation.name,
        template="life/talks/form.html",
    )
    return perform(request, act)


@signed_in
def my_talks(request: Any) -> HttpResponse:
    """The talks in which one was a side."""
    own = list(queries.own_talks(request.actor)[: queries.SHOWN])
    shown = [
        (one, queries.side_names(one, TalkSide.TALKER), queries.side_names(one, TalkSide.TALKED_TO)) for one in own
    ]
    may_record = request.actor.may(RECORD_TALK)
    return render(request, "life/talks/mine.html", {"talks": shown, "may_record": may_record})


@reads(VIEW_FIGURE)
def talks_of(request: Any, organisation: int) -> HttpResponse:
    """How many talks an organisation held this year; its secretary sees which, everybody else the numbers."""
    found = fetch(Organisation, organisation, request.actor, VIEW_FIGURE)
    scope = Scope.of(found.path or "", Period.year_of(request.actor.today.year), request.actor.today)
    talks = queries.talks_shown().visible_to(request.actor, VIEW_TALK).standing().filter(organisation=found)
    context = {
        "organisation": found,
        "values": compute_all([("life.talks", scope), ("life.must_talks", scope)]),
        "talks": talks.order_by("-happened_on", "-pk")[:5],
        "may_record": request.actor.may(RECORD_TALK, found.path) and found.is_branch,
    }
    return render(request, "life/talks/_of.html" if is_htmx(request) else "life/talks/of.html", context)


@reads(VIEW_TALK_REASON)
def talk_reasons(request: Any) -> HttpResponse:
    """The catalogue of occasions on which a talk is a must, with days and order."""
    may_keep = request.actor.may(KEEP_TALK_REASON)
    reasons = queries.all_reasons() if may_keep else queries.reasons_on(request.actor.today)
    context = {"reasons": reasons, "may_keep": may_keep, "today": request.actor.today}
    return render(request, "life/talks/reasons.html", context)


@writes(KEEP_TALK_REASON)
def add_talk_reason(request: Any) -> HttpResponse:
    """Add an occasion."""
    return _keep(request, ReasonForm, services.add_talk_reason, _("Add an occasion"))


@writes(KEEP_TALK_REASON)
def move_talk_reason(request: Any, reason: str) -> HttpResponse:
    """Give an occasion another place in the order."""
    found = _reason(reason)
    return _keep(request, MoveItemForm, partial(move_item, services.OCCASIONS, found), found.name, found)


@writes(KEEP_TALK_REASON)
def end_talk_reason(request: Any, reason: str) -> HttpResponse:
    """End an occasion."""
    found = _reason(reason)
    return _keep(request, EndItemForm, partial(end_item, services.OCCASIONS, found), found.name, found)


def _reason(key: str) -> MustTalkReason:
    found = queries.all_reasons().filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _keep(
    request: Any, form: type[ActForm], service: Any, title: str, reason: MustTalkReason | None = None
) -> HttpResponse:
    act = Act(
        form=form,
        service=service,
        about=reason,
        title=title,
        submit=_("Save"),
        done=_("The catalogue is changed. Talks already recorded stay as they are."),
        back=reverse("life:talk-reasons"),
        sub=_("Must-talk occasions"),
    )
    return perform(request, act)
