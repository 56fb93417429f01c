"""Photographs for PDF: made small, and laid as files beside a copy of the templates, which take them by name."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .blocks import Pictures
from .pictures import SMALL, WIDE, Scaled, row_height, scaled

TEMPLATES = Path(__file__).resolve().parent / "typst"


@dataclass(frozen=True)
class Area:
    """Millimetres: the width for text, the gap between pictures, and the height of one beside others and alone."""

    width: float
    gap: float
    beside: float
    alone: float


OFFICE = Area(156, 4, 110, 110)
"""The sheet of the office, A4."""


class PictureFolder:
    """A folder with the templates, into which the pictures of one document are laid."""

    def __init__(self, folder: Path, area: Area) -> None:
        self.folder, self.area = folder, area
        self.count = 0

    def lay(self, block: Pictures) -> list[dict[str, Any]]:
        """The pictures of a block as a template takes them: file, width in millimetres, caption."""
        images = scaled(block.pictures, SMALL if block.per_row > 1 else WIDE)
        pairs = list(zip(block.pictures, images, strict=True))
        laid: list[dict[str, Any]] = []
        for at in range(0, len(pairs), block.per_row):
            row = pairs[at : at + block.per_row]
            tallest = self.area.beside if len(row) > 1 else self.area.alone
            height = row_height([image for _picture, image in row], self.area.width, self.area.gap, tallest)
            laid += [self._laid(image, picture.caption, height) for picture, image in row]
        return laid

    def _laid(self, image: Scaled | None, caption: str, height: float) -> dict[str, Any]:
        if image is None:
            gone = _("{name}: the file can no longer be shown.").format(name=caption)
            return {"file": "", "width": 0, "caption": gone}
        self.count += 1
        name = f"picture{self.count}.jpg"
        (self.folder / name).write_bytes(image.data)
        return {"file": name, "width": round(height * image.width / image.height, 2), "caption": caption}


@contextmanager
def picture_folder(area: Area = OFFICE) -> Iterator[PictureFolder]:
    """A folder for one document whose text fills an area; it is gone afterwards."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, folder)
        yield PictureFolder(folder, area)
