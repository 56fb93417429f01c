"""The flow of an import: upload, map, preview, accept, apply, undo, purge.

`preview`, `apply` and `undo` are long. They take hold of the batch in a short transaction of their own, so that nobody
else starts the same work, and tell their progress through a file. Call them outside a request's transaction.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import IO, Any

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.privacy.inserting import insert_many
from dangjian.kernel.tree.models import Organisation

from . import actions, storage
from .cells import Level
from .cleaning import clean_table, clean_texts
from .holding import CHUNK, ImportFlowError, Tell, by_key, giving_back, locked, report, still_ours, take
from .mapping import normalised, signature
from .models import (
    UNDO_DAYS,
    WORKING,
    AppliedRow,
    ImportBatch,
    ImportRow,
    RememberedMapping,
    State,
    content_of,
    held_values,
)
from .queries import specs_of, tables_of
from .reading import open_workbook
from .reading.kinds import kind_of
from .tables import Table
from .targets import Action, Check, CleanRow, FieldSpec, Kept, StagedRow, Verdict, registry

_STAYS_SHOWN = 50
_STAGED = ("sheet", "number", "content", "action", "target_id", "accepted", "repaired", "warned")
_READ = ("sheet", "number", "content", "action", "target_id")
_OPEN = (State.UPLOADED, State.MAPPED, State.PREVIEWED)


@transaction.atomic
def upload(
    *, target: str, organisation: Organisation, file: IO[bytes], name: str, today: dt.date, by: Actor | None
) -> ImportBatch:
    """Keep an uploaded file, encrypted, for import into an organisation.

    Raises:
        UnusableFile: it is no spreadsheet that can be read.
    """
    kind_of(file)
    open_workbook(file, name=name)
    stored = storage.store(file)
    batch = ImportBatch.objects.create(
        target=registry[target].key,
        organisation=organisation,
        file_name=name[-200:],
        file_sha256=stored.sha256,
        file_size=stored.size,
        stored_as=stored.name,
        uploaded_at=timezone.now(),
        uploaded_by_id=by.account_id if by else None,
        keep_until=today + dt.timedelta(days=UNDO_DAYS),
    )
    audit.record(
        actions.UPLOADED,
        batch,
        by=by,
        organisation=organisation,
        changes={"sha256": stored.sha256, "size": stored.size},
    )
    return batch


@transaction.atomic
def map_columns(*, batch: ImportBatch, columns: Mapping[str, Mapping[int, str]], by: Actor | None) -> ImportBatch:
    """Fix which column is which field, sheet by sheet, and remember it for the next file with these headers.

    Args:
        batch: the import.
        columns: sheet name to (column from 0 to field key); a sheet without columns is left out.
        by: who confirms.

    Raises:
        ImportFlowError: a field is given twice, a required one is missing, or the import is past this step.
    """
    batch = locked(batch, _OPEN)
    specs = specs_of(batch)
    chosen = {sheet: {int(c): key for c, key in found.items() if key} for sheet, found in columns.items()}
    chosen = {sheet: found for sheet, found in chosen.items() if found}
    _check_mapping(chosen, specs)
    with storage.opened(batch.stored_as) as file:
        for table in tables_of(open_workbook(file, name=batch.file_name), specs):
            if table.sheet.name in chosen:
                _remember(batch, table, chosen[table.sheet.name], by)
    batch.mapping = {sheet: {str(c): key for c, key in found.items()} for sheet, found in chosen.items()}
    batch.state = State.MAPPED
    batch.save(update_fields=["mapping", "state"])
    _delete_rows(batch)
    audit.record(actions.MAPPED, batch, by=by, organisation=batch.organisation, changes={"columns": batch.mapping})
    return batch


def preview(*, batch: ImportBatch, today: dt.date, by: Actor | None, tell: Tell | None = None) -> ImportBatch:
    """Read all rows, clean and judge them, and stage them; nothing is written to the target.

    Staged in chunks, so that others can work meanwhile. Stopped half-way, it can simply be started again.

    Raises:
        UnusableFile: the file turned out to be damaged further down.
        ImportFlowError: the columns are not mapped, or somebody is at it.
    """
    batch = take(batch, (State.MAPPED, State.PREVIEWED), State.PREVIEWING)
    with giving_back(batch, State.MAPPED):
        _delete_rows(batch)
        specs = specs_of(batch)
        check = registry[batch.target].open_check(organisation=batch.organisation, today=today)
        done = 0
        with storage.opened(batch.stored_as) as file:
            tables = tables_of(open_workbook(file, name=batch.file_name), specs)
            for chunk in _chunks(_clean_rows(batch, tables, specs, today)):
                _stage(batch, chunk, check)
                done += len(chunk)
                report(batch, done, 0, tell)
        with transaction.atomic():
            batch.counts = counts_of(batch)
            batch.state, batch.claim, batch.trouble = State.PREVIEWED, "", ""
            batch.save(update_fields=["counts", "state", "claim", "trouble"])
            audit.record(actions.PREVIEWED, batch, by=by, organisation=batch.organisation, changes=batch.counts)
    return batch


@transaction.atomic
def accept(*, batch: ImportBatch, rows: Iterable[int] | None, accepted: bool = True, by: Actor | None) -> ImportBatch:
    """Choose rows to be taken over, or leave them out; refused rows are never taken over.

    Args:
        batch: the import.
        rows: keys of its rows; None for all.
        accepted: whether they are to be taken over.
        by: who chooses.
    """
    batch = locked(batch, (State.PREVIEWED,))
    chosen = batch.rows.exclude(action=Action.REFUSE)
    if rows is not None:
        chosen = chosen.filter(pk__in=list(rows))
    number = chosen.count()
    chosen.filter(accepted=not accepted).update(accepted=accepted)
    batch.counts = counts_of(batch)
    batch.save(update_fields=["counts"])
    audit.record(
        actions.SELECTED, batch, by=by, organisation=batch.organisation, changes={"rows": number, "accepted": accepted}
    )
    return batch


@transaction.atomic
def correct(*, row: ImportRow, texts: Mapping[str, str], today: dt.date, by: Actor | None) -> ImportRow:
    """Correct cells of a staged row; the row is cleaned and judged again.

    Args:
        row: the staged row.
        texts: field key to the text that should have stood in the cell.
        today: for rules about dates.
        by: who corrects.
    """
    batch = locked(row.batch, (State.PREVIEWED,))
    known = {spec.key for spec in specs_of(batch)}
    raw = row.raw | {key: text for key, text in texts.items() if key in known}
    clean = clean_texts(CleanRow(row.sheet, row.number, raw, {}), specs_of(batch), today)
    check = registry[batch.target].open_check(organisation=batch.organisation, today=today)
    fresh = ImportRow(pk=row.pk, batch=batch, **_staged(clean, check([clean])[0]))
    fresh.save(force_update=True)
    batch.counts = counts_of(batch)
    batch.save(update_fields=["counts"])
    audit.record(
        actions.CORRECTED,
        batch,
        by=by,
        organisation=batch.organisation,
        changes={"sheet": row.sheet, "row": row.number, "fields": sorted(texts)},
    )
    return fresh


def apply(*, batch: ImportBatch, today: dt.date, by: Actor | None, tell: Tell | None = None) -> ImportBatch:
    """Write all accepted rows in one transaction: afterwards all of them stand, or none.

    An import whose process was killed stays *being taken over*; calling this again resumes it. As nothing of the
    broken transaction stands, resuming means starting over, not continuing in the middle.

    Raises:
        ImportFlowError: not previewed, nothing accepted, or somebody is at it.
        ServiceError: the target refuses; nothing is written.
    """
    batch = take(batch, (State.PREVIEWED,), State.APPLYING)
    with giving_back(batch, State.PREVIEWED), transaction.atomic():
        still_ours(batch)
        accepted = batch.to_write()
        total, done = accepted.count(), 0
        if not total:
            raise ImportFlowError(_("No row is chosen to be taken over."))
        write = registry[batch.target].open_apply(organisation=batch.organisation, today=today, by=by)
        for rows in by_key(accepted.values_list("pk", *_READ, named=True)):
            written = write([_as_staged(*row) for row in rows])
            insert_many(
                AppliedRow,
                ("batch_id", "row_id", "target_id", "undo"),
                ((batch.pk, one.row_id, one.target_id, json.dumps(one.undo)) for one in written),
            )
            done += len(rows)
            report(batch, done, total, tell)
        batch.state, batch.claim, batch.trouble = State.APPLIED, "", ""
        batch.applied_at = timezone.now()
        batch.keep_until = today + dt.timedelta(days=UNDO_DAYS)
        batch.counts = batch.counts | {"applied": done}
        batch.save(update_fields=["state", "claim", "trouble", "applied_at", "keep_until", "counts"])
        audit.record(actions.APPLIED, batch, by=by, organisation=batch.organisation, changes=batch.counts)
        transaction.on_commit(partial(storage.remove, batch.stored_as))
    return batch


def undo(*, batch: ImportBatch, today: dt.date, by: Actor | None, tell: Tell | None = None) -> ImportBatch:
    """Take a whole import back, last row first, in one transaction. What must stay is counted and said in `trouble`.

    Raises:
        ImportFlowError: it is not applied, or the time for it is over.
        ServiceError: the target refuses, because something later stands on a row; nothing is undone.
    """
    batch = take(batch, (State.APPLIED,), State.UNDOING)
    with giving_back(batch, State.APPLIED), transaction.atomic():
        still_ours(batch)
        if today > batch.keep_until:
            raise ImportFlowError(
                _("This import can no longer be taken back: the %(days)s days are over.") % {"days": UNDO_DAYS}
            )
        target = registry[batch.target]
        applied = AppliedRow.objects.filter(batch=batch)
        total, done = applied.count(), 0
        kept: list[Kept] = []
        columns = ("pk", "undo", "row_id", *(f"row__{name}" for name in _READ[:-1]), "target_id")
        for rows in by_key(applied.values_list(*columns, named=True), newest_first=True):
            staged = [_as_staged(*row, undo=json.loads(undo)) for _pk, undo, *row in rows]
            kept += target.undo(staged, organisation=batch.organisation, today=today, by=by) or ()
            done += len(rows)
            report(batch, done, total, tell)
        batch.state, batch.claim, batch.trouble = State.UNDONE, "", _what_stays(kept)
        batch.counts = batch.counts | {"undone": done - len(kept), "kept": len(kept)}
        batch.save(update_fields=["state", "claim", "trouble", "counts"])
        changes = {"rows": done - len(kept), "kept": len(kept)}
        audit.record(actions.UNDONE, batch, by=by, organisation=batch.organisation, changes=changes)
    return batch


def _what_stays(kept: Sequence[Kept]) -> str:
    shown = sorted(kept, key=lambda one: (one.sheet, one.number))[:_STAYS_SHOWN]
    lines = [
        _("%(sheet)s, row %(row)s: %(reason)s") % {"sheet": k.sheet, "row": k.number, "reason": k.reason} for k in shown
    ]
    return "\n".join(lines)


@transaction.atomic
def discard(*, batch: ImportBatch, by: Actor | None) -> ImportBatch:
    """Give up an import that was not applied; its file and rows are deleted at once."""
    batch = locked(batch, _OPEN)
    _delete_rows(batch)
    file, batch.stored_as, batch.state = batch.stored_as, "", State.DISCARDED
    batch.save(update_fields=["state", "stored_as"])
    audit.record(actions.DISCARDED, batch, by=by, organisation=batch.organisation)
    transaction.on_commit(partial(storage.remove, file))
    return batch


@transaction.atomic
def purge_expired(*, today: dt.date, by: Actor | None = None) -> int:
    """Delete files and staged rows that are past their time; the batch itself stays as a record. Returns how many."""
    expired = ImportBatch.objects.filter(keep_until__lt=today).select_related("organisation")
    held = Q(pk__in=ImportRow.objects.values("batch")) | ~Q(stored_as="")
    batches = [batch for batch in expired.filter(held) if not _being_worked_on(batch)]
    names = [batch.stored_as for batch in batches]
    for batch in batches:
        _delete_rows(batch)
        batch.stored_as = ""
        if batch.state not in (State.APPLIED, State.UNDONE):
            batch.state = State.DISCARDED
        batch.save(update_fields=["stored_as", "state"])
        audit.record(actions.PURGED, batch, by=by, organisation=batch.organisation)
    transaction.on_commit(partial(storage.remove_all, names))
    return len(batches)


def _being_worked_on(batch: ImportBatch) -> bool:
    return batch.state in WORKING and storage.progress(batch.pk).alive


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """Rows of a batch by what would happen to them, and how many were repaired, warned about and accepted."""
    rows: models.QuerySet[ImportRow] = batch.rows.all()
    counts = {action.value: Count("pk", filter=Q(action=action)) for action in Action}
    marks = {name: Count("pk", filter=Q(**{name: True})) for name in ("accepted", "repaired", "warned")}
    return rows.aggregate(**counts, read=Count("pk"), **marks)


def _check_mapping(chosen: Mapping[str, Mapping[int, str]], specs: Sequence[FieldSpec]) -> None:
    labels = {spec.key: str(spec.label) for spec in specs}
    if not chosen:
        raise ImportFlowError(_("Choose at least one sheet and its columns."))
    for sheet, found in chosen.items():
        keys = list(found.values())
        unknown = [key for key in keys if key not in labels]
        twice = sorted({labels[key] for key in keys if key in labels and keys.count(key) > 1})
        missing = [labels[s.key] for s in specs if s.required and not s.from_context and s.key not in keys]
        words = {"sheet": sheet, "columns": "、".join(unknown or twice or missing)}
        if unknown:
            raise ImportFlowError(_("Sheet “%(sheet)s”: unknown column “%(columns)s”.") % words)
        if twice:
            raise ImportFlowError(_("Sheet “%(sheet)s”: two columns are chosen for %(columns)s.") % words)
        if missing:
            raise ImportFlowError(_("Sheet “%(sheet)s”: no column is chosen for %(columns)s.") % words)


def _remember(batch: ImportBatch, table: Table, columns: Mapping[int, str], by: Actor | None) -> None:
    from_header = {normalised(h.text): columns.get(h.column, "") for h in table.headers}
    RememberedMapping.objects.update_or_create(
        organisation=batch.organisation,
        target=batch.target,
        signature=signature(table.headers),
        defaults={"mapping": from_header, "account_id": by.account_id if by else None, "used_at": timezone.now()},
    )


def _clean_rows(
    batch: ImportBatch, tables: Sequence[Table], specs: Sequence[FieldSpec], today: dt.date
) -> Iterator[CleanRow]:
    for table in tables:
        columns = {int(c): key for c, key in batch.mapping.get(table.sheet.name, {}).items()}
        if columns:
            yield from clean_table(table, columns, specs, today)


def _delete_rows(batch: ImportBatch) -> None:
    """In chunks and without their content, since deleting collects all rows in memory first."""
    AppliedRow.objects.filter(batch=batch).delete()
    for rows in by_key(batch.rows.only("pk")):
        ImportRow.objects.filter(pk__in=[row.pk for row in rows]).defer("content").delete()


def _chunks(rows: Iterator[CleanRow]) -> Iterator[list[CleanRow]]:
    while chunk := list(itertools.islice(rows, CHUNK)):
        yield chunk


@transaction.atomic
def _stage(batch: ImportBatch, chunk: Sequence[CleanRow], check: Check) -> None:
    still_ours(batch)
    verdicts = check(chunk)
    staged = [_staged(row, verdict) for row, verdict in zip(chunk, verdicts, strict=True)]
    insert_many(ImportRow, ("batch_id", *_STAGED), ((batch.pk, *one.values()) for one in staged))


def _staged(row: CleanRow, verdict: Verdict) -> dict[str, Any]:
    """The columns of a staged row."""
    levels = {note.level for notes in row.notes.values() for note in notes}
    action = Action.REFUSE if Level.PROBLEM in levels else verdict.action
    return {
        "sheet": row.sheet[:200],
        "number": row.number,
        "content": content_of(row, verdict.differences),
        "action": action.value,
        "target_id": verdict.target_id,
        "accepted": verdict.accepted and action in (Action.CREATE, Action.UPDATE),
        "repaired": Level.REPAIRED in levels,
        "warned": Level.WARNING in levels,
    }


def _as_staged(
    key: int, sheet: str, number: int, content: str, action: str, target_id: int | None, undo: Any = None
) -> StagedRow:
    return StagedRow(key, sheet, number, held_values(content), Action(action), target_id, undo)
