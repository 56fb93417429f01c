"""Changing a record, the membership and conditions; uncovering one entry."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.act_forms import posted
from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes
from dangjian.kernel.errors import ServiceError

from .. import forms, queries, services
from ..page import context_of
from ..permissions import CHANGE, REGISTER, UNMASK
from .reading import branch_of, member_for, page_of

Service = Callable[..., Any]
CHANGES: dict[str, tuple[Any, Service, Any]] = {
    "confirm": (forms.DatedForm, services.confirm, gettext_lazy("Grant full membership")),
    "work": (forms.WorkForm, services.change_work, gettext_lazy("Change the work status")),
    "group": (forms.GroupForm, services.change_group, gettext_lazy("Put into a Party group")),
    "suspend": (forms.DatedForm, services.suspend, gettext_lazy("Suspend the membership")),
    "restore": (forms.DatedForm, services.restore, gettext_lazy("Restore the membership")),
    "leave": (forms.LeaveForm, services.leave, gettext_lazy("Record the exit")),
}


@writes(REGISTER)
def register(request: Any) -> HttpResponse:
    """Enter a new member."""
    act = Act(
        form=forms.RegisterForm,
        service=services.register,
        title=_("Enter a member"),
        submit=_("Enter"),
        done=_("The member is in the register."),
        back=reverse("records:list", args=["members.member"]),
        follows=[_("The official register stays in the national system; compare the two afterwards.")],
        then=page_of,
    )
    return perform(request, act)


@writes(CHANGE)
def change_details(request: Any, member: int) -> HttpResponse:
    """Change the items of a record."""
    found = member_for(request, member, CHANGE)
    act = Act(
        form=forms.DetailsForm,
        service=partial(services.change_details, found),
        about=found,
        sub=branch_of(found),
        title=_("Record of {name}").format(name=found),
        submit=_("Save"),
        done=_("The record is changed."),
        back=page_of(found),
        follows=[_("The national system is master of the sixteen items: change them there too.")],
    )
    return perform(request, act)


@writes(UNMASK)
def reveal(request: Any, member: int) -> HttpResponse:
    """Ask for the reason, and then show one hidden entry on this answer only."""
    found = member_for(request, member, UNMASK)
    form = forms.RevealForm(
        posted(request), actor=request.actor, about=found, initial={"item": request.GET.get("item", "")}
    )
    if form.is_valid():
        try:
            value = services.reveal(found, by=request.actor, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            shown = {form.cleaned_data["item"]: value}
            response = render(request, "members/detail.html", context_of(found, request.actor, shown))
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "members/reveal.html", {"form": form, "member": found})


@writes(CHANGE)
def reconcile(request: Any, member: int) -> HttpResponse:
    """Note that a record was compared with the national system."""
    found = member_for(request, member, CHANGE)
    act = Act(
        form=forms.OnForm,
        service=partial(services.reconcile, found),
        sub=branch_of(found),
        title=_("Compare the record of {name}").format(name=found),
        submit=_("Note down"),
        done=_("The comparison is noted."),
        back=page_of(found),
    )
    return perform(request, act)


@writes(CHANGE)
def change_membership(request: Any, member: int, change: str) -> HttpResponse:
    """A change of the membership: closes the present row and opens the next."""
    if change not in CHANGES:
        raise Http404
    found = member_for(request, member, CHANGE)
    form, service, words = CHANGES[change]
    act = Act(
        form=form,
        service=partial(service, found),
        about=found,
        sub=branch_of(found),
        title=f"{words} · {found}",
        submit=str(words),
        done=_("The change is recorded; the history shows it."),
        back=page_of(found),
        follows=[_("The row before ends on the same day. Nothing is overwritten and nobody is deleted.")],
    )
    return perform(request, act)


@writes(CHANGE)
def start_condition(request: Any, member: int) -> HttpResponse:
    """Note an exemption, an absence or service at a window."""
    found = member_for(request, member, CHANGE)
    act = Act(
        form=forms.ConditionForm,
        service=partial(services.start_condition, found),
        sub=branch_of(found),
        title=_("Note an exemption or absence of {name}").format(name=found),
        submit=_("Note down"),
        done=_("It is noted."),
        back=page_of(found),
        follows=[_("Exempt members leave the denominators of attendance from that day on.")],
    )
    return perform(request, act)


@writes(CHANGE)
def end_condition(request: Any, condition: int) -> HttpResponse:
    """Note the end of a condition."""
    found = fetch(queries.conditions_shown(), condition, request.actor, CHANGE)
    act = Act(
        form=forms.EndForm,
        service=partial(services.end_condition, found),
        sub=branch_of(found.member),
        title=_("End: {what}").format(what=found),
        submit=_("Note the end"),
        done=_("The end is noted."),
        back=page_of(found.member),
    )
    return perform(request, act)
