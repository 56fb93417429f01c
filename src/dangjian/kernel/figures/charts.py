"""The small line of a trend, as numbers for an SVG that the page draws itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .compute import Number

WIDTH, HEIGHT, MARGIN = 640, 120, 12


@dataclass(frozen=True)
class Chart:
    """Points of a line in a box of WIDTH x HEIGHT."""

    width: int
    height: int
    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        """The points as an SVG polyline writes them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


def sparkline(numbers: Sequence[Number | None]) -> Chart | None:
    """The line through a row of values; None with fewer than two of them.

    The vertical axis begins at zero, so that a small change does not look like a large one.
    """
    known = [(n, float(value)) for n, value in enumerate(numbers) if value is not None]
    if len(known) < 2:
        return None
    top = max(value for _n, value in known) or 1
    step = (WIDTH - 2 * MARGIN) / (len(numbers) - 1)
    points = tuple((MARGIN + n * step, HEIGHT - MARGIN - value / top * (HEIGHT - 2 * MARGIN)) for n, value in known)
    return Chart(WIDTH, HEIGHT, points)
