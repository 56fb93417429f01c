"""Files written anew for a panel: without who made them and when, and without the names that a text may not have.

Word, Excel and PowerPoint files are packages of parts: names are taken out of the text, properties are emptied,
authors of comments and changes are blanked, addresses behind links go, pictures are written anew. A PDF is taken apart
into pages and put together without properties, notes and links; a name in its text cannot be taken out safely, so it
is refused with the name. Pictures were written anew when they came in (``attachments.content``) and are so again.
Old Office formats and OFD keep such things where they cannot be found; they are not taken.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from dangjian.kernel.attachments.content import examined

from .blinding import Name, redacted
from .errors import BlindFileError

OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}
PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
PDF, TEXT = "application/pdf", "text/plain"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
_WHO = ("author", "initials", "date", "userId", "providerId", "lastModifiedBy", "userName")
_SAID = ("descr", "title", "alt", "tooltip")
_PARAGRAPHS = ("p", "si", "is", "comment", "text")
_PIECES = ("t", "delText", "instrText", "v")
_PICTURE_PART = re.compile(r"/media/[^/]+\.(png|jpe?g|webp)$", re.IGNORECASE)
_HIDDEN_PARTS = re.compile(r"(?:^docProps/thumbnail|/embeddings/|^customXml/|/printerSettings/)", re.IGNORECASE)


@dataclass(frozen=True)
class Cleaned:
    """A file written anew: its bytes, how its name ends, and the names that were taken out."""

    data: bytes
    ending: str
    found: tuple[Name, ...]


def cleaned(data: bytes, media_type: str, names: Sequence[Name]) -> Cleaned:
    """The file as a panel may have it.

    Raises:
        BlindFileError: of a kind that keeps names where they cannot be found, damaged, or a PDF with a name in it.
    """
    if media_type in OFFICE:
        return _package(data, OFFICE[media_type], names)
    if media_type == PDF:
        return _pdf(data, names)
    if media_type in PICTURES:
        ending = PICTURES[media_type]
        return Cleaned(examined(data, f"x.{ending}").data, ending, ())
    if media_type == TEXT:
        text = redacted(examined(data, "x.txt").text, names)
        return Cleaned(text.text.encode(), "txt", text.found)
    raise BlindFileError(
        _("Files of this kind keep names where they cannot be found. Save it as Word (docx), PDF or a picture.")
    )


def _package(data: bytes, ending: str, names: Sequence[Name]) -> Cleaned:
    found: dict[Name, None] = {}
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            gone = {part for part in old.namelist() if _HIDDEN_PARTS.search(part)}
            for part in old.namelist():
                if part in gone or part.endswith("/"):
                    continue
                content = _PROPERTIES.get(part) or _part(part, old.read(part), names, found, gone)
                new.writestr(zipfile.ZipInfo(part, _EPOCH), content, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, RuntimeError, OSError, EOFError, ValueError):
        raise BlindFileError(_("The file is damaged or protected by a password."))
    return Cleaned(buffer.getvalue(), ending, tuple(found))


def _part(part: str, content: bytes, names: Sequence[Name], found: dict[Name, None], gone: set[str]) -> bytes:
    if picture := _PICTURE_PART.search(part):
        return examined(content, f"x.{picture[1].lower()}").data
    if not part.endswith((".xml", ".rels")):
        return content
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(content, parser)
    if part.endswith(".rels"):
        _without_targets(root, gone)
    elif part == "[Content_Types].xml":
        for node in list(root):
            if node.get("PartName", "").lstrip("/") in gone:
                root.remove(node)
    else:
        for name in _taken_out(root, names):
            found[name] = None
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _without_targets(root: Any, gone: set[str]) -> None:
    """Links outwards lead nowhere, and nothing points to a part that is not there."""
    leaves = {part.rsplit("/", 1)[-1] for part in gone}
    for node in list(root):
        if node.get("TargetMode") == "External":
            node.set("Target", "about:blank")
        elif node.get("Target", "").rsplit("/", 1)[-1] in leaves:
            root.remove(node)


def _taken_out(root: Any, names: Sequence[Name]) -> Iterator[Name]:
    for node in root.iter(etree.Element):
        for key, value in node.attrib.items():
            plain = etree.QName(key).localname
            if plain in _WHO:
                node.set(key, "2000-01-01T00:00:00Z" if plain == "date" else "-")
            elif plain in _SAID and value:
                text = redacted(value, names)
                node.set(key, text.text)
                yield from text.found
        if etree.QName(node).localname in _PARAGRAPHS:
            yield from _redacted_pieces(node, names)


def _redacted_pieces(paragraph: Any, names: Sequence[Name]) -> Iterator[Name]:
    """A paragraph is written in runs, and a name may begin in one and end in another: they are read as one text."""
    pieces = [node for node in paragraph.iter(etree.Element) if etree.QName(node).localname in _PIECES]
    text = redacted("".join(piece.text or "" for piece in pieces), names)
    if text.found:
        pieces[0].text = text.text
        for piece in pieces[1:]:
            piece.text = ""
    yield from text.found


def _pdf(data: bytes, names: Sequence[Name]) -> Cleaned:
    from .blind_pdf import written_anew  # noqa: PLC0415 - slow import: 16 MB which hardly any worker needs

    return Cleaned(written_anew(data, names), "pdf", ())
