"""Reading a text for what must not be here: marks of secrecy, and numbers of persons where something is published.

State secrets and work secrets may not be stored in a system that is not built for them (Law on Guarding State Secrets,
2024, articles 29 to 31 and 64). A mark is a grade with a star or a term, a grade on a line of its own, after
“密级” or in brackets; the mere words are no mark, for the admission oath itself speaks of keeping secrets.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dangjian.kernel.privacy.identifiers import identity_is_sound
from dangjian.kernel.privacy.masks import mask_identity, mask_phone


class FindingKind(StrEnum):
    """What was found."""

    STATE_SECRET = "state_secret"  # noqa: S105 - the kind of a finding
    WORK_SECRET = "work_secret"  # noqa: S105 - the kind of a finding
    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text: what it is, the words (numbers masked) and the line, counted from 1."""

    kind: FindingKind
    words: str
    line: int


_GAP = r"[ \t\u3000]*"
_GRADE = rf"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_TERM = r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_STATE_SECRET = re.compile(
    rf"(?<!工作){_GRADE}{_GAP}[★☆*]"  # 机密★1年
    rf"|密{_GAP}级{_GAP}[:：]{_GAP}{_GRADE}"
    rf"|[\[(【〔（]{_GAP}{_GRADE}{_GAP}(?:{_TERM}{_GAP}年|长期)?{_GAP}[\])】〕）]"
    rf"|^{_GAP}{_GRADE}{_GAP}(?:{_TERM}{_GAP}年|长{_GAP}期)?{_GAP}$",
    re.MULTILINE,
)
_INTERNAL = r"(?:资料|文件|材料|刊物|使用|传阅|参阅|掌握)"
_WORK_SECRET = re.compile(
    rf"工作秘密{_GAP}[★☆*]"
    rf"|密{_GAP}级{_GAP}[:：]{_GAP}(?:工作秘密|内{_GAP}部)"
    rf"|^{_GAP}[\[(【〔（]?{_GAP}(?:工{_GAP}作{_GAP}秘{_GAP}密|内{_GAP}部{_GAP}{_INTERNAL}?|内部{_INTERNAL}.{{0,6}}(?:不得|严禁|请勿|注意).{{1,12}})"
    rf"{_GAP}[\])】〕）]?{_GAP}$"
    rf"|[\[(【〔（]{_GAP}(?:工作秘密|内部{_INTERNAL}?){_GAP}[\])】〕）]"
    r"|内部(?:资料|文件|材料)[,，、 ]?(?:不得|严禁|请勿|注意)",
    re.MULTILINE,
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[0-9]{6}[ ]?[0-9]{8}[ ]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])", re.ASCII)
_PHONE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])", re.ASCII)


def scan_marks(text: str) -> list[Finding]:
    """Marks of secrecy in a text or a file name, in the order they appear."""
    plain = _plain(text)
    found = [
        (match.start(), Finding(FindingKind.STATE_SECRET, match[0].strip(), _line(plain, match.start())))
        for match in _STATE_SECRET.finditer(plain)
    ]
    found += [
        (match.start(), Finding(FindingKind.WORK_SECRET, match[0].strip(), _line(plain, match.start())))
        for match in _WORK_SECRET.finditer(plain)
    ]
    return [finding for _, finding in sorted(found, key=lambda pair: pair[0])]


def personal_data(text: str) -> list[Finding]:
    """Identity numbers with a right check character and mobile numbers in a text that is to be published."""
    plain = _plain(text)
    return [finding for _, finding in sorted(_personal(plain), key=lambda pair: pair[0])]


def _personal(plain: str) -> Iterator[tuple[int, Finding]]:
    for match in _IDENTITY.finditer(plain):
        number = match[0].replace(" ", "").upper()
        if identity_is_sound(number):
            yield (
                match.start(),
                Finding(FindingKind.IDENTITY_NUMBER, mask_identity(number), _line(plain, match.start())),
            )
    for match in _PHONE.finditer(plain):
        number = re.sub(r"[^0-9]", "", match[0])[-11:]
        yield match.start(), Finding(FindingKind.PHONE, mask_phone(number), _line(plain, match.start()))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.replace("\r\n", "\n"))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
