"""What a code set is: codes with names, the standard they come from, and other words for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dangjian.kernel.imports.cells import CodeSet as WrittenCodes


@dataclass(frozen=True)
class CodeSet:
    """A closed list of codes.

    Attributes:
        key: short name in code.
        title: what the list is called, in the user's words.
        standard: number and year of the standard.
        entries: code to name; the names are data and stay in Chinese.
        aliases: other written words to code.
        suffixes: endings that clerks drop, such as 族.
        offered: codes offered in forms, in order; all of them when empty. Codes beyond stay valid when found.
        grouped: whether codes that end in 00 head a group in forms.
    """

    key: str
    title: str | Promise
    standard: str
    entries: Mapping[str, str]
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    suffixes: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    grouped: bool = False

    @cached_property
    def cells(self) -> WrittenCodes:
        """The same list as a parser of spreadsheet cells."""
        return WrittenCodes(self.title, self.entries, self.aliases, self.suffixes)

    def lookup(self, text: str) -> str | None:
        """The code of a name, a short form or a code as somebody wrote it; None when it is none of them."""
        return self.cells.find(text) if text.strip() else None

    def label(self, code: str) -> str:
        """The name of a code; an unknown code is shown as it is, an empty one as nothing."""
        return self.entries.get(code, code)

    def __contains__(self, code: object) -> bool:
        return code in self.entries

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Codes and names that are offered, in order."""
        return [(code, self.entries[code]) for code in self.offered or self.entries]

    @property
    def form_choices(self) -> list[tuple[str, Any]]:
        """The same for a select: under the name of their group where there are groups of several."""
        if not self.grouped:
            return [*self.choices]
        groups: list[list[tuple[str, str]]] = []
        for code, name in self.choices:
            if code.endswith("00"):
                groups.append([])
            groups[-1].append((code, name))
        return [self._group(*inside) for inside in groups]

    @staticmethod
    def _group(head: tuple[str, str], *inside: tuple[str, str]) -> tuple[str, Any]:
        code, name = head
        whole = _("{name} (not said more closely)").format(name=name)
        return (name, [(code, whole), *inside]) if inside else head
