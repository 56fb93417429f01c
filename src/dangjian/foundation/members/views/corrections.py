"""Corrections: a member proposes, the branch decides."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import signed_in, writes
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look

from .. import forms, queries, services
from ..enums import CorrectionState
from ..items import BY_KEY, label_of
from ..models import Member
from ..permissions import DECIDE_CORRECTION
from .reading import branch_of


@writes(DECIDE_CORRECTION)
def correction(request: Any, correction: int) -> HttpResponse:
    """A proposed correction beside what the record says, to be decided."""
    found = fetch(queries.corrections_shown(), correction, request.actor, DECIDE_CORRECTION)
    looked(request.actor, found.member, Look.What.PAGE, fields=[found.item])
    back = reverse("members:correction", args=[found.pk])
    if found.state != CorrectionState.PROPOSED:
        return render(request, "members/correction.html", {"correction": found, "item": label_of(found.item)})
    act = Act(
        form=forms.DecideForm,
        service=partial(services.decide_correction, found),
        sub=branch_of(found.member),
        title=_("{name} proposes a correction").format(name=found.member),
        submit=_("Record the decision"),
        done=_("The correction is decided; the member can read the answer."),
        back=back,
        follows=[
            _("{item} now: {value}").format(item=label_of(found.item), value=_shown(found.member, found.item) or "—"),
            _("Should read: {value}").format(value=found.proposed),
            *([_("Reason: {reason}").format(reason=found.reason)] if found.reason else []),
        ],
    )
    return perform(request, act)


def _shown(member: Member, key: str) -> str:
    item, value = BY_KEY[key], getattr(member, key)
    if item.is_private:
        return queries.masked(member, key)
    return item.codes.label(value) if item.codes else str(value or "")


@signed_in
def my_corrections(request: Any) -> HttpResponse:
    """What I find wrong in my own record, with the answers so far."""
    me = queries.own_member(request.actor)
    if me is None:
        raise Http404
    act = Act(
        form=forms.CorrectionForm,
        service=partial(services.propose_correction, me),
        sub=branch_of(me),
        title=_("Something in my record is wrong"),
        submit=_("Propose"),
        done=_("Your branch has the proposal and will answer."),
        back=reverse("members:my-corrections"),
        follows=[
            _("{item}: {state}. {answer}").format(
                item=label_of(earlier.item), state=earlier.get_state_display(), answer=earlier.answer
            )
            for earlier in me.corrections.defer("proposed")[:20]
        ],
    )
    return perform(request, act)
