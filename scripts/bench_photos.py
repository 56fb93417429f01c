"""Draws photographs of noise, as hard to compress as a full room: `bench_photos.py FOLDER NUMBER`.

A program of its own, so that what drawing needs of memory is not counted as that of what is measured.
"""

import os
import sys
from pathlib import Path

from PIL import Image

PIXELS = (2560, 1920)
"""What is kept of a photograph (kernel/attachments/content.py), whatever a phone took."""
QUALITY = 90


def main() -> None:
    folder, number = Path(sys.argv[1]), int(sys.argv[2])
    for one in range(number):
        noise = Image.frombytes("RGB", (400, 300), os.urandom(400 * 300 * 3))
        noise.resize(PIXELS, Image.Resampling.BILINEAR).save(folder / f"{one}.jpg", quality=QUALITY)


if __name__ == "__main__":
    main()
