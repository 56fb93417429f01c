"""Contact assignments: a leader of the work committee looks after one area and seven organisations (domain.md S04)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.organisations.models import Area
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside
from dangjian.kernel.tree.scope import DatedQuerySet

from ..enums import PostTitle
from ..errors import ContactError
from ..models import ContactAssignment, Member, Post
from .membership import day_of

ASSIGNED = action("members.contact.assigned", gettext_lazy("linked {target}"))
ENDED = action("members.contact.ended", gettext_lazy("ended the contact link {target}"))


@transaction.atomic
def assign_contact(
    leader: Member,
    *,
    by: Actor | None,
    committee: Organisation,
    on: date,
    area: Area | None = None,
    organisation: Organisation | None = None,
) -> ContactAssignment:
    """Link a leader to an area or to an organisation from a day on. An earlier link of the same thing ends that day.

    Raises:
        ContactError: neither or both are given, it is not of this committee, no leader, or linked already.
    """
    if (area is None) == (organisation is None):
        raise ContactError(_("Choose either an area or an organisation."), field="organisation")
    if on > day_of(by):
        raise ContactError(_("This day lies in the future."), field="on")
    if area and area.organisation_id != committee.pk:
        raise ContactError(_("This area belongs to another committee."), field="area")
    if organisation and (organisation == committee or not inside(organisation.path or "", committee.path or "-")):
        raise ContactError(_("This organisation does not belong to the committee."), field="organisation")
    if not leaders_of(committee, on).filter(member=leader).exists():
        words = _("{name} holds no post in the leadership of the committee on that day.")
        raise ContactError(words.format(name=leader), field="leader")
    Organisation.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    standing = ContactAssignment.objects.filter(committee=committee, area=area, organisation=organisation, ends_on=None)
    for earlier in standing:
        if earlier.leader_id == leader.pk:
            raise ContactError(_("This link exists already."), field="organisation")
        end_contact(earlier, by=by, on=on)
    if area:
        for earlier in ContactAssignment.objects.filter(
            committee=committee, leader=leader, ends_on=None, organisation=None
        ):
            end_contact(earlier, by=by, on=on)
    link = ContactAssignment.objects.create(
        leader=leader, committee=committee, area=area, organisation=organisation, starts_on=on
    )
    audit.record(ASSIGNED, link, by=by, organisation=committee, changes={"on": on.isoformat()})
    return link


@transaction.atomic
def end_contact(link: ContactAssignment, *, by: Actor | None, on: date) -> ContactAssignment:
    """End a link from a day on.

    Raises:
        ContactError: it ended before, or the day does not lie after the beginning.
    """
    link = ContactAssignment.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.ends_on and link.ends_on <= on:
        raise ContactError(_("This link has ended already."), field="on")
    if on <= link.starts_on:
        raise ContactError(_("The end must lie after the beginning."), field="on")
    link.ends_on = on
    link.save(update_fields=["ends_on"])
    audit.record(ENDED, link, by=by, organisation=link.committee, changes={"on": on.isoformat()})
    return link


def leaders_of(committee: Organisation, day: date) -> DatedQuerySet[Post]:
    """The posts in the leadership of a committee on a day."""
    return Post.objects.on(day).filter(organisation=committee, title=PostTitle.COMMITTEE_LEADER)
