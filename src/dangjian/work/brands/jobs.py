"""What of service brands runs by the clock: the catalogue of services begins where there is none."""

from __future__ import annotations

from dangjian.kernel.jobs import Job, register

from . import services

register(Job(key="brands.services", run=lambda now, today: services.begin_services(by=None)))
