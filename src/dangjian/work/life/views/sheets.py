"""The page on which photographed signature sheets are dropped; each goes to its record by the printed code."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dangjian.kernel.access.act_forms import posted
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.views import writes
from dangjian.kernel.attachments.errors import AttachmentError

from .. import services
from ..errors import MeetingError
from ..forms.sheets import SheetsForm
from ..models import Meeting
from ..naming import name_of
from ..permissions import RECORD_MEETING
from ..services.sheets import Photograph
from ..sheet_codes import smaller


@dataclass(frozen=True, slots=True)
class Waiting:
    """A photograph whose record is not found yet: shown again with a field for its code."""

    name: str
    data: str
    code: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Where photographs went: to a meeting (with its name), back into the page, or not taken and why."""

    placed: list[tuple[str, Meeting, str]] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@writes(RECORD_MEETING)
def photographs(request: Any) -> HttpResponse:
    """Drop photographs of signature sheets; what cannot be read waits in the page for its code."""
    form = SheetsForm(posted(request), request.FILES or None)
    went = Sorted()
    if form.is_valid():
        went = _sort(form.sent(), request.actor)
        if not went.waiting and not went.refused:
            messages.success(request, _("Every photograph is at its record."))
            alone = len(went.placed) == 1
            return redirect("life:meeting", went.placed[0][1].pk) if alone else redirect("life:photographs")
    elif form.is_bound:
        went.waiting.extend(Waiting(*row) for row in form.kept())
    return render(request, "life/sheets.html", {"form": form, "went": went}, status=422 if form.is_bound else 200)


def _sort(photographs: Iterable[Photograph], actor: Actor) -> Sorted:
    went = Sorted()
    for one in photographs:
        try:
            meeting = services.attach_sheet(one, by=actor)
        except MeetingError as error:
            name, data = f"{PurePath(one.name).stem}.jpg", base64.b64encode(smaller(one.data)).decode()
            went.waiting.append(Waiting(name, data, one.code, str(error)))
        except AttachmentError as error:
            went.refused.append((one.name, str(error)))
        else:
            went.placed.append((one.name, meeting, name_of(meeting)))
    return went
