"""What is held about me and who looked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Member
from dangjian.foundation.members.services import corrections
from dangjian.kernel.access.views import signed_in
from dangjian.kernel.errors import ServiceError

from .. import forms
from .. import held as held_queries
from .pages import own_page, posted


def _page(request: Any, form: forms.CorrectionForm, member: Member | None) -> HttpResponse:
    context = {
        "held": held_queries.held_about(member, request.actor) if member else None,
        "account": request.user,
        "entries": held_queries.own_entries(request.actor),
        "form": form,
    }
    answer = own_page(request, "accounts/held.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
def held(request: Any) -> HttpResponse:
    """Every item of one's own record in clear, who looked at it, and one's own entries of the audit."""
    return _page(request, forms.CorrectionForm(), held_queries.own_member(request.actor))


@signed_in
def propose_correction(request: Any) -> HttpResponse:
    """Propose a correction, which the branch decides."""
    member = held_queries.own_member(request.actor)
    if member is None:
        raise Http404
    form = forms.CorrectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            corrections.propose_correction(member, **form.cleaned_data, by=request.actor)
        except ServiceError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Proposed. Your branch decides, and you see the answer here."))
            return redirect("accounts:held")
    return _page(request, form, member)
