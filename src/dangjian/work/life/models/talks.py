"""Heart-to-heart talks (谈心谈话) and the occasions on which one is a must (五必谈)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.permissions import carried_by
from dangjian.kernel.privacy.fields import EncryptedTextField
from dangjian.kernel.records.catalogues import CatalogueItem, ends_after_start
from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from ..enums import DayPart, PairType, TalkMethod, TalkSide
from ..permissions import VIEW_TALK


class MustTalkReason(CatalogueItem):
    """An occasion on which a talk is a must."""

    name = models.CharField(_("Occasion"), max_length=120)

    class Meta(CatalogueItem.Meta):
        verbose_name = _("must-talk occasion")
        verbose_name_plural = _("must-talk occasions")
        constraints = (ends_after_start("talk_reason_ends_after_start"),)


class TalkQuerySet(ScopedQuerySet["Talk"]):
    """Words for talks."""

    def standing(self) -> Self:
        """As they are known now: entries that a later one corrects left out."""
        return self.filter(corrections=None)


class Talk(Record):
    """A talk: between whom, why, when, where, and an outline in a few words.

    Only its two sides and the secretary of that very branch see it; above, it is a number. The outline and the names of
    people outside the Party are stored encrypted. It takes no files. A correction is a new entry.
    """

    pair_type = models.CharField(_("Between whom"), max_length=20, choices=PairType.choices)
    method = models.CharField(
        _("How it was held"), max_length=12, choices=TalkMethod.choices, default=TalkMethod.INDIVIDUAL
    )
    reason = models.ForeignKey(
        MustTalkReason,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="talks",
        verbose_name=_("Must-talk occasion"),
    )
    day_part = models.CharField(_("Time of day"), max_length=10, choices=DayPart.choices, blank=True)
    place = models.CharField(_("Place"), max_length=60, blank=True)
    outsiders = EncryptedTextField(_("People outside the Party"), blank=True)
    outline = EncryptedTextField(_("Outline"))

    objects: ClassVar[Any] = TalkQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_on", "-pk")
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        indexes = (models.Index(fields=("organisation", "happened_on"), name="talk_of_branch"),)

    def __str__(self) -> str:
        return gettext("Talk of {day}, {organisation}").format(
            day=date_format(self.happened_on, "Y-m-d"), organisation=self.organisation
        )

    @classmethod
    def seen_by(cls, actor: Any, permission: str) -> Q:
        """The two sides, and who holds the permission at that very organisation as its secretary does."""
        sides = TalkParticipant._base_manager.filter(member_id=actor.member_id).values("talk")
        own = Q(pk__in=sides) if actor.member_id else Q(pk__in=[])
        return own | Q(organisation__path__in=at_itself(actor, permission))


def at_itself(actor: Any, permission: str) -> list[str]:
    """The paths of the organisations at which an actor sees talks under a permission, without what lies below."""
    return [held.path for held in actor.held if {permission, VIEW_TALK} <= carried_by(held.role)]


class TalkParticipant(ScopedModel):
    """A member on one side of a talk."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="participants", verbose_name=_("Talk"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("Member"))
    side = models.PositiveSmallIntegerField(_("Side"), choices=TalkSide.choices)

    scope_path = "talk__organisation__path"

    class Meta:
        ordering = ("side", "pk")
        verbose_name = _("side of a talk")
        verbose_name_plural = _("sides of talks")
        constraints = (models.UniqueConstraint(fields=("talk", "member"), name="talk_member_once"),)

    def __str__(self) -> str:
        return f"{self.member} · {self.get_side_display()}"

    @classmethod
    def seen_by(cls, actor: Any, permission: str) -> Q:
        """As the talk itself."""
        return Q(talk__in=Talk._base_manager.filter(Talk.seen_by(actor, permission)).values("pk"))
