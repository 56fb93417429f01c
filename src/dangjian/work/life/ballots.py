"""What lies in the box of a secret vote, and the slips that are exchanged for a ballot.

The box holds sums and the digests of slips not yet used; no ballot is kept. Its text is always equally long, whatever
was voted, and slips stand in the order of their digests: neither length nor order says anything.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .enums import Grade

ABSTAINED = "abstained"
CHOICES = (*Grade.values, ABSTAINED)
"""What a ballot may say about somebody, in the order of the sums."""
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS, GROUP = 4, 4
DIGITS = 5
NO_SLIP = "0" * 64


def new_code() -> str:
    """A slip: sixteen letters and digits in groups of four, 80 bits of chance."""
    return "-".join("".join(secrets.choice(ALPHABET) for _n in range(GROUP)) for _g in range(GROUPS))


def digest_of(code: str) -> str:
    """The digest by which a slip is known again, however it was typed."""
    plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass
class Contents:
    """The open box.

    Attributes:
        box: key of the box, so that no text of one box can be put into another.
        sums: key of a graded place -> how often each of ``CHOICES`` was marked.
        ballots: how many ballots were cast.
        voters: how many slips there can be at most.
        slips: digests of slips handed out and not used.
    """

    box: str
    sums: dict[int, list[int]]
    voters: int
    ballots: int = 0
    slips: list[str] = field(default_factory=list)

    @classmethod
    def empty(cls, box: str, graded: Iterable[int], voters: int) -> Contents:
        """A box before the first ballot."""
        return cls(box, {key: [0] * len(CHOICES) for key in graded}, voters)

    @classmethod
    def read(cls, text: str, box: str) -> Contents:
        """The contents of a box's text.

        Raises:
            ValueError: it is the text of another box.
        """
        found = json.loads(text)
        if found["box"] != box:
            raise ValueError("this is the text of another ballot box")
        sums = {int(key): [int(number) for number in numbers] for key, numbers in found["sums"].items()}
        slips = [digest for digest in found["slips"] if digest != NO_SLIP]
        return cls(found["box"], sums, len(found["slips"]), int(found["ballots"]), slips)

    def text(self) -> str:
        """The contents as a text, always equally long for the same round."""
        sums = {str(key): [f"{number:0{DIGITS}}" for number in self.sums[key]] for key in sorted(self.sums)}
        slips = sorted([*self.slips, *[NO_SLIP] * (self.voters - len(self.slips))])
        return json.dumps({"box": self.box, "ballots": f"{self.ballots:0{DIGITS}}", "sums": sums, "slips": slips})

    def hand_out(self) -> str:
        """A new slip."""
        code = new_code()
        self.slips.append(digest_of(code))
        return code

    def knows(self, code: str) -> bool:
        """Whether this slip was handed out for this box and not used yet."""
        return digest_of(code) in self.slips

    def cast(self, code: str, marks: Mapping[int, str]) -> None:
        """Exchange a slip for a ballot: its marks go into the sums, the slip is used up."""
        self.slips.remove(digest_of(code))
        for key, numbers in self.sums.items():
            numbers[CHOICES.index(marks.get(key) or ABSTAINED)] += 1
        self.ballots += 1
