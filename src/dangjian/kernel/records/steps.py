"""The seven steps of the branch work method (支部工作法; domain.md S08), derived from the record kinds that exist.

``RecordKind.chapter`` names the step that a kind of record proves; the chapters of a ledger are the same seven.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .kinds import Words, registry

NAMES: tuple[Words, ...] = (
    _("Set goals and plans"),
    _("Assign responsibility"),
    _("Keep organisational life strict"),
    _("Supervise constantly"),
    _("Report and appraise"),
    _("Raise brands and models"),
    _("Keep the work ledger"),
)
"""The names of the steps 1 to 7, in their order."""

ORDINALS: tuple[Words, ...] = (
    _("Step 1"),
    _("Step 2"),
    _("Step 3"),
    _("Step 4"),
    _("Step 5"),
    _("Step 6"),
    _("Step 7"),
)


@dataclass(frozen=True)
class Step:
    """One step: its number, place and name, and the record kinds that prove it; none while its room is not built."""

    number: int
    ordinal: Words
    name: Words
    kinds: tuple[Words, ...]


def seven_steps() -> list[Step]:
    """The steps in order."""
    return [
        Step(
            number,
            ORDINALS[number - 1],
            name,
            tuple(kind.label for kind in registry.values() if kind.chapter == number),
        )
        for number, name in enumerate(NAMES, start=1)
    ]
