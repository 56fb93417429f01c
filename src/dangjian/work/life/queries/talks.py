"""Reads of talks: who may see which, with whom one may talk, which occasions stand in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from dangjian.foundation.members.models import Member, Membership, Post
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.permissions import carried_by
from dangjian.kernel.tree.enums import PRIMARY_KINDS
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors

from ..enums import TalkSide
from ..models import MustTalkReason, Talk, TalkParticipant
from ..models.talks import TalkQuerySet
from ..permissions import RECORD_TALK

SHOWN = 20


def talks_shown() -> TalkQuerySet:
    """Talks with all that a list or page shows."""
    shown: TalkQuerySet = Talk.objects.select_related("organisation", "reason")
    return shown.prefetch_related("participants__member")


def own_talks(actor: Actor) -> QuerySet[Talk]:
    """The talks in which the actor was a side, as they are known now, newest first."""
    sides = TalkParticipant.objects.filter(member_id=actor.member_id or 0).values("talk")
    return talks_shown().standing().filter(pk__in=sides).order_by("-happened_on", "-pk")


def side_names(talk: Talk, side: TalkSide) -> str:
    """The names on one side, people outside the Party included; the talk must be loaded by ``talks_shown``."""
    names = [str(one.member) for one in talk.participants.all() if one.side == side]
    return "、".join([*names, talk.outsiders] if side == TalkSide.TALKED_TO and talk.outsiders else names)


def reasons_on(day: date) -> QuerySet[MustTalkReason]:
    """The catalogue as it stands on a day, in its order."""
    return MustTalkReason.objects.on(day).order_by("ordinal", "pk")


def all_reasons() -> QuerySet[MustTalkReason]:
    """The catalogue with what has ended, for those who keep it."""
    return MustTalkReason.objects.order_by("ordinal", "pk")


def branch_to_record_for(actor: Actor) -> Organisation | None:
    """The branch a talk of the actor belongs to: the one acted for, else one where they may record talks."""
    if actor.organisation and actor.organisation.is_branch:
        return actor.organisation
    held = (one.organisation for one in actor.held if RECORD_TALK in carried_by(one.role))
    return next((one for one in held if one and one.is_branch), actor.organisation)


@dataclass(frozen=True)
class Candidate:
    """Somebody to talk with: the member, and the posts or the place that tell who it is."""

    member: Member
    words: str


def candidates(organisation: Organisation, day: date) -> list[Candidate]:
    """Members of a branch, and who holds a Party post there or above it, below the work committee, on a day."""
    above = [int(path.strip("/").rpartition("/")[2]) for path in ancestors(organisation.path or "")]
    posts: dict[int, list[str]] = {}
    held = Post.objects.on(day).filter(organisation__in=above, organisation__kind__in=PRIMARY_KINDS)
    for post in held.select_related("organisation", "leading_group").order_by("-organisation__depth", "pk"):
        place = "" if post.organisation_id == organisation.pk else f"{post.organisation.short_name} "
        posts.setdefault(post.member_id, []).append(f"{place}{post.get_title_display()}")
    inside = Membership.objects.on(day).filter(organisation=organisation).order_by().values("member")
    members = Member.objects.filter(Q(pk__in=inside) | Q(pk__in=list(posts))).order_by("pinyin", "pk")
    return [Candidate(member, gettext(", ").join(posts.get(member.pk, ()))) for member in members]


def members_named(keys: Iterable[int]) -> list[Member]:
    """The members of these keys, in the order of their names."""
    return list(Member.objects.filter(pk__in=list(keys)).order_by("pinyin", "pk"))
