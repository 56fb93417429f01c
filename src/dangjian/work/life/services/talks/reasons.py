"""The catalogue of occasions on which a talk is a must: kept by the work committee, with days and order."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.tree.models import Organisation

from ...errors import TalkError
from ...models import MustTalkReason
from ...occasions import FIVE, SINCE, SOURCE

ADDED = action("life.talk_reason.added", gettext_lazy("added the must-talk occasion “{target}”"))
MOVED = action("life.talk_reason.moved", gettext_lazy("moved the must-talk occasion “{target}” in its order"))
ENDED = action("life.talk_reason.ended", gettext_lazy("ended the must-talk occasion “{target}”"))
MOST = 99


@transaction.atomic
def begin_talk_reasons(*, by: Actor | None = None) -> int:
    """Begin the catalogue with the five in use, where there is none; how many were added.

    They are no part of a migration: a backup is read into an empty database and brings its own.
    """
    if MustTalkReason.objects.exists():
        return 0
    for ordinal, (key, name) in enumerate(FIVE, start=1):
        facts = {"key": key, "name": name, "ordinal": ordinal, "source": SOURCE, "starts_on": SINCE}
        reason: MustTalkReason = MustTalkReason.objects.create(**facts)
        audit.record(ADDED, reason, by=by, organisation=None, changes={"on": SINCE.isoformat()})
    return len(FIVE)


@transaction.atomic
def add_talk_reason(*, name: str, ordinal: int, on: date, source: str = "", by: Actor | None) -> MustTalkReason:
    """Add an occasion to the catalogue from a day on.

    Raises:
        TalkError: the words are missing or stand there already, or it is not the work committee that acts.
    """
    words = " ".join(name.split())[:120]
    if not words:
        raise TalkError(_("Say on which occasion a talk is a must."), field="name")
    committee = _committee(by)
    if MustTalkReason.objects.filter(name=words, ends_on=None).exists():
        raise TalkError(_("This occasion stands in the catalogue already."), field="name")
    taken = set(MustTalkReason.objects.values_list("key", flat=True))
    key = next(f"occasion-{n}" for n in range(len(taken) + 1, len(taken) + 1000) if f"occasion-{n}" not in taken)
    reason: MustTalkReason = MustTalkReason.objects.create(
        key=key, name=words, ordinal=_ordinal(ordinal), source=source.strip()[:200], starts_on=on
    )
    audit.record(ADDED, reason, by=by, organisation=committee, changes={"on": on.isoformat()})
    return reason


@transaction.atomic
def move_talk_reason(reason: MustTalkReason, *, ordinal: int, by: Actor | None) -> MustTalkReason:
    """Give an occasion another place in the order.

    Raises:
        TalkError: the place is no number from 1 to 99, or it is not the work committee that acts.
    """
    committee = _committee(by)
    reason = MustTalkReason.objects.select_for_update(of=("self",)).get(pk=reason.pk)
    before, reason.ordinal = reason.ordinal, _ordinal(ordinal)
    reason.save(update_fields=["ordinal"])
    audit.record(MOVED, reason, by=by, organisation=committee, changes={"from": before, "to": reason.ordinal})
    return reason


@transaction.atomic
def end_talk_reason(reason: MustTalkReason, *, on: date, by: Actor | None) -> MustTalkReason:
    """End an occasion from a day on; talks that name it keep it.

    Raises:
        TalkError: it has ended, the day is not after its beginning, or it is not the work committee that acts.
    """
    committee = _committee(by)
    reason = MustTalkReason.objects.select_for_update(of=("self",)).get(pk=reason.pk)
    if reason.ends_on and reason.ends_on <= on:
        raise TalkError(_("This occasion has ended already."), field="on")
    if on <= reason.starts_on:
        raise TalkError(_("The end must lie after the beginning."), field="on")
    reason.ends_on = on
    reason.save(update_fields=["ends_on"])
    audit.record(ENDED, reason, by=by, organisation=committee, changes={"on": on.isoformat()})
    return reason


def _committee(by: Actor | None) -> Organisation | None:
    organisation = by.organisation if by else None
    if by and (organisation is None or not organisation.is_work_committee):
        raise TalkError(_("The catalogue is kept by the work committee. Act for it to change it."))
    return organisation


def _ordinal(number: int) -> int:
    if not 1 <= number <= MOST:
        raise TalkError(_("Give a place from 1 to {most}.").format(most=MOST), field="ordinal")
    return number
