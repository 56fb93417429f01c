"""What of the awards room runs by the clock: the catalogue of programmes begins where there is none."""

from __future__ import annotations

from dangjian.kernel.jobs import Job, register

from . import services

register(Job(key="awards.programmes", run=lambda now, today: services.begin_programmes(by=None)))
