"""The audit entry of every act on a brand."""

from __future__ import annotations

from typing import Any

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit

from ..models import Brand


def note(action: Any, brand: Brand, by: Actor | None, **changes: Any) -> None:
    """The audit entry of an act on a brand."""
    audit.record(action, brand, by=by, organisation=brand.organisation, changes=changes, label=brand.name)
