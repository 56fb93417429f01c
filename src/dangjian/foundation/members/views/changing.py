"""Changing a record, the membership and conditions; uncovering one entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes
from dangjian.kernel.errors import ServiceError

from .. import forms, queries, services
from ..page import context_of
from ..permissions import CHANGE, REGISTER, UNMASK
from .acts import Act, member_for, page_of, perform

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

    def apply(form: forms.RegisterForm) -> Any:
        row = {key: form.cleaned_data[key] for key in forms.RegisterForm.field_order}
        return services.register(by=request.actor, **row, **form.details())

    act = Act(
        forms.RegisterForm,
        apply,
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

    def apply(form: forms.DetailsForm) -> Any:
        version = form.cleaned_data["version"]
        return services.change_details(found, by=request.actor, version=version, **form.details())

    act = Act(
        forms.DetailsForm,
        apply,
        title=_("Record of {name}").format(name=found),
        submit=_("Save"),
        done=_("The record is changed."),
        back=page_of(found),
        follows=[_("The national system is master of the sixteen items: change them there too.")],
    )
    return perform(request, act, found)


@writes(UNMASK)
def reveal(request: Any, member: int) -> HttpResponse:
    """Ask for the reason, and then show one hidden entry on this answer only."""
    found = member_for(request, member, UNMASK)
    form = forms.RevealForm(
        request.POST or None, actor=request.actor, member=found, initial={"item": request.GET.get("item", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            value = services.reveal(found, by=request.actor, **form.cleaned_data)
        except ServiceError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
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
        forms.OnForm,
        lambda form: services.reconcile(found, by=request.actor, **form.cleaned_data),
        title=_("Compare the record of {name}").format(name=found),
        submit=_("Note down"),
        done=_("The comparison is noted."),
        back=page_of(found),
    )
    return perform(request, act, found)


@writes(CHANGE)
def change_membership(request: Any, member: int, change: str) -> HttpResponse:
    """A change of the membership: closes the present row and opens the next."""
    if change not in CHANGES:
        raise Http404
    found = member_for(request, member, CHANGE)
    form, service, words = CHANGES[change]
    act = Act(
        form,
        lambda form: service(found, by=request.actor, **form.cleaned_data),
        title=f"{words} · {found}",
        submit=str(words),
        done=_("The change is recorded; the history shows it."),
        back=page_of(found),
        follows=[_("The row before ends on the same day. Nothing is overwritten and nobody is deleted.")],
    )
    return perform(request, act, found)


@writes(CHANGE)
def start_condition(request: Any, member: int) -> HttpResponse:
    """Note an exemption, an absence or service at a window."""
    found = member_for(request, member, CHANGE)
    act = Act(
        forms.ConditionForm,
        lambda form: services.start_condition(found, by=request.actor, **form.cleaned_data),
        title=_("Note an exemption or absence of {name}").format(name=found),
        submit=_("Note down"),
        done=_("It is noted."),
        back=page_of(found),
        follows=[_("Exempt members leave the denominators of attendance from that day on.")],
    )
    return perform(request, act, found)


@writes(CHANGE)
def end_condition(request: Any, condition: int) -> HttpResponse:
    """Note the end of a condition."""
    found = fetch(queries.conditions_shown(), condition, request.actor, CHANGE)
    act = Act(
        forms.EndForm,
        lambda form: services.end_condition(found, by=request.actor, **form.cleaned_data),
        title=_("End: {what}").format(what=found),
        submit=_("Note the end"),
        done=_("The end is noted."),
        back=page_of(found.member),
    )
    return perform(request, act, found.member)
