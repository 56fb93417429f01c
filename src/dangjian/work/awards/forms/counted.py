"""A form whose act touches many rows: what it will do is counted and listed before it is done."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dangjian.kernel.access.act_forms import ActForm


@dataclass(frozen=True)
class Line:
    """One row of what will happen.

    Attributes:
        key: of the row.
        what: the row in words.
        note: what happens to it.
    """

    key: int
    what: str
    note: str = ""


class CountedForm(ActForm):
    """Base of forms for many rows. ``counted`` says which list the reader has seen; another list is not acted on."""

    counted = forms.CharField(required=False, widget=forms.HiddenInput)

    @abstractmethod
    def lines(self) -> Sequence[Line]:
        """What the act will do, a line for each row; asked once the form is valid."""

    @abstractmethod
    def summary(self) -> str:
        """The same as a number in a sentence."""

    @property
    def mark(self) -> str:
        """Names the list that is shown."""
        return mark_of((line.key, line.note) for line in self.lines())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("counted")
        if seen and not self.errors and seen != self.mark:
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["counted"] = ""
            self.data = data
            raise forms.ValidationError(_("The list has changed since you saw it. Look at it once more."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "counted"}

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Everything typed, to be sent along with the confirmation."""
        data: Any = self.data
        names = [name for name in data if name not in ("csrfmiddlewaretoken", "counted")]
        return [(name, value) for name in names for value in data.getlist(name)]


def mark_of(seen: Iterable[tuple[int, str]]) -> str:
    """A name for a list of rows: another list has another."""
    return hashlib.sha256(repr(sorted(seen)).encode()).hexdigest()[:24]
