"""One way for every form of the room: show it, apply one service, say it is done; a refusal stands by its field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.errors import ConflictError, ServiceError

from .. import queries
from ..forms import ActForm, DetailsForm
from ..models import Member


@dataclass(frozen=True)
class Act:
    """What a form page says and does.

    Attributes:
        form: what is asked.
        apply: called with the form; calls one service.
        title: head of the page.
        submit: words of the button.
        done: sentence afterwards.
        back: where "cancel" leads, and the page afterwards unless `then` says otherwise.
        follows: what will follow, in words.
        then: result of the service -> address.
    """

    form: Callable[..., ActForm]
    apply: Callable[[Any], Any]
    title: str
    submit: str
    done: str
    back: str
    follows: Sequence[str] = field(default_factory=tuple)
    then: Callable[[Any], str] | None = None


def member_for(request: Any, member: int, permission: str) -> Member:
    """The member with branch and group, or 404 and 403 as `fetch` says."""
    return fetch(queries.members_shown(), member, request.actor, permission)


def page_of(member: Member) -> str:
    """The page of a member."""
    return reverse("members:detail", args=[member.pk])


def perform(request: Any, act: Act, member: Member | None = None) -> HttpResponse:
    """Show the form of an act, or apply it."""
    form = act.form(request.POST or None, actor=request.actor, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            result = act.apply(form)
        except ConflictError as error:
            assert isinstance(form, DetailsForm)
            form.show_conflict(error)
        except ServiceError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, act.done)
            return redirect(act.then(result) if act.then else act.back)
    return render(request, "members/form.html", {"act": act, "form": form, "member": member})
