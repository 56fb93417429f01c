"""Issuing an edition: its versions, pictures and figures stand for good, and its files are made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.clock import today
from dangjian.kernel.audit.services import record
from dangjian.kernel.texts.freezing import printed_figures
from dangjian.kernel.texts.markup import parse
from dangjian.kernel.texts.references import Answers, answer

from .. import actions
from ..binding import Bound
from ..checking import Check, check_of, pictures_of
from ..enums import BookFormat
from ..errors import EditionError
from ..models import ChosenCase, Edition, EditionPicture, PrintedNumber
from ..models.cases import WORDING
from .compiling import DESCRIBED, locked
from .files import ask_for_file


@transaction.atomic
def issue_edition(edition: Edition, *, by: Actor | None) -> Edition:
    """Let a casebook come out: every case in its present version, every figure frozen with the rows behind it.

    Its files are asked for at once and kept for good.

    Raises:
        EditionError: no case, a case that is not ready for print, or a figure that cannot be answered.
    """
    edition = locked(edition)
    day = by.today if by else today()
    entries = list(edition.entries.select_related("case__organisation", "part"))
    checks = _checked(entries, day)
    preface = answer(parse(edition.preface), edition.organisation, edition.about, day)
    if preface.problems:
        first = preface.problems[0]
        raise EditionError(_("Preface, {text}: {message}").format(text=first.text, message=first.message))
    _pin_versions(entries, Bound(edition, day))
    shown = _pin_pictures(entries)
    numbers = _freeze(edition, [(None, preface), *((entry, checks[entry.pk].answers) for entry in entries)], by)
    edition.issued_on, edition.happened_on = day, day
    edition.issued_by = (by.name if by else "")[:60]
    edition.digest = digest_of(edition, entries, shown, numbers)
    edition.save(update_fields=["issued_on", "happened_on", "issued_by", "digest"])
    changes = {"cases": len(entries), "figures": len(numbers), "digest": edition.digest}
    record(actions.ISSUED, edition, by=by, organisation=edition.organisation, changes=changes)
    for kind in BookFormat.values:
        ask_for_file(edition, kind=kind, by=by)
    return edition


@transaction.atomic
def open_edition(edition: Edition, *, by: Actor | None) -> Edition:
    """Let everybody read the web book of an issued edition without signing in.

    Raises:
        EditionError: it did not come out yet, or is open.
    """
    edition = _issued(edition)
    if edition.open_since:
        raise EditionError(_("It is open already."))
    edition.open_since = by.today if by else today()
    edition.save(update_fields=["open_since"])
    record(actions.OPENED, edition, by=by, organisation=edition.organisation)
    return edition


@transaction.atomic
def close_edition(edition: Edition, *, by: Actor | None) -> Edition:
    """Let only signed-in people read the web book.

    Raises:
        EditionError: it is not open.
    """
    edition = _issued(edition)
    if not edition.open_since:
        raise EditionError(_("It is not open."))
    edition.open_since = None
    edition.save(update_fields=["open_since"])
    record(actions.CLOSED, edition, by=by, organisation=edition.organisation)
    return edition


def digest_of(
    edition: Edition,
    entries: Sequence[ChosenCase],
    pictures: Sequence[EditionPicture],
    numbers: Sequence[PrintedNumber],
) -> str:
    """SHA-256 over what an issued edition says: its words and imprint, its cases as printed in their order, the
    pictures with their captions, each figure."""
    said = [
        [*(getattr(edition, name) for name in DESCRIBED), edition.copies, edition.organisation_id],
        str(edition.issued_on),
        [[one.part.name, *(getattr(one.printed, name) for name in WORDING), *_names(one)] for one in entries],
        [[one.entry_id, one.file.sha256, one.caption] for one in pictures],
        [[one.reference, one.part, one.shown, one.note, one.reading.digest] for one in numbers],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _names(entry: ChosenCase) -> list[str]:
    return [entry.printed_owner, entry.printed_short, entry.printed_brand, entry.printed_honour]


def is_intact(edition: Edition) -> bool:
    """Whether an issued edition still says what its digest was made of."""
    entries = list(edition.entries.select_related("part", "printed"))
    pictures = list(EditionPicture.objects.filter(entry__edition=edition).select_related("file").order_by("place"))
    numbers = list(edition.numbers.select_related("reading").order_by("place"))
    return digest_of(edition, entries, pictures, numbers) == edition.digest


def _issued(edition: Edition) -> Edition:
    found: Edition = Edition.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=edition.pk)
    if not found.is_issued:
        raise EditionError(_("It did not come out yet."))
    return found


def _checked(entries: Sequence[ChosenCase], day: object) -> dict[int, Check]:
    if not entries:
        raise EditionError(_("Choose the cases first."))
    waiting = [entry.case.title for entry in entries if entry.case.passed_on is None]
    if waiting:
        words = _("{count} cases are not passed for print: {titles}.")
        raise EditionError(words.format(count=len(waiting), titles="、".join(f"“{one}”" for one in waiting[:3])))
    checks = {entry.pk: check_of(entry.case, day) for entry in entries}  # type: ignore[arg-type]
    for entry in entries:
        if faults := checks[entry.pk].faults:
            words = _("“{title}”: {fault}")
            raise EditionError(words.format(title=entry.case.title, fault=faults[0].words))
        if checks[entry.pk].unread:
            words = _("“{title}”: its pictures were changed after it was passed for print. Have it passed again.")
            raise EditionError(words.format(title=entry.case.title))
    return checks


def _pin_versions(entries: Sequence[ChosenCase], bound: Bound) -> None:
    as_placed = {one.entry.pk: one for one in bound.placed}
    for entry in entries:
        placed = as_placed[entry.pk]
        entry.printed = entry.case.versions.get(number=entry.case.version)
        entry.printed_owner, entry.printed_short = placed.name[:120], placed.short_name[:60]
        entry.printed_brand, entry.printed_honour = placed.brand[:120], placed.honour[:400]
    ChosenCase.objects.bulk_update(
        entries, ["printed", "printed_owner", "printed_short", "printed_brand", "printed_honour"]
    )


def _pin_pictures(entries: Sequence[ChosenCase]) -> list[EditionPicture]:
    by_case = {entry.case_id: entry for entry in entries}
    return EditionPicture.objects.bulk_create(
        EditionPicture(entry=by_case[one.target_id], file=one, place=place, caption=one.caption)
        for place, one in enumerate(pictures_of(list(by_case)))
    )


def _freeze(
    edition: Edition, texts: Sequence[tuple[ChosenCase | None, Answers]], by: Actor | None
) -> list[PrintedNumber]:
    numbers: list[PrintedNumber] = []
    for entry, answers in texts:
        made = partial(PrintedNumber, edition=edition, entry=entry)
        numbers += printed_figures(answers, made, issued_in=edition.title, by=by, first=len(numbers))
    return PrintedNumber.objects.bulk_create(numbers)
