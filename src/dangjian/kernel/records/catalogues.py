"""Catalogues that the work committee keeps: what may be chosen, in which order, from when and until when, by which
source. Rooms declare their own; the acts on all of them are the same (``services.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.scope import DatedQuerySet, ScopedModel


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint that an item holds at least one day."""
    return models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name=name)


class CatalogueItem(ScopedModel):
    """Something that may be chosen. A wording in force is never changed: it ends, and another one begins.

    What inherits it has a ``name``.
    """

    key = models.SlugField(_("Key"), max_length=40, unique=True, editable=False)
    ordinal = models.PositiveSmallIntegerField(_("Order"), default=1)
    source = models.CharField(_("Source"), max_length=200, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)

    unscoped = "one catalogue for the whole platform, kept by the work committee and read by everybody"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("ordinal", "pk")

    name: Any

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True)
class Catalogue:
    """One catalogue, for the acts on it.

    Attributes:
        model: of its items.
        prefix: of the keys of items that the work committee adds.
        added, moved, ended: keys of the audited actions.
        error: what a refusal is called in the room.
        nameless, twice, over: the sentences for a missing name, one that stands there, and an item that has ended.
        clean: name as typed -> as kept; it may refuse.
    """

    model: type[CatalogueItem]
    prefix: str
    added: str
    moved: str
    ended: str
    error: type[ServiceError]
    nameless: str | Promise
    twice: str | Promise
    over: str | Promise
    clean: Callable[[str], str] = str
