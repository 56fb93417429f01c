"""What the frame of a page shows: filled by whoever composes the pages, read by ui/base.html.

The pages take three context variables: ``shell`` (a Shell), ``navigation`` (Groups) and ``tabs`` (up to five Links).
Any object or mapping with the same names will do; these classes spare the guessing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One way to go. `count` stands behind the words, for things that wait; `current` marks the page one is on."""

    label: str
    url: str
    icon: str = ""
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the side navigation with its links; the first group usually has no label."""

    label: str
    items: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Switch:
    """A pill of the top bar: what is chosen now, and what else may be chosen (nothing: the pill is plain text)."""

    label: str
    choices: Sequence[Link] = ()
    all_url: str = ""
    all_label: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """Frame of a page for one reader. An empty address leaves its part out."""

    product: str = ""
    home_url: str = "/"
    organisation: Switch | None = None
    period: Switch | None = None
    person_name: str = ""
    role_name: str = ""
    account_url: str = ""
    sign_out_url: str = ""
    inbox_url: str = ""
    inbox_count: int = 0
    search_url: str = ""
    complaint_url: str = ""
    refusals_url: str = ""
    version: str = ""
    large_print: bool = False
