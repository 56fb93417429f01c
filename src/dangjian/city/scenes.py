"""Pictures for the model city: drawn landscapes and rooms in which nobody is to be seen."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from .draw import Draw

SIZE = (900, 600)
_SKIES = ((196, 221, 236), (233, 224, 201), (214, 226, 214), (226, 214, 214))
_WALLS = ((182, 92, 78), (206, 187, 158), (140, 158, 150), (168, 150, 132), (120, 136, 160))


def scene(draw: Draw) -> bytes:
    """A street below hills, different each time, as JPEG."""
    width, height = SIZE
    picture = Image.new("RGB", SIZE, draw.choice(_SKIES))
    pen = ImageDraw.Draw(picture)
    for layer in range(3):
        base, shade = 220 + 60 * layer, 170 - 35 * layer
        ridge = [(x, base + draw.randint(-45, 45)) for x in range(0, width + 150, 150)]
        pen.polygon([(0, height), *ridge, (width, height)], fill=(shade - 40, shade, shade - 30))
    left = 0
    while left < width:
        across, up = draw.randint(80, 170), draw.randint(150, 290)
        _house(pen, draw, left, height - 60, across, up)
        left += across + draw.randint(6, 24)
    pen.rectangle((0, height - 60, width, height), fill=(150, 148, 142))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _house(pen: ImageDraw.ImageDraw, draw: Draw, left: int, ground: int, across: int, up: int) -> None:
    pen.rectangle((left, ground - up, left + across, ground), fill=draw.choice(_WALLS))
    for x in range(left + 12, left + across - 24, 34):
        for y in range(ground - up + 16, ground - 50, 44):
            pen.rectangle((x, y, x + 18, y + 24), fill=(238, 236, 222) if draw.happens(0.8) else (96, 110, 124))
    if draw.happens(0.3):
        pen.rectangle((left + 10, ground - up - 22, left + across - 10, ground - up), fill=(190, 36, 36))
