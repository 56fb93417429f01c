"""Who does long work: each room declares its worker in ``workers.py``, ``dangjian serve`` runs them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections

log = logging.getLogger(__name__)
REST_SECONDS = 1


@dataclass(frozen=True)
class Worker:
    """Something that does one piece of work at a time.

    Attributes:
        key: name of its thread.
        work_next: does the oldest piece that waits, also one that a killed worker left; whether there was one.
    """

    key: str
    work_next: Callable[[], bool]

    def step(self) -> bool:
        """Do the next piece. One that fails is logged: its row keeps the reason, and the next must not wait."""
        try:
            return self.work_next()
        except Exception:
            log.exception("Work of %s failed.", self.key)
            return False

    def forever(self) -> None:
        """Work until the process ends."""
        while True:
            if not self.step():
                close_old_connections()
                time.sleep(REST_SECONDS)


registry: dict[str, Worker] = {}


def register(worker: Worker) -> Worker:
    """Declare a worker.

    Raises:
        ValueError: its key is taken.
    """
    if worker.key in registry:
        raise ValueError(f"worker {worker.key} is declared twice")
    registry[worker.key] = worker
    return worker
