"""Pages of work ledgers. There is no place to type into one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads, writes
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.figures.asked import period_choices, readable_period
from dangjian.kernel.records.listing import Listing
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.work.states import WorkState

from . import queries, services
from .enums import LedgerFormat
from .forms import AskForm, LayoutForm, TemplateForm
from .gathering import ledger_of, section_of
from .making import file_name
from .models import KEPT_DAYS, LedgerBatch, LedgerRun, LedgerTemplate
from .own import FIELDS
from .permissions import LAY_OUT_LEDGER, TAKE_BATCH, TAKE_LEDGER, VIEW_LEDGER
from .storage import FILES


@reads(VIEW_LEDGER)
def ledger_page(request: Any, organisation: int) -> HttpResponse:
    """The ledger of a period on screen: chapters with their numbers, each opens to its records."""
    found = fetch(Organisation, organisation, request.actor, VIEW_LEDGER)
    period = readable_period(request.GET.get("period", ""), request.actor)
    context = {
        "ledger": ledger_of(found, period, request.actor),
        "periods": period_choices(period, request.actor.today),
        "formats": LedgerFormat.choices,
        "may_take": request.actor.may(TAKE_LEDGER, found.path),
        "may_batch": request.actor.may(TAKE_BATCH, found.path) and not found.is_branch,
        "may_lay_out": request.actor.may(LAY_OUT_LEDGER, found.path),
    }
    return render(request, "ledgers/_block.html" if is_htmx(request) else "ledgers/ledger.html", context)


@reads(VIEW_LEDGER)
def section_page(request: Any, organisation: int, kind: str) -> HttpResponse:
    """The records of one kind in a ledger, as a list that leads to each."""
    found = fetch(Organisation, organisation, request.actor, VIEW_LEDGER)
    period = readable_period(request.GET.get("period", ""), request.actor)
    section = section_of(kind, found, period, request.actor)
    if section is None:
        raise Http404
    listing = Listing(section.kind, request.actor, request.GET, section.rows)
    if section.kind.shows_persons:
        looked(request.actor, None, Look.What.PAGE, organisation=found, label=str(section.kind.label))
    return render(request, "ledgers/section.html", {"section": section, "listing": listing})


@writes(TAKE_LEDGER)
def ask(request: Any, organisation: int) -> HttpResponse:
    """Have a ledger made as a file; the answer is the page that tells how far it is."""
    found = fetch(Organisation, organisation, request.actor, TAKE_LEDGER)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service = partial(services.ask_for_ledger, organisation=found, **form.cleaned_data)
        return press(request, service, done=_("It is being made."), back=reverse("ledgers:runs"))
    return redirect("ledgers:ledger", found.pk)


@writes(TAKE_BATCH)
def ask_batch(request: Any, organisation: int) -> HttpResponse:
    """Have the ledgers of all branches below made, packed into one folder."""
    found = fetch(Organisation, organisation, request.actor, TAKE_BATCH)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service = partial(services.ask_for_batch, organisation=found, **form.cleaned_data)
        return press(request, service, done=_("They are being made."), back=reverse("ledgers:runs"))
    return redirect("ledgers:ledger", found.pk)


@reads(TAKE_LEDGER)
def runs(request: Any) -> HttpResponse:
    """The files that this person asked for, with how far they are."""
    single, batches = queries.runs_of(request.actor), queries.batches_of(request.actor)
    context = {
        "runs": single,
        "batches": batches,
        "is_moving": queries.is_moving(single, batches),
        "kept_days": KEPT_DAYS,
    }
    return render(request, "ledgers/runs.html", context)


@reads(TAKE_LEDGER)
def run_file(request: Any, ledger_run: int) -> FileResponse:
    """A file that is ready, for whoever asked for it: it holds what that person may see, and bears their name."""
    run = fetch(LedgerRun.objects.select_related("organisation"), ledger_run, request.actor, TAKE_LEDGER)
    return _answered(request, run, run.state == WorkState.DONE, run.kind)


@reads(TAKE_BATCH)
def batch_file(request: Any, ledger_batch: int) -> FileResponse:
    """The folder of a batch, for whoever asked for it."""
    batch = fetch(LedgerBatch.objects.select_related("organisation"), ledger_batch, request.actor, TAKE_BATCH)
    return _answered(request, batch, bool(batch.stored_as), "zip")


def _answered(request: Any, ordered: LedgerRun | LedgerBatch, is_ready: bool, ending: str) -> FileResponse:
    if ordered.asked_by_id != request.actor.account_id or not is_ready:
        raise Http404
    try:
        file = FILES.opened(ordered.stored_as)
    except FileNotFoundError:
        raise Http404
    looked(request.actor, ordered, Look.What.EXPORT, organisation=ordered.organisation)
    words = _("{organisation}-work ledger").format(organisation=ordered.organisation.short_name)
    name = file_name(words, ordered.about.name, ending)
    return FileResponse(file, as_attachment=True, filename=name)


@reads(TAKE_BATCH)
def batch_page(request: Any, ledger_batch: int) -> HttpResponse:
    """A batch: how far it is, and what failed for which reason."""
    batch = _own_batch(request, ledger_batch)
    shown = next((one for one in queries.batches_of(request.actor) if one.batch.pk == batch.pk), None)
    return render(request, "ledgers/batch.html", {"one": shown, "batch": batch, "failures": queries.failures_of(batch)})


@writes(TAKE_BATCH)
def stop_batch(request: Any, ledger_batch: int) -> HttpResponse:
    """Make no further file of a batch."""
    batch = _own_batch(request, ledger_batch)
    back = reverse("ledgers:batch", args=[batch.pk])
    return press(request, partial(services.stop_batch, batch), done=_("Stopped. What is made stays."), back=back)


@writes(TAKE_BATCH)
def resume_batch(request: Any, ledger_batch: int) -> HttpResponse:
    """Go on with a batch where it was."""
    batch = _own_batch(request, ledger_batch)
    back = reverse("ledgers:batch", args=[batch.pk])
    return press(request, partial(services.resume_batch, batch), done=_("The work goes on."), back=back)


def _own_batch(request: Any, pk: int) -> LedgerBatch:
    batch = fetch(LedgerBatch.objects.select_related("organisation"), pk, request.actor, TAKE_BATCH)
    if batch.asked_by_id != request.actor.account_id:
        raise Http404
    return batch


@writes(LAY_OUT_LEDGER)
def settings_page(request: Any, organisation: int) -> HttpResponse:
    """How the ledgers of an organisation look: photographs, and a Word file of its own."""
    found = fetch(Organisation, organisation, request.actor, LAY_OUT_LEDGER)
    form = LayoutForm(request.POST or None, initial={"pictures": queries.layout_for(found, request.actor.today)})
    if request.method == "POST" and form.is_valid():
        services.choose_layout(organisation=found, from_day=request.actor.today, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved. Every ledger made from now on looks like this."))
        return redirect("ledgers:settings", found.pk)
    return render(request, "ledgers/settings.html", _settings(found, form, TemplateForm()))


def _settings(organisation: Organisation, form: LayoutForm, template_form: TemplateForm) -> dict[str, Any]:
    return {
        "form": form,
        "template_form": template_form,
        "organisation": organisation,
        "in_use": queries.template_for(organisation),
        "versions": queries.versions_of(organisation),
    }


@writes(LAY_OUT_LEDGER)
def keep_template(request: Any, organisation: int) -> HttpResponse:
    """Put a Word file of an office's own into use; what is wrong with it stands beside the field, with its place."""
    found = fetch(Organisation, organisation, request.actor, LAY_OUT_LEDGER)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                services.keep_template(organisation=found, by=request.actor, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("In use. Every Word ledger made from now on is filled into it."))
            return redirect("ledgers:settings", found.pk)
    layout = LayoutForm(initial={"pictures": queries.layout_for(found, request.actor.today)})
    status = 422 if form.errors else 200
    return render(request, "ledgers/settings.html", _settings(found, layout, form), status=status)


@writes(LAY_OUT_LEDGER)
def end_template(request: Any, ledger_template: int) -> HttpResponse:
    """Take a Word file out of use."""
    template = fetch(
        LedgerTemplate.objects.select_related("organisation"), ledger_template, request.actor, LAY_OUT_LEDGER
    )
    back = reverse("ledgers:settings", args=[template.organisation_id])
    return press(request, partial(services.end_template, template), done=_("It is out of use."), back=back)


@reads(LAY_OUT_LEDGER)
def fields_page(request: Any) -> HttpResponse:
    """The fields that a Word file may name, with an example of each."""
    in_tables = _(
        "Repeated for each. In a table, {begin} and {end} stand in rows of their own, around the row."
    ).format(begin="{%tr for … %}", end="{%tr endfor %}")
    return render(request, "ledgers/fields.html", {"fields": FIELDS, "in_tables": in_tables})
