"""Writing, editing and passing cases."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.clock import today
from dangjian.kernel.audit.services import record
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.periods import Period
from dangjian.kernel.privacy import scan_marks
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.wording import passage
from dangjian.work.brands.models import Brand

from .. import actions
from ..checking import check_of, marks_of, pictures_of
from ..enums import TEXTS, CaseField, CasePart, CaseStage, Side
from ..errors import CaseError
from ..models import Case, CaseComment, CaseVersion
from ..models.cases import WORDING
from ..permissions import EDIT_CASE


@transaction.atomic
def begin_case(
    *,
    organisation: Organisation,
    title: str,
    brand: Brand | None = None,
    field: str = CaseField.OTHER,
    period: Period,
    by: Actor | None,
) -> Case:
    """Begin a case.

    Raises:
        CaseError: no title, a brand of somebody else, or a period that has not begun.
    """
    day = by.today if by else today()
    _check_class(organisation, brand, period, by)
    case = Case(organisation=organisation, happened_on=day, entered_by=(by.name if by else "")[:60])
    _put(case, {"title": title})
    case.brand, case.field, case.period = brand, CaseField(field), period.key
    case.save()
    _keep_version(case, by)
    record(actions.BEGUN, case, by=by, organisation=organisation, changes={"period": period.key})
    return case


@transaction.atomic
def class_case(case: Case, *, brand: Brand | None, field: str, period: Period, by: Actor | None) -> Case:
    """Say of which brand and field a case is, and of which period its figures are. It has to be passed again.

    Raises:
        CaseError: as ``begin_case``, or it is not the turn of this side.
    """
    case = _locked(case, None)
    _check_turn(case, by)
    _check_class(case.organisation, brand, period, by)
    changes = {"field": field, "period": period.key, "brand": brand.pk if brand else None}
    case.brand, case.field, case.period, case.passed_on, case.passed_by = brand, CaseField(field), period.key, None, ""
    case.save(update_fields=["brand", "field", "period", "passed_on", "passed_by"])
    record(actions.CLASSED, case, by=by, organisation=case.organisation, changes=changes)
    return case


@transaction.atomic
def write_case(case: Case, *, version: int, by: Actor | None, **wording: str) -> Case:
    """Put down the words of a case; what stood there stays as a version. Whatever was passed is to be passed again.

    Args:
        version: of the case as the writer opened it.
        wording: title and parts.

    Raises:
        ConflictError: somebody else wrote meanwhile; ``theirs`` holds what stands now, and ``version``.
        CaseError: it is not the turn of this side, no title, or a mark of secrecy in the words.
    """
    case = _locked(case, version)
    _check_turn(case, by)
    changed = _put(case, wording)
    if not changed:
        return case
    case.version += 1
    case.passed_on, case.passed_by = None, ""
    case.save(update_fields=[*WORDING, "version", "passed_on", "passed_by"])
    _keep_version(case, by)
    changes = {name: len(getattr(case, name)) for name in changed}
    record(actions.WRITTEN, case, by=by, organisation=case.organisation, changes={"version": case.version, **changes})
    return case


@transaction.atomic
def hand_in(case: Case, *, version: int, people_agreed: bool = False, by: Actor | None) -> Case:
    """Give a case to the editors; from then on it is theirs until they pass it or give it back.

    Args:
        people_agreed: whether everybody who is named agreed to be named.

    Raises:
        CaseError: it is with them already, or something in it has to be mended first.
    """
    case = _locked(case, version)
    if case.stage != CaseStage.WRITING:
        raise CaseError(_("It has been handed in already."))
    check = check_of(case, by.today if by else today())
    check.refuse()
    if check.people and not people_agreed:
        names = "、".join(check.people[:5])
        words = _("It names {names}. Ask whether they agree to be named, or leave the names out.")
        raise CaseError(words.format(names=names), field="people_agreed")
    case.handed_in_on, case.people_agreed = (by.today if by else today()), bool(check.people)
    case.save(update_fields=["handed_in_on", "people_agreed"])
    changes = {"version": case.version, "names": len(check.people)}
    record(actions.HANDED_IN, case, by=by, organisation=case.organisation, changes=changes)
    return case


@transaction.atomic
def return_case(case: Case, *, reason: str, by: Actor | None) -> Case:
    """Give a case back to its author, with the reason as a remark.

    Raises:
        CaseError: it is with its author, or no reason is given.
    """
    case = _locked(case, None)
    if case.stage == CaseStage.WRITING:
        raise CaseError(_("It is with its author."))
    _comment(case, reason, "", by, field="reason")
    case.handed_in_on, case.passed_on, case.passed_by = None, None, ""
    case.save(update_fields=["handed_in_on", "passed_on", "passed_by"])
    record(actions.RETURNED, case, by=by, organisation=case.organisation, changes={"version": case.version})
    return case


@transaction.atomic
def pass_case(case: Case, *, version: int, by: Actor | None) -> Case:
    """Find a case ready for print, as somebody who did not write its present version: two pairs of eyes.

    A case whose pictures changed after it was passed can be passed again as it is.

    Raises:
        ConflictError: it changed after the reader looked at it.
        CaseError: it was not handed in, the reader wrote it, remarks are open, or something has to be mended.
    """
    case = _locked(case, version)
    check = check_of(case, by.today if by else today())
    if case.stage != CaseStage.HANDED_IN and not check.unread:
        raise CaseError(_("Only what has been handed in and not passed yet can be passed."))
    last = case.versions.get(number=case.version)
    if by and last.written_by_id == by.account_id:
        raise CaseError(_("You wrote this version yourself. Let somebody else read it."))
    if case.comments.open().exists():
        raise CaseError(_("Answer the open remarks first."))
    check.refuse()
    case.passed_on, case.passed_by = (by.today if by else today()), (by.name if by else "")[:60]
    case.passed_pictures = marks_of(pictures_of([case.pk]))
    case.save(update_fields=["passed_on", "passed_by", "passed_pictures"])
    record(actions.PASSED, case, by=by, organisation=case.organisation, changes={"version": case.version})
    return case


@transaction.atomic
def comment(case: Case, *, text: str, part: str = "", by: Actor | None) -> CaseComment:
    """Make a remark on a part of a case, or on the whole.

    Raises:
        CaseError: nothing is said, it bears a mark of secrecy, or a case has no such part.
    """
    if part and part not in CasePart.values:
        raise CaseError(_("A case has no such part. Choose one of the list, or the whole case."), field="part")
    made = _comment(case, text, part, by)
    record(actions.COMMENTED, case, by=by, organisation=case.organisation, changes={"part": part})
    return made


@transaction.atomic
def answer_comment(remark: CaseComment, *, answer: str, by: Actor | None) -> CaseComment:
    """Say what was done about a remark, which closes it.

    Raises:
        CaseError: it was answered before, or nothing is said.
    """
    remark = CaseComment.objects.select_for_update(of=("self",)).select_related("case__organisation").get(pk=remark.pk)
    if remark.answered_at:
        raise CaseError(_("It was answered before."))
    words = passage(answer)
    if not words:
        raise CaseError(_("Say what was done."), field="answer")
    _refuse_marks(words, "answer")
    remark.answer, remark.answered_at = words[:500], timezone.now()
    remark.answered_by = (by.name if by else "")[:60]
    remark.save(update_fields=["answer", "answered_at", "answered_by"])
    record(actions.ANSWERED, remark.case, by=by, organisation=remark.case.organisation)
    return remark


def side_of(organisation: Organisation, by: Actor | None) -> Side:
    """Whether somebody writes as an editor or as an author."""
    return Side.EDITOR if by is not None and by.may(EDIT_CASE, organisation.path) else Side.AUTHOR


def _comment(case: Case, text: str, part: str, by: Actor | None, field: str = "text") -> CaseComment:
    text = passage(text)
    if not text:
        raise CaseError(_("Say what should be different."), field=field)
    _refuse_marks(text, field)
    made: CaseComment = CaseComment.objects.create(
        case=case,
        on_version=case.version,
        part=part,
        text=text[:500],
        side=side_of(case.organisation, by),
        written_by=(by.name if by else "")[:60],
        written_at=timezone.now(),
    )
    return made


def _locked(case: Case, version: int | None) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("organisation", "brand")
    found: Case = rows.get(pk=case.pk)
    if version is not None and version != found.version:
        theirs: dict[str, Any] = {name: getattr(found, name) for name in WORDING}
        words = _("Somebody else has written on this case since you opened it.")
        raise ConflictError(words, theirs={**theirs, "version": found.version})
    return found


def _check_turn(case: Case, by: Actor | None) -> None:
    if case.stage != CaseStage.WRITING and side_of(case.organisation, by) == Side.AUTHOR:
        raise CaseError(_("The case is with the editors. Ask them to give it back, or make a remark."))


def _check_class(organisation: Organisation, brand: Brand | None, period: Period, by: Actor | None) -> None:
    if brand and brand.organisation_id != organisation.pk:
        raise CaseError(_("The brand belongs to another organisation."), field="brand")
    if period.starts_on > (by.today if by else today()):
        raise CaseError(_("The period has not begun."), field="period")


def _put(case: Case, wording: dict[str, str]) -> list[str]:
    """Set the words that changed, and name them."""
    changed = []
    for name, typed in wording.items():
        # Cleaned first: a mark of secrecy with an unseen character inside is still one.
        text = passage(typed)
        clean = "\n".join(line.rstrip() for line in text.splitlines()) if name in TEXTS else " ".join(text.split())
        limit: int = Case._meta.get_field(name).max_length  # type: ignore[union-attr, assignment]
        if len(clean) > limit:
            raise CaseError(_("At most {count} characters fit here.").format(count=limit), field=name)
        if name == "title" and not clean:
            raise CaseError(_("Give the case a title."), field="title")
        _refuse_marks(clean, name)
        if getattr(case, name) != clean:
            setattr(case, name, clean)
            changed.append(name)
    return changed


def _refuse_marks(text: str, field: str) -> None:
    if found := scan_marks(text):
        words = _("The words bear the mark “{mark}”. Nothing marked may be kept here.")
        raise CaseError(words.format(mark=found[0].words), field=field)


def _keep_version(case: Case, by: Actor | None) -> None:
    CaseVersion.objects.create(
        case=case,
        number=case.version,
        side=side_of(case.organisation, by),
        written_by_id=by.account_id if by else None,
        written_by=(by.name if by else "")[:60],
        written_at=timezone.now(),
        **{name: getattr(case, name) for name in WORDING},
    )
