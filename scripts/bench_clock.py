"""What the bench reads off the machine: time of the processor and memory, of this process and of its database."""

import gc
import os
import resource
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.db import connection


def processor() -> float:
    """Seconds of the processor, which other work does not stretch: this process's, and PostgreSQL's that answers it."""
    own = time.process_time()
    if connection.vendor == "sqlite":
        return own
    return own + int(Path(f"/proc/{backend()}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


@cache
def backend() -> int:
    """The process of PostgreSQL on this machine that answers this one, with no others that help it."""
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of the processor."""
    begun = processor()
    work()
    return (processor() - begun) * 1000


def memory_of_worker() -> dict[str, float]:
    """Megabytes that this process holds, and of them pages of the database's file, which all workers share."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return {"worker_mb": pages * os.sysconf("SC_PAGE_SIZE") / 1e6, "mapped_mb": mapped_mb()}


def mapped_mb() -> float:
    """Megabytes of the database's file that are mapped into this process."""
    name, total, inside = f"/{str(connection.settings_dict['NAME']).lstrip('/')}", 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if not line.split(" ", 1)[0].endswith(":"):
            inside = line.endswith(name)
        elif inside and line.startswith("Rss:"):
            total += int(line.split()[1])
    return total * 1024 / 1e6


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
