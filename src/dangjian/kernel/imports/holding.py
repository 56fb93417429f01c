"""Holding a batch during long work: one worker at a time, given back when it fails, taken over when its worker died."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.db import models

from dangjian.kernel.errors import ServiceError
from dangjian.kernel.work.holding import Hold

CHUNK = 1000
M = TypeVar("M", bound=models.Model)


class ImportFlowError(ServiceError):
    """The step does not fit the state of the import."""


_hold = Hold("imports", ImportFlowError)
locked, take, still_ours, giving_back = _hold.locked, _hold.take, _hold.still_ours, _hold.giving_back
report = _hold.report


def by_key(rows: models.QuerySet[M], *, newest_first: bool = False) -> Iterator[list[M]]:
    """The rows of a query set in chunks, in the order of their keys, without holding them all."""
    last = None
    while True:
        chunk = rows.order_by("-pk" if newest_first else "pk")
        if last is not None:
            chunk = chunk.filter(pk__lt=last) if newest_first else chunk.filter(pk__gt=last)
        found = list(chunk[:CHUNK])
        if not found:
            return
        yield found
        last = found[-1].pk
