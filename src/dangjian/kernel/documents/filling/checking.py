"""What is wrong with a Word file with named fields, each with its place, before anything is filled."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from .fields import Field, FieldForm

MOST_PROBLEMS = 10
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\{%|\{#")
_NAMED = re.compile(r"\{\{\s*(?P<name>\w+)(?:\.(?P<part>\w+))?\s*\}\}")
_FOR = re.compile(r"\{%(?:p|tr|tc)?\s+for\s+(?P<item>\w+)\s+in\s+(?P<list>\w+)\s+%\}")
_IF = re.compile(r"\{%(?:p|tr|tc)?\s+if\s+(?:not\s+)?(?P<name>\w+)(?:\.(?P<part>\w+))?\s+%\}")
_END = re.compile(r"\{%(?:p|tr|tc)?\s+(?P<word>else|endif|endfor)\s+%\}")
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_HARMLESS = "/hyperlink"
_EMBEDDED = ("/oleObject", "/aFChunk", "/attachedTemplate", "/control")


@dataclass(frozen=True)
class _Place:
    """A paragraph: the part it stands in, its number there, its text, and whether chapters could stand in its place."""

    part: str
    number: int
    text: str
    is_plain: bool

    def __str__(self) -> str:
        text = self.text if len(self.text) <= 40 else f"{self.text[:40]}…"
        return _("{part}, paragraph {number} (“{text}”)").format(part=self.part, number=self.number, text=text)


def problems_of(data: bytes, fields: Sequence[Field]) -> list[str]:
    """Sentences that say what is wrong and where; none when the file may be tried out.

    Args:
        data: the file, known to be a Word document.
        fields: what may be named.
    """
    if reaching := _reaches_out(data):
        return [reaching]
    try:
        document = Document(io.BytesIO(data))
    except (KeyError, ValueError, OSError, etree.LxmlError, zipfile.BadZipFile):
        return [_("The file is damaged. Open it in Word, save it again as .docx and add that.")]
    checked = _Checked({field.name: field for field in fields})
    for place in _places(document):
        checked.paragraph(place)
    checked.end()
    return checked.problems[:MOST_PROBLEMS]


def _reaches_out(data: bytes) -> str:
    """Whether the file would load something from elsewhere whenever it is opened, or carries other files."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if not name.endswith(".rels"):
                continue
            try:
                relations = etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False)).iter(
                    _RELATIONS
                )
            except etree.LxmlError:
                return _("The file is damaged. Open it in Word, save it again as .docx and add that.")
            for relation in relations:
                kind = relation.get("Type", "")
                outside = relation.get("TargetMode") == "External" and not kind.endswith(_HARMLESS)
                if outside or kind.endswith(_EMBEDDED):
                    return _("The file loads or carries other files ({kind}). Take them out and add it again.").format(
                        kind=kind.rpartition("/")[2]
                    )
    return ""


def _places(document: Any) -> Iterator[_Place]:
    body = document.element.body
    yield from _paragraphs(_("Text"), body, body)
    for number, section in enumerate(document.sections, start=1):
        for label, part in ((_("Header"), section.header), (_("Footer"), section.footer)):
            if not part.is_linked_to_previous:
                name = label if number == 1 else f"{label} {number}"
                yield from _paragraphs(name, part._element, None)  # noqa: SLF001 - also what stands in its tables


def _paragraphs(part: str, element: Any, body: Any) -> Iterator[_Place]:
    for number, paragraph in enumerate(element.iter(qn("w:p")), start=1):
        text = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
        yield _Place(part, number, text.strip(), paragraph.getparent() is body)


class _Checked:
    """Goes through the paragraphs in order and remembers which list it is in."""

    def __init__(self, fields: dict[str, Field]) -> None:
        self.fields = fields
        self.problems: list[str] = []
        self.open: list[tuple[str, str, _Place]] = []
        self.named = 0

    def paragraph(self, place: _Place) -> None:
        """Every tag of a paragraph."""
        for tag in _TAG.findall(place.text):
            if problem := self._tag(tag, place):
                self.problems.append(f"{place}: {problem}")

    def end(self) -> None:
        """What was begun must have ended, and a file without a field is not meant."""
        for word, _name, place in self.open:
            self.problems.append(_("{place}: what begins with “{word}” has no end.").format(place=place, word=word))
        if not self.named and not self.problems:
            self.problems.append(
                _("The file names no field, so every ledger would be the same. See the list of fields.")
            )

    def _tag(self, tag: str, place: _Place) -> str:
        if found := _NAMED.fullmatch(tag):
            self.named += 1
            return self._name(found["name"], found["part"], place)
        if found := _FOR.fullmatch(tag):
            return self._list(found["item"], found["list"], place)
        if found := _IF.fullmatch(tag):
            self.open.append(("if", "", place))
            return self._name(found["name"], found["part"], None)
        if found := _END.fullmatch(tag):
            return self._close(found["word"])
        return _("“{tag}” is not understood. Only named fields, “for … in …” and “if …” are possible.").format(
            tag=tag[:60]
        )

    def _name(self, name: str, part: str | None, place: _Place | None) -> str:
        if part is not None:
            return "" if self._part_is_known(name, part) else self._unknown(f"{name}.{part}")
        field = self.fields.get(name)
        if field is None:
            return self._unknown(name)
        if field.form is FieldForm.LIST and place:
            return _("“{name}” is a list: write {written}").format(name=name, written=field.written)
        if field.form is FieldForm.CHAPTERS and place and not (place.is_plain and _NAMED.fullmatch(place.text)):
            return _("“{name}” must stand alone in a paragraph of the text, not in a table, header or footer.").format(
                name=name
            )
        return ""

    def _part_is_known(self, item: str, part: str) -> bool:
        if item == "loop":
            return part == "index" and any(word == "for" for word, _known, _place in self.open)
        for word, known, _place in self.open:
            listed, _colon, name = known.partition(":")
            if word == "for" and listed == item:
                return part in {key for key, _label in self.fields[name].parts}
        return False

    def _list(self, item: str, name: str, place: _Place) -> str:
        field = self.fields.get(name)
        if field is None or field.form is not FieldForm.LIST:
            return self._unknown(name)
        inside = any(word == "for" for word, _name, _place in self.open)
        self.open.append(("for", f"{item}:{name}", place))
        return _("A list cannot stand inside a list.") if inside else ""

    def _close(self, word: str) -> str:
        begun = self.open[-1][0] if self.open else ""
        if word == "else":
            return "" if begun == "if" else _("“else” stands outside of an “if”.")
        if begun != word.removeprefix("end"):
            return _("“{word}” ends what was not begun.").format(word=word)
        self.open.pop()
        return ""

    def _unknown(self, name: str) -> str:
        near = get_close_matches(name, self.fields, n=1)
        words = _("There is no field “{name}”.").format(name=name)
        return words if not near else words + " " + _("Did you mean “{near}”?").format(near=near[0])
