"""One way for every form of the room: show what will follow, apply one service, say it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjian.kernel.errors import ConflictError, ServiceError
from dangjian.kernel.tree.models import Organisation

from ..forms import OrganisationForm


@dataclass(frozen=True)
class Act:
    """What a form page says and does.

    Attributes:
        form: what is asked.
        apply: called with the cleaned values as keyword arguments and ``by``.
        title: head of the page.
        submit: words of the button.
        done: sentence afterwards.
        follows: what will follow, in words.
        warning: what stands in the way, in words; shown before the form.
        back: where the page leads afterwards and on "cancel"; the organisation when empty.
    """

    form: Callable[..., OrganisationForm]
    apply: Callable[..., Any]
    title: str
    submit: str
    done: str
    follows: Sequence[str] = field(default_factory=tuple)
    warning: Sequence[str] = field(default_factory=tuple)
    back: str = ""


def perform(request: Any, organisation: Organisation, act: Act, start_from: Any = None) -> HttpResponse:
    """Show the form of an act, or apply it; a refusal stands by its field and nothing typed is lost."""
    form = act.form(request.POST or None, organisation=organisation, actor=request.actor)
    if start_from is not None:
        form.start_from(start_from)  # type: ignore[attr-defined]
    back = act.back or reverse("organisations:detail", args=[organisation.pk])
    if request.method == "POST" and form.is_valid():
        try:
            result = act.apply(**form.cleaned_data, by=request.actor)
        except ConflictError as error:
            form.show_conflict(error)
        except ServiceError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, act.done)
            return redirect(_page_of(result, back))
    context = {"act": act, "form": form, "organisation": organisation, "back": back}
    return render(request, "organisations/form.html", context)


def _page_of(result: Any, back: str) -> str:
    return reverse("organisations:detail", args=[result.pk]) if isinstance(result, Organisation) else back
