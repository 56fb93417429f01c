"""Cells of code sets as rosters fill them: degrees beside the education, technical posts for posts, bare codes."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.imports.cells import Level, Note, Parsed, Value, as_text, folded, parse_text, sentence

from ..codes import DEGREE, EDUCATION, POLITICAL_STATUS, POSITION, TECHNICAL_POST, is_region, region_of

DEGREE_LEFT_OUT = sentence(
    "degree-left-out", Level.REPAIRED, _("Read as “{label}”; the degree “{degree}” is not kept in this register.")
)
ONLY_DEGREE = sentence(
    "only-degree", Level.PROBLEM, _("“{text}” is a degree. Write the education that was finished, such as {near}.")
)
TECHNICAL = sentence(
    "technical-post",
    Level.PROBLEM,
    _("“{text}” is a technical post (GB/T 8561). Write what the member works as, such as {near}."),
)
REGION_READ = sentence("region-read", Level.REPAIRED, _("Code {code} of GB/T 2260; read as “{name}”."))

# What somebody with a degree of a level has usually finished.
_FINISHED = {"1": "11", "2": "11", "3": "14", "4": "21"}
_TECHNICAL_STAFF = ("0310", "0320", "0330")
_BETWEEN = re.compile(r"[\s/|、,;:+()]+")
_MEMBERS = ("01", "02")


def parse_education(value: Value, today: dt.date) -> Parsed:
    """The education; of a cell that also names a degree (大学/工学学士) the education, with a remark on the rest."""
    found = EDUCATION.cells.parse(value, today)
    if found.problem is None or not isinstance(value, str):
        return found
    parts = _parts(folded(value))
    degrees = [part for part in parts if DEGREE.lookup(part)]
    finished = {EDUCATION.lookup(part) for part in parts if part not in degrees}
    if not degrees or None in finished or len(finished) > 1:
        return found
    if not finished:
        near = EDUCATION.label(_FINISHED[(DEGREE.lookup(degrees[0]) or "4")[0]])
        return Parsed(None, (Note(ONLY_DEGREE, {"text": degrees[0][:40], "near": near}),))
    code = str(finished.pop())
    words = {"label": EDUCATION.label(code), "degree": "、".join(degrees)[:40]}
    return Parsed(code, (Note(DEGREE_LEFT_OUT, words),))


def _parts(text: str) -> list[str]:
    """What stands between strokes, commas and brackets; of a single word (大学本科学士) education and degree."""
    parts = [part for part in _BETWEEN.split(text) if part]
    if len(parts) != 1 or DEGREE.lookup(parts[0]):
        return parts
    word = parts[0][:40]
    cuts = ((word[:at], word[at:]) for at in range(len(word) - 1, 0, -1))
    return next((list(cut) for cut in cuts if EDUCATION.lookup(cut[0]) and DEGREE.lookup(cut[1])), parts)


def parse_position(value: Value, today: dt.date) -> Parsed:
    """The occupation; a technical post is refused with the occupations that it may stand for."""
    found = POSITION.cells.parse(value, today)
    text = folded(value)
    if found.problem is None or TECHNICAL_POST.lookup(text) is None or text.isdigit():
        return found
    near = "、".join(POSITION.label(code) for code in _TECHNICAL_STAFF)
    return Parsed(None, (Note(TECHNICAL, {"text": text[:40], "near": near}),))


def is_outside_the_party(text: str) -> bool:
    """Whether words name another political status (GB/T 4762) than membership: 共青团员, 民盟盟员, 群众."""
    code = None if text.isdigit() else POLITICAL_STATUS.lookup(text)
    return code is not None and code not in _MEMBERS


def parse_destination(value: Value, today: dt.date) -> Parsed:
    """Where a mobile member went: a region's code, in force or not, is read as its name; all else stays as written."""
    code = as_text(value).strip()
    if is_region(code):
        name = region_of(code)
        return Parsed(name, (Note(REGION_READ, {"code": code, "name": name}),))
    return parse_text(value, today, max_length=100)
