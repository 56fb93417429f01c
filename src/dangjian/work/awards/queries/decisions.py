"""What stands in the way of a notice or a decision, in sentences, and what is counted before either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangjian.ui.formats import day_text

from ..models import AwardClass, Call, Nomination, Objection
from ..phases import Seat, Sight, seen
from .nominations import nominations_shown
from .reviews.places import Result, results, suggestions, what_helped
from .reviews.standing import standing_of as standing_on_day

NAMED_AT_MOST = 5


def _listed(nominations: list[Nomination]) -> str:
    names = "、".join(str(one) for one in nominations[:NAMED_AT_MOST])
    return names + ("…" if len(nominations) > NAMED_AT_MOST else "")


def over_quota(call: Call) -> Iterator[str]:
    """Classes with more proposals than places."""
    proposed = Count("proposals", filter=Q(proposals__withdrawn_on=None, proposals__refused_on=None))
    for one in call.classes.annotate(proposed=proposed):
        if one.proposed > one.quota:
            words = _("“{name}” has {quota} places and {n} proposals.")
            yield words.format(name=one.name, quota=one.quota, n=one.proposed)


def without_reason(call: Call) -> Iterator[str]:
    """Nominations that take part and have no reason yet, chosen or not."""
    rows = list(Nomination.objects.admitted().filter(call=call, decision_reason="").order_by("pk"))
    if rows:
        words = ngettext(
            "{n} nomination has no reason yet: {names}.", "{n} nominations have no reason yet: {names}.", len(rows)
        )
        yield words.format(n=len(rows), names=_listed(rows))


def not_noticed(call: Call, day: date) -> Iterator[str]:
    """Proposals that stood in no public notice, or in one that has not ended on the day."""
    proposed = Nomination.objects.proposed().filter(call=call).order_by("pk")
    missing = list(proposed.filter(noticed_in=None))
    if missing:
        yield _("These stood in no public notice yet: {names}.").format(names=_listed(missing))
    running = proposed.filter(noticed_in__ends_on__gt=day).select_related("noticed_in").first()
    if running is not None and running.noticed_in is not None:
        yield _("The public notice runs until before {day}.").format(day=day_text(running.noticed_in.ends_on))


def unhandled_objections(call: Call) -> Iterator[str]:
    """Objections that nobody has answered."""
    count = Objection.objects.unhandled().filter(notice__call=call).count()
    if count:
        yield ngettext("{n} objection is not handled yet.", "{n} objections are not handled yet.", count).format(
            n=count
        )


def proposals(call: Call) -> list[Nomination]:
    """What is proposed in a call, in the order of its classes."""
    rows = nominations_shown().proposed().filter(call=call)
    return list(rows.order_by("proposed_class__rank", "organisation__code", "pk"))


def to_notice(call: Call) -> list[Nomination]:
    """The proposals of a call that stood in no public notice yet."""
    return [one for one in proposals(call) if one.noticed_in_id is None]


def letters_to_send(call: Call) -> list[Nomination]:
    """The nominations of a decided call whose letter was not sent: all that took part in the review."""
    return list(nominations_shown().admitted().filter(call=call, letter_on=None).order_by("pk"))


def letters_wait(call: Call) -> bool:
    """Whether somebody who took part has no letter yet."""
    return Nomination.objects.admitted().filter(call=call, letter_on=None).exists()


def helped_by(nomination: Nomination, day: date) -> list[str]:
    """What helped a nomination: in the words of the office, then of the reviewers, as far as the phase lets it out."""
    own = [nomination.helped] if nomination.helped else []
    return own + what_helped(nomination, day)


def scored(award_class: AwardClass, day: date) -> dict[int, Result]:
    """Key of a nomination -> its result, where the office may see scores of the call; nothing without a rubric."""
    call = award_class.call
    if Sight.SCORES not in seen(Seat.MODERATOR, standing_on_day(call, day)) or not call.criteria.exists():
        return {}
    return {result.nomination.pk: result for result in results(call)}


def suggested(award_class: AwardClass, found: Mapping[int, Result]) -> set[int]:
    """Keys of the nominations that would fill a class by their results; equal ones for too few seats are left out."""
    if not found:
        return set()
    filled = suggestions(award_class.call, list(found.values()))
    chosen = (one.chosen for one in filled if one.award_class.pk == award_class.pk)
    return {result.nomination.pk for results_of in chosen for result in results_of}


@dataclass(frozen=True)
class ClassStanding:
    """A class of a call in numbers: places, entered, admitted, proposed."""

    pk: int
    name: str
    subject: str
    quota: int
    entered: int
    admitted: int
    proposed: int


def standing_of(call: Call) -> list[ClassStanding]:
    """The classes of a call in numbers; one query. Drafts, withdrawn and refused nominations are left out."""
    here = Q(nominations__withdrawn_on=None, nominations__refused_on=None, nominations__submitted_on__isnull=False)
    rows = call.classes.annotate(
        entered=Count("nominations", filter=here, distinct=True),
        admitted=Count("nominations", filter=here & Q(nominations__admitted_on__isnull=False), distinct=True),
        proposed=Count("proposals", filter=Q(proposals__withdrawn_on=None, proposals__refused_on=None), distinct=True),
    )
    return [
        ClassStanding(one.pk, one.name, one.subject, one.quota, one.entered, one.admitted, one.proposed)
        for one in rows.order_by("rank", "pk")
    ]
