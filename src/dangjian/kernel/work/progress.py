"""How far long work is, told from one process to another.

Progress is a small file and not a row: SQLite lets one connection write at a time, and the work itself may hold that
lock until it is done.
"""

from __future__ import annotations

import json
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

STALE_AFTER = 120
"""Seconds of silence after which nobody is believed to be at it."""


@dataclass(frozen=True)
class Progress:
    """How far work is: steps done, steps in all (0 = not known yet), and whether somebody is at it."""

    done: int
    total: int
    alive: bool


def note_progress(name: str, done: int, total: int) -> None:
    """Make progress visible to other processes; `name` is a path such as ``imports/12``."""
    path = _place(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {"done": done, "total": total, "at": time.time(), "host": socket.gethostname(), "pid": os.getpid()}
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(state), encoding="ascii")
    fresh.replace(path)


def progress_of(name: str) -> Progress:
    """How far a piece of work is; `alive` is False when its process is gone or has said nothing for two minutes."""
    try:
        state = json.loads(_place(name).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return Progress(0, 0, False)
    alive = time.time() - state["at"] < STALE_AFTER
    if alive and state["host"] == socket.gethostname():
        alive = _runs(state["pid"])
    return Progress(state["done"], state["total"], alive)


def end_progress(name: str) -> None:
    """Forget the progress of a piece of work."""
    _place(name).unlink(missing_ok=True)


def _place(name: str) -> Path:
    return Path(settings.DANGJIAN_VAR) / f"{name}.progress"


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
