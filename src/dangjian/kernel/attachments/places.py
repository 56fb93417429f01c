"""Where files may be attached: each room declares which of its records take files, and who may see and add them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.tree.models import Organisation

from .models import Attachment
from .permissions import ATTACH_FILE, VIEW_FILE


@dataclass(frozen=True)
class Place:
    """A kind of record that takes files.

    Attributes:
        model: its table, a ScopedModel.
        view: who may see and open its files, beside the permission to open files at all.
        attach: who may add and withdraw them, beside the permission to add files at all.
        url: record -> address of its page.
        organisation: record -> whose files they are; must lie on the record's own way to its path.
        loaded: relations to load with the record.
    """

    model: type[Model]
    view: str
    attach: str
    url: Callable[[Any], str]
    organisation: Callable[[Any], Organisation] = lambda record: record.organisation
    loaded: tuple[str, ...] = ("organisation",)

    @property
    def key(self) -> str:
        """The name of the table in addresses and rows."""
        return self.model._meta.label_lower

    def record(self, pk: int | str, actor: Actor) -> Any:
        """The record of this key, for somebody who wants to attach to it.

        Raises:
            Http404, PermissionDenied: as ``fetch``.
        """
        return fetch(self.model._default_manager.select_related(*self.loaded), pk, actor, self.attach)

    def files_of(self, record: Model, actor: Actor) -> QuerySet[Attachment] | None:
        """The files of a record, first come first; None for somebody who may not open them."""
        path = self.organisation(record).path
        if not (actor.may(VIEW_FILE, path) and actor.may(self.view, path)):
            return None
        files: QuerySet[Attachment] = Attachment.objects.of(record).visible_to(actor, VIEW_FILE)
        return files

    def may_attach(self, record: Model, actor: Actor) -> bool:
        """Whether the actor may add files to a record and withdraw them."""
        path = self.organisation(record).path
        return actor.may(ATTACH_FILE, path) and actor.may(self.attach, path)


registry: dict[str, Place] = {}


def register(place: Place) -> Place:
    """Declare that a kind of record takes files.

    Raises:
        ValueError: declared twice.
    """
    if place.key in registry:
        raise ValueError(f"files of {place.key} are declared twice")
    registry[place.key] = place
    return place
