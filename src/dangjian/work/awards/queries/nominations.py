"""Reads of nominations: what the records say about them, which levels they pass, what still stands in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.records import eligibility
from dangjian.kernel.records.eligibility import Judged
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside
from dangjian.kernel.tree.scope import seen_q

from ..enums import Department, Subject
from ..models import AwardClass, Call, CallCondition, LevelOpinion, Nomination, OpinionReceipt, PublicNotice
from ..models.nominations import NominationQuerySet
from ..permissions import VIEW_NOMINATION

UNKNOWN = _("The records say nothing about it.")


def nominations_shown() -> NominationQuerySet:
    """Nominations with what pages show of them."""
    related = (
        *("organisation", "call__organisation", "call__programme", "award_class"),
        *("member", "proposed_class", "entry"),
    )
    shown: NominationQuerySet = Nomination.objects.select_related(*related)
    return shown


def subject_of(nomination: Nomination) -> int:
    """The key under which conditions know who is put forward."""
    keys = {Subject.MEMBER: nomination.member_id, Subject.ORGANISATION: nomination.organisation_id}
    return keys.get(Subject(nomination.award_class.subject), nomination.record_id) or 0


def judged(nominations: Sequence[Nomination], day: date) -> dict[int, list[Judged]]:
    """What the records say about each nomination: of the day it was entered, or of today while it is a draft.

    Conditions are asked once for all nominations of a class and a day.
    """
    asked = _conditions({nomination.call_id for nomination in nominations})
    groups: dict[tuple[int, date], list[Nomination]] = defaultdict(list)
    for nomination in nominations:
        groups[nomination.award_class_id, nomination.submitted_on or day].append(nomination)
    found: dict[int, list[Judged]] = {}
    for (award_class, on), group in groups.items():
        rows = [row for row in asked[group[0].call_id] if row.award_class_id in (None, award_class)]
        said = judge([subject_of(one) for one in group], rows, on)
        found |= {one.pk: said[subject_of(one)] for one in group}
    return found


def judge(subjects: Sequence[int], rows: Iterable[CallCondition], day: date) -> dict[int, list[Judged]]:
    """What the records of a day say about subjects under the conditions of a call."""
    asked = [eligibility.Asked(row.key, row.number) for row in rows]
    return eligibility.judge(asked, subjects, day, unknown=UNKNOWN)


def _conditions(calls: Iterable[int]) -> dict[int, list[CallCondition]]:
    found: dict[int, list[CallCondition]] = defaultdict(list)
    for row in CallCondition.objects.filter(call__in=calls).order_by("pk"):
        found[row.call_id].append(row)
    return found


@dataclass(frozen=True)
class Level:
    """A level between who is put forward and the issuer of the call, with its opinion where it gave one."""

    organisation: Organisation
    opinion: LevelOpinion | None


def levels_of(nomination: Nomination) -> list[Level]:
    """The levels that a nomination passes on its way up, the lowest first."""
    call, own = nomination.call.organisation, nomination.organisation
    keys = [int(part) for part in (own.path or "").strip("/").split("/")]
    between = [key for key in keys if key != own.pk]
    above = [one for one in Organisation.objects.filter(pk__in=between) if _below(one, call)]
    given = {opinion.organisation_id: opinion for opinion in nomination.opinions.all()}
    return [Level(one, given.get(one.pk)) for one in sorted(above, key=lambda one: -one.depth)]


def _below(one: Organisation, call: Organisation) -> bool:
    return one.pk != call.pk and inside(one.path or "", call.path or "")


def next_level(nomination: Nomination) -> Organisation | None:
    """The level whose opinion a nomination waits for; None when all have spoken."""
    return next((level.organisation for level in levels_of(nomination) if level.opinion is None), None)


def receipts_missing(call: Call, nominations: Iterable[Nomination]) -> list[tuple[Nomination, list[Department]]]:
    """The nominations whose receipts are not all there, with what is missing."""
    rows = list(nominations)
    there = set(OpinionReceipt.objects.filter(nomination__in=rows).values_list("nomination", "department").order_by())
    missing = ((one, [d for d in call.departments if (one.pk, d.value) not in there]) for one in rows)
    return [(one, departments) for one, departments in missing if departments]


def entered_by_direct(award_class: AwardClass, nomination: Nomination) -> int:
    """How many the same organisation right below the issuer has entered for a class, this nomination left out."""
    issuer = award_class.call.organisation.path or ""
    rest = (nomination.organisation.path or "").removeprefix(issuer).strip("/").split("/")[0]
    if not rest:
        return 0
    rows: Any = Nomination.objects.standing().filter(award_class=award_class).exclude(pk=nomination.pk)
    count: int = rows.within(f"{issuer}{rest}/").filter(refused_on=None).count()
    return count


def of_call(call: Call) -> NominationQuerySet:
    """The nominations of a call that were entered and stand."""
    return nominations_shown().standing().filter(call=call)


def waiting_for_level(organisation: Organisation | None) -> QuerySet[Nomination]:
    """Nominations below an organisation that were entered for a call above it and on which it has not spoken."""
    rows: Any = Nomination.objects.standing().filter(admitted_on=None, refused_on=None, call__decided_on=None)
    if organisation is None:
        return Nomination.objects.none()
    path = organisation.path or ""
    below = rows.within(path).exclude(organisation=organisation)
    above = [key for key in map(int, path.strip("/").split("/")) if key != organisation.pk]
    waiting: QuerySet[Nomination] = below.filter(call__organisation__in=above).exclude(
        opinions__organisation=organisation
    )
    return waiting


def members_to_nominate(organisation: Organisation) -> QuerySet[Member]:
    """The members of a branch, in the order of their names; none of an organisation that has branches."""
    rows: QuerySet[Member] = Member.objects.current().filter(current__organisation=organisation)
    return rows.order_by("pinyin", "pk")


def ready_to_admit(call: Call, day: date) -> list[tuple[Nomination, bool]]:
    """The nominations that wait for admission, each with whether nothing stands in its way; in five queries.

    Nothing does where every level on the way supports it and the records speak against no condition.
    """
    waiting = list(of_call(call).filter(admitted_on=None, refused_on=None).prefetch_related("opinions"))
    said = judged(waiting, day)
    return [(one, _is_clear(one, call, said[one.pk])) for one in waiting]


def _is_clear(nomination: Nomination, call: Call, said: Sequence[Judged]) -> bool:
    issuer = (call.organisation.path or "").strip("/").split("/")
    levels = {int(key) for key in (nomination.organisation.path or "").strip("/").split("/")[len(issuer) : -1]}
    supporting = {opinion.organisation_id for opinion in nomination.opinions.all() if opinion.supports}
    return levels <= supporting and all(one.finding.met is not False for one in said)


def may_fill(award_class: AwardClass) -> Q:
    """The condition for nominations that may be proposed for a class: its own, or those it is filled from."""
    return Q(award_class__in=[key for key in (award_class.pk, award_class.runner_up_of_id) if key])


def classes_for(nomination: Nomination) -> QuerySet[AwardClass]:
    """The classes that a nomination may be proposed for."""
    own = nomination.award_class_id
    return nomination.call.classes.filter(Q(pk=own) | Q(runner_up_of=own)).order_by("rank", "pk")


def listed_in(notice: PublicNotice) -> QuerySet[Nomination]:
    """Who stands in a public notice and is still proposed."""
    rows: Any = nominations_shown().proposed().filter(noticed_in=notice)
    found: QuerySet[Nomination] = rows.order_by("proposed_class__rank", "organisation__code", "pk")
    return found


def own_letters(actor: Actor) -> QuerySet[Nomination]:
    """The letters that an actor may read: of nominations within reach, and of one's own."""
    reach = seen_q(Nomination, actor, VIEW_NOMINATION)
    rows: Any = nominations_shown().filter(reach | Q(member=actor.member_id or 0))
    found: QuerySet[Nomination] = rows.exclude(letter_on=None)
    return found


def undecided_of(organisation: Organisation) -> QuerySet[Nomination]:
    """The nominations of an organisation that take part in a call nobody has decided."""
    rows: Any = Nomination.objects.standing().filter(organisation=organisation, refused_on=None)
    found: QuerySet[Nomination] = rows.filter(call__decided_on=None, call__called_off_on=None)
    return found
