"""The member, the dated rows of their membership, and dated facts that change what is asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.privacy.fields import BlindIndexField, EncryptedTextField
from dangjian.kernel.privacy.identifiers import normalise_identity, normalise_phone
from dangjian.kernel.tree.scope import DatedQuerySet, ScopedModel, ScopedQuerySet

from ..enums import Category, ChangeReason, ConditionKind, MembershipStatus, WorkStatus


class MemberQuerySet(ScopedQuerySet["Member"]):
    """Words for members by how they stand now."""

    def current(self) -> Self:
        """Whose membership has not ended."""
        return self.filter(current__ends_on=None).exclude(current__status=MembershipStatus.ENDED)

    def with_current(self) -> Self:
        """With branch and category loaded, for lists."""
        return self.select_related("current__organisation")


class Member(ScopedModel):
    """A Party member: the items of the national collection of 2017 and the dates of admission, nothing else.

    What changes in the course of a membership (branch, category, status, work) is in dated rows; ``current`` only
    points to the newest of them. Nobody is deleted: a membership ends with a reason.
    """

    name = models.CharField(pgettext_lazy("person", "Name"), max_length=60)
    pinyin = models.CharField(max_length=120, blank=True, editable=False)
    initials = models.CharField(max_length=20, blank=True, editable=False)
    given_name = models.CharField(max_length=60, blank=True, editable=False)
    sex = models.CharField(_("Sex"), max_length=1, blank=True)
    ethnic_group = models.CharField(_("Ethnic group"), max_length=2, blank=True)
    identity_number = EncryptedTextField(_("Identity number"), blank=True)
    identity_index = BlindIndexField(source="identity_number", normalise=normalise_identity)
    born_on = models.DateField(_("Date of birth"), null=True, blank=True)
    education = models.CharField(_("Education"), max_length=2, blank=True)
    position_code = models.CharField(_("Post"), max_length=4, blank=True)
    mobile_phone = EncryptedTextField(_("Mobile phone"), blank=True)
    phone_index = BlindIndexField(source="mobile_phone", normalise=normalise_phone)
    landline = models.CharField(_("Landline with area code"), max_length=30, blank=True)
    home_address = EncryptedTextField(_("Home address"), blank=True)
    community = models.CharField(_("Community"), max_length=60, blank=True)
    applied_on = models.DateField(_("Applied on"), null=True, blank=True)
    activist_on = models.DateField(_("Activist since"), null=True, blank=True)
    prospect_on = models.DateField(_("Development target since"), null=True, blank=True)
    joined_on = models.DateField(_("Joined on"), null=True, blank=True)
    full_member_on = models.DateField(_("Full member since"), null=True, blank=True)
    reconciled_on = models.DateField(_("Last compared with the national system"), null=True, blank=True)
    current = models.OneToOneField(
        "members.Membership", models.PROTECT, null=True, editable=False, related_name="current_of"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    scope_path = "current__organisation__path"
    objects: ClassVar[Any] = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("pinyin", "pk")
        verbose_name = _("member")
        verbose_name_plural = _("members")
        indexes = (
            # The last column spares a look at each member passed by: who has left, or lies out of the reader's reach.
            models.Index(fields=("name", "id", "current"), name="member_name"),
            models.Index(fields=("pinyin", "id"), name="member_pinyin"),
            models.Index(fields=("initials", "pinyin", "id", "current"), name="member_initials"),
            models.Index(fields=("given_name", "id", "current"), name="member_given_name"),
        )

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(DatedQuerySet["Membership"]):
    """Words for membership rows; a count on any day is one query over them."""

    def on(self, day: date) -> Self:
        """The rows in force on this day, memberships that have ended left out."""
        return super().on(day).exclude(status=MembershipStatus.ENDED)

    def in_service(self) -> Self:
        """In service, not retired."""
        return self.filter(work_status=WorkStatus.IN_SERVICE)

    def full(self) -> Self:
        """Full members."""
        return self.filter(category=Category.FULL)


class Membership(ScopedModel):
    """How a member stood from one day to the next change: branch, category, status, work.

    Each change closes the row before and opens one that says why. An exit opens a last row with status "ended".
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships", verbose_name=_("Member"))
    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="memberships", verbose_name=_("Branch")
    )
    group = models.ForeignKey(
        "tree.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Party group")
    )
    category = models.CharField(_("Category"), max_length=2, choices=Category.choices)
    status = models.CharField(
        _("Membership status"), max_length=10, choices=MembershipStatus.choices, default=MembershipStatus.NORMAL
    )
    work_status = models.CharField(_("Work status"), max_length=10, choices=WorkStatus.choices)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=20, choices=ChangeReason.choices)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    entered_at = models.DateTimeField(_("Entered at"), auto_now_add=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("member", "starts_on", "pk")
        verbose_name = _("membership row")
        verbose_name_plural = _("membership rows")
        constraints = (
            models.UniqueConstraint(fields=("member",), condition=Q(ends_on=None), name="one_open_membership"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
        )
        indexes = (models.Index(fields=("organisation", "starts_on"), name="membership_branch"),)

    def __str__(self) -> str:
        return f"{self.member} · {self.organisation}"


class Condition(ScopedModel):
    """A dated fact about a member that changes denominators or duties; the cause of an exemption is not kept."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="conditions", verbose_name=_("Member"))
    kind = models.CharField(_("Kind"), max_length=16, choices=ConditionKind.choices)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)
    destination = models.CharField(_("Where to"), max_length=100, blank=True)

    scope_path = "member__current__organisation__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on",)
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="condition_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.member}"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on this day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
