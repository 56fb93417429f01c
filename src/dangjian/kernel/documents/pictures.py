"""Photographs made small enough for print, a few at a time, so that a book with hundreds stays light."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from PIL import Image, ImageOps

from .blocks import Picture

SMALL, WIDE = 480, 1000
"""Pixels of the longer side: beside others (5 to 8 cm at 150 to 250 dpi), and over the width of the page (16 cm)."""
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 82
_AT_ONCE = 2
_SHRINKS = (8, 4, 2)
"""A JPEG is decoded at one of these fractions of its size in a fraction of the time."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """A picture as JPEG, its size in pixels, and the words under it."""

    data: bytes
    width: int
    height: int
    caption: str


def scaled(pictures: Sequence[Picture], side: int) -> list[Scaled | None]:
    """The pictures with the longer side at most `side` pixels; None for one that is gone or cannot be read."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda picture: _scaled(picture, side), pictures))


def row_height(row: Sequence[Scaled | None], width: float, gap: float, tallest: float) -> float:
    """At which one height the pictures of a row fill a width, so that their words stand on one line."""
    shapes = [image.width / image.height for image in row if image]
    return min(tallest, (width - gap * len(row)) / (sum(shapes) or 1))


def _scaled(picture: Picture, side: int) -> Scaled | None:
    try:
        with picture.opened() as file:
            return _written(Image.open(file, formats=_FORMATS), side, picture.caption)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _written(image: Image.Image, side: int, caption: str) -> Scaled:
    longer = max(image.size)
    shrink = next((by for by in _SHRINKS if longer // by >= side), 1)
    image.draft("RGB", (image.width // shrink, image.height // shrink))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    paper = Image.new("RGB", upright.size, "white")
    clear = upright.convert("RGBA") if upright.has_transparency_data else upright.convert("RGB")
    paper.paste(clear, mask=clear.getchannel("A") if clear.mode == "RGBA" else None)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=_QUALITY)
    return Scaled(out.getvalue(), *paper.size, caption)
