"""Every write about work reports."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.clock import today
from dangjian.kernel.audit.services import record
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.periods import Period
from dangjian.kernel.texts.freezing import printed_figures
from dangjian.kernel.texts.queries import live_answers
from dangjian.kernel.texts.references import Answers
from dangjian.kernel.tree.models import Organisation

from . import actions
from .enums import ReportState
from .errors import ReportError
from .models import MOST_TEXT, IssuedFigure, Report, ReportTemplate
from .queries import digest_of


@transaction.atomic
def start_report(*, organisation: Organisation, title: str, period: Period, text: str, by: Actor | None) -> Report:
    """Begin a report as a draft.

    Raises:
        ReportError: no title, the text too long, or the period has not begun.
    """
    day = by.today if by else today()
    _check(title=title, period=period, text=text, day=by)
    report = Report.objects.create(
        organisation=organisation,
        title=title.strip(),
        period=period.key,
        text=text,
        happened_on=day,
        entered_by=by.name if by else "",
    )
    record(actions.STARTED, report, by=by, organisation=organisation, changes={"period": period.key})
    return report


@transaction.atomic
def write_report(report: Report, *, title: str, period: Period, text: str, version: int, by: Actor | None) -> Report:
    """Put down title, period and text of a draft.

    Args:
        version: of the report as the writer opened it.

    Raises:
        ConflictError: somebody else wrote meanwhile; ``theirs`` holds what stands now, and ``version``.
        ReportError: it has been issued, or see ``start_report``.
    """
    report = _locked(report, version)
    _check(title=title, period=period, text=text, day=by)
    new = {"title": title.strip(), "period": period.key, "text": text}
    changes = {name: [getattr(report, name), value] for name, value in new.items() if getattr(report, name) != value}
    if not changes:
        return report
    for name, value in new.items():
        setattr(report, name, value)
    report.version += 1
    report.save(update_fields=[*new, "version"])
    if "text" in changes:
        changes["text"] = [len(part) for part in changes["text"]]
    record(actions.WRITTEN, report, by=by, organisation=report.organisation, changes=changes)
    return report


@transaction.atomic
def issue_report(report: Report, *, by: Actor | None, version: int | None = None) -> Report:
    """Issue a draft: every figure is frozen with the digest of its rows, and nothing of it changes any more.

    Args:
        version: of the report as the issuer saw it; None for the present one.

    Raises:
        ConflictError: the text changed after the issuer looked at it.
        ReportError: it was issued before, is empty, or asks for something that cannot be answered.
    """
    report = _locked(report, version)
    day = by.today if by else today()
    if not report.text.strip():
        raise ReportError(_("An empty report cannot be issued."))
    answers = live_answers(report.text, report.organisation, report.about, day)
    if answers.problems:
        first = answers.problems[0]
        raise ReportError(
            _("Line {line}, {text}: {message} Mend it before the report is issued.").format(
                line=first.line, text=first.text, message=first.message
            )
        )
    figures = _issued_figures(report, answers, by)
    report.state, report.happened_on = ReportState.ISSUED, day
    report.issued_at, report.issued_by = timezone.now(), (by.name if by else "")[:60]
    report.digest = digest_of(report, figures)
    report.version += 1
    report.save(update_fields=["state", "happened_on", "issued_at", "issued_by", "digest", "version"])
    changes = {"figures": len(figures), "digest": report.digest}
    record(actions.ISSUED, report, by=by, organisation=report.organisation, changes=changes)
    return report


@transaction.atomic
def correct_report(report: Report, *, reason: str, by: Actor | None) -> Report:
    """Begin a corrected report: a new draft that names the former, which stays as it is.

    Raises:
        ReportError: the report is still a draft, no reason is given, or a correction is being written already.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=report.pk)
    if not report.is_issued:
        raise ReportError(_("A draft is not corrected but written on."))
    if not reason.strip():
        raise ReportError(_("Say why it is corrected."), field="reason")
    if Report.objects.drafts().filter(corrects=report).exists():
        raise ReportError(_("A corrected report is being written already."))
    corrected = Report.objects.create(
        organisation=report.organisation,
        title=report.title,
        period=report.period,
        text=report.text,
        happened_on=by.today if by else today(),
        entered_by=by.name if by else "",
        corrects=report,
        correction_reason=reason.strip()[:200],
    )
    changes = {"corrects": report.pk, "reason": corrected.correction_reason}
    record(actions.CORRECTION_STARTED, corrected, by=by, organisation=report.organisation, changes=changes)
    return corrected


@transaction.atomic
def keep_template(*, organisation: Organisation, name: str, text: str, by: Actor | None) -> ReportTemplate:
    """Keep a text as a template; one of the same name is replaced and its version raised.

    Raises:
        ReportError: no name, or the text too long.
    """
    name = name.strip()[:80]
    if not name:
        raise ReportError(_("Give the template a name."), field="name")
    _check_length(text)
    found = ReportTemplate.objects.select_for_update(of=("self",)).filter(organisation=organisation, name=name).first()
    template = found or ReportTemplate(organisation=organisation, name=name, version=0)
    template.text, template.version = text, template.version + 1
    template.save()
    changes = {"version": template.version}
    record(actions.TEMPLATE_KEPT, template, by=by, organisation=organisation, changes=changes)
    return template


def _locked(report: Report, version: int | None) -> Report:
    report = Report.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=report.pk)
    if report.is_issued:
        raise ReportError(_("The report has been issued and is not changed any more. Begin a corrected one."))
    if version is not None and version != report.version:
        theirs = {"title": report.title, "period": report.period, "text": report.text, "version": report.version}
        raise ConflictError(_("Somebody else has written on this report since you opened it."), theirs=theirs)
    return report


def _check(*, title: str, period: Period, text: str, day: Actor | None) -> None:
    if not title.strip():
        raise ReportError(_("Give the report a title."), field="title")
    if len(title.strip()) > 120:
        raise ReportError(_("A title has at most 120 characters."), field="title")
    if period.starts_on > (day.today if day else today()):
        raise ReportError(_("The period has not begun."), field="period")
    _check_length(text)


def _check_length(text: str) -> None:
    if len(text) > MOST_TEXT:
        raise ReportError(_("A text has at most {count} characters.").format(count=MOST_TEXT), field="text")


def _issued_figures(report: Report, answers: Answers, by: Actor | None) -> list[IssuedFigure]:
    figures = printed_figures(answers, partial(IssuedFigure, report=report), issued_in=report.title, by=by)
    return IssuedFigure.objects.bulk_create(figures)
