"""Photographs in a Word file: beside each other in a table without rules, their words under them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.image import ImagePart
from docx.shared import Emu, Mm

from dangjian.kernel.documents.blocks import Pictures
from dangjian.kernel.documents.pictures import SMALL, WIDE, Scaled, row_height, scaled

from . import tables
from .parts import KAI

TEXT_WIDTH, TALLEST = Mm(156), Mm(110)
"""The text area of an upright A4 page, and the height of a picture."""
_HALF_POINTS = 18
_APART = Mm(3)


class Photographs:
    """Sets photographs at the end of a Word file, and counts them so that each has a name of its own."""

    def __init__(self, word: Any, width: int = TEXT_WIDTH, tallest: int = TALLEST) -> None:
        self.word = word
        self.width, self.tallest = width, tallest
        self.count = 0

    def add(self, block: Pictures) -> None:
        """Pictures in rows; of those that are gone only the words."""
        found = scaled(block.pictures, SMALL if block.per_row > 1 else WIDE)
        pairs = list(zip(block.pictures, found, strict=True))
        table = tables.frame(len(pairs), block.per_row, Emu(self.width).twips)
        self.word._body._element._insert_tbl(table)  # noqa: SLF001 - tables are built as XML, which is ten times as fast
        for place, (cell, (picture, image)) in enumerate(zip(_cells(table), pairs, strict=False)):
            if image:
                row = found[place - place % block.per_row :][: block.per_row]
                cell[0].append(tables.run_with(self._drawing(image, self._height_of(row, block.per_row))))
            caption = (
                picture.caption if image else _("{name}: the file can no longer be shown.").format(name=picture.caption)
            )
            cell[1].append(tables.words(caption, KAI, _HALF_POINTS))

    def _height_of(self, row: Sequence[Scaled | None], per_row: int) -> float:
        """One height for a row in which each picture keeps to its cell."""
        cell = self.width / per_row - _APART
        return min(self.tallest, *(row_height([image], cell, 0, self.tallest) for image in row if image))

    def _drawing(self, image: Scaled, height: float) -> Any:
        """The picture as a part of the file, so high."""
        self.count += 1
        name = PackURI(f"/word/media/photograph{self.count}.jpg")
        relation = self.word.part.relate_to(ImagePart(name, "image/jpeg", image.data), tables.IMAGE)
        size = int(height * image.width / image.height), int(height)
        return tables.inline(self.count, relation, image.caption, size)


def _cells(table: Any) -> Iterator[list[Any]]:
    for cell in table.iter(qn("w:tc")):
        yield cell.findall(qn("w:p"))
