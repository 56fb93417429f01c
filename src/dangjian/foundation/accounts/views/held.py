"""What is held about me and who looked."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Member
from dangjian.foundation.members.services import corrections
from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.views import signed_in

from .. import forms
from .. import held as held_queries
from .pages import own_page, own_tabs


def _context(request: Any, member: Member | None) -> dict[str, Any]:
    return {
        "held": held_queries.held_about(member, request.actor) if member else None,
        "account": request.user,
        "entries": held_queries.own_entries(request.actor),
    }


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
def held(request: Any) -> HttpResponse:
    """Every item of one's own record in clear, who looked at it, and one's own entries of the audit."""
    form = forms.CorrectionForm(actor=request.actor)
    context = {"form": form, **_context(request, held_queries.own_member(request.actor))}
    return _kept_nowhere(own_page(request, "accounts/held.html", context))


@signed_in
def propose_correction(request: Any) -> HttpResponse:
    """Propose a correction, which the branch decides."""
    member = held_queries.own_member(request.actor)
    if member is None:
        raise Http404
    act = Act(
        form=forms.CorrectionForm,
        service=partial(corrections.propose_correction, member),
        title=_("What is held about me"),
        submit=_("Propose the correction"),
        done=_("Proposed. Your branch decides, and you see the answer here."),
        back=reverse("accounts:held"),
        template="accounts/held.html",
        context={"own_tabs": own_tabs(request), **_context(request, member)},
    )
    return _kept_nowhere(perform(request, act))
