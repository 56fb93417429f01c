"""What runs by the clock where two beams meet: asks (obligations) are reminded of (notices)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.roles import Role
from dangjian.kernel.jobs import Job, register
from dangjian.kernel.notices.reminders import Reminding, remind
from dangjian.kernel.obligations.queries import open_targets_due_on
from dangjian.ui.formats import day_text

ANSWERERS = (Role.PARTY_OFFICE, Role.BRANCH_SECRETARY, Role.BRANCH_CLERK)


def _asks(today: date) -> Iterator[Reminding]:
    for target in open_targets_due_on(today + timedelta(days=1), today):
        yield Reminding(
            key=f"obligations.ask:{target.pk}:{target.ask.due_on:%Y%m%d}",
            organisation=target.organisation_id,
            subject=format_lazy(
                _("Wanted by tomorrow, {day}: {title}"), day=day_text(target.ask.due_on), title=target.ask.title
            ),
            body=target.ask.reason,
            url=reverse("obligations:answer", args=[target.pk]),
        )


def _remind(now: datetime, today: date) -> int:
    return remind(_asks(today), roles=ANSWERERS, now=now, today=today)


register(Job("desk.ask_reminders", _remind))
