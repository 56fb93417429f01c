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
    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()

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
