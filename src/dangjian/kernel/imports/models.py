"""Staged imports: the uploaded file, its rows as read and as meant, what was written, and remembered mappings."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.privacy.fields import EncryptedTextField
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from .cells import Level, Note
from .targets import Action, CleanRow

UNDO_DAYS = 30
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class State(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("Uploaded")
    MAPPED = "mapped", _("Columns confirmed")
    PREVIEWING = "previewing", _("Being checked")
    PREVIEWED = "previewed", _("Checked")
    APPLYING = "applying", _("Being taken over")
    APPLIED = "applied", _("Taken over")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    DISCARDED = "discarded", _("Discarded")


WORKING = (State.PREVIEWING, State.APPLYING, State.UNDOING)
"""States in which somebody is at it, or is to be: a worker takes hold of those that nobody works on."""


class ImportBatch(ScopedModel):
    """One uploaded file on its way into one target for one organisation."""

    target = models.CharField(_("Kind of import"), max_length=60)
    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    state = models.CharField(_("State"), max_length=12, choices=State.choices, default=State.UPLOADED)
    file_name = models.CharField(_("File"), max_length=200)
    file_sha256 = models.CharField(max_length=64, editable=False)
    file_size = models.PositiveBigIntegerField(editable=False)
    stored_as = models.CharField(max_length=64, editable=False, blank=True)
    mapping = models.JSONField(default=dict, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    trouble = models.TextField(_("What went wrong"), blank=True)
    claim = models.CharField(max_length=32, editable=False, blank=True)
    uploaded_at = models.DateTimeField(_("Uploaded"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Uploaded by")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Asked for by")
    )
    applied_at = models.DateTimeField(_("Taken over"), null=True)
    keep_until = models.DateField(_("Kept until"))

    scope_path = "organisation__path"
    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = (models.Index(fields=["keep_until"], name="import_keep_until"),)

    def __str__(self) -> str:
        return self.file_name

    def can_undo(self, today: dt.date) -> bool:
        """Whether the whole import can still be taken back on this day."""
        return self.state == State.APPLIED and today <= self.keep_until

    def to_write(self) -> models.QuerySet[ImportRow]:
        """The rows that were chosen and would change something."""
        chosen: models.QuerySet[ImportRow] = self.rows.filter(accepted=True)
        return chosen.exclude(action__in=(Action.REFUSE, Action.SAME))


class ImportRow(ScopedModel):
    """One row of the file: what stood there, what it was read as, and what the target would do with it.

    Everything personal is in `content`, encrypted; it is deleted when the undo window ends.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("import"))
    sheet = models.CharField(_("Sheet"), max_length=200)
    number = models.PositiveIntegerField(_("Row"))
    content = EncryptedTextField()
    action = models.CharField(_("Action"), max_length=8, choices=Action.choices)
    target_id = models.BigIntegerField(null=True, editable=False)
    accepted = models.BooleanField(_("Accepted"), default=False)
    repaired = models.BooleanField(_("Repaired"), default=False)
    warned = models.BooleanField(_("To be looked at"), default=False)

    scope_path = "batch__organisation__path"
    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("import row")
        verbose_name_plural = _("import rows")
        indexes = (models.Index(fields=["batch", "action", "id"], name="import_row_by_action"),)

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"

    @cached_property
    def held(self) -> dict[str, Any]:
        """The decrypted content: raw texts, values, notes, differences."""
        content: dict[str, Any] = json.loads(self.content)
        _values_back(content)
        return content

    @property
    def raw(self) -> dict[str, str]:
        """Field to the text that stood in the cell, without empty cells."""
        raw: dict[str, str] = self.held["raw"]
        return raw

    @property
    def values(self) -> dict[str, Any]:
        """Field to the cleaned value, where there is one."""
        values: dict[str, Any] = self.held["values"]
        return values

    @property
    def differences(self) -> dict[str, list[str]]:
        """Field to what the platform holds and what the file says, where they differ."""
        differences: dict[str, list[str]] = self.held["differences"]
        return differences

    @property
    def notes(self) -> dict[str, list[Note]]:
        """Field to the remarks on its cell; "" for the row as a whole."""
        return {key: [Note.from_json(note) for note in notes] for key, notes in self.held["notes"].items()}

    @property
    def problems(self) -> list[tuple[str, Note]]:
        """Field and reason of everything for which the row is refused."""
        return [(key, note) for key, notes in self.notes.items() for note in notes if note.level is Level.PROBLEM]


class AppliedRow(ScopedModel):
    """What applying one row wrote, and what is needed to take it back."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="+", verbose_name=_("import"))
    row = models.OneToOneField(ImportRow, models.CASCADE, related_name="+", verbose_name=_("import row"))
    target_id = models.BigIntegerField(editable=False)
    undo = EncryptedTextField()

    scope_path = "batch__organisation__path"
    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("applied row")
        verbose_name_plural = _("applied rows")

    def __str__(self) -> str:
        return str(self.row_id)


class RememberedMapping(ScopedModel):
    """How a source's columns were mapped last time: normalised header to field, found again by the set of headers."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.CASCADE, related_name="+", verbose_name=_("Organisation")
    )
    target = models.CharField(_("Kind of import"), max_length=60)
    signature = models.CharField(max_length=64, editable=False)
    mapping = models.JSONField(default=dict)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField()

    scope_path = "organisation__path"
    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")
        constraints = (
            models.UniqueConstraint(fields=["organisation", "target", "signature"], name="one_mapping_per_source"),
        )

    def __str__(self) -> str:
        return self.target


def held_values(content: str) -> dict[str, Any]:
    """The cleaned values of a staged row's decrypted content."""
    return _values_back(json.loads(content))


def _values_back(held: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = held["values"]
    for key, value in values.items():
        if type(value) is dict and value.keys() == {"$day"}:
            values[key] = dt.date.fromisoformat(value["$day"])
    return values


def content_of(row: CleanRow, differences: Mapping[str, tuple[str, str]]) -> str:
    """A clean row as the text that is staged; dates are kept as dates, what is empty is left out."""
    notes = {key: [note.as_json() for note in notes] for key, notes in row.notes.items()}
    values = {
        key: {"$day": value.isoformat()} if isinstance(value, dt.date) else value
        for key, value in row.values.items()
        if value is not None
    }
    return _ENCODER.encode({"raw": row.raw, "values": values, "notes": notes, "differences": differences})
