"""The rows of lists. `{% load records %}`."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from dangjian.kernel.records.listing import Cell

register = template.Library()


@register.simple_tag
def row_cells(row: Sequence[Cell]) -> SafeString:
    """The cells of a row: the first one is its head, numbers stand at the right."""
    head, *others = row
    cells = (f'<td class="r">{cell.html}</td>' if cell.is_number else f"<td>{cell.html}</td>" for cell in others)
    return SafeString(f'<th scope="row">{head.html}</th>{"".join(cells)}')
