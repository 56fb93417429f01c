"""Transfers: issue a letter, print it, answer it, take it back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look

from .. import forms, services
from ..enums import TransferState
from ..letters import letter_document
from ..models import IncomingTransfer, Transfer
from ..permissions import TRANSFER, VIEW_TRANSFER
from .reading import branch_of, member_for, page_of

LOADED = ("member__current__organisation", "organisation", "to_organisation")
FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def _page(request: Any, found: Transfer, *, received: bool) -> HttpResponse:
    is_open = found.state == TransferState.ISSUED
    end = found.to_organisation if received else found.organisation
    context = {
        "transfer": found,
        "received": received,
        "is_late": is_open and found.last_valid_day < request.actor.today,
        "may_act": is_open and request.actor.may(TRANSFER, end.path),
        "is_open": is_open,
    }
    looked(request.actor, found.member, Look.What.PAGE)
    return render(request, "members/transfer.html", context)


@reads(VIEW_TRANSFER)
def transfer(request: Any, transfer: int) -> HttpResponse:
    """A letter as the issuing branch sees it."""
    found = fetch(Transfer.objects.select_related(*LOADED), transfer, request.actor, VIEW_TRANSFER)
    return _page(request, found, received=False)


@reads(VIEW_TRANSFER)
def incoming(request: Any, incoming: int) -> HttpResponse:
    """A letter as the receiving branch sees it."""
    found = fetch(IncomingTransfer.objects.select_related(*LOADED), incoming, request.actor, VIEW_TRANSFER)
    return _page(request, found, received=True)


@reads(TRANSFER)
def letter(request: Any, transfer: int, form: str) -> HttpResponse:
    """The letter in three parts, as Word or PDF; taking it is noted."""
    if form not in FORMS:
        raise Http404
    found = fetch(Transfer.objects.select_related(*LOADED), transfer, request.actor, TRANSFER)
    looked(request.actor, found.member, Look.What.EXPORT, fields=["name", "sex", "category"])
    document = letter_document(found)
    content = document.docx() if form == "docx" else document.pdf()
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="letter-{found.pk}.{form}"'
    return response


@writes(TRANSFER)
def issue_transfer(request: Any, member: int) -> HttpResponse:
    """Issue a letter of introduction for a member."""
    found = member_for(request, member, TRANSFER)
    branch = found.current.organisation if found.current else ""
    act = Act(
        form=forms.TransferForm,
        service=partial(services.issue_transfer, found),
        about=found,
        sub=branch_of(found),
        title=_("Transfer letter for {name}").format(name=found),
        submit=_("Issue the letter"),
        done=_("The letter is issued. Print it, or let the other branch answer here."),
        back=page_of(found),
        follows=[
            _("Until the other branch accepts, {branch} stays responsible.").format(branch=branch),
            _("Posts held in this branch end when the other branch accepts."),
        ],
        then=lambda result: reverse("members:transfer", args=[result.pk]),
    )
    return perform(request, act)


@writes(TRANSFER)
def withdraw_transfer(request: Any, transfer: int) -> HttpResponse:
    """Take an unanswered letter back."""
    found = fetch(Transfer.objects.select_related(*LOADED), transfer, request.actor, TRANSFER)
    act = Act(
        form=forms.WithdrawForm,
        service=partial(services.withdraw_transfer, found),
        sub=branch_of(found.member),
        title=_("Withdraw the letter {number}").format(number=found.letter_number),
        submit=_("Withdraw"),
        done=_("The letter is withdrawn."),
        back=reverse("members:transfer", args=[found.pk]),
    )
    return perform(request, act)


def _answer(letter: Transfer, *, accept: bool, **words: Any) -> Any:
    return (services.accept_transfer if accept else services.return_transfer)(letter, **words)


@writes(TRANSFER)
def answer_transfer(request: Any, incoming: int) -> HttpResponse:
    """Accept a member, or return the letter with a reason."""
    found = fetch(IncomingTransfer.objects.select_related(*LOADED), incoming, request.actor, TRANSFER)
    act = Act(
        form=forms.AnswerForm,
        service=partial(_answer, found),
        sub=branch_of(found.member),
        title=_("Answer the letter {number} for {name}").format(number=found.letter_number, name=found.member),
        submit=_("Answer"),
        done=_("The letter is answered."),
        back=reverse("members:incoming", args=[found.pk]),
        follows=[_("Accepting moves the member to {branch} on that day.").format(branch=found.to_organisation)],
    )
    return perform(request, act)
