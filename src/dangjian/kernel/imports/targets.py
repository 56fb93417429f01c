"""What an import fills: a target with its fields. Declared by a room, used by the generic flow."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation

from .cells import Note, Parse, Value


class Action(models.TextChoices):
    """What applying a row would do."""

    CREATE = "create", _("New")
    UPDATE = "update", _("Change")
    SAME = "same", _("Already so")
    REFUSE = "refuse", _("Refused")


@dataclass(frozen=True)
class FieldSpec:
    """One column a target can take.

    Args:
        key: the name in the cleaned row.
        label: what the column is called on the screen.
        parse: the cell parser.
        synonyms: other headers for it; compared without blanks, brackets, width and case.
        required: a row without it is refused.
        looks_like: whether a cell could be this, to recognise a column by its content.
        from_context: when no cell says it, the section row above the table's rows or the sheet's name may
            (the branch, mostly).
        show: the cleaned value as a person reads it.
    """

    key: str
    label: str | Promise
    parse: Parse
    synonyms: tuple[str, ...] = ()
    required: bool = False
    looks_like: Callable[[Value], bool] | None = None
    from_context: bool = False
    show: Callable[[Any], str] = str


@dataclass
class CleanRow:
    """A row after its cells were parsed: where it stood, what stood there, what it means, what there is to say."""

    sheet: str
    number: int
    raw: dict[str, str]
    values: dict[str, Any]
    notes: dict[str, list[Note]] = field(default_factory=dict)

    def note(self, key: str, code: str, /, **words: str) -> None:
        """Add a remark to a field; the key "" is the row as a whole."""
        self.notes.setdefault(key, []).append(Note(code, words))


@dataclass(frozen=True)
class Verdict:
    """What the target says about a clean row.

    Args:
        action: what applying would do.
        target_id: the row that would change, None for a new one.
        differences: field to (what the platform holds, what the file says), as texts, for showing both.
        accepted: whether the row goes through unless a clerk says no; False where a clerk must say yes.
    """

    action: Action
    target_id: int | None = None
    differences: dict[str, tuple[str, str]] = field(default_factory=dict)
    accepted: bool = True


@dataclass(frozen=True)
class StagedRow:
    """A row that was accepted and is to be applied, or was applied and is to be undone."""

    id: int
    sheet: str
    number: int
    values: dict[str, Any]
    action: Action
    target_id: int | None
    undo: Any = None


@dataclass(frozen=True)
class Applied:
    """What applying did to one row: the target's key, and what is needed to take it back (plain JSON)."""

    row_id: int
    target_id: int
    undo: Any = None


@dataclass(frozen=True)
class Kept:
    """An applied row that was not taken back, and why: a sentence that names no person."""

    row_id: int
    sheet: str
    number: int
    reason: str


Check = Callable[[Sequence[CleanRow]], Sequence[Verdict]]
Write = Callable[[Sequence[StagedRow]], Iterable[Applied]]


class Target(ABC):
    """A kind of import. The kernel reads, maps, cleans, stages and purges; the target decides and writes.

    Cleaned values must be JSON or dates; `apply` gets them as `check` left them, without those that are None.
    """

    key: str
    label: str | Promise
    permission: str
    """Who may see, prepare, apply and undo an import of this kind."""

    @abstractmethod
    def fields(self, organisation: Organisation) -> tuple[FieldSpec, ...]:
        """The columns taken, for an import into this organisation."""

    @abstractmethod
    def open_check(self, *, organisation: Organisation, today: dt.date) -> Check:
        """A function that judges rows chunk after chunk of one file; it may remember rows seen before.

        It may add notes to a row. A row whose notes hold a problem is refused whatever the verdict says.
        """

    @abstractmethod
    def apply(
        self, rows: Sequence[StagedRow], *, organisation: Organisation, today: dt.date, by: Actor | None
    ) -> Iterable[Applied]:
        """Write a chunk of accepted rows in bulk, inside the flow's transaction, and audit what it writes."""

    def open_apply(self, *, organisation: Organisation, today: dt.date, by: Actor | None) -> Write:
        """A function that writes chunk after chunk of one import; it may keep what does not change meanwhile."""
        return partial(self.apply, organisation=organisation, today=today, by=by)

    @abstractmethod
    def undo(
        self, rows: Sequence[StagedRow], *, organisation: Organisation, today: dt.date, by: Actor | None
    ) -> Sequence[Kept] | None:
        """Take a chunk of applied rows back.

        Returns:
            the rows that stay because something later stands on them, if the target can leave single rows.
        Raises:
            ServiceError: when something later stands on a row and the target cannot leave it; nothing is undone then.
        """


registry: dict[str, Target] = {}


def register(target: Target) -> Target:
    """Make a target known under its key.

    Raises:
        ValueError: the key is taken.
    """
    if target.key in registry:
        raise ValueError(f"import target {target.key} is declared twice")
    registry[target.key] = target
    return target
