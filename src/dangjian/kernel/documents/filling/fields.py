"""The fields that a Word file may name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.functional import Promise

Words = str | Promise
Values = Mapping[str, str | Sequence[Mapping[str, str]]]


class FieldForm(Enum):
    """What stands in place of a field: a text, whole chapters in place of its paragraph, or a list to go through."""

    TEXT = auto()
    CHAPTERS = auto()
    LIST = auto()


@dataclass(frozen=True)
class Field:
    """A field that may be named.

    Attributes:
        name: how it is written between the braces.
        label: what it is.
        example: what could stand there.
        form: what stands in its place.
        parts: of a list, the (name, label) pairs of what each of its items has.
    """

    name: str
    label: Words
    example: Words = ""
    form: FieldForm = FieldForm.TEXT
    parts: Sequence[tuple[str, Words]] = ()

    @property
    def written(self) -> str:
        """How it is written in the file."""
        if self.form is not FieldForm.LIST:
            return f"{{{{ {self.name} }}}}"
        item = self.name.rstrip("s")
        return " ".join(
            [
                f"{{% for {item} in {self.name} %}}",
                *(f"{{{{ {item}.{part} }}}}" for part, _label in self.parts),
                "{% endfor %}",
            ]
        )


def token_of(name: str) -> str:
    """What is set in place of a field of chapters until the chapters themselves are."""
    return f"\ue000{name}\ue001"
