"""A form whose act touches many rows: the first time it is sent, what it will do is counted and listed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from dangjian.kernel.access.act_forms import posted
from dangjian.kernel.access.acts import Act, perform

from ..forms.counted import CountedForm


def perform_counted(request: Any, act: Act) -> HttpResponse:
    """Show the form of an act, then what it will do, then do it."""
    sent = posted(request)
    if sent is not None and not sent.get("counted"):
        initial = dict(act.initial or {})
        form = act.form(sent, initial=initial, actor=request.actor, about=act.about)
        assert isinstance(form, CountedForm)
        if form.is_valid():
            return render(request, "awards/counted.html", {"act": act, "form": form, "lines": form.lines()})
    return perform(request, act)
