"""What of organisational life runs by the clock: the catalogue of must-talk occasions begins where there is none."""

from __future__ import annotations

from dangjian.kernel.jobs import Job, register

from . import services

register(Job(key="life.talk_reasons", run=lambda now, today: services.begin_talk_reasons(by=None)))
