"""Asking for ledgers, stopping and resuming batches, and choosing how ledgers look."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments.services import attach, clean_name
from dangjian.kernel.audit.services import record
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.work.states import WorkState

from . import actions
from .enums import BatchState, LedgerFormat, PictureLayout
from .errors import LedgerError
from .models import LedgerBatch, LedgerLayout, LedgerRun, LedgerTemplate
from .own import check, content_of
from .permissions import LAY_OUT_LEDGER
from .queries import BATCHES

MOST_WAITING = 20
"""Files that one person may have waiting at a time, beside batches."""


@transaction.atomic
def ask_for_ledger(*, organisation: Organisation, period: Period, kind: str, by: Actor) -> LedgerRun:
    """Have a ledger made in the background, with the rights that `by` holds when it is made.

    Raises:
        LedgerError: too many are waiting already.
    """
    waiting = LedgerRun.objects.filter(asked_by=by.account_id, batch=None, state=WorkState.WAITING)
    if waiting.count() >= MOST_WAITING:
        raise LedgerError(_("{count} of your files wait already. Take those first.").format(count=MOST_WAITING))
    run: LedgerRun = LedgerRun.objects.create(**_facts(organisation, period, kind, by))
    record(actions.ASKED, run, by=by, organisation=organisation, changes={"period": period.key, "format": kind})
    return run


@transaction.atomic
def ask_for_batch(*, organisation: Organisation, period: Period, kind: str, by: Actor) -> LedgerBatch:
    """Have the ledgers of all branches at or below an organisation made, one after the other.

    Raises:
        LedgerError: there is no branch, or a batch of this person is still being made.
    """
    if LedgerBatch.objects.filter(asked_by=by.account_id, state=BatchState.WORKING).exists():
        raise LedgerError(_("A batch of yours is still being made. Stop it, or wait until it is ready."))
    branches = Organisation.objects.under(organisation.path or "").branches().during(period).order_by("code")
    facts = _facts(organisation, period, kind, by)
    batch = LedgerBatch.objects.create(**facts)
    runs = [LedgerRun(**{**facts, "organisation": branch, "batch": batch}) for branch in branches]
    if not runs:
        raise LedgerError(_("There is no branch at or below {organisation}.").format(organisation=organisation))
    LedgerRun.objects.bulk_create(runs, batch_size=500)
    changes = {"period": period.key, "format": kind, "branches": len(runs)}
    record(actions.BATCH_STARTED, batch, by=by, organisation=organisation, changes=changes)
    return batch


@transaction.atomic
def stop_batch(batch: LedgerBatch, *, by: Actor) -> LedgerBatch:
    """Make no further file of a batch; what is made stays.

    Raises:
        LedgerError: it is not being made.
    """
    batch = BATCHES.locked(batch, (BatchState.WORKING,))
    batch.state = BatchState.STOPPED
    batch.save(update_fields=["state"])
    record(actions.BATCH_STOPPED, batch, by=by, organisation=batch.organisation)
    return batch


@transaction.atomic
def resume_batch(batch: LedgerBatch, *, by: Actor) -> LedgerBatch:
    """Go on with a batch that was stopped, and try again what failed; what is made is not made anew.

    Raises:
        LedgerError: it is being made, or ready without a failure.
    """
    batch = BATCHES.locked(batch, (BatchState.STOPPED, BatchState.DONE))
    failed = batch.runs.filter(state=WorkState.FAILED)
    if batch.state == BatchState.DONE and not failed.exists():
        raise LedgerError(_("Every ledger of this batch is ready."))
    failed.update(state=WorkState.WAITING, attempts=0, trouble="")
    batch.state = BatchState.WORKING
    batch.save(update_fields=["state"])
    record(actions.BATCH_RESUMED, batch, by=by, organisation=batch.organisation)
    return batch


@transaction.atomic
def choose_layout(*, organisation: Organisation, pictures: str, from_day: date, by: Actor) -> LedgerLayout:
    """Have photographs set in this way in the ledgers of an organisation and all below it, from a day on."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    former = LedgerLayout.objects.filter(organisation=organisation, ends_on=None).first()
    if former and former.starts_on >= from_day:
        former.pictures = PictureLayout(pictures)
        former.save(update_fields=["pictures"])
        chosen = former
    else:
        if former:
            former.ends_on = from_day
            former.save(update_fields=["ends_on"])
        chosen = LedgerLayout.objects.create(
            organisation=organisation, pictures=PictureLayout(pictures), starts_on=from_day
        )
    changes = {"pictures": pictures}
    record(actions.LAYOUT_CHOSEN, chosen, by=by, organisation=organisation, label=str(organisation), changes=changes)
    return chosen


@transaction.atomic
def keep_template(*, organisation: Organisation, file: Any, by: Actor) -> LedgerTemplate:
    """Put an office's own Word file into use for the ledgers of an organisation and all below it.

    It is looked over and tried out first. Former versions stay, out of use.

    Raises:
        LedgerError: it names fields that do not exist, or cannot be filled; a line for each problem, with its place.
        AttachmentError: it is too large, no Word file, or bears a mark of secrecy.
    """
    if not file.name.lower().endswith(".docx"):
        raise LedgerError(_("Add a Word file that ends in .docx."), field="file")
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    kept = LedgerTemplate.objects.filter(organisation=organisation)
    kept.filter(in_use=True).update(in_use=False)
    template = LedgerTemplate.objects.create(
        organisation=organisation,
        version=(kept.aggregate(last=Max("version"))["last"] or 0) + 1,
        name=clean_name(file.name),
        kept_at=timezone.now(),
        kept_by=by.name[:60],
    )
    attach(file, to=template, organisation=organisation, by=by, permission=LAY_OUT_LEDGER)
    check(content_of(template), organisation, by.today, by)
    record(actions.TEMPLATE_KEPT, template, by=by, organisation=organisation, changes={"version": template.version})
    return template


@transaction.atomic
def end_template(template: LedgerTemplate, *, by: Actor) -> None:
    """Take an own Word file out of use; the one above it or the built-in layout is used again."""
    template = LedgerTemplate.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=template.pk)
    if not template.in_use:
        raise LedgerError(_("This Word file is not in use."))
    template.in_use = False
    template.save(update_fields=["in_use"])
    record(actions.TEMPLATE_ENDED, template, by=by, organisation=template.organisation)


def _facts(organisation: Organisation, period: Period, kind: str, by: Actor) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "period": period.key,
        "kind": LedgerFormat(kind),
        "asked_by_id": by.account_id,
        "asked_at": timezone.now(),
        "language": get_language() or "zh-hans",
    }
