"""What is valid in a record, shared by forms, services and imports: problems block, warnings only speak."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.privacy.identifiers import identity_is_sound, normalise_identity, normalise_phone

from .codes import is_region, region_of
from .items import BY_KEY, DATE_KEYS, label_of

# Each may not lie before the one in front of it. Standing in the Party begins with full membership, not with joining.
_ORDER = ("born_on", "applied_on", "activist_on", "prospect_on", "joined_on", "full_member_on")
EARLIEST = date(1900, 1, 1)
FIRST_CARDS = 1984
NO_KNOWN_REGION = gettext_lazy(
    "The first six digits stand for no region since 1980 (GB/T 2260). Compare them with the card; the number is kept."
)


def identity_parts(number: str) -> tuple[date | None, str]:
    """Birth date and sex code ("1", "2") that an identity number states; None and "" where it states none."""
    plain = normalise_identity(number)
    if len(plain) == 18 and plain[6:14].isdigit() and plain[16].isdigit():
        digits, odd = plain[6:14], plain[16]
    elif len(plain) == 15 and plain.isdigit():
        digits, odd = f"19{plain[6:12]}", plain[14]
    else:
        return None, ""
    sex = "1" if int(odd) % 2 else "2"
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])), sex
    except ValueError:
        return None, sex


def region_in_words(number: str) -> str:
    """The region in an identity number by the names of the year of birth, or of 1984, when the first cards were given.

    "" for what is no region.
    """
    code = normalise_identity(number)[:6]
    born_on, _sex = identity_parts(number)
    return region_of(code, max(born_on.year, FIRST_CARDS) if born_on else None) if is_region(code) else ""


def problems(details: Mapping[str, Any], *, today: date) -> list[tuple[str, str]]:
    """What makes a record impossible: (item, sentence)."""
    found: list[tuple[str, str]] = []
    if "name" in details and not str(details["name"] or "").strip():
        found.append(("name", _("A member needs a name.")))
    for key, value in details.items():
        codes = BY_KEY[key].codes if key in BY_KEY else None
        if codes and value and value not in codes:
            found.append((key, _("“{value}” is no code of {standard}.").format(value=value, standard=codes.standard)))
        if key in DATE_KEYS and value and not EARLIEST <= value <= today:
            found.append((key, _("This day lies in the future or before 1900.")))
    return found + _out_of_order(details)


def _out_of_order(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    known = [(key, details[key]) for key in _ORDER if details.get(key)]
    return [
        (later, _("{later} cannot lie before {earlier}.").format(later=label_of(later), earlier=label_of(earlier)))
        for (earlier, first), (later, second) in pairwise(known)
        if second < first
    ]


def warnings(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What deserves a look but may be right: (item, sentence).

    The birth date of the personnel file may differ from the identity card, so a number never blocks (instructions of
    the national collection form; GB 11643-1999 for the check character).
    """
    return [*_identity_warnings(details), *_age_warnings(details), *_phone_warnings(details)]


def _identity_warnings(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    number = normalise_identity(details.get("identity_number") or "")
    if not number:
        return []
    found = []
    if len(number) == 15:
        found.append(_("This is a number of 15 digits, as given out before 1999."))
    elif not identity_is_sound(number):
        found.append(_("The check character of this identity number does not fit (GB 11643-1999)."))
    if len(number) in (15, 18) and not is_region(number[:6]):
        found.append(str(NO_KNOWN_REGION))
    born_on, sex = identity_parts(number)
    if details.get("born_on") and born_on and born_on != details["born_on"]:
        found.append(_("The date of birth differs from the identity number; the personnel file decides."))
    if details.get("sex") in ("1", "2") and sex and sex != details["sex"]:
        found.append(_("The sex differs from the identity number."))
    return [("identity_number", sentence) for sentence in found]


def _age_warnings(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    born_on, joined_on, full_on = (details.get(key) for key in ("born_on", "joined_on", "full_member_on"))
    found = []
    if born_on and joined_on and (joined_on.year - born_on.year, joined_on.month, joined_on.day) < (
        18, born_on.month, born_on.day
    ):  # fmt: skip
        found.append(("joined_on", _("Joined before the age of 18.")))
    if joined_on and full_on and (full_on - joined_on).days < 365 and joined_on.year >= 1982:
        found.append(("full_member_on", _("The probation of one year is not over on this day.")))
    return found


def _phone_warnings(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    phone = normalise_phone(details.get("mobile_phone") or "")
    if details.get("mobile_phone") and not (len(phone) == 11 and phone.startswith("1")):
        return [("mobile_phone", _("This is no mobile number of 11 digits."))]
    return []
