"""Pages of work reports."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.act_forms import posted
from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads, writes
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.texts.queries import Reading, choices_for, live_reading
from dangjian.kernel.tree.models import Organisation

from . import queries, services
from .errors import ReportError
from .forms import ReasonForm, StartForm, TemplateForm, WriteForm
from .models import Report
from .permissions import ISSUE_REPORT, VIEW_REPORT, WRITE_REPORT

FILES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def report_or_404(pk: int, actor: Any, permission: str) -> Report:
    """A report within reach."""
    return fetch(Report.objects.select_related("organisation", "corrects"), pk, actor, permission)


def page_of(report: Report) -> str:
    """The address of a report."""
    return reverse("reports:report", args=[report.pk])


@writes(WRITE_REPORT)
def start(request: Any) -> HttpResponse:
    """Begin a report from a text."""
    acted_for = request.actor.organisation
    asked = request.GET.get("organisation") or (acted_for.pk if acted_for else "")
    organisation = fetch(Organisation, asked, request.actor, WRITE_REPORT)
    act = Act(
        form=StartForm,
        service=partial(services.start_report, organisation=organisation),
        about=organisation,
        title=_("Generate the work report"),
        submit=_("Begin"),
        sub=organisation.name,
        back=reverse("records:list", args=["reports.report"]),
        then=lambda begun: reverse("reports:edit", args=[begun.pk]),
        follows=[_("The figures fill themselves in from the records and stay alive until the report is issued.")],
    )
    return perform(request, act)


@reads(VIEW_REPORT)
def report_page(request: Any, report: int) -> HttpResponse:
    """A report: a draft with living figures, an issued one with frozen ones and what changed since."""
    found = report_or_404(report, request.actor, VIEW_REPORT)
    path = found.organisation.path
    context = {
        "report": found,
        "reading": queries.reading_of(found, request.actor.today),
        "is_intact": queries.is_intact(found) if found.is_issued else True,
        "corrections": list(found.corrections.order_by("pk")) if found.is_issued else [],
        "may_write": request.actor.may(WRITE_REPORT, path),
        "may_issue": request.actor.may(ISSUE_REPORT, path),
    }
    return render(request, "reports/report.html", context)


@writes(WRITE_REPORT)
def edit(request: Any, report: int) -> HttpResponse:
    """Write on a draft, with the figures to insert and a preview beside."""
    found = report_or_404(report, request.actor, WRITE_REPORT)
    if found.is_issued:
        return redirect("reports:report", found.pk)
    form = WriteForm(posted(request), about=found, actor=request.actor)
    if request.method == "POST" and form.is_valid() and request.POST.get("action") != "preview":
        try:
            services.write_report(found, by=request.actor, **form.cleaned_data)
        except ConflictError as error:
            return render(request, "reports/edit.html", editing(request, found, form, error.theirs), status=409)
        except ReportError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("reports:edit", found.pk)
    part = "reports/_preview.html" if is_htmx(request) else "reports/edit.html"
    return render(request, part, editing(request, found, form))


def editing(request: Any, report: Report, form: WriteForm, theirs: Any = None) -> dict[str, Any]:
    """What the page of a draft needs; the preview shows the words as typed, saved or not."""
    text, period = report.text, report.about
    if form.is_bound and form.is_valid():
        text, period = form.cleaned_data["text"], form.cleaned_data["period"]
    if theirs:
        form = form.opened_anew(theirs["version"])
    today = request.actor.today
    return {
        "report": report,
        "form": form,
        "theirs": theirs,
        "reading": live_reading(text, report.organisation, period, today),
        "choices": [] if is_htmx(request) else choices_for(report.organisation, period, today),
    }


@reads(WRITE_REPORT)
def figures(request: Any, report: int) -> HttpResponse:
    """The figures that a draft may name, searched by words."""
    found = report_or_404(report, request.actor, WRITE_REPORT)
    words = request.GET.get("q", "")[:60]
    choices = choices_for(found.organisation, found.about, request.actor.today, words)
    part = "texts/_choices.html" if is_htmx(request) else "reports/figures.html"
    return render(request, part, {"report": found, "choices": choices, "words": words, "into": "id_text"})


@writes(ISSUE_REPORT)
def issue(request: Any, report: int) -> HttpResponse:
    """Look once more, then issue."""
    found = report_or_404(report, request.actor, ISSUE_REPORT)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            services.issue_report(found, by=request.actor, version=int(version) if version.isdecimal() else 0)
            messages.success(request, _("Issued. Its figures stand for good; what changes later is shown beside them."))
            return redirect("reports:report", found.pk)
        except (ReportError, ConflictError) as error:
            messages.error(request, str(error))
            return redirect("reports:report", found.pk)
    return render(request, "reports/issue.html", {"report": found, "reading": reading_now(found, request)})


def reading_now(report: Report, request: Any) -> Reading:
    """A report as this reader reads it today."""
    return queries.reading_of(report, request.actor.today)


@writes(WRITE_REPORT)
def correct(request: Any, report: int) -> HttpResponse:
    """Begin a corrected report."""
    found = report_or_404(report, request.actor, WRITE_REPORT)
    act = Act(
        form=ReasonForm,
        service=partial(services.correct_report, found),
        title=_("Correct the report"),
        submit=_("Correct the report"),
        sub=f"{found.title} · {found.about.name}",
        back=page_of(found),
        then=lambda corrected: reverse("reports:edit", args=[corrected.pk]),
    )
    return perform(request, act)


@writes(WRITE_REPORT)
def keep_template(request: Any, report: int) -> HttpResponse:
    """Keep the text of a report as a template."""
    found = report_or_404(report, request.actor, WRITE_REPORT)
    act = Act(
        form=TemplateForm,
        service=partial(services.keep_template, organisation=found.organisation, text=found.text),
        initial={"name": found.title},
        title=_("Keep as template"),
        submit=_("Keep as template"),
        done=_("Kept. It can be chosen when a report is begun."),
        sub=f"{found.title} · {found.about.name}",
        back=page_of(found),
    )
    return perform(request, act)


@reads(VIEW_REPORT)
def report_file(request: Any, report: int, kind: str) -> HttpResponse:
    """The report in official layout as Word or PDF."""
    found = report_or_404(report, request.actor, VIEW_REPORT)
    document = queries.document_of(found, request.actor.today)
    content = document.docx() if kind == "docx" else document.pdf()
    answer = HttpResponse(content, content_type=FILES[kind])
    answer.headers["Content-Disposition"] = queries.disposition(found, kind)
    return answer


@reads(VIEW_REPORT)
def issued_differences(request: Any, issued_figure: int) -> HttpResponse:
    """What came and went behind an issued figure since it was issued."""
    found = fetch(queries.issued_figures(), issued_figure, request.actor, VIEW_REPORT)
    context = {"figure": found, "report": found.report, "sections": queries.changes_of(found, request.actor)}
    return render(request, "reports/differences.html", context)
