"""The preview as a page shows it: cells with what there is to say about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.imports.cells import Level, Note
from dangjian.kernel.imports.mapping import Match
from dangjian.kernel.imports.models import ImportBatch, ImportRow
from dangjian.kernel.imports.queries import SheetPlan
from dangjian.kernel.imports.reading import column_letters
from dangjian.kernel.imports.targets import Action, FieldSpec
from dangjian.kernel.privacy.masks import mask_identity, mask_phone

from .fields import label_of

FILTERS: dict[str, tuple[Any, dict[str, Any]]] = {
    "all": (_("All"), {}),
    "create": (_("New"), {"action": Action.CREATE}),
    "update": (_("Changes"), {"action": Action.UPDATE}),
    "refuse": (_("Refused"), {"action": Action.REFUSE}),
    "warned": (_("To be looked at"), {"warned": True}),
    "repaired": (_("Repaired"), {"repaired": True}),
    "same": (_("Already so"), {"action": Action.SAME}),
}
_COUNTED = {"all": "read", "create": "create", "update": "update", "refuse": "refuse", "same": "same"}
_STATES = {Action.CREATE: "done", Action.UPDATE: "due", Action.SAME: "not-due", Action.REFUSE: "late"}


@dataclass(frozen=True)
class Cell:
    """One cell of the preview.

    Attributes:
        key: the column.
        label: its words.
        raw: what stood in the file, masked where private and sound.
        value: what it was read as.
        held: what the register holds, where the two differ; None where they do not.
        notes: warnings or problems in words.
        repaired: whether it was read otherwise than it is written.
        problem: whether the row is refused for it; then it can be typed anew.
    """

    key: str
    label: str
    raw: str
    value: str
    held: str | None = None
    notes: Sequence[str] = ()
    repaired: bool = False
    problem: bool = False


@dataclass(frozen=True)
class Line:
    """One row of the preview; `notes` are remarks on what stands in no column."""

    row: ImportRow
    state: str
    name: Cell
    cells: Sequence[Cell]
    notes: Sequence[str] = ()

    @property
    def can_choose(self) -> bool:
        return self.row.action in (Action.CREATE, Action.UPDATE)

    @property
    def has_problems(self) -> bool:
        return self.name.problem or any(cell.problem for cell in self.cells)


@dataclass(frozen=True)
class ColumnChoice:
    """One column of a sheet on the mapping page."""

    name: str
    letters: str
    header: str
    key: str
    how: str
    examples: Sequence[str]


_HOW = {
    "name": _("Recognised by its heading"),
    "similar": _("Perhaps: a similar heading"),
    "content": _("Perhaps: judged by its content"),
    "remembered": _("As you chose last time"),
    "": _("Not taken over"),
}


def choices_of(number: int, sheet: SheetPlan) -> list[ColumnChoice]:
    """The columns of a sheet with what they were taken for."""
    return [_choice(number, match, sheet.examples.get(match.column, [])) for match in sheet.matches]


def _choice(number: int, match: Match, examples: Sequence[str]) -> ColumnChoice:
    shown = [_hidden(match.key, text) for text in examples]
    name = f"c-{number}-{match.column}"
    return ColumnChoice(name, column_letters(match.column), match.header, match.key, str(_HOW[match.why]), shown)


def tabs_of(batch: ImportBatch, current: str, address: str) -> list[dict[str, Any]]:
    """The ways to narrow the preview, with their numbers."""
    return [
        {
            "label": label,
            "url": f"{address}?show={key}",
            "count": batch.counts.get(_COUNTED.get(key, key), 0),
            "current": key == current,
        }
        for key, (label, _condition) in FILTERS.items()
    ]


def lines_of(rows: Sequence[ImportRow], batch: ImportBatch, specs: Sequence[FieldSpec]) -> list[Line]:
    """Rows of the preview; the columns are those of `columns_of`."""
    columns = columns_of(batch, specs)
    return [_line(row, columns) for row in rows]


def columns_of(batch: ImportBatch, specs: Sequence[FieldSpec]) -> list[FieldSpec]:
    """The columns that the file has, and always the branch."""
    used = {key for sheet in batch.mapping.values() for key in sheet.values()} | {"branch", "category"}
    return [spec for spec in specs if spec.key in used and spec.key != "name"]


def _line(row: ImportRow, columns: Sequence[FieldSpec]) -> Line:
    notes = row.notes
    shown = {spec.key for spec in columns} | {"name"}
    cells = [_cell(row, spec.key, spec.show(row.values.get(spec.key) or ""), notes) for spec in columns]
    rest = [
        f"{label_of(key)}: {note.text}" if key else note.text
        for key, found in notes.items()
        if key not in shown
        for note in found
    ]
    name = _cell(row, "name", str(row.values.get("name") or ""), notes)
    return Line(row, _STATES[Action(row.action)], name, cells, rest)


def _cell(row: ImportRow, key: str, value: str, notes: Mapping[str, Sequence[Note]]) -> Cell:
    found = notes.get(key, ())
    problem = any(note.level is Level.PROBLEM for note in found)
    raw = row.raw.get(key, "")
    if not problem:
        raw, value = _hidden(key, raw), _hidden(key, value)
    held = row.differences.get(key)
    return Cell(
        key,
        label_of(key),
        raw,
        held[1] if held else value,
        (held[0] or "—") if held else None,
        [note.text for note in found if note.level is not Level.REPAIRED],
        any(note.level is Level.REPAIRED for note in found) and raw != value,
        problem,
    )


def _hidden(key: str, text: str) -> str:
    if key == "identity_number":
        return mask_identity(text)
    if key in ("mobile_phone", "landline"):
        return mask_phone(text)
    return "＊＊＊＊＊＊" if key == "home_address" and text else text
