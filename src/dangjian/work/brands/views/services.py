"""The catalogue of services that brands take as their entry point."""

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
from ..forms.steps import ServiceForm
from ..models import Service
from ..permissions import KEEP_SERVICE, VIEW_BRAND
from ..queries import brands as queries


@reads(VIEW_BRAND)
def catalogue(request: Any) -> HttpResponse:
    """The services with their days and order."""
    may_keep = request.actor.may(KEEP_SERVICE)
    rows = queries.all_services() if may_keep else queries.services_on(request.actor.today)
    return render(request, "brands/services.html", {"services": rows, "may_keep": may_keep})


@writes(KEEP_SERVICE)
def add(request: Any) -> HttpResponse:
    """Add a service."""
    return _keep(request, ServiceForm, services.add_service, _("Add a service"))


@writes(KEEP_SERVICE)
def move(request: Any, key: str) -> HttpResponse:
    """Give a service another place in the order."""
    found = _service(key)
    return _keep(request, MoveItemForm, partial(move_item, services.SERVICES, found), found.name, found)


@writes(KEEP_SERVICE)
def end(request: Any, key: str) -> HttpResponse:
    """End a service."""
    found = _service(key)
    return _keep(request, EndItemForm, partial(end_item, services.SERVICES, found), found.name, found)


def _service(key: str) -> Service:
    found = queries.all_services().filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _keep(request: Any, form: type[ActForm], service: Any, title: str, about: Service | None = None) -> HttpResponse:
    act = Act(
        form=form,
        service=service,
        about=about,
        title=title,
        submit=_("Save"),
        done=_("The catalogue is changed. Brands that took a service keep it."),
        back=reverse("brands:services"),
        sub=_("Services taken as entry points"),
    )
    return perform(request, act)
