"""After a new key: write everything anew, and find indexes that no longer fit."""

from collections.abc import Iterator

from django.db import models, transaction

from dangjian.kernel.privacy.cipher import is_current
from dangjian.kernel.privacy.fields import BlindIndexField, EncryptedTextField


def protected_fields(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]
    """The encrypted and the blind index fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField | BlindIndexField)]


def renew(model: type[models.Model], *, batch: int = 500) -> Iterator[int]:
    """Encrypt all rows of `model` with the current key and fill their indexes anew.

    Each batch is a transaction of its own, so it may be stopped and started again. Yields how many rows are done.
    """
    names = [field.name for field in protected_fields(model)]
    done, last = 0, None
    while names:
        rows = model._base_manager.order_by("pk")
        if last is not None:
            rows = rows.filter(pk__gt=last)
        with transaction.atomic():
            found = list(rows.select_for_update(of=("self",))[:batch])
            for row in found:
                row.save(update_fields=names)
        if not found:
            return
        done, last = done + len(found), found[-1].pk
        yield done


def stale(model: type[models.Model]) -> Iterator[object]:
    """Primary keys of rows whose blind index does not fit its source."""
    indexes = [field for field in protected_fields(model) if isinstance(field, BlindIndexField)]
    if not indexes:
        return
    for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
        if any(getattr(row, field.attname) != field.index_of(getattr(row, field.source)) for field in indexes):
            yield row.pk


def uses_old_keys(token: str) -> bool:
    """Whether a stored text waits for `renew`."""
    return bool(token) and not is_current(token)
