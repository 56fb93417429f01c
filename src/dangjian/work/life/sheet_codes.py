"""The code printed on a signature sheet, read from a photograph of it."""

from __future__ import annotations

import io
import re

import zxingcpp
from PIL import Image, ImageOps

from .drafts import ALPHABET

_ADDRESS = re.compile(rf"/sheets/([{ALPHABET}]+)/")
KEPT_SIDES = (2000, 1600, 1200, 900)
KEPT_BYTES = 600_000
"""A photograph that waits in the page for its code is made smaller until it takes no more than this."""


def tidy_code(typed: str) -> str:
    """A code as it is printed, whatever blanks and small letters were typed."""
    return "".join(char for char in typed.upper() if char in ALPHABET)[:12]


def code_in(picture: bytes) -> str:
    """The code of the sheet on a picture that was examined; "" where none can be read."""
    with Image.open(io.BytesIO(picture)) as opened:
        grey = opened.convert("L")
    for read in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        if found := _ADDRESS.search(read.text):
            return found[1]
    return ""


def smaller(picture: bytes) -> bytes:
    """A picture that was examined, as JPEG small enough to wait in a page."""
    if picture.startswith(b"\xff\xd8\xff") and len(picture) <= KEPT_BYTES:
        return picture
    with Image.open(io.BytesIO(picture)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    for side in KEPT_SIDES:
        upright.thumbnail((side, side))
        kept = io.BytesIO()
        upright.save(kept, "JPEG", quality=75)
        if kept.tell() <= KEPT_BYTES:
            break
    return kept.getvalue()
