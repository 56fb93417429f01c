"""Who does the long work of imports."""

from __future__ import annotations

from dangjian.kernel.work.workers import Worker, register

from .work import work_next

register(Worker("imports", work_next))
