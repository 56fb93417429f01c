"""A roster from file to register: upload, columns, preview, progress, result; and rosters as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads, writes
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.imports import services as imports
from dangjian.kernel.imports.errors_sheet import errors_workbook
from dangjian.kernel.imports.models import WORKING, ImportBatch, ImportRow, State
from dangjian.kernel.imports.queries import plan, progress_of, specs_of
from dangjian.kernel.imports.reading import UnusableFile
from dangjian.kernel.imports.work import ask_for

from ..permissions import REGISTER, UNMASK
from ..roster.forms import NationalExportForm, UploadForm
from ..roster.national import empty_roster, export_national
from ..roster.page import FILTERS, choices_of, columns_of, lines_of, tabs_of
from ..roster.target import ROSTER

PAGE = 25
EARLIER = 8


def _batch(request: Any, key: int) -> ImportBatch:
    loaded = ("organisation", "uploaded_by", "asked_by")
    return fetch(ImportBatch.objects.filter(target=ROSTER.key).select_related(*loaded), key, request.actor, REGISTER)


def _page_of(batch: ImportBatch) -> str:
    return reverse("members:roster", args=[batch.pk])


@writes(REGISTER)
def upload_roster(request: Any) -> HttpResponse:
    """Choose the organisation and the spreadsheet; what cannot be used is refused in one sentence."""
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_page_of(_received(form, request.actor)))
        except UnusableFile as error:
            form.add_error("file", str(error))
    earlier = ImportBatch.objects.visible_to(request.actor, REGISTER).filter(target=ROSTER.key)
    earlier = earlier.select_related("organisation", "uploaded_by")[:EARLIER]
    return render(request, "members/rosters/upload.html", {"form": form, "earlier": earlier})


def _received(form: UploadForm, actor: Any) -> ImportBatch:
    file = form.cleaned_data["file"]
    batch = imports.upload(
        target=ROSTER.key,
        organisation=form.cleaned_data["organisation"],
        file=file,
        name=file.name,
        today=actor.today,
        by=actor,
    )
    try:
        plan(batch)
    except UnusableFile:
        imports.discard(batch=batch, by=actor)
        raise
    return batch


@reads(REGISTER)
def roster(request: Any, import_batch: int) -> HttpResponse:
    """An import where it stands: columns, progress, preview or result."""
    batch = _batch(request, import_batch)
    if batch.state in WORKING:
        return render(request, "members/rosters/progress.html", {"batch": batch, "progress": progress_of(batch)})
    if is_htmx(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    if batch.state in (State.UPLOADED, State.MAPPED):
        return render(request, "members/rosters/columns.html", _columns(batch))
    if batch.state == State.PREVIEWED:
        return render(request, "members/rosters/preview.html", _preview(request, batch))
    context = {"batch": batch, "can_undo": batch.can_undo(request.actor.today), "stays": batch.trouble.splitlines()}
    return render(request, "members/rosters/result.html", context)


def _columns(batch: ImportBatch) -> dict[str, Any]:
    context: dict[str, Any] = {"batch": batch, "fields": [(spec.key, spec.label) for spec in specs_of(batch)]}
    try:
        sheets = plan(batch)
    except (UnusableFile, OSError):
        return context | {"sheets": [], "unusable": True}
    return context | {"sheets": [(sheet, choices_of(number, sheet)) for number, sheet in enumerate(sheets)]}


def _preview(request: Any, batch: ImportBatch) -> dict[str, Any]:
    show = request.GET.get("show", "")
    show = show if show in FILTERS else "refuse" if batch.counts.get("refuse") else "all"
    rows = batch.rows.filter(**FILTERS[show][1])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    specs = specs_of(batch)
    return {
        "batch": batch,
        "show": show,
        "narrowings": tabs_of(batch, show, _page_of(batch)),
        "page": page,
        "columns": columns_of(batch, specs),
        "lines": lines_of(list(page.object_list), batch, specs),
        "writes": batch.to_write().count(),
    }


@writes(REGISTER)
def roster_columns(request: Any, import_batch: int) -> HttpResponse:
    """Confirm which column is what, and have the rows checked."""
    batch = _batch(request, import_batch)
    if request.method == "POST":
        try:
            sheets = plan(batch)
            chosen = {
                sheet.sheet: {
                    match.column: request.POST.get(f"c-{number}-{match.column}", "") for match in sheet.matches
                }
                for number, sheet in enumerate(sheets)
                if f"sheet-{number}" in request.POST
            }
            batch = imports.map_columns(batch=batch, columns=chosen, by=request.actor)
            ask_for(batch=batch, work=State.PREVIEWING, today=request.actor.today, by=request.actor)
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect(_page_of(batch))


STEPS = {
    "check": (State.PREVIEWING, gettext_lazy("The rows are checked again.")),
    "apply": (State.APPLYING, gettext_lazy("The rows are being taken over.")),
    "undo": (State.UNDOING, gettext_lazy("The import is being taken back.")),
}


@writes(REGISTER)
def roster_step(request: Any, import_batch: int, step: str) -> HttpResponse:
    """Have the next piece of work done: check again, take over, take back; or give the import up."""
    batch = _batch(request, import_batch)
    if step not in STEPS and step != "discard":
        raise Http404
    if request.method == "POST":
        try:
            if step == "discard":
                imports.discard(batch=batch, by=request.actor)
            else:
                ask_for(batch=batch, work=STEPS[step][0], today=request.actor.today, by=request.actor)
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect(_page_of(batch))


@writes(REGISTER)
def roster_choose(request: Any, import_batch: int) -> HttpResponse:
    """Choose rows to be taken over, or leave them out: the ticked ones, or all that are valid."""
    batch = _batch(request, import_batch)
    if request.method == "POST":
        ticked = [int(key) for key in request.POST.getlist("row") if key.isdecimal()]
        wish = request.POST.get("wish", "")
        try:
            if wish == "all":
                imports.accept(batch=batch, rows=None, by=request.actor)
            else:
                imports.accept(batch=batch, rows=ticked, accepted=wish != "leave", by=request.actor)
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect(f"{_page_of(batch)}?show={request.POST.get('show', '')}&page={request.POST.get('page', '')}")


@writes(REGISTER)
def roster_row(request: Any, import_batch: int, import_row: int) -> HttpResponse:
    """Type cells of a row anew; the row is judged again."""
    batch = _batch(request, import_batch)
    row = get_object_or_404(ImportRow.objects.visible_to(request.actor, REGISTER), pk=import_row, batch=batch)
    if request.method == "POST":
        texts = {key.removeprefix("cell-"): text for key, text in request.POST.items() if key.startswith("cell-")}
        try:
            fresh = imports.correct(row=row, texts=texts, today=request.actor.today, by=request.actor)
        except ServiceError as error:
            messages.error(request, str(error))
        else:
            words = _("Row {row}: {action}.").format(row=row.number, action=fresh.get_action_display())
            messages.warning(request, words) if fresh.problems else messages.success(request, words)
    return redirect(f"{_page_of(batch)}?show={request.POST.get('show', '')}&page={request.POST.get('page', '')}")


@reads(REGISTER)
def roster_refused(request: Any, import_batch: int) -> FileResponse:
    """The refused rows as a spreadsheet with their reasons; corrected, it can be uploaded as it is."""
    batch = _batch(request, import_batch)
    name = _("Refused rows of {file}").format(file=batch.file_name.rpartition(".")[0] or batch.file_name)
    return FileResponse(errors_workbook(batch), as_attachment=True, filename=f"{name}.xlsx")


@reads(REGISTER)
def roster_template(request: Any) -> FileResponse:
    """An empty roster with the code lists."""
    return FileResponse(empty_roster(), as_attachment=True, filename=_("Empty roster") + ".xlsx")


@writes(UNMASK)
def roster_national(request: Any) -> HttpResponse | FileResponse:
    """The members of an organisation in the columns of the national system, with whole numbers; a reason is kept."""
    form = NationalExportForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            stream, name = export_national(by=request.actor, **form.cleaned_data)
        except ServiceError as error:
            form.add_error("reason", str(error))
        else:
            return FileResponse(stream, as_attachment=True, filename=name)
    return render(request, "members/rosters/national.html", {"form": form})
