"""How numbers and days are written: one way for all pages; words only where a language needs them."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, pgettext

THIN = "\u202f"
"""Narrow no-break space: groups thousands without breaking the line."""
MISSING = "—"


def decimal_of(value: object) -> Decimal | None:
    """`value` as a finite Decimal, or None when it is no number."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def group(number: Decimal, places: int | None = None) -> str:
    """Thousands set apart by a thin space, a true minus sign, half rounded away from zero: `7 712`, `−1 234.50`.

    With `places` None the number keeps the places that it has.
    """
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if places else round_half_up(number)
    digits = f"{abs(number):,f}".replace(",", THIN)
    return f"−{digits}" if number < 0 else digits


def round_half_up(number: Decimal) -> Decimal:
    """To the nearest whole number, halves away from zero."""
    return number.to_integral_value(ROUND_HALF_UP)


def number_text(value: object, places: int | None = None) -> str:
    """Any number as people read it; an absent one as a dash; other things unchanged."""
    number = decimal_of(value)
    if number is None:
        return MISSING if value is None or isinstance(value, float | Decimal) else str(value)
    return group(number, places)


def percent_text(ratio: object, places: int = 0) -> str:
    """A ratio of 0 to 1 as percent. Never prints 100 % for less than all, nor 0 % for more than none."""
    number = decimal_of(ratio)
    if number is None:
        return MISSING
    percent = number * 100
    shown = percent.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    least = Decimal(1).scaleb(-places)
    if percent < 100 <= shown:
        return f">{100 - least:f}%"
    if percent > 0 and shown == 0:
        return f"<{least:f}%"
    return f"{group(shown)}%"


def money_text(value: object) -> str:
    """Yuan with two places: `¥1 234.50`."""
    number = decimal_of(value)
    if number is None:
        return MISSING
    text = group(number, 2)
    return f"−¥{text[1:]}" if text.startswith("−") else f"¥{text}"


def large_text(value: object) -> str:
    """A large number in the units of the language, two places at most: 1.23亿, 771.2万; 1.23 billion, 7.71 million."""
    number = decimal_of(value)
    if number is None:
        return MISSING
    # A new unit begins where rounding to two places reaches one of it: 99 999 999 is 1亿, not 10 000万.
    for size, unit in large_units():
        if abs(number) >= size * Decimal("0.99995"):
            scaled = (number / size).quantize(Decimal("0.01"), ROUND_HALF_UP)
            return f"{group(scaled.normalize() if scaled % 1 else round_half_up(scaled))}{unit}"
    return group(number)


def large_units() -> list[tuple[Decimal, str]]:
    """Units of large numbers in the present language, largest first, with the space that the language wants."""
    if (get_language() or "").startswith("zh"):
        return [
            (Decimal(10**8), pgettext("unit of large numbers", "hundred million")),
            (Decimal(10**4), pgettext("unit of large numbers", "ten thousand")),
        ]
    return [
        (Decimal(10**9), THIN + pgettext("unit of large numbers", "billion")),
        (Decimal(10**6), THIN + pgettext("unit of large numbers", "million")),
    ]


def day_text(value: object, style: str = "long") -> str:
    """A day: `long` 2017年10月9日, `short` 10月9日, `weekday` 10月9日 星期一, `month` 10月, `iso`; absent, a dash."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if not isinstance(value, datetime.date):
        return MISSING
    patterns = {
        "long": pgettext("date, in the letters of Django's date filter", "j M Y"),
        "short": pgettext("date, in the letters of Django's date filter", "j M"),
        "weekday": pgettext("date, in the letters of Django's date filter", "l j M"),
        "month": pgettext("date, in the letters of Django's date filter", "M"),
        "iso": "Y-m-d",
    }
    return format_date(value, patterns.get(style, patterns["long"]))


def moment_text(value: object) -> str:
    """A moment: day and minute, in local time."""
    if not isinstance(value, datetime.datetime):
        return MISSING
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return format_date(value, pgettext("date, in the letters of Django's date filter", "j M Y, H:i"))
