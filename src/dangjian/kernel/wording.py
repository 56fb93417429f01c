"""What people typed or pasted, without the characters that nobody sees: those without width, of control, or that turn
the direction of writing. A name that holds them looks like another one and is found by nobody.
"""

from __future__ import annotations

import unicodedata

_KEPT = "\n\t"
_UNSEEN = {"Cc", "Cf", "Cs", "Co"}


def visible(text: str) -> str:
    """The text without characters that nobody sees; line breaks and tabs stay, line breaks of all kinds as ``\\n``."""
    return "".join(char for char in _lines(text) if not _is_unseen(char))


def has_unseen(text: str) -> bool:
    """Whether a text holds characters that nobody sees."""
    return any(map(_is_unseen, _lines(text)))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_unseen(char: str) -> bool:
    return char not in _KEPT and unicodedata.category(char) in _UNSEEN


def one_line(text: str, most: int) -> str:
    """The words of a line with single blanks between them, at most so many characters."""
    return " ".join(visible(text).split())[:most]


def passage(text: str) -> str:
    """A text of several lines, trimmed."""
    return visible(text).strip()
