"""The catalogue of programmes, and the way into the room."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.act_forms import ActForm
from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.records.catalogue_forms import EndItemForm, MoveItemForm
from dangjian.kernel.records.services import end_item, move_item

from .. import services
from ..forms.calls import ProgrammeForm
from ..models import AwardProgramme
from ..permissions import GIVE_OPINION, KEEP_CALL, KEEP_PROGRAMME, NOMINATE, VIEW_CALL, VIEW_NOMINATION
from ..queries import calls as queries
from ..queries import nominations as reading

SHOWN = 10


@reads(VIEW_CALL)
def home(request: Any) -> HttpResponse:
    """The calls that reach the organisation acted for, what it has entered, and what it is asked about."""
    actor, own = request.actor, request.actor.organisation
    nominations = reading.nominations_shown().visible_to(actor, VIEW_NOMINATION).order_by("-pk")
    context = {
        "organisation": own,
        "calls": queries.calls_above(actor)[:SHOWN],
        "drafts": queries.calls_shown().visible_to(actor, KEEP_CALL).filter(issued_on=None, called_off_on=None),
        "classes": queries.classes_open(own, actor.today) if own and actor.may(NOMINATE, own.path) else (),
        "nominations": nominations[:SHOWN],
        "asked": reading.waiting_for_level(own)[:SHOWN] if own and actor.may(GIVE_OPINION, own.path) else (),
        "may_draw_up": bool(own and actor.may(KEEP_CALL, own.path)),
    }
    return render(request, "awards/home.html", context)


@reads(VIEW_CALL)
def programmes(request: Any) -> HttpResponse:
    """What is awarded again and again."""
    context = {"programmes": queries.programmes(), "may_keep": request.actor.may(KEEP_PROGRAMME)}
    return render(request, "awards/programmes.html", context)


@writes(KEEP_PROGRAMME)
def add_programme(request: Any) -> HttpResponse:
    """Add a programme to the catalogue."""
    return _keep(request, ProgrammeForm, services.add_programme, _("Add an award programme"))


@writes(KEEP_PROGRAMME)
def move_programme(request: Any, programme: str) -> HttpResponse:
    """Give a programme another place in the order."""
    found = _programme(programme)
    return _keep(request, MoveItemForm, partial(move_item, services.AWARDED, found), found.name, found)


@writes(KEEP_PROGRAMME)
def end_programme(request: Any, programme: str) -> HttpResponse:
    """End a programme from a day on."""
    found = _programme(programme)
    return _keep(request, EndItemForm, partial(end_item, services.AWARDED, found), found.name, found)


def _programme(key: str) -> AwardProgramme:
    found = queries.programmes().filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _keep(
    request: Any, form: type[ActForm], service: Any, title: str, programme: AwardProgramme | None = None
) -> HttpResponse:
    act = Act(
        form=form,
        service=service,
        about=programme,
        title=title,
        submit=_("Save"),
        done=_("The catalogue is changed. Calls and honours stay."),
        back=reverse("awards:programmes"),
        sub=_("Award programmes"),
    )
    return perform(request, act)
