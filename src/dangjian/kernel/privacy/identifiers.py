"""Identity and telephone numbers brought into one form, and the check of GB 11643-1999."""

import re
import unicodedata
from itertools import starmap
from operator import mul

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_NOT_IN_NUMBER = re.compile(r"[\s'’‘`\-]+")
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)


def normalise_identity(text: str) -> str:
    """An identity number without blanks and apostrophes, in half-width characters, with a capital X."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return plain if plain.isdigit() else _NOT_IN_NUMBER.sub("", plain).upper()


def normalise_phone(text: str) -> str:
    """A telephone number as digits only, without the country code 86 before a mobile number."""
    if text.isascii() and text.isdigit():
        digits = text
    else:
        digits = "".join(re.findall(r"[0-9]", unicodedata.normalize("NFKC", text), re.ASCII))
    return re.sub(r"^(?:00)?86(?=1[0-9]{10}$)", "", digits)


def check_character(seventeen: str) -> str:
    """The eighteenth character of an identity number (GB 11643-1999, ISO 7064 MOD 11-2) for its first 17 digits."""
    return _CHECK[sum(starmap(mul, zip(_WEIGHTS, map(int, seventeen), strict=True))) % 11]


def identity_is_sound(number: str) -> bool:
    """Whether a normalised number has 18 characters and the right check character; its date is not looked at."""
    return bool(_IDENTITY.fullmatch(number)) and check_character(number[:17]) == number[17]
