"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The actor; navigation is added by the desk."""
    return {"actor": getattr(request, "actor", None)}
