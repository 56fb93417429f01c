"""Photographs in a Word file: beside each other in a table without rules, their words under them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.image import ImagePart
from docx.shared import Mm

from dangjian.kernel.documents.blocks import Pictures
from dangjian.kernel.documents.pictures import SMALL, WIDE, Scaled, scaled

from . import tables
from .parts import KAI

_TALLEST = Mm(110)
_HALF_POINTS = 18


class Photographs:
    """Sets photographs at the end of a Word file, and counts them so that each has a name of its own."""

    def __init__(self, word: Any) -> None:
        self.word = word
        self.count = 0

    def add(self, block: Pictures) -> None:
        """Pictures in rows; of those that are gone only the words."""
        width = Mm(156 / block.per_row - 3)
        found = scaled(block.pictures, SMALL if block.per_row > 1 else WIDE)
        pairs = list(zip(block.pictures, found, strict=True))
        table = tables.frame(len(pairs), block.per_row)
        self.word._body._element._insert_tbl(table)  # noqa: SLF001 - tables are built as XML, which is ten times as fast
        for cell, (picture, image) in zip(_cells(table), pairs, strict=False):
            if image:
                cell[0].append(tables.run_with(self._drawing(image, width)))
            caption = (
                picture.caption if image else _("{name}: the file can no longer be shown.").format(name=picture.caption)
            )
            cell[1].append(tables.words(caption, KAI, _HALF_POINTS))

    def _drawing(self, image: Scaled, width: int) -> Any:
        """The picture as a part of the file, at most so wide and 11 cm high."""
        self.count += 1
        name = PackURI(f"/word/media/photograph{self.count}.jpg")
        relation = self.word.part.relate_to(ImagePart(name, "image/jpeg", image.data), tables.IMAGE)
        ratio = min(width / image.width, _TALLEST / image.height)
        size = int(image.width * ratio), int(image.height * ratio)
        return tables.inline(self.count, relation, image.caption, size)


def _cells(table: Any) -> Iterator[list[Any]]:
    for cell in table.iter(qn("w:tc")):
        yield cell.findall(qn("w:p"))
