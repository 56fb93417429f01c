"""Planning a year: generated from the standing rules, then adjusted item by item."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.periods import SEED, Period, WorkCalendar
from dangjian.kernel.tree.models import Organisation
from dangjian.ui.formats import day_text

from .. import actions
from ..enums import KINDS_HELD_BY, MeetingKind
from ..errors import PlanError
from ..models import PlanItem
from ..placing import placed
from ..queries.plans import owed_in, rhythm_of

YEARS_BACK, YEARS_AHEAD = 5, 1


@transaction.atomic
def generate_plan(
    *,
    organisation: Organisation,
    year: int,
    combine: bool = True,
    calendar: WorkCalendar = SEED,
    today: date,
    by: Actor | None,
) -> int:
    """Plan what the standing rules want of a year and is not in the plan yet; how many meetings were planned.

    What is there stays as it is, also what was adjusted or taken out: the same call twice plans nothing twice.

    Args:
        combine: whether what falls in one week is planned for one day.

    Raises:
        PlanError: a year out of reach, or nothing is owed in it.
    """
    check_year(year, today)
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    owed = owed_in(organisation, Period.year_of(year), today)
    if not owed:
        raise PlanError(_("No standing rule wants a meeting of this organisation in that year. Add meetings by hand."))
    there = set(
        PlanItem.objects.filter(organisation=organisation, year=year).exclude(period="").values_list("kind", "period")
    )
    missing = [(kind, period) for kind, period in owed if (kind, period.key) not in there]
    found = placed(missing, rhythm_of(organisation, today).weekday, combine=combine, calendar=calendar)
    PlanItem.objects.bulk_create(
        PlanItem(organisation=organisation, year=year, kind=one.kind, period=one.period.key, planned_on=one.on)
        for one in found
    )
    if found:
        changes = {"year": year, "planned": len(found)}
        audit.record(actions.PLAN_GENERATED, organisation, by=by, organisation=organisation, changes=changes)
    return len(found)


@transaction.atomic
def add_item(
    *,
    organisation: Organisation,
    year: int,
    kind: str,
    on: date,
    topic: str = "",
    agenda: str = "",
    today: date,
    by: Actor | None,
) -> PlanItem:
    """Plan a further meeting.

    Raises:
        PlanError: a day outside the year, a year out of reach, a kind that such an organisation does not hold.
    """
    check_year(year, today)
    if kind not in KINDS_HELD_BY.get(organisation.kind, ()):
        raise PlanError(
            _("{organisation} does not hold this kind of meeting.").format(organisation=organisation), field="kind"
        )
    _check_day(on, year, None)
    item: PlanItem = PlanItem.objects.create(
        organisation=organisation,
        year=year,
        kind=kind,
        planned_on=on,
        topic=topic.strip(),
        agenda=agenda.strip(),
        adjusted=True,
    )
    _audit(actions.ITEM_ADDED, item, by, {"on": on.isoformat(), "kind": kind})
    return item


@transaction.atomic
def change_item(
    item: PlanItem,
    *,
    on: date,
    topic: str | None = None,
    agenda: str | None = None,
    version: int | None = None,
    by: Actor | None,
) -> PlanItem:
    """Plan a meeting for another day, or with another topic or agenda; what is None stays.

    Args:
        version: of the item as the writer opened it; None where the last word counts, as when it is dragged.

    Raises:
        ConflictError: somebody else changed it meanwhile.
        PlanError: a day outside the period for which a rule wants it, or outside the year.
    """
    item = _locked(item)
    if version is not None and version != item.version:
        words = _("Somebody else changed this planned meeting while you were writing. What you wrote is kept below.")
        raise ConflictError(words, theirs=_theirs(item))
    _check_day(on, item.year, item.wanted_for)
    new = {"planned_on": on, "topic": topic, "agenda": agenda}
    new = {name: value.strip() if isinstance(value, str) else value for name, value in new.items() if value is not None}
    changes = {n: [str(getattr(item, n)), str(v)] for n, v in new.items() if getattr(item, n) != v}
    if not changes:
        return item
    _save(item, adjusted=True, **new)
    changes.pop("agenda", None)
    _audit(actions.ITEM_CHANGED, item, by, changes)
    return item


@transaction.atomic
def remove_item(item: PlanItem, *, by: Actor | None) -> None:
    """Take a meeting out of the plan; the plan generated again does not bring it back.

    Raises:
        PlanError: it is out already.
    """
    item = _locked(item)
    if item.removed:
        raise PlanError(_("It is out of the plan already."))
    _save(item, removed=True)
    _audit(actions.ITEM_REMOVED, item, by, {"on": item.planned_on.isoformat()})


@transaction.atomic
def restore_item(item: PlanItem, *, by: Actor | None) -> None:
    """Put a meeting back that was taken out.

    Raises:
        PlanError: it is in the plan.
    """
    item = _locked(item)
    if not item.removed:
        raise PlanError(_("It is in the plan already."))
    _save(item, removed=False)
    _audit(actions.ITEM_RESTORED, item, by, {"on": item.planned_on.isoformat()})


def check_year(year: int, today: date) -> None:
    """Refuse to plan for a year that nobody plans for.

    Raises:
        PlanError: more than five years back or more than one ahead.
    """
    if not today.year - YEARS_BACK <= year <= today.year + YEARS_AHEAD:
        raise PlanError(_("A plan is made for this year, for next year or for one of the last five."), field="year")


def _check_day(on: date, year: int, period: Period | None) -> None:
    if period is not None and not period.contains(on):
        words = _("This meeting is wanted for {period}: choose a day from {first} to {last}, or take it out.")
        words = words.format(period=period.name, first=day_text(period.starts_on), last=day_text(period.last_day))
        raise PlanError(words, field="on")
    if on.year != year:
        raise PlanError(_("The day lies outside the year {year} of the plan.").format(year=year), field="on")


def _theirs(item: PlanItem) -> dict[str, Any]:
    return {"version": item.version, "on": item.planned_on, "topic": item.topic, "agenda": item.agenda}


def _locked(item: PlanItem) -> PlanItem:
    found: PlanItem = PlanItem.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=item.pk)
    return found


def _save(item: PlanItem, **new: Any) -> None:
    for name, value in new.items():
        setattr(item, name, value)
    item.version += 1
    item.save(update_fields=[*new, "version"])


def _audit(action: Any, item: PlanItem, by: Actor | None, changes: dict[str, Any]) -> None:
    label = f"{MeetingKind(item.kind).label} {item.planned_on.isoformat()}"
    audit.record(action, item, by=by, organisation=item.organisation, changes=changes, label=label)
