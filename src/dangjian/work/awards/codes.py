"""The verification code of a certificate: of chance, printed in groups, read back however it was typed."""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Characters of printed codes: none that looks like another."""
LENGTH, GROUP = 12, 4


def new_code() -> str:
    """A new code of 60 bits: it cannot be guessed, and says nothing about who holds the certificate."""
    return "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))


def printed(code: str) -> str:
    """A code in groups of four, as it stands on the certificate."""
    return " ".join(re.findall(f".{{1,{GROUP}}}", code))


def typed(text: str) -> str:
    """A code as it is kept, whatever blanks, dashes and small letters were typed; "" where it cannot be one."""
    found = "".join(character for character in text.upper() if character.isalnum())
    return found if len(found) == LENGTH and set(found) <= set(ALPHABET) else ""
