"""Every write about notices. Nothing is audited about reading them: nobody else may know whether or when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit.actions import action
from dangjian.kernel.audit.services import record
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.models import Organisation

from .hours import local, next_digest
from .models import FIRST_HOUR, LAST_HOUR, Channel, Notice, Outgoing, OutgoingState, Preference

SENT = action("notices.notice.sent", _("sent the notice {target}"))
CHOSEN = action("notices.preference.chosen", _("chose how to be told: {target}"))
RETRIED = action("notices.letter.retried", _("had the letter {target} tried again"))
Words = str | Promise
Recipient = int | Model
BATCH = 2000
ROUNDS = 3


class NoticeError(ServiceError):
    """A notice or preference that cannot be."""


@transaction.atomic
def send(
    *,
    to: Recipient | Iterable[Recipient],
    subject: Words,
    body: Words = "",
    url: str = "",
    urgent: bool = False,
    organisation: Organisation | None = None,
    now: datetime | None = None,
    by: Actor | None,
) -> list[Notice]:
    """Tell people something: into their inbox at once, by e-mail urgent things at once and others in the day's digest.

    Inbox and outbox are written in the caller's transaction: if that fails, nobody is told anything.

    Args:
        to: an account or its key, or several.
        subject: one line; a lazy translation is told in each receiver's language.
        url: address inside the platform where the matter is.
        organisation: what it is about; shown to nobody, kept for the audit entry and the chain it belongs to.
        now: the moment; the clock's by default.

    Raises:
        NoticeError: no subject, or an address outside the platform.
    """
    moment = now or timezone.now()
    if not str(subject).strip():
        raise NoticeError(_("A notice needs a subject."), field="subject")
    if url and (not url.startswith("/") or url.startswith(("//", "/\\"))):
        raise NoticeError(_("A notice leads to a page of the platform only."), field="url")
    many: Iterable[Recipient] = to if isinstance(to, Iterable) else (to,)
    keys = sorted({one.pk if isinstance(one, Model) else one for one in many})
    path = (organisation.path or "") if organisation else ""
    facts = {"body": body, "url": url, "urgent": urgent, "organisation_path": path, "created_at": moment}
    sent: list[Notice] = []
    for start in range(0, len(keys), BATCH):
        people = get_user_model()._default_manager.filter(pk__in=keys[start : start + BATCH], is_active=True)
        sent += _tell(list(people.order_by("pk")), subject, facts)
    if sent:
        told = {"receivers": len(sent), "urgent": urgent}
        record(SENT, None, by=by, organisation=organisation, changes=told, label=sent[0].subject)
    return sent


def _tell(people: list[Any], subject: Words, facts: dict[str, Any]) -> list[Notice]:
    letters = _letters([person.pk for person in people], facts["urgent"], facts["created_at"])
    notices = []
    for person in people:
        with translation.override(getattr(person, "language", None) or translation.get_language()):
            words = {"subject": " ".join(str(subject).split())[:120], "body": str(facts["body"])}
        notices.append(Notice(account_id=person.pk, outgoing=letters.get(person.pk), **(facts | words)))
    return Notice.objects.bulk_create(notices)


def _letters(accounts: list[int], urgent: bool, now: datetime) -> dict[int, Outgoing]:
    """The letter that takes the notice to each account; none for those who want no e-mail."""
    preferences = {row.account_id: row for row in Preference.objects.filter(account__in=accounts)}
    wanting = [pk for pk in accounts if pk not in preferences or preferences[pk].email]
    if urgent:
        made = Outgoing.objects.bulk_create([Outgoing(account_id=pk, next_try_at=now) for pk in wanting])
        return {letter.account_id: letter for letter in made}
    hours = {pk: row.digest_hour for pk, row in preferences.items()}
    waiting = _waiting_digests(wanting)
    for _round in range(ROUNDS):
        missing = [pk for pk in wanting if pk not in waiting]
        if not missing:
            break
        days = _last_digest_days(missing)
        slots = {pk: next_digest(now, hours.get(pk, FIRST_HOUR), sent_on=days.get(pk)) for pk in missing}
        fresh = [Outgoing(account_id=pk, digest=True, next_try_at=slot) for pk, slot in slots.items()]
        # Somebody else may begin the same digest at this moment: the database lets one through, and both join it.
        Outgoing.objects.bulk_create(fresh, ignore_conflicts=True)
        waiting |= _waiting_digests(missing)
    return waiting


def _waiting_digests(accounts: list[int]) -> dict[int, Outgoing]:
    """The digest each account has waiting, locked: it cannot leave before this notice is in it."""
    rows = Outgoing.objects.select_for_update(of=("self",)).filter(
        account__in=accounts, digest=True, state=OutgoingState.WAITING, channel=Channel.EMAIL
    )
    return {letter.account_id: letter for letter in rows.order_by("pk")}


def _last_digest_days(accounts: list[int]) -> dict[int, date]:
    rows = Outgoing.objects.filter(account__in=accounts, digest=True, sent_on__isnull=False).order_by()
    return dict(rows.values_list("account").annotate(Max("sent_on")))


@transaction.atomic
def mark_read(notice: Notice, *, now: datetime) -> Notice:
    """Mark one notice as read; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now)
    notice.refresh_from_db()
    return notice


@transaction.atomic
def mark_all_read(*, account_id: int, now: datetime) -> int:
    """Mark everything in an inbox as read; how many there were."""
    return Notice.objects.of(account_id).unread().update(read_at=now)


@transaction.atomic
def choose(*, account_id: int, email: bool, digest_hour: int, by: Actor | None) -> Preference:
    """Choose how to be told.

    Args:
        email: whether things also come by e-mail; the inbox gets everything in any case.
        digest_hour: hour of the daily digest, 8 to 20.

    Raises:
        NoticeError: an hour in the quiet time.
    """
    if not FIRST_HOUR <= digest_hour <= LAST_HOUR:
        raise NoticeError(_("Choose an hour between 8 and 20."), field="digest_hour")
    facts: dict[str, Any] = {"email": email, "digest_hour": digest_hour}
    preference, _new = Preference.objects.update_or_create(account_id=account_id, defaults=facts)
    record(CHOSEN, None, by=by, organisation=None, changes=facts, label=by.name if by else str(account_id))
    return preference


@transaction.atomic
def retry(letter: Outgoing, *, now: datetime, by: Actor | None) -> Outgoing:
    """Have a letter that was given up tried again: when the mail server works once more.

    Raises:
        NoticeError: it was not given up, or its reader has another digest waiting.
    """
    letter = Outgoing.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.state != OutgoingState.GIVEN_UP:
        raise NoticeError(_("Only what was given up can be tried again."))
    waiting = _waiting_digests([letter.account_id]).get(letter.account_id) if letter.digest else None
    if waiting is not None:
        letter.notices.update(outgoing=waiting)
        letter.state, letter.last_error = OutgoingState.DROPPED, ""
    else:
        letter.state, letter.attempts, letter.next_try_at = OutgoingState.WAITING, 0, now
        if letter.digest:
            last = _last_digest_days([letter.account_id]).get(letter.account_id)
            if last is not None and last >= local(now).date():
                letter.next_try_at = next_digest(now, FIRST_HOUR, sent_on=last)
    letter.save(update_fields=["state", "attempts", "next_try_at", "last_error"])
    record(RETRIED, letter, by=by, organisation=None)
    return letter
