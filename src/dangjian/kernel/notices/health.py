"""Whether letters leave the platform."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from dangjian.kernel.health import Check, Finding, register

from .models import Outgoing

LATE = timedelta(hours=1)


def _outbox() -> Iterator[Finding]:
    given_up = Outgoing.objects.given_up()
    if last := given_up.first():
        yield Finding(
            f"{given_up.count()} letters could not be delivered; the last error: {last.last_error or 'not known'}",
            "Check DANGJIAN_EMAIL_HOST and the addresses of the accounts.",
        )
    if late := Outgoing.objects.due(timezone.now() - LATE).count():
        yield Finding(
            f"{late} letters should have left an hour ago.",
            "The timed jobs do not run: they are part of “dangjian serve”.",
        )


register(Check("notices.outbox", "Outbox", _outbox))
