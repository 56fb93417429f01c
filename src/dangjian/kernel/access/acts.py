"""One way for every page with a form: show it, apply one service, say that it is done. And the same for a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from dangjian.kernel.errors import ServiceError

from .act_forms import ActForm, posted

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Act:
    """What a page with a form asks, does and says.

    Attributes:
        form: what is asked.
        service: called with what was typed as keyword arguments, and ``by``.
        title: head of the page.
        submit: words of the button.
        back: address of "cancel", and of the page afterwards unless ``then`` says otherwise.
        done: sentence afterwards, or result of the service -> sentence; empty where the next page says enough.
        then: result of the service -> address of the page afterwards, or the answer itself: what is shown only once.
        about: the record that the form is about; the form gets it.
        initial: what the fields start with, where the page knows more than the form.
        sub: under the head: what is acted on.
        warning: what stands in the way, in sentences; shown before the form.
        follows: what will follow, in sentences; shown beside the form.
        template: a page of its own where the usual one is not enough; it gets ``act``, ``form`` and ``context``.
        context: what that page needs besides.
    """

    form: type[ActForm]
    service: Callable[..., Any]
    title: Words
    submit: Words
    back: str
    done: Words | Callable[[Any], Words] = ""
    then: Callable[[Any], str | HttpResponse] | None = None
    about: Any = None
    initial: Mapping[str, Any] | None = None
    sub: Words = ""
    warning: Sequence[Words] = ()
    follows: Sequence[Words] = ()
    template: str = "ui/act.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def perform(request: Any, act: Act) -> HttpResponse:
    """Show the form of an act, or apply it; a refusal stands by its field and nothing typed is lost."""
    initial = dict(act.initial or {})
    form = act.form(posted(request), request.FILES or None, initial=initial, actor=request.actor, about=act.about)
    if form.is_valid():
        try:
            result = act.service(**form.arguments(), by=request.actor)
        except ServiceError as error:
            form.refuse(error)
        else:
            if act.done:
                messages.success(request, str(act.done(result) if callable(act.done) else act.done))
            after = act.then(result) if act.then else act.back
            return redirect(after) if isinstance(after, str) else after
    context = {"act": act, "form": form, **act.context}
    return render(request, act.template, context, status=422 if form.errors else 200)


def press(request: Any, service: Callable[..., Any], *, done: str, back: str) -> HttpResponse:
    """Answer a button without a form: apply one service, called with ``by``, say how it went, and go ``back``."""
    if request.method == "POST":
        try:
            service(by=request.actor)
        except ServiceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
    return redirect(back)
