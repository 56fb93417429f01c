"""Drawing up a call, changing it, issuing it, calling it off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.notices import services as notices
from dangjian.kernel.periods import years_after
from dangjian.kernel.records.models import RecordState
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.wording import one_line, passage
from dangjian.ui.formats import day_text

from ..actions import CALLED_OFF, CHANGED, DRAWN_UP, ISSUED
from ..enums import CallStage, PhaseKind
from ..errors import CallError
from ..models import AwardClass, AwardProgramme, Call, CallCondition, CallPhase
from ..programmes import BY_KEY, Programme
from ..queries.people import workers_below

WHOLE = Decimal(100)
FACTS = (
    "title",
    "text",
    "is_blind",
    "notice_days",
    "reviews_each",
    "posts_bind_years",
    "needs_discipline",
    "needs_personnel",
)


@transaction.atomic
def draw_up_call(
    *,
    organisation: Organisation,
    programme: AwardProgramme,
    year: int,
    title: str,
    today: date,
    on: date | None = None,
    like: Call | None = None,
    by: Actor | None,
    **facts: Any,
) -> Call:
    """Draw up a call: like an earlier one, else by the outline of the programme, else empty.

    Args:
        year: whose work is awarded.
        on: the day it is drawn up, today by default.
        like: an earlier call; classes, conditions, criteria and phases are taken over, days moved by whole years.
        facts: what else it says: text, is_blind, notice_days, reviews_each, posts_bind_years, needs_discipline,
            needs_personnel.

    Raises:
        CallError: no title, the programme has ended, or the year is far away.
    """
    words = one_line(title, 120)
    if not words:
        raise CallError(_("Give the call a title."), field="title")
    if programme.ends_on and programme.ends_on <= today:
        raise CallError(_("This programme is no longer awarded."), field="programme")
    if not today.year - 5 <= year <= today.year + 1:
        raise CallError(_("The year lies too far away."), field="year")
    outline = None if like else BY_KEY.get(programme.key)
    receipts = bool(outline and outline.receipts)
    asked = {"needs_discipline": receipts, "needs_personnel": receipts, "is_blind": not receipts}
    if like:
        asked = {name: getattr(like, name) for name in FACTS if name != "title"}
    call = Call.objects.create(
        organisation=organisation,
        programme=programme,
        title=words,
        for_year=date(year, 1, 1),
        happened_on=on or today,
        state=RecordState.DRAFT,
        entered_by=(by.name if by else "")[:60],
        **(asked | {name: value for name, value in facts.items() if name in FACTS}),
    )
    if like:
        _copy_parts(like, call)
    elif outline:
        _begin_parts(outline, call)
    audit.record(
        DRAWN_UP, call, by=by, organisation=organisation, changes={"year": year, "like": like.pk if like else 0}
    )
    return call


def _copy_parts(like: Call, call: Call) -> None:
    """Classes, conditions, criteria and phases of an earlier call, as parts of a new one."""
    years = call.year - like.year
    classes: dict[int | None, int] = {}
    for row in like.classes.order_by("rank", "pk"):
        before = row.pk
        row.pk, row.call, row.runner_up_of_id = None, call, classes.get(row.runner_up_of_id)
        row.save(force_insert=True)
        classes[before] = row.pk
    for condition in like.conditions.all():
        condition.pk, condition.call = None, call
        condition.award_class_id = classes.get(condition.award_class_id)
        condition.save(force_insert=True)
    for criterion in like.criteria.all():
        criterion.pk, criterion.call = None, call
        criterion.save(force_insert=True)
    for phase in like.phases.all():
        phase.pk, phase.call = None, call
        phase.starts_on, phase.ends_on = years_after(phase.starts_on, years), years_after(phase.ends_on, years)
        phase.save(force_insert=True)


def _begin_parts(outline: Programme, call: Call) -> None:
    """Classes, conditions and phases of a first call, by the outline of its programme."""
    for rank, one in enumerate(outline.classes, start=1):
        facts = {"name": one.name, "subject": one.subject, "quota": one.quota, "record_kind": one.record_kind}
        made = AwardClass.objects.create(call=call, rank=rank, **facts)
        CallCondition.objects.bulk_create(
            CallCondition(call=call, award_class=made, key=key, number=number, source=outline.source)
            for key, number in one.conditions
        )
    CallPhase.objects.bulk_create(
        CallPhase(
            call=call,
            kind=phase.kind,
            starts_on=date(call.year, *phase.starts),
            ends_on=date(call.year, *phase.ends),
        )
        for phase in outline.phases
    )


def locked_call(call: Call, *stages: CallStage) -> Call:
    """The call as it stands now, locked for the transaction.

    Raises:
        CallError: it stands at none of these stages.
    """
    rows = Call.objects.select_for_update(of=("self",)).select_related("organisation", "programme")
    found: Call = rows.get(pk=call.pk)
    if found.stage not in stages:
        raise CallError(
            _("This is not possible any more: the call stands at “{stage}”.").format(stage=found.stage.label)
        )
    return found


def refuse_before(call: Call, kind: PhaseKind, day: date) -> None:
    """Refuse what belongs to a phase that has not begun; a call without that phase sets no day.

    Raises:
        CallError: it has not begun, with the day when it does.
    """
    phase = call.phases.filter(kind=kind, starts_on__gt=day).first()
    if phase is not None:
        words = _("“{phase}” begins on {day}.")
        raise CallError(words.format(phase=phase.get_kind_display(), day=day_text(phase.starts_on)))


@transaction.atomic
def change_call(call: Call, *, version: int, title: str, by: Actor | None, **facts: Any) -> Call:
    """Change what a call says, until it is issued.

    Raises:
        CallError: it was issued, or has no title.
        ConflictError: somebody else changed it meanwhile.
    """
    call = locked_call(call, CallStage.DRAWN_UP)
    if call.version != version:
        theirs = {"version": call.version, **{name: getattr(call, name) for name in FACTS}}
        raise ConflictError(_("Somebody else changed this call meanwhile."), theirs=theirs)
    call.title = one_line(title, 120)
    if not call.title:
        raise CallError(_("Give the call a title."), field="title")
    for name, value in facts.items():
        setattr(call, name, passage(value) if name == "text" else value)
    call.version += 1
    call.save(update_fields=[*FACTS, "version"])
    audit.record(CHANGED, call, by=by, organisation=call.organisation)
    return call


@transaction.atomic
def issue_call(call: Call, *, on: date, today: date, by: Actor | None) -> Call:
    """Issue a call: from now on nothing of it changes, and those who may put somebody forward are told.

    Raises:
        CallError: it was issued, something is missing (said in words), or the day lies ahead.
    """
    call = locked_call(call, CallStage.DRAWN_UP)
    if on > today:
        raise CallError(_("This day lies ahead."), field="on")
    missing = shortcomings(call)
    if missing:
        raise CallError(missing[0], field="on")
    call.issued_on, call.state = on, RecordState.FILED
    call.version += 1
    call.save(update_fields=["issued_on", "state", "version"])
    audit.record(ISSUED, call, by=by, organisation=call.organisation, changes={"on": on.isoformat()})
    until = lazy(day_text, str)(call.phases.get(kind=PhaseKind.NOMINATING).ends_on)
    notices.send(
        to=workers_below(call.organisation, today),
        subject=format_lazy(gettext_lazy("Call for awards: {title}"), title=call.title),
        body=format_lazy(gettext_lazy("Nominations are taken before {day}."), day=until),
        url=reverse("awards:call", args=[call.pk]),
        organisation=call.organisation,
        by=by,
    )
    return call


def shortcomings(call: Call) -> list[str]:
    """What a call still lacks before it can be issued, in sentences."""
    found = []
    if not call.classes.exists():
        found.append(_("Name at least one award class with its quota."))
    weight = call.criteria.aggregate(whole=Sum("weight"))["whole"]
    if weight is not None and weight != WHOLE:
        found.append(
            _("The weights of the criteria sum to {weight} percent; they must sum to 100.").format(
                weight=f"{weight.normalize():f}"
            )
        )
    phases = list(call.phases.order_by("starts_on"))
    if not any(phase.kind == PhaseKind.NOMINATING for phase in phases):
        found.append(_("Say from when to when nominations are taken."))
    return found + list(_disorder(phases))


def _disorder(phases: list[CallPhase]) -> Iterable[str]:
    """Phases that do not follow each other in their order."""
    order = list(PhaseKind.values)
    for before, after in pairwise(phases):
        names = {"before": before.get_kind_display(), "after": after.get_kind_display()}
        if order.index(before.kind) > order.index(after.kind):
            yield _("“{after}” must come before “{before}”.").format(**names)
        elif before.ends_on > after.starts_on:
            yield _("“{after}” begins before “{before}” has ended.").format(**names)


@transaction.atomic
def call_off(call: Call, *, reason: str, on: date, by: Actor | None) -> Call:
    """Call off a call that is not decided; its nominations stay where they are.

    Raises:
        CallError: it is decided or called off, or no reason is given.
    """
    call = locked_call(call, CallStage.DRAWN_UP, CallStage.ISSUED)
    words = one_line(reason, 200)
    if not words:
        raise CallError(_("Say why the call is called off."), field="reason")
    call.called_off_on, call.called_off_reason = on, words
    call.version += 1
    call.save(update_fields=["called_off_on", "called_off_reason", "version"])
    audit.record(CALLED_OFF, call, by=by, organisation=call.organisation, changes={"reason": words})
    _tell_nominators(call, by=by)
    return call


def _tell_nominators(call: Call, *, by: Actor | None) -> None:
    count = call.nominations.standing().count()
    if call.issued_on is None or not count:
        return
    day = by.today if by else call.called_off_on
    assert day is not None
    notices.send(
        to=workers_below(call.organisation, day),
        subject=format_lazy(gettext_lazy("Called off: {title}"), title=call.title),
        body=call.called_off_reason
        + "\n"
        + ngettext("{n} nomination had been entered.", "{n} nominations had been entered.", count).format(n=count),
        url=reverse("awards:call", args=[call.pk]),
        organisation=call.organisation,
        by=by,
    )
