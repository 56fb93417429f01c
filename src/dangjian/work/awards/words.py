"""Words that people typed, without what nobody sees: characters without width, and those that turn the direction."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    """The text without control and format characters; line breaks stay."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))


def one_line(text: str, most: int) -> str:
    """The words of a line with single blanks, at most so many characters of them."""
    return " ".join(visible(text.replace("\n", " ")).split())[:most]


def passage(text: str) -> str:
    """A text of several lines, trimmed."""
    return visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
