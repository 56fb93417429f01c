"""What of the register runs by the clock: reminders of letters that run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.jobs import Job, register
from dangjian.kernel.notices.reminders import Reminding, remind
from dangjian.ui.formats import day_text

from .models import Transfer

WARNING_DAYS = 7
"""So many days before a letter runs out both ends are told."""


def stage_of(last_valid_day: date, today: date) -> str | None:
    """How near a letter is to its end: "soon", "out", or None."""
    if last_valid_day < today:
        return "out"
    return "soon" if last_valid_day <= today + timedelta(days=WARNING_DAYS) else None


def _letters(today: date) -> Iterator[Reminding]:
    letters = Transfer.objects.open().filter(happened_on__lte=today).order_by("pk")
    for letter in letters.iterator():
        stage = stage_of(letter.last_valid_day, today)
        if stage is not None:
            yield _reminding(letter, stage, letter.organisation_id, "members:transfer")
            yield _reminding(letter, stage, letter.to_organisation_id, "members:incoming")


def _reminding(letter: Transfer, stage: str, organisation: int, page: str) -> Reminding:
    soon, out = _("The transfer letter {number} runs out on {day}"), _("The transfer letter {number} ran out on {day}")
    return Reminding(
        key=f"{page}:{letter.pk}:{stage}",
        organisation=organisation,
        # No name here: the notice may leave the platform by e-mail.
        subject=format_lazy(
            soon if stage == "soon" else out, number=letter.letter_number, day=day_text(letter.last_valid_day)
        ),
        body=_("Until the receiving branch accepts, the issuing branch stays responsible for the member."),
        url=reverse(page, args=[letter.pk]),
    )


def _remind(now: datetime, today: date) -> int:
    return remind(_letters(today), now=now, today=today)


register(Job("members.letter_reminders", _remind))
