"""Putting an edition together: its words, its cases, their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.clock import today
from dangjian.kernel.audit.services import record
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.periods import Period
from dangjian.kernel.privacy import personal_data, scan_marks
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.wording import one_line, passage
from dangjian.work.brands.models import TakenService

from .. import actions
from ..enums import Arrangement, CaseField
from ..errors import EditionError
from ..models import Case, ChosenCase, Edition, EditionPart
from ..permissions import VIEW_CASE

DESCRIBED = ("title", "cover", "subtitle", "period", "preface", "compiled_by", "chief_editor", "editors", "printed_by")
"""What is typed about an edition, beside the number of copies."""
MOST_CASES = 200
UNARRANGED = gettext_lazy("Cases")


@transaction.atomic
def begin_edition(*, organisation: Organisation, title: str, period: Period, by: Actor | None) -> Edition:
    """Begin a casebook.

    Raises:
        EditionError: no title, or a period that has not begun.
    """
    day = by.today if by else today()
    edition = Edition(organisation=organisation, happened_on=day, entered_by=(by.name if by else "")[:60])
    edition.title, edition.period = _title(title), _begun(period, day)
    edition.save()
    record(actions.COMPILED, edition, by=by, organisation=organisation, changes={"period": period.key})
    return edition


@transaction.atomic
def describe_edition(
    edition: Edition, *, version: int, period: Period, copies: int | None = None, by: Actor | None, **words: str
) -> Edition:
    """Put down cover, preface and imprint.

    Args:
        version: of the edition as the writer opened it.
        words: title, cover, subtitle, preface and the lines of the imprint.

    Raises:
        ConflictError: somebody else changed it meanwhile.
        EditionError: it came out, no title, or words that may not stand there.
    """
    edition = locked(edition)
    if version != edition.version:
        theirs: dict[str, Any] = {name: getattr(edition, name) for name in DESCRIBED}
        raise ConflictError(
            _("Somebody else has changed this casebook since you opened it."),
            theirs={**theirs, "copies": edition.copies, "version": edition.version},
        )
    for name, text in words.items():
        clean = passage(text)
        _refuse(clean, name)
        setattr(edition, name, clean)
    edition.title = _title(edition.title)
    edition.period, edition.copies = _begun(period, by.today if by else today()), copies
    edition.version += 1
    edition.save(update_fields=[*DESCRIBED, "copies", "version"])
    record(actions.DESCRIBED, edition, by=by, organisation=edition.organisation, changes={"version": edition.version})
    return edition


@transaction.atomic
def choose_cases(edition: Edition, *, cases: Iterable[Case], by: Actor) -> Edition:
    """Have exactly these cases in an edition: new ones come last, those left out go.

    Raises:
        EditionError: it came out, a case is out of reach, or there are too many.
    """
    edition = locked(edition)
    wanted = {case.pk: case for case in cases}
    if len(wanted) > MOST_CASES:
        raise EditionError(_("A casebook holds at most {count} cases.").format(count=MOST_CASES), field="cases")
    reach = Case.objects.visible_to(by, VIEW_CASE).within(edition.organisation.path or "-")
    if reach.filter(pk__in=wanted).count() != len(wanted):
        raise EditionError(_("One of these cases is out of your reach."), field="cases")
    edition.entries.exclude(case__in=wanted).delete()
    there = set(edition.entries.values_list("case_id", flat=True))
    part = edition.parts.last() or EditionPart.objects.create(edition=edition, name=str(UNARRANGED), place=1)
    last = part.entries.aggregate(last=Max("place"))["last"] or 0
    new = [case for case in wanted.values() if case.pk not in there]
    ChosenCase.objects.bulk_create(
        ChosenCase(edition=edition, case=case, part=part, place=last + n) for n, case in enumerate(new, start=1)
    )
    _drop_empty(edition)
    changes = {"cases": len(wanted), "new": len(new)}
    record(actions.CHOSEN, edition, by=by, organisation=edition.organisation, changes=changes)
    return edition


@transaction.atomic
def arrange(edition: Edition, *, way: str, by: Actor | None) -> Edition:
    """Put the cases of an edition into parts, by service or by field; within a part they keep their order.

    Raises:
        EditionError: it came out, or there is no such arrangement.
    """
    edition = locked(edition)
    if way not in Arrangement.values:
        raise EditionError(_("Arrange by service or by field."))
    entries = list(edition.entries.select_related("case", "part"))
    names = _services(entries) if way == Arrangement.SERVICE else _fields(entries)
    order = sorted({names[entry.pk] for entry in entries})
    parts = {
        key: EditionPart.objects.create(edition=edition, name=key[1][:40], place=1000 + place)
        for place, key in enumerate(order, start=1)
    }
    for place, entry in enumerate(entries, start=1):
        entry.part, entry.place = parts[names[entry.pk]], place
    ChosenCase.objects.bulk_update(entries, ["part", "place"])
    _drop_empty(edition)
    record(actions.ARRANGED, edition, by=by, organisation=edition.organisation, changes={"way": way})
    return edition


@transaction.atomic
def move_entry(entry: ChosenCase, *, by: Actor | None, up: bool = False, part: EditionPart | None = None) -> ChosenCase:
    """Move a case one place up or down, across the border of its part where it stands at it, or into another part.

    Raises:
        EditionError: the edition came out, the case was taken out of it meanwhile, the part is one of another book or
            gone, or it stands at the end already.
    """
    edition = locked(entry.edition)
    if part is not None:
        part = _part_of(edition, part, field="part")
    entries = list(edition.entries.select_related("part"))
    place = next((n for n, one in enumerate(entries) if one.pk == entry.pk), None)
    if place is None:
        raise EditionError(_("Somebody took this case out of the casebook meanwhile. Choose it again to move it."))
    moved = entries.pop(place)
    if part is not None:
        moved.part = part
        entries.append(moved)
    else:
        _step(entries, moved, place, up=up)
    entries.sort(key=lambda one: one.part.place)
    for number, one in enumerate(entries, start=1):
        one.place = number
    ChosenCase.objects.bulk_update(entries, ["part", "place"])
    _drop_empty(edition)
    record(actions.ARRANGED, edition, by=by, organisation=edition.organisation, changes={"case": entry.case_id})
    return moved


def _step(entries: list[ChosenCase], moved: ChosenCase, place: int, *, up: bool) -> None:
    beside = place - 1 if up else place
    if not 0 <= beside < len(entries):
        raise EditionError(_("It stands at the end already."))
    if entries[beside].part_id != moved.part_id:  # over the border first, then past the neighbour
        moved.part = entries[beside].part
        entries.insert(place, moved)
    else:
        entries.insert(beside if up else beside + 1, moved)


@transaction.atomic
def rename_part(part: EditionPart, *, name: str, by: Actor | None) -> EditionPart:
    """Give a part another name.

    Raises:
        EditionError: the edition came out, the part is gone, or no name.
    """
    edition = locked(part.edition)
    part = _part_of(edition, part)
    name = one_line(name, 40)
    if not name:
        raise EditionError(_("Give the part a name."), field="name")
    _refuse(name, "name")
    part.name = name
    part.save(update_fields=["name"])
    record(actions.ARRANGED, edition, by=by, organisation=edition.organisation, changes={"part": part.name})
    return part


def locked(edition: Edition) -> Edition:
    """The edition as it is now, locked.

    Raises:
        EditionError: it came out, so nothing of it changes any more.
    """
    found: Edition = Edition.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=edition.pk)
    if found.is_issued:
        raise EditionError(_("This casebook came out and is not changed any more. Begin another one."))
    return found


def _part_of(edition: Edition, part: EditionPart, field: str = "") -> EditionPart:
    """The part as it stands in this edition now."""
    found = edition.parts.filter(pk=part.pk).first()
    if found is None:
        raise EditionError(_("This casebook has no such part. Choose one of its own."), field=field)
    return found


def _title(title: str) -> str:
    title = one_line(title, 60)
    if not title:
        raise EditionError(_("Give the casebook a title."), field="title")
    _refuse(title, "title")
    return title


def _begun(period: Period, day: Any) -> str:
    if period.starts_on > day:
        raise EditionError(_("The period has not begun."), field="period")
    return period.key


def _refuse(text: str, field: str) -> None:
    if found := scan_marks(text):
        words = _("The words bear the mark “{mark}”. Nothing marked may be kept here.")
        raise EditionError(words.format(mark=found[0].words), field=field)
    if numbers := personal_data(text):
        words = _("Line {line} holds a number of a person, {number}. Leave it out.")
        raise EditionError(words.format(line=numbers[0].line, number=numbers[0].words), field=field)


def _services(entries: Collection[ChosenCase]) -> dict[int, tuple[int, str]]:
    brands = [entry.case.brand_id for entry in entries]
    taken: dict[int, tuple[int, str]] = {}
    for one in TakenService.objects.filter(brand__in=[pk for pk in brands if pk]).select_related("service"):
        taken.setdefault(one.brand_id, (one.service.ordinal, one.service.name))
    other = (999, _("Other services"))
    return {entry.pk: taken.get(entry.case.brand_id or 0, other) for entry in entries}


def _fields(entries: Collection[ChosenCase]) -> dict[int, tuple[int, str]]:
    order = list(CaseField)
    return {
        entry.pk: (order.index(CaseField(entry.case.field)), str(CaseField(entry.case.field).label))
        for entry in entries
    }


def _drop_empty(edition: Edition) -> None:
    edition.parts.filter(entries=None).delete()
    for place, part in enumerate(edition.parts.all(), start=1):
        if part.place != place:
            part.place = place
            part.save(update_fields=["place"])
