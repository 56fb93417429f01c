"""Which leader of the work committee looks after which area and which organisations."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.tree.models import Organisation

from .. import forms, queries, services
from ..permissions import ASSIGN_CONTACT, VIEW_CONTACT


def _committees(request: Any, permission: str) -> list[Organisation]:
    rows = Organisation.objects.visible_to(request.actor, permission).filter(kind="work_committee", ends_on=None)
    return list(rows.order_by("code")[:10])


@reads(VIEW_CONTACT)
def contacts(request: Any) -> HttpResponse:
    """Leader by leader the area and the organisations, and who has no leader."""
    today = request.actor.today
    tables = [
        {
            "committee": committee,
            "leaders": queries.contact_table(committee, today),
            "without": list(queries.without_leader(committee, today)[:50]),
            "areas": list(queries.areas_without_leader(committee, today)),
            "may_assign": request.actor.may(ASSIGN_CONTACT, committee.path) and committee == request.actor.organisation,
        }
        for committee in _committees(request, VIEW_CONTACT)
    ]
    return render(request, "members/contacts.html", {"tables": tables})


@writes(ASSIGN_CONTACT)
def assign_contact(request: Any) -> HttpResponse:
    """Link a leader to an area or an organisation of the committee acted for."""
    committee = request.actor.organisation
    if committee is None or not request.actor.may(ASSIGN_CONTACT, committee.path):
        raise PermissionDenied
    act = Act(
        form=forms.ContactForm,
        service=partial(services.assign_contact, committee=committee),
        title=_("Link a leader"),
        submit=_("Record the link"),
        done=_("The link is recorded."),
        back=reverse("members:contacts"),
        follows=[
            _("Each leader looks after one area and seven organisations. An earlier link of the same ends that day.")
        ],
    )
    return perform(request, act)


@reads(VIEW_CONTACT)
def contact(request: Any, contact: int) -> HttpResponse:
    """One link with its days."""
    found = fetch(queries.contacts_shown(), contact, request.actor, VIEW_CONTACT)
    may_end = found.ends_on is None and request.actor.may(ASSIGN_CONTACT, found.committee.path)
    return render(request, "members/contact.html", {"link": found, "may_end": may_end})


@writes(ASSIGN_CONTACT)
def end_contact(request: Any, contact: int) -> HttpResponse:
    """End a link."""
    found = fetch(queries.contacts_shown(), contact, request.actor, ASSIGN_CONTACT)
    act = Act(
        form=forms.EndForm,
        service=partial(services.end_contact, found),
        title=_("End the link {link}").format(link=found),
        submit=_("End"),
        done=_("The end of the link is recorded."),
        back=reverse("members:contacts"),
    )
    return perform(request, act)
