"""Reading: the page of a member, and the members of a branch as a block."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.tree.models import Organisation

from .. import queries
from ..models import Member
from ..page import context_of
from ..permissions import REGISTER, VIEW
from ..records.register import member_rows

SHOWN = 100


def member_for(request: Any, member: int, permission: str) -> Member:
    """The member with branch and group, or 404 and 403 as `fetch` says."""
    return fetch(queries.members_shown(), member, request.actor, permission)


def page_of(member: Member) -> str:
    """The address of a member's page."""
    return reverse("members:detail", args=[member.pk])


def branch_of(member: Member) -> str:
    """The name of the present branch."""
    return member.current.organisation.short_name if member.current else ""


@reads(VIEW)
def detail(request: Any, member: int) -> HttpResponse:
    """The page of a member; that it was opened is noted."""
    found = member_for(request, member, VIEW)
    looked(request.actor, found, Look.What.PAGE)
    return render(request, "members/detail.html", context_of(found, request.actor))


@reads(VIEW)
def of_branch(request: Any, organisation: int) -> HttpResponse:
    """The members of a branch: a block of the organisation page, or a page of its own."""
    branch = fetch(Organisation, organisation, request.actor, VIEW)
    rows = member_rows().visible_to(request.actor, VIEW).current().filter(current__organisation=branch)
    context = {
        "organisation": branch,
        "members": rows.order_by("pinyin", "pk")[:SHOWN],
        "committee": queries.committee_on(branch, request.actor.today),
        "whole": queries.WHOLE,
        "may_register": request.actor.may(REGISTER, branch.path),
    }
    return render(request, "members/_of_branch.html" if is_htmx(request) else "members/of_branch.html", context)
