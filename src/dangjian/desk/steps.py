"""The seven steps of the branch work method (支部工作法), derived from the record kinds that exist."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.kinds import Words, registry

NAMES: tuple[Words, ...] = (
    _("Set goals and plans"),
    _("Assign responsibility"),
    _("Keep organisational life strict"),
    _("Supervise constantly"),
    _("Report and appraise"),
    _("Raise brands and models"),
    _("Keep the work ledger"),
)


@dataclass(frozen=True)
class Step:
    """One step: its number and name, and the record kinds that prove it; none while its room is not built."""

    number: int
    name: Words
    kinds: tuple[Words, ...]


def seven_steps() -> list[Step]:
    """The steps in order."""
    return [
        Step(number, name, tuple(kind.label for kind in registry.values() if kind.chapter == number))
        for number, name in enumerate(NAMES, start=1)
    ]
