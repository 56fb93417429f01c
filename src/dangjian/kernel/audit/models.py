"""The append-only audit table. It holds no foreign keys: history neither blocks nor follows what it is about."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.paths import PathField, ancestors
from dangjian.kernel.tree.scope import HoldsPermissions, ScopedModel, ScopedQuerySet, scope_q

from .actions import describe


class EntryQuerySet(ScopedQuerySet["Entry"]):
    """Words for audit entries."""

    def visible_to(self, actor: HoldsPermissions, permission: str) -> Self:
        """Entries of the actor's subtrees; who reaches a whole tree also sees those of no organisation."""
        prefixes = actor.prefixes(permission)
        condition = scope_q(self.model, prefixes)
        if any(len(ancestors(prefix)) == 1 for prefix in prefixes):
            condition |= Q(organisation_path="")
        return self.filter(condition)


class Entry(ScopedModel):
    """Who did what to what, for which organisation, as it was called and placed at that time.

    Entries of one organisation form a chain: ``digest`` is keyed over the entry and the digest before it. The
    database refuses UPDATE and DELETE (migration 0002).
    """

    chain = models.BigIntegerField()
    position = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("At"))
    on = models.DateField(_("Day"))
    action = models.CharField(_("Action"), max_length=80)
    account_id = models.BigIntegerField(null=True)
    account_name = models.CharField(_("By"), max_length=60)
    organisation_id = models.BigIntegerField(null=True)
    organisation_name = models.CharField(_("Organisation"), max_length=60, blank=True)
    organisation_path = PathField(max_length=120, blank=True)
    target_type = models.CharField(max_length=60)
    target_id = models.BigIntegerField(null=True)
    target_label = models.CharField(_("About"), max_length=200)
    changes: models.JSONField[Any, Any] = models.JSONField(default=dict)
    request_id = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64)

    scope_path = "organisation_path"
    objects: ClassVar[Any] = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        constraints = (models.UniqueConstraint(fields=("chain", "position"), name="audit_chain_position"),)
        indexes = (
            models.Index(fields=("organisation_path", "-id"), name="audit_path"),
            models.Index(fields=("target_type", "target_id"), name="audit_target"),
            models.Index(fields=("action", "-id"), name="audit_action"),
        )

    def __str__(self) -> str:
        return describe(self.action, self.target_label)

    @property
    def sentence(self) -> str:
        """What happened, in the reader's words."""
        return describe(self.action, self.target_label)


class Head(ScopedModel):
    """The end of one chain: its length and last digest, under a digest of its own.

    A chain that was cut short no longer agrees with its head. The row is locked while an entry is added, so
    writers of one organisation follow each other and writers of different ones do not wait.
    """

    chain = models.BigIntegerField(primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    unscoped = "bookkeeping of the audit chains, read by the verifier alone"


class Look(ScopedModel):
    """Somebody looked at personal data: who, when, at whose, what of it and why. Append-only like the entries.

    The law grants everyone to know how their data are handled (Personal Information Protection Law, article 44), so
    the person looked at may read these rows too.
    """

    class What(models.TextChoices):
        """How it was looked at."""

        PAGE = "page", _("opened the page")
        UNMASK = "unmask", _("uncovered")
        EXPORT = "export", _("took as a file")
        API = "api", _("read by program")

    at = models.DateTimeField(_("At"))
    account_id = models.BigIntegerField(null=True)
    account_name = models.CharField(_("By"), max_length=60)
    what = models.CharField(_("How"), max_length=8, choices=What.choices)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(_("About"), max_length=200)
    organisation_id = models.BigIntegerField(null=True)
    organisation_path = PathField(max_length=120, blank=True)
    fields: models.JSONField[Any, Any] = models.JSONField(_("Entries"), default=list)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    request_id = models.CharField(max_length=32, blank=True)

    scope_path = "organisation_path"
    objects: ClassVar[Any]

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")
        indexes = (
            models.Index(fields=("subject_type", "subject_id", "-id"), name="audit_look_subject"),
            models.Index(fields=("organisation_path", "-id"), name="audit_look_path"),
        )

    def __str__(self) -> str:
        return f"{self.account_name} {self.get_what_display()} {self.subject_label}"
