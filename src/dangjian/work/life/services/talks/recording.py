"""A talk is recorded by one of its sides or by the branch's secretary; a correction is a new entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.members.models import Member, Membership
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.tree.models import Organisation

from ...enums import DayPart, PairType, TalkMethod, TalkSide
from ...errors import TalkError
from ...models import MustTalkReason, Talk, TalkParticipant
from ...models.talks import at_itself
from ...permissions import RECORD_TALK
from .pairs import derived_pair_type

# The sentences name the branch and nothing else: who talked with whom about what is for the two sides.
RECORDED = action("life.talk.recorded", gettext_lazy("recorded a talk of {target}"))
CORRECTED = action("life.talk.corrected", gettext_lazy("corrected a talk of {target}"))
LONGEST = 2000


@transaction.atomic
def record_talk(
    *,
    organisation: Organisation,
    talkers: Sequence[Member],
    on: date,
    outline: str,
    by: Actor | None,
    talked_to: Sequence[Member] = (),
    outsiders: str = "",
    pair_type: str = "",
    method: str = TalkMethod.INDIVIDUAL,
    reason: MustTalkReason | None = None,
    day_part: str = "",
    place: str = "",
) -> Talk:
    """Record a talk.

    Args:
        organisation: the branch it belongs to, whose secretary sees it.
        talkers: the side that talks.
        on: the day of the talk; a later day of entry is shown beside it.
        outline: what was said, in a few words.
        talked_to: the members on the other side.
        outsiders: names of people outside the Party on the other side.
        pair_type: between whom; "" lets the posts of the day decide.
        reason: the occasion, where it was one on which a talk is a must.

    Raises:
        TalkError: a side is missing or on both sides, the day lies ahead or before somebody was a member, the pair type
            cannot be told from the posts, or the writer is neither a side nor the secretary.
    """
    facts = _checked(
        organisation, list(talkers), list(talked_to), outsiders, on, pair_type, method, reason, day_part, by
    )
    outline = outline.strip()
    if not outline:
        raise TalkError(_("Say in a line what the talk was about."), field="outline")
    talk: Talk = _written(
        organisation,
        {**facts, "outline": outline[:LONGEST], "place": place.strip()[:60], "reason": reason},
        talkers,
        talked_to,
        by,
    )
    audit.record(RECORDED, talk, by=by, organisation=organisation, label=organisation.short_name)
    return talk


@transaction.atomic
def correct_talk(talk: Talk, *, correction_reason: str, by: Actor | None, **facts: Any) -> Talk:
    """Put an entry right by a new one that says why; the first one stays and no longer counts.

    Args:
        talk: the entry that is wrong.
        correction_reason: why, in a line.
        facts: what is right, as for ``record_talk`` without the organisation.

    Raises:
        TalkError: it has been corrected already, no reason is given, or as for ``record_talk``.
    """
    talk = Talk.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=talk.pk)
    if talk.corrections.exists():
        raise TalkError(_("This entry has been corrected already. Open the newer one."))
    words = " ".join(correction_reason.split())
    if not words:
        raise TalkError(_("Say why the entry is corrected."), field="correction_reason")
    corrected = record_talk(organisation=talk.organisation, by=by, **facts)
    corrected.corrects, corrected.correction_reason = talk, words[:200]
    corrected.save(update_fields=["corrects", "correction_reason"])
    audit.record(CORRECTED, talk, by=by, organisation=talk.organisation, label=talk.organisation.short_name)
    return corrected


def _checked(
    organisation: Organisation,
    talkers: list[Member],
    talked_to: list[Member],
    outsiders: str,
    on: date,
    pair_type: str,
    method: str,
    reason: MustTalkReason | None,
    day_part: str,
    by: Actor | None,
) -> dict[str, Any]:
    outsiders = " ".join(outsiders.split())[:120]
    one, other = {member.pk for member in talkers}, {member.pk for member in talked_to}
    if not one:
        raise TalkError(_("Say who talked."), field="talkers")
    if not other and not outsiders:
        raise TalkError(_("Choose with whom the talk was held, or name somebody outside the Party."), field="talked_to")
    if one & other:
        raise TalkError(_("Nobody can be on both sides of a talk."), field="talked_to")
    if by and not (by.member_id in one | other or organisation.path in at_itself(by, RECORD_TALK)):
        raise TalkError(_("A talk is recorded by one of its sides or by the branch's secretary."), field="talkers")
    _refuse_day(organisation, talkers, talked_to, on, by)
    if method not in TalkMethod.values or (day_part and day_part not in DayPart.values):
        raise TalkError(_("Choose one of the values offered."), field="method")
    if reason and not MustTalkReason.objects.on(on).filter(pk=reason.pk).exists():
        raise TalkError(_("This occasion did not stand in the catalogue on that day."), field="reason")
    kind = _pair_type(organisation, one, other, outsiders, on, pair_type)
    return {"happened_on": on, "pair_type": kind, "method": method, "day_part": day_part, "outsiders": outsiders}


def _refuse_day(
    organisation: Organisation, talkers: list[Member], talked_to: list[Member], on: date, by: Actor | None
) -> None:
    if by and on > by.today:
        raise TalkError(_("This day lies ahead. A talk is recorded after it was held."), field="on")
    if on < organisation.starts_on or (organisation.ends_on and on >= organisation.ends_on):
        raise TalkError(_("{name} did not exist on that day.").format(name=organisation), field="on")
    everybody = {member.pk: member for member in (*talkers, *talked_to)}
    known = set(Membership.objects.on(on).filter(member__in=everybody).values_list("member_id", flat=True))
    for key, member in everybody.items():
        if key not in known:
            raise TalkError(_("{name} was no member on that day.").format(name=member), field="on")


def _pair_type(
    organisation: Organisation, one: set[int], other: set[int], outsiders: str, on: date, chosen: str
) -> str:
    if bool(outsiders) != (chosen == PairType.WITH_NON_MEMBERS) and not (outsiders and not chosen):
        words = _("Somebody outside the Party is named exactly when the talk is one with people outside the Party.")
        raise TalkError(words, field="pair_type")
    if outsiders:
        return PairType.WITH_NON_MEMBERS
    if chosen:
        if chosen not in PairType.values:
            raise TalkError(_("Choose one of the values offered."), field="pair_type")
        return chosen
    derived = derived_pair_type(one, other, branch=organisation, day=on)
    if derived is None:
        raise TalkError(
            _("The posts held that day do not say it: choose between whom the talk was."), field="pair_type"
        )
    return derived


def _written(
    organisation: Organisation,
    facts: dict[str, Any],
    talkers: Sequence[Member],
    talked_to: Sequence[Member],
    by: Actor | None,
) -> Talk:
    talk: Talk = Talk.objects.create(organisation=organisation, entered_by=(by.name if by else "")[:60], **facts)
    sides = [(member, TalkSide.TALKER) for member in talkers] + [(member, TalkSide.TALKED_TO) for member in talked_to]
    TalkParticipant.objects.bulk_create(TalkParticipant(talk=talk, member=member, side=side) for member, side in sides)
    return talk
