"""Photographs for PDF: made small, and laid as files beside a copy of the templates, which take them by name."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .blocks import Pictures
from .pictures import SMALL, WIDE, scaled

TEMPLATES = Path(__file__).resolve().parent / "typst"
_WIDTH, _TALLEST = 156, 110
"""Millimetres: the text area, and the height of a picture."""


class PictureFolder:
    """A folder with the templates, into which the pictures of one document are laid."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def lay(self, block: Pictures) -> list[dict[str, Any]]:
        """The pictures of a block as a template takes them: file, width in millimetres, caption."""
        side, widest = (SMALL, _WIDTH / block.per_row - 4) if block.per_row > 1 else (WIDE, _WIDTH)
        return [
            self._laid(image, picture.caption, widest)
            for picture, image in zip(block.pictures, scaled(block.pictures, side), strict=True)
        ]

    def _laid(self, image: Any, caption: str, widest: float) -> dict[str, Any]:
        if image is None:
            gone = _("{name}: the file can no longer be shown.").format(name=caption)
            return {"file": "", "width": 0, "caption": gone}
        self.count += 1
        name = f"picture{self.count}.jpg"
        (self.folder / name).write_bytes(image.data)
        width = min(widest, _TALLEST * image.width / image.height)
        return {"file": name, "width": round(width, 2), "caption": caption}


@contextmanager
def picture_folder() -> Iterator[PictureFolder]:
    """A folder for one document; it is gone afterwards."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, folder)
        yield PictureFolder(folder)
