"""What the pages of cases and casebooks show."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.documents.blocks import Picture
from dangjian.kernel.documents.screen import OnScreen, on_screen
from dangjian.kernel.texts.markup import parse
from dangjian.kernel.texts.quotes import living
from dangjian.kernel.texts.rendering import Shown, show
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.work.progress import Progress
from dangjian.kernel.work.states import WorkState
from dangjian.work.brands.models import Brand
from dangjian.work.brands.permissions import VIEW_BRAND

from .binding import Bound, BoundCase, CasePicture, Placed, case_blocks
from .checking import Check, answers_of, check_of
from .enums import CasePart
from .indexing import Names
from .models import Case, CaseComment, CaseVersion, ChosenCase, Edition, EditionFile, EditionPicture, Wording
from .models.cases import WORDING
from .permissions import COMPILE_EDITION, VIEW_CASE, VIEW_EDITION
from .work import WORK

SHOWN_FILES = 12


def cases_of(organisation: Organisation, actor: Actor) -> QuerySet[Any]:
    """The cases of an organisation that an actor may see, newest first."""
    rows = Case.objects.visible_to(actor, VIEW_CASE).filter(organisation=organisation)
    found: QuerySet[Any] = rows.select_related("brand").order_by("-pk")
    return found


def brands_of(organisation: Organisation, actor: Actor) -> QuerySet[Any]:
    """The brands of an organisation about which a case may be written."""
    found: QuerySet[Any] = Brand.objects.visible_to(actor, VIEW_BRAND).filter(organisation=organisation)
    return found


def comments_shown() -> QuerySet[Any]:
    """Remarks with their case."""
    return CaseComment.objects.select_related("case__organisation")


def entries_shown() -> QuerySet[Any]:
    """Chosen cases with their edition and part."""
    return ChosenCase.objects.select_related("edition", "part", "case")


def files_shown() -> QuerySet[Any]:
    """Files of casebooks with their edition."""
    return EditionFile.objects.select_related("edition", "organisation")


@dataclass(frozen=True)
class CaseReading:
    """A case as its page shows it: the parts that have words, and what was found in it."""

    parts: list[tuple[CasePart, list[Shown]]]
    check: Check


def reading_of(case: Case, day: date) -> CaseReading:
    """A case with the figures of now."""
    check = check_of(case, day)
    return CaseReading(_parts(case, living(check.answers)), check)


def preview_of(case: Case, wording: Wording, day: date) -> list[tuple[CasePart, list[Shown]]]:
    """Words as they were typed, with the figures of now."""
    return _parts(wording, living(answers_of(case, wording, day)))


def _parts(wording: Wording, quotes: object) -> list[tuple[CasePart, list[Shown]]]:
    read = ((part, parse(getattr(wording, part))) for part in CasePart)
    return [(part, [_below(one) for one in show(blocks, quotes)]) for part, blocks in read if blocks]  # type: ignore[arg-type]


def _below(one: Shown) -> Shown:
    """A heading one level lower: above it stands the name of its part."""
    return replace(one, level=one.level + 1) if one.kind == "heading" else one


# ── versions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Compared:
    """One part of two versions: stretches with "", "ins" or "del" before them."""

    label: str
    stretches: list[tuple[str, str]]


def compared(older: CaseVersion, newer: CaseVersion) -> list[Compared]:
    """What changed from one version to another, part by part; parts that did not change are left out."""
    labels = {"title": CaseVersion._meta.get_field("title").verbose_name, **dict(CasePart.choices)}
    pairs = ((name, getattr(older, name), getattr(newer, name)) for name in WORDING)
    return [Compared(str(labels[name]), list(_stretches(a, b))) for name, a, b in pairs if a != b]


def _stretches(before: str, after: str) -> Iterator[tuple[str, str]]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield "", before[a:b]
            continue
        if a < b:
            yield "del", before[a:b]
        if c < d:
            yield "ins", after[c:d]


def two_versions(versions: Sequence[CaseVersion], older: str, newer: str) -> tuple[CaseVersion, CaseVersion] | None:
    """The two versions that an address asks to compare; by default the last two; None where there is one."""
    by_number = {str(one.number): one for one in versions}
    if len(versions) < 2:
        return None
    return by_number.get(older, versions[1]), by_number.get(newer, versions[0])


# ── editions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ShownFile:
    """A file with how far it is."""

    file: EditionFile
    progress: Progress


def files_of(edition: Edition) -> list[ShownFile]:
    """The latest files of an edition."""
    return [ShownFile(one, WORK.progress(one)) for one in edition.files.all()[:SHOWN_FILES]]


def is_moving(files: Sequence[ShownFile]) -> bool:
    """Whether any is still being made, so that the page asks again."""
    return any(one.file.state in (WorkState.WAITING, WorkState.WORKING) for one in files)


# ── the web book ─────────────────────────────────────────────────────────────────────────────────────────────────────


def book_for(code: UUID, actor: Actor | None) -> Edition:
    """The edition of this code for a reader: issued and open, for everybody; issued, for whoever is signed in; in the
    making, for those who compile it.

    Raises:
        Http404: there is none, or not for this reader.
    """
    edition = Edition.objects.select_related("organisation").filter(code=code).first()
    if edition is None:
        raise Http404
    path = edition.organisation.path or ""
    makes = actor is not None and (actor.may(VIEW_EDITION, path) or actor.may(COMPILE_EDITION, path))
    if not (makes or (edition.is_issued and (edition.open_since or actor is not None))):
        raise Http404
    return edition


@dataclass(frozen=True)
class WebCase:
    """A page of the web book: a case between its neighbours."""

    bound: BoundCase
    title: str
    above: str
    blocks: list[OnScreen]
    before: Placed | None
    after: Placed | None


def web_case(edition: Edition, entry: int, day: date, address: object) -> WebCase:
    """One case of a book as a page.

    Raises:
        Http404: the book has no such entry.
    """
    bound = Bound(edition, day)
    place = next((n for n, one in enumerate(bound.entries) if one.pk == entry), None)
    if place is None:
        raise Http404
    placed = bound.placed
    alone = Bound(edition, day, only=entry)
    case = alone.case_of(alone.placed[0])
    opening, *rest = case_blocks(case, Names([]), bound.day)
    blocks = on_screen(rest, address, iter(()))  # type: ignore[arg-type]
    before, after = (placed[place - 1] if place else None), next(iter(placed[place + 1 :]), None)
    return WebCase(case, case.wording.title, opening.block.above, blocks, before, after)  # type: ignore[union-attr]


def web_picture(edition: Edition, file: int) -> Attachment:
    """A picture that the web book shows.

    Raises:
        Http404: it shows no such picture, or it was withdrawn.
    """
    if edition.is_issued:
        shown = EditionPicture.objects.filter(entry__edition=edition, file=file, file__withdrawn_at=None)
        found = shown.select_related("file").first()
        picture = found.file if found else None
    else:
        cases = ChosenCase.objects.filter(edition=edition).values("case")
        rows = Attachment.objects.free_to_show().filter(target_type=Case._meta.label_lower, target_id__in=cases)
        picture = rows.filter(pk=file).first()
    if picture is None:
        raise Http404
    return picture


def file_of(picture: Picture) -> int:
    """The key of the file of a picture of a case."""
    assert isinstance(picture, CasePicture)
    return picture.file
