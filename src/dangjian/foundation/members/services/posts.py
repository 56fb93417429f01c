"""Appointments to Party posts, and relief of them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.organisations.models import LeadingGroup
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

from ..enums import MembershipStatus, PostTitle
from ..errors import PostError
from ..models import Member, Post

APPOINTED = action("members.post.appointed", gettext_lazy("recorded the appointment {target}"))
RELIEVED = action("members.post.relieved", gettext_lazy("recorded the relief of {target}"))

# One holder at a time; everybody else may be several.
SINGLE = (PostTitle.SECRETARY, PostTitle.DISCIPLINE_SECRETARY)


@transaction.atomic
def appoint(
    member: Member,
    *,
    by: Actor | None,
    organisation: Organisation,
    title: str,
    on: date,
    leading_group: LeadingGroup | None = None,
) -> Post:
    """Record that a member holds a Party post from a day on.

    Raises:
        PostError: the organisation did not exist then, the membership has ended, the post is held already, or it is
            one of a group and the organisation is none.
    """
    current = member.current
    if title not in PostTitle.values:
        raise PostError(_("Choose a Party post."), field="title")
    if current is None or current.status == MembershipStatus.ENDED:
        raise PostError(_("The membership has ended; nobody can be appointed so."), field="member")
    if on < organisation.starts_on:
        raise PostError(_("{name} had not been set up on that day.").format(name=organisation), field="on")
    if organisation.ends_on and on >= organisation.ends_on:
        raise PostError(_("{name} had been dissolved on that day.").format(name=organisation), field="on")
    if (title == PostTitle.GROUP_LEADER) != (organisation.kind == OrganisationKind.GROUP):
        raise PostError(_("Party groups have a group leader and no other post."), field="title")
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    holders = Post.objects.filter(
        organisation=organisation, title=title, leading_group=leading_group, ends_on=None
    ).select_related("member")
    for post in holders:
        if post.member_id == member.pk:
            raise PostError(_("{name} holds this post already.").format(name=member), field="title")
        if title in SINGLE:
            words = _("{name} holds this post. Relieve the present holder first.")
            raise PostError(words.format(name=post.member), field="title")
    post = Post.objects.create(
        member=member, organisation=organisation, leading_group=leading_group, title=title, starts_on=on
    )
    audit.record(APPOINTED, post, by=by, organisation=organisation, changes={"title": title, "on": on.isoformat()})
    return post


@transaction.atomic
def relieve(post: Post, *, by: Actor | None, on: date) -> Post:
    """Record that a post is no longer held from a day on.

    Raises:
        PostError: it ended before, or the day does not lie after the appointment.
    """
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if post.ends_on and post.ends_on <= on:
        raise PostError(_("This post has ended already."), field="on")
    if on <= post.starts_on:
        raise PostError(_("The end must lie after the appointment."), field="on")
    post.ends_on = on
    post.save(update_fields=["ends_on"])
    audit.record(RELIEVED, post, by=by, organisation=post.organisation, changes={"on": on.isoformat()})
    return post
