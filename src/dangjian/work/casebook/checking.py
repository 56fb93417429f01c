"""What stands in the way of printing a case: figures that cannot be answered, numbers of persons, names, gaps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.attachments.enums import Consent
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.privacy import personal_data
from dangjian.kernel.texts.markup import Block, parse
from dangjian.kernel.texts.references import Answers, Problem, answer

from .enums import CasePart
from .errors import CaseError
from .models import Case, Wording

NEEDED = (CasePart.SUMMARY, CasePart.PRACTICE, CasePart.EFFECT)
"""Without these a case says nothing to a stranger."""
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Fault:
    """Something that has to be mended: in which part, and what."""

    part: str
    words: str

    @property
    def part_label(self) -> str:
        """The name of the part."""
        return str(CasePart(self.part).label) if self.part else ""


@dataclass(frozen=True)
class Check:
    """What was found in a case.

    Attributes:
        faults: what keeps it from being handed in, passed and printed.
        people: members of the organisation who are named; they have to agree.
        unasked: pictures of which nobody said whether those in them agree; they are not printed.
        unread: pictures that would be printed and were added or described anew after the case was passed.
        answers: the figures it asks for, as they are now.
    """

    faults: tuple[Fault, ...]
    people: tuple[str, ...]
    unasked: int
    unread: int
    answers: Answers

    def refuse(self) -> None:
        """Raise `CaseError` with the first fault."""
        if self.faults:
            first = self.faults[0]
            raise CaseError(f"{first.part_label}: {first.words}" if first.part else first.words)


def check_of(case: Case, day: date) -> Check:
    """Look a case over; seven queries at most."""
    parts = {part: getattr(case, part) for part in CasePart.values}
    answers = answers_of(case, case, day)
    faults = [*_gaps(parts), *_figures(parts, answers.problems), *_numbers({"": case.title, **parts})]
    pictures = Attachment.objects.pictures().filter(target_type=Case._meta.label_lower, target_id=case.pk)
    free = [one for one in pictures if one.consent in (Consent.NOBODY, Consent.GIVEN)]
    unread = len(set(marks_of(free).split()) - set(case.passed_pictures.split())) if case.passed_on else 0
    people = people_in("\n".join(parts.values()), case.organisation.path or "")
    return Check(tuple(faults), people, len(pictures) - len(free), unread, answers)


def pictures_of(cases: Sequence[int]) -> Sequence[Attachment]:
    """The pictures of cases that may be printed: nobody can be recognised, or everybody agreed."""
    rows = Attachment.objects.free_to_show().filter(target_type=Case._meta.label_lower, target_id__in=cases)
    return list(rows)


def marks_of(pictures: Iterable[Attachment]) -> str:
    """What is kept of pictures that are passed for print, to know them again: a line for each, of file and caption."""
    return "\n".join(hashlib.sha256(f"{one.sha256} {one.caption}".encode()).hexdigest() for one in pictures)


def answers_of(case: Case, wording: Wording, day: date) -> Answers:
    """The figures that all parts of a case ask for, in one go."""
    return answer(blocks_of(wording), case.organisation, case.about, day)


def blocks_of(wording: Wording) -> Sequence[Block]:
    """All parts of a case, one behind the other."""
    return [block for part in CasePart.values for block in parse(getattr(wording, part))]


def people_in(text: str, path: str) -> tuple[str, ...]:
    """The names of members below a path that stand in a text, in the order of the register."""
    names = Member.objects.within(path).order_by("pk").values_list("name", flat=True)
    return tuple(dict.fromkeys(name for name in names.iterator() if len(name) >= SHORTEST_NAME and name in text))


def _gaps(parts: dict[str, str]) -> list[Fault]:
    return [Fault(part, _("Nothing is written here yet.")) for part in NEEDED if not parts[part].strip()]


def _figures(parts: dict[str, str], problems: Sequence[Problem]) -> list[Fault]:
    faults = []
    for problem in problems:
        part = next((name for name, text in parts.items() if problem.text in " ".join(text.split())), "")
        faults.append(Fault(part, f"[[{problem.text}]] {problem.message}"))
    return faults


def _numbers(parts: dict[str, str]) -> list[Fault]:
    return [
        Fault(
            part,
            _("Line {line} holds a number of a person, {number}. Leave it out.").format(
                line=found.line, number=found.words
            ),
        )
        for part, text in parts.items()
        for found in personal_data(text)
    ]
