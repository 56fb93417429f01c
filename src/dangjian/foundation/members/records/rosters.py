"""Rosters that were imported, and the ways to a new one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.imports.models import ImportBatch, State
from dangjian.kernel.records.filters import choice
from dangjian.kernel.records.kinds import Column, RecordKind, register
from dangjian.kernel.records.pages import Page, PageGroup, register_page

from .. import permissions
from ..roster.target import ROSTER


def _rows() -> Any:
    return ImportBatch.objects.filter(target=ROSTER.key).select_related("organisation", "uploaded_by")


def _count(key: str) -> Any:
    return lambda batch: batch.counts.get(key)


register_page(
    Page(
        "members.import_roster",
        _("Import a roster"),
        lambda actor: reverse("members:upload-roster"),
        "upload",
        PageGroup.REGISTER,
        permissions.REGISTER,
        order=21,
    )
)
register(
    RecordKind(
        key="members.roster_import",
        label=_("Imported rosters"),
        model=ImportBatch,
        permission=permissions.REGISTER,
        rows=_rows,
        url=lambda batch: reverse("members:roster", args=[batch.pk]),
        order=("-uploaded_at", "-pk"),
        icon="file-spreadsheet",
        brief=("file_name", "state", "counts", "organisation__short_name"),
        search=lambda rows, text: rows.filter(file_name__icontains=text),
        empty=_("Every roster that is uploaded appears here, with what became of its rows."),
        columns=(
            Column("file", _("File"), lambda b: b.file_name, link=True, width=28),
            Column("organisation", _("Organisation"), lambda b: b.organisation.short_name, width=24),
            Column("state", _("State"), lambda b: b.get_state_display(), sort=("state",), width=12),
            Column("rows", _("Rows"), _count("read"), cell=CellKind.INTEGER, width=8),
            Column("applied", _("Taken over"), _count("applied"), cell=CellKind.INTEGER, width=8),
            Column("refused", _("Refused"), _count("refuse"), cell=CellKind.INTEGER, width=8),
            Column(
                "at", _("Uploaded at"), lambda b: b.uploaded_at, sort=("uploaded_at",), cell=CellKind.MOMENT, width=16
            ),
            Column("by", _("Uploaded by"), lambda b: b.uploaded_by.display_name if b.uploaded_by else "", width=12),
        ),
        filters=(choice("state", _("State"), "state", State.choices),),
    )
)
