"""Age bands and levels of education, as the yearly statistical bulletin divides members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import months_after


@dataclass(frozen=True)
class Band:
    """An age band: from the birthday of `youngest` up to the day before that of `oldest` + 1."""

    label: str | Promise
    youngest: int
    oldest: int | None


AGE_BANDS: dict[str, Band] = {
    "to_30": Band(_("30 and younger"), 0, 30),
    "31_35": Band(_("31 to 35"), 31, 35),
    "36_40": Band(_("36 to 40"), 36, 40),
    "41_45": Band(_("41 to 45"), 41, 45),
    "46_50": Band(_("46 to 50"), 46, 50),
    "51_55": Band(_("51 to 55"), 51, 55),
    "56_60": Band(_("56 to 60"), 56, 60),
    "from_61": Band(_("61 and older"), 61, None),
}


@dataclass(frozen=True)
class Level:
    """A level of education: the first and the last code of GB/T 4658-2006."""

    label: str | Promise
    first: str
    last: str


EDUCATION_LEVELS: dict[str, Level] = {
    "postgraduate": Level(_("Postgraduate"), "10", "19"),
    "bachelor": Level(_("Bachelor"), "20", "29"),
    "college": Level(_("College"), "30", "39"),
    "below": Level(_("Below college"), "40", "99"),
}


def born_in_band(key: str, day: date, prefix: str) -> Q:
    """Condition for persons who are in an age band on a day.

    Args:
        key: key of the band.
        day: the day on which ages are read.
        prefix: look-up to the person, such as "member__".
    """
    band = AGE_BANDS[key]
    condition = Q(**{f"{prefix}born_on__lte": months_after(day, -12 * band.youngest)})
    if band.oldest is not None:
        condition &= Q(**{f"{prefix}born_on__gt": months_after(day, -12 * (band.oldest + 1))})
    return condition
