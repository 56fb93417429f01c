"""Who makes the casebooks."""

from __future__ import annotations

from dangjian.kernel.work.workers import Worker, register

from .work import work_next

register(Worker("casebooks", work_next))
