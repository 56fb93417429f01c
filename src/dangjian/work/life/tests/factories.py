"""The smallest valid rows of organisational life, for this room's tests and those above it."""

from datetime import date, time

from dangjian.foundation.accounts.models import Account
from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.tests import factories as members
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.work.life import services
from dangjian.work.life.enums import MeetingKind
from dangjian.work.life.services import Minutes

TODAY = date(2017, 10, 9)


def minutes(on=TODAY, **overrides):
    return Minutes(**{"on": on, "content": "传达学习，讨论近期工作。", **overrides})


def held(organisation, *kinds, on=TODAY, today=None, by=None, jointly=(), **overrides):
    kinds = kinds or (MeetingKind.GENERAL,)
    return services.record_meeting(
        organisation=organisation,
        kinds=kinds,
        jointly=jointly,
        minutes=minutes(on, **overrides),
        today=today or max(TODAY, on),
        by=by,
    )


def called(organisation, *kinds, on=date(2017, 10, 20), today=TODAY, by=None, **overrides):
    kinds = kinds or (MeetingKind.GENERAL,)
    facts = {"begins_at": time(15), "place": "三楼会议室"} | overrides
    return services.call_meeting(organisation=organisation, kinds=kinds, on=on, today=today, by=by, **facts)


LONG_AGO = date(2012, 1, 1)


def account_of(holder, branch, role=None, *, at=None):
    """An account linked to a member, with a role on top of being a member."""
    made = Account.objects.create_user(f"m{holder.pk}", "Secret-1", display_name=holder.name, member=holder)
    if role:
        Grant.objects.create(account=made, role=role, organisation=at or branch, starts_on=LONG_AGO)
    return made


def actor_of(holder, branch, role=None, *, at=None):
    """The actor of such an account, today."""
    return actor_for(account_of(holder, branch, role, at=at), request_id="t" * 32)


def committee(branch, titles=(PostTitle.SECRETARY, PostTitle.ORGANISATION_OFFICER)):
    """Members who hold posts in a branch."""
    made = [members.member(branch) for _title in titles]
    for holder, title in zip(made, titles, strict=True):
        members.post(holder, branch, title)
    return made


def talk(branch, one, other, *, on=date(2017, 9, 20), outline="谈工作、谈思想、谈生活。", by=None, **facts):
    """A talk between two members."""
    return services.record_talk(
        organisation=branch, talkers=[one], talked_to=[other], on=on, outline=outline, by=by, **facts
    )
