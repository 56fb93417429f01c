"""Writes that keep the paths of the tree. Rooms wrap them with their dated records and audit entries."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.errors import ServiceError

from .models import Organisation
from .paths import inside


class TreeError(ServiceError):
    """A place in the tree that cannot be."""


@transaction.atomic
def place(
    *, code: str, name: str, short_name: str, kind: str, parent: Organisation | None, starts_on: date
) -> Organisation:
    """Put a new organisation into the tree and give it its path.

    Raises:
        TreeError: the code is taken already.
    """
    if Organisation.objects.filter(code=code).exists():
        raise TreeError(_("The code is in use already. Choose another one."), field="code")
    organisation = Organisation.objects.create(
        code=code,
        name=name,
        short_name=short_name or name,
        kind=kind,
        parent=parent,
        depth=parent.depth + 1 if parent else 0,
        starts_on=starts_on,
    )
    organisation.path = f"{parent.path if parent else '/'}{organisation.pk}/"
    organisation.save(update_fields=["path"])
    return organisation


@transaction.atomic
def move(organisation: Organisation, *, to: Organisation) -> Organisation:
    """Move an organisation with all below it under another superior, in one UPDATE.

    Raises:
        TreeError: the new superior lies inside the moved subtree.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if inside(to.path, organisation.path):
        raise TreeError(_("An organisation cannot be moved below itself."), field="to")
    old, new = organisation.path, f"{to.path}{organisation.pk}/"
    Organisation.objects.under(old).update(
        path=Concat(Value(new), Substr("path", len(old) + 1)),
        depth=F("depth") + (to.depth + 1 - organisation.depth),
    )
    Organisation.objects.filter(pk=organisation.pk).update(parent=to, version=F("version") + 1)
    organisation.refresh_from_db()
    return organisation
