"""Two versions of a brand side by side, with what was taken out and what came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ..models import Brand, BrandVersion
from ..services.proposing import WORDING

Run = tuple[str, str]
"""Words and what became of them: "same", "gone" or "new"."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One text of a brand in two versions, cut into runs that stayed, went or came."""

    label: Any
    before: Sequence[Run]
    after: Sequence[Run]

    @property
    def is_changed(self) -> bool:
        """Whether the two differ."""
        return any(state != "same" for _words, state in (*self.before, *self.after))


def compared(left: BrandVersion, right: BrandVersion) -> list[Beside]:
    """The texts of two versions side by side."""
    return [Beside(_label(name), *runs_of(getattr(left, name), getattr(right, name))) for name in WORDING]


def _label(name: str) -> Any:
    field: Any = Brand._meta.get_field(name)
    return field.verbose_name


def runs_of(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """Both texts in runs: put together again, each is what it was."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    left = [(before[a:b], "same" if step == "equal" else "gone") for step, a, b, _c, _d in steps if b > a]
    right = [(after[c:d], "same" if step == "equal" else "new") for step, _a, _b, c, d in steps if d > c]
    return left, right


def chosen(versions: Sequence[BrandVersion], left: str, right: str) -> tuple[BrandVersion, BrandVersion] | None:
    """The two versions that an address names; by default the first and the last, None where there are not two."""
    if len(versions) < 2:
        return None
    by_number = {str(one.number): one for one in versions}
    return by_number.get(left, versions[0]), by_number.get(right, versions[-1])
