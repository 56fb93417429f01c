"""What the office of the issuer does: admission, receipts, proposals, the decision, letters."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes

from .. import services
from ..forms.calls import ReasonForm
from ..forms.counted import CountedForm
from ..forms.decisions import DecideForm, LettersForm, ProposeForm, ProposeSeveralForm
from ..forms.nominations import AdmitForm, ReceiptsForm
from ..models import AwardClass, Call, Nomination
from ..permissions import DECIDE_CALL
from ..queries import nominations as queries
from ..queries.calls import calls_shown
from .calls import page_of
from .counting import perform_counted


def for_issuer(request: Any, key: int, permission: str) -> Nomination:
    """A nomination, for the office of the organisation that issued the call.

    Raises:
        PermissionDenied: the permission is not held there.
    """
    found = fetch(queries.nominations_shown(), key, request.actor, permission)
    if not request.actor.may(permission, found.call.organisation.path):
        raise PermissionDenied
    return found


@writes(DECIDE_CALL)
def refuse_nomination(request: Any, nomination: int) -> HttpResponse:
    """Do not admit a nomination."""
    found = for_issuer(request, nomination, DECIDE_CALL)
    act = Act(
        form=ReasonForm,
        service=partial(services.refuse_nomination, found, today=request.actor.today),
        about=found,
        title=_("Do not admit"),
        submit=_("Save"),
        done=_("Not admitted. The organisation was told the reason."),
        back=reverse("awards:nomination", args=[found.pk]),
        sub=str(found),
    )
    return perform(request, act)


@writes(DECIDE_CALL)
def propose(request: Any, nomination: int) -> HttpResponse:
    """Record the proposal on one nomination."""
    found = for_issuer(request, nomination, DECIDE_CALL)
    act = Act(
        form=ProposeForm,
        service=partial(services.propose, found),
        about=found,
        title=_("Proposal for an award"),
        submit=_("Save"),
        done=_("Recorded. It may change until the decision."),
        back=reverse("awards:nomination", args=[found.pk]),
        sub=str(found),
    )
    return perform(request, act)


def _on_call(
    request: Any, call: Call, form: type[CountedForm], service: Any, title: str, done: str, about: Any = None
) -> HttpResponse:
    act = Act(
        form=form,
        service=service,
        about=about or call,
        title=title,
        submit=_("Count and list first"),
        done=done,
        back=page_of(call),
        sub=call.title,
        follows=(_("Before anything happens, the page says how many it concerns and lists them."),),
    )
    return perform_counted(request, act)


def _call(request: Any, key: int) -> Call:
    return fetch(calls_shown(), key, request.actor, DECIDE_CALL)


@writes(DECIDE_CALL)
def admit(request: Any, call: int) -> HttpResponse:
    """Admit nominations together."""
    found = _call(request, call)
    service = partial(services.admit_several, today=request.actor.today)
    return _on_call(request, found, AdmitForm, service, _("Admit nominations"), _("Admitted."))


@writes(DECIDE_CALL)
def record_receipts(request: Any, call: int) -> HttpResponse:
    """Record a paper of a department."""
    found = _call(request, call)
    service = partial(services.record_receipts, today=request.actor.today)
    return _on_call(request, found, ReceiptsForm, service, _("Record a receipt"), _("Recorded."))


@writes(DECIDE_CALL)
def propose_several(request: Any, award_class: int) -> HttpResponse:
    """Propose several for a class."""
    chosen = fetch(
        AwardClass.objects.select_related("call__organisation").all(), award_class, request.actor, DECIDE_CALL
    )
    service, title = partial(services.propose_several, chosen), _("Proposals for “{name}”").format(name=chosen.name)
    done = _("Recorded. They may change until the decision.")
    return _on_call(request, chosen.call, ProposeSeveralForm, service, title, done, chosen)


@writes(DECIDE_CALL)
def decide(request: Any, call: int) -> HttpResponse:
    """Record the decision."""
    found = _call(request, call)
    service = partial(services.decide, found, today=request.actor.today)
    done = _("Recorded. The honours stand in the register; certificates can be printed.")
    return _on_call(request, found, DecideForm, service, _("Record the decision on the awards"), done)


@writes(DECIDE_CALL)
def send_letters(request: Any, call: int) -> HttpResponse:
    """Send the letters."""
    found = _call(request, call)
    service = partial(services.send_letters, found, today=request.actor.today)
    return _on_call(request, found, LettersForm, service, _("Send the letters"), _("Sent."))
