"""A brand while it is written on: locked for one writer, its days checked, its version counted on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dangjian.kernel.errors import ConflictError
from dangjian.ui.formats import day_text

from .errors import BrandError
from .models import Brand

THEIRS = ("name", "slogan", "meaning", "carrier", "promise", "business", "version")


def locked(brand: Brand, version: int | None = None, *, living: bool = True) -> Brand:
    """The brand for writing, if nobody changed it since the writer opened it.

    Args:
        version: of the brand as the writer opened it; None where the last word counts.
        living: whether a brand that has ended is refused.

    Raises:
        BrandError: it has ended.
        ConflictError: somebody else changed it; ``theirs`` holds what stands now, and ``version``.
    """
    found: Brand = Brand.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=brand.pk)
    if living and found.ended_on is not None:
        raise BrandError(_("This brand has ended; nothing of it is changed any more."))
    if version is not None and found.version != version:
        words = _("Somebody else changed this brand while you were writing. What you wrote is kept below.")
        raise ConflictError(words, theirs={name: getattr(found, name) for name in THEIRS})
    return found


def save(brand: Brand, **new: Any) -> None:
    """Write new values of a locked brand and count its version on."""
    for name, value in new.items():
        setattr(brand, name, value)
    brand.version += 1
    brand.save(update_fields=[*new, "version"])


def check_past(on: date, today: date, since: date | None = None, *, field: str = "on") -> None:
    """Refuse a day that has not come, or that lies before what it follows.

    Raises:
        BrandError: such a day.
    """
    if on > today:
        raise BrandError(_("This day has not come yet."), field=field)
    if since is not None and on < since:
        raise BrandError(
            _("This day lies before the step that it follows ({day}).").format(day=day_text(since)), field=field
        )
