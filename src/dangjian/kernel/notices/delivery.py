"""The outbox is emptied: claims, attempts, waiting times. Two workers never send the same letter."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dangjian.kernel.audit.actions import action
from dangjian.kernel.audit.services import record
from dangjian.kernel.periods import SEED, WorkCalendar

from .hours import local, next_digest, not_quiet_from, quiet
from .models import FIRST_HOUR, Notice, Outgoing, OutgoingState, Preference

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
LEASE = timedelta(minutes=15)
"""A claim older than this belonged to a worker that died; far longer than the mail server is waited for."""
PATIENCE = 30
"""Seconds the mail server is waited for."""
A_ROUND = 500
GIVEN_UP = action("notices.letter.given-up", gettext_lazy("gave up the letter {target}"))


def deliver(now: datetime, *, calendar: WorkCalendar = SEED) -> Counter[str]:
    """Send what is due: once each, in the order of waiting. Not to be called inside a transaction.

    Returns:
        How many letters ended in which state; "postponed" for digests that came into quiet hours, "waiting" for
        letters to be tried again.
    """
    ends: Counter[str] = Counter()
    for dead in Outgoing.objects.filter(state=OutgoingState.SENDING, claimed_at__lt=now - LEASE).order_by("pk"):
        ends[_failed(dead, _("The sending program was stopped."), now)] += 1
    due = list(Outgoing.objects.due(now).order_by("next_try_at", "pk").values_list("pk", "digest")[:A_ROUND])
    for pk, digest in due:
        if digest and quiet(now, calendar):
            waiting = Outgoing.objects.filter(pk=pk, state=OutgoingState.WAITING)
            ends["postponed"] += waiting.update(next_try_at=not_quiet_from(now, calendar))
            continue
        letter = _claimed(pk, digest, now, calendar)
        if letter is not None:
            ends[_sent(letter, now)] += 1
    return ends


def _claimed(pk: int, digest: bool, now: datetime, calendar: WorkCalendar) -> Outgoing | None:
    """Take a letter by compare-and-set; None when another worker was faster or today's digest has left already."""
    token, day = uuid.uuid4().hex, local(now).date()
    waiting = Outgoing.objects.filter(pk=pk, state=OutgoingState.WAITING, next_try_at__lte=now)
    try:
        with transaction.atomic():
            taken = waiting.update(
                state=OutgoingState.SENDING, claim=token, claimed_at=now, sent_on=day if digest else None
            )
    except IntegrityError:
        waiting.update(next_try_at=next_digest(now, FIRST_HOUR, sent_on=day, calendar=calendar))
        return None
    return Outgoing.objects.select_related("account").get(pk=pk, claim=token) if taken else None


def _sent(letter: Outgoing, now: datetime) -> str:
    notices = list(letter.notices.filter(read_at=None).order_by("pk"))
    address = getattr(letter.account, "email", None)
    if not notices or not address or not letter.account.is_active or not _wants_mail(letter.account_id):
        return _end(letter, OutgoingState.DROPPED, sent_on=None)
    try:
        with translation.override(getattr(letter.account, "language", None) or settings.LANGUAGE_CODE):
            subject, body = written(notices)
        connection = get_connection(timeout=PATIENCE)
        EmailMessage(subject, body, to=[address], connection=connection).send()
    except (OSError, ValueError) as error:
        return _failed(letter, f"{type(error).__name__}: {error}", now)
    return _end(letter, OutgoingState.SENT, sent_at=now, last_error="")


def written(notices: Sequence[Notice]) -> tuple[str, str]:
    """Subject and text of the letter with these notices, in the language that is active."""
    if len(notices) == 1:
        subject = notices[0].subject
    else:
        subject = ngettext("{count} notice", "{count} notices", len(notices)).format(count=len(notices))
    parts = []
    for notice in notices:
        lines = [notice.subject] if len(notices) > 1 else []
        lines += [line for line in (notice.body, _address(notice.url)) if line]
        parts.append("\n".join(lines))
    parts.append(_("All notices, and how to be told: {address}").format(address=_address("/notices/")))
    return subject, "\n\n".join(part for part in parts if part)


def _address(url: str) -> str:
    return f"{settings.DANGJIAN_ADDRESS.rstrip('/')}{url}" if url else ""


def _wants_mail(account_id: int) -> bool:
    return not Preference.objects.filter(account=account_id, email=False).exists()


def _end(letter: Outgoing, state: OutgoingState, **facts: Any) -> str:
    """Write down how it ended, unless the claim was lost to somebody who took this worker for dead."""
    mine = Outgoing.objects.filter(pk=letter.pk, claim=letter.claim, state=OutgoingState.SENDING)
    return state.value if mine.update(state=state, claim="", **facts) else "lost"


def _failed(letter: Outgoing, error: str, now: datetime) -> str:
    """Wait longer after each failure, at last give up."""
    facts = {"attempts": letter.attempts + 1, "last_error": " ".join(error.split())[:300], "sent_on": None}
    if letter.attempts >= len(BACKOFF):
        return _given_up(letter, facts)
    try:
        return _waits_again(letter, now + BACKOFF[letter.attempts], facts)
    except IntegrityError:
        # Somebody began a new digest between our look and our write: now it can be seen and taken in.
        return _waits_again(letter, now + BACKOFF[letter.attempts], facts)


@transaction.atomic
def _given_up(letter: Outgoing, facts: dict[str, Any]) -> str:
    ended = _end(letter, OutgoingState.GIVEN_UP, **facts)
    if ended == OutgoingState.GIVEN_UP:
        record(GIVEN_UP, letter, by=None, organisation=None, changes={"error": facts["last_error"]})
    return ended


@transaction.atomic
def _waits_again(letter: Outgoing, at: datetime, facts: dict[str, Any]) -> str:
    """A digest that waits again takes in the one begun meanwhile: an account has one waiting at most."""
    rows = Outgoing.objects.select_for_update(of=("self",))
    if not rows.filter(pk=letter.pk, claim=letter.claim, state=OutgoingState.SENDING).exists():
        return "lost"
    if letter.digest:
        for newer in rows.filter(
            account=letter.account_id, channel=letter.channel, digest=True, state=OutgoingState.WAITING
        ):
            newer.notices.update(outgoing=letter)
            newer.delete()
    return _end(letter, OutgoingState.WAITING, next_try_at=at, **facts)
