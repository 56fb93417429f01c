"""The one door to the audit table."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.clock import today
from dangjian.kernel.tree.models import Organisation

from .actions import registry
from .chain import digest_of, seal_of
from .models import Entry, Head

EVERYWHERE = 0
"""The chain of actions that belong to no organisation."""


@transaction.atomic
def record(
    action: str,
    target: Model | None,
    *,
    by: Actor | None,
    organisation: Organisation | None,
    changes: dict[str, Any] | None = None,
    label: str = "",
) -> Entry:
    """Append one entry, in the caller's transaction: if this fails, the action fails whole.

    Args:
        action: a declared key.
        target: what was acted on; its type, key and words are copied.
        by: who acted; None for the platform itself.
        organisation: for which organisation, by default the one acted for; name and path are copied as they are now.
        changes: JSON of what changed; never identity numbers, health or amounts in clear.
        label: words for the target, by default ``str(target)``.

    Raises:
        KeyError: the action is not declared.
    """
    registry[action]
    organisation = organisation or (by.organisation if by else None)
    chain = organisation.pk if organisation else EVERYWHERE
    heads = Head.objects.select_for_update(of=("self",)).filter(chain=chain)
    head = heads.first()
    if head is None:
        Head.objects.bulk_create([Head(chain=chain)], ignore_conflicts=True)
        head = heads.get()
    entry = Entry(
        chain=chain,
        position=head.length + 1,
        at=timezone.now(),
        on=by.today if by else today(),
        action=action,
        account_id=by.account_id if by else None,
        account_name=(by.name if by else "")[:60],
        organisation_id=organisation.pk if organisation else None,
        organisation_name=organisation.short_name if organisation else "",
        organisation_path=(organisation.path or "") if organisation else "",
        target_type=target._meta.label_lower if target else "",
        target_id=target.pk if target else None,
        target_label=(label or str(target or ""))[:200],
        changes=changes or {},
        request_id=by.request_id if by else "",
    )
    entry.digest = digest_of(entry, head.digest)
    entry.save(force_insert=True)
    head.length, head.digest = entry.position, entry.digest
    head.seal = seal_of(head)
    head.save(update_fields=["length", "digest", "seal"])
    return entry
