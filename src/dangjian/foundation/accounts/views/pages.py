"""What the pages about oneself share: their tabs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..own_pages import own_tabs


def own_page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page about oneself, with its tabs."""
    return render(request, template, {"own_tabs": own_tabs(request), **context}, status=status)
