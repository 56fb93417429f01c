"""Party posts: a post's page, appointments, the posts of an organisation as a block."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads, writes
from dangjian.kernel.tree.models import Organisation

from .. import forms, queries, services
from ..permissions import APPOINT, VIEW, VIEW_POST
from .reading import branch_of, member_for, page_of


@reads(VIEW_POST)
def post(request: Any, post: int) -> HttpResponse:
    """The page of a post: holder, organisation, days."""
    found = fetch(queries.posts_shown(), post, request.actor, VIEW_POST)
    current = found.member.current
    context = {
        "post": found,
        "may_appoint": request.actor.may(APPOINT, found.organisation.path) and found.ends_on is None,
        "may_see_member": current is not None and request.actor.may(VIEW, current.organisation.path),
    }
    return render(request, "members/post.html", context)


@reads(VIEW_POST)
def posts_of(request: Any, organisation: int) -> HttpResponse:
    """The posts of an organisation: a block of its page, or a page of its own."""
    found = fetch(Organisation, organisation, request.actor, VIEW_POST)
    today = request.actor.today
    context = {
        "organisation": found,
        "posts": queries.posts_of(found, today),
        "committee": queries.committee_on(found, today) if found.is_branch else None,
    }
    return render(request, "members/_posts_of.html" if is_htmx(request) else "members/posts_of.html", context)


@writes(APPOINT)
def appoint(request: Any, member: int) -> HttpResponse:
    """Appoint a member to a Party post."""
    found = member_for(request, member, APPOINT)
    act = Act(
        form=forms.PostForm,
        service=partial(services.appoint, found),
        about=found,
        sub=branch_of(found),
        title=_("Appoint {name} to a Party post").format(name=found),
        submit=_("Record the appointment"),
        done=_("The appointment is recorded."),
        back=page_of(found),
        follows=[_("A branch committee normally has 3 to 5 members and no more than 7.")],
    )
    return perform(request, act)


@writes(APPOINT)
def relieve(request: Any, post: int) -> HttpResponse:
    """Record that a post is no longer held."""
    found = fetch(queries.posts_shown(), post, request.actor, APPOINT)
    act = Act(
        form=forms.EndForm,
        service=partial(services.relieve, found),
        sub=branch_of(found.member),
        title=_("End the post {post}").format(post=found),
        submit=_("Record the end"),
        done=_("The end of the post is recorded."),
        back=page_of(found.member),
    )
    return perform(request, act)
