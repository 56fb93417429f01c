"""Reads about meetings: one with all it needs, who has answered, the last one of a kind, what repeats another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, OuterRef, Q, QuerySet, Subquery, TextField

from dangjian.kernel.tree.models import Organisation

from ..enums import Capacity, Outcome
from ..models import Attendance, CountsAs, Meeting, Reply
from ..naming import name_of
from .roll import Expected, roll

SHINGLE = 3
ALIKE = 0.75
COMPARED = 24


def meetings_shown() -> Any:
    """Meetings with what their pages need."""
    rows = Meeting.objects.select_related("organisation__parent", "chair", "recorder", "lecturer", "corrects")
    return rows.prefetch_related("counts__organisation")


class Joined(Aggregate):
    """Words of a group in one, with commas between."""

    output_field = TextField()
    template = "%(function)s(%(expressions)s, ',')"
    function = "GROUP_CONCAT"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def with_kinds(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Meetings with their kinds in one column, for lists that may not ask a second time."""
    own = CountsAs.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return rows.annotate(kinds_joined=Subquery(own.annotate(joined=Joined("kind")).values("joined")))


def with_numbers(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Meetings with how many were due and how many of these were present."""
    due = Q(attendances__due=True)
    return rows.annotate(
        due=Count("attendances", filter=due), present=Count("attendances", filter=due & Q(attendances__present=True))
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """How somebody expected stands before a meeting: coming, excused by own words, or silent."""

    expected: Expected
    reply: Reply | None

    @property
    def is_silent(self) -> bool:
        """Whether somebody expected has not answered: who is reminded."""
        return self.expected.due and self.reply is None


def answers(meeting: Meeting, kinds: Iterable[str], places: Iterable[Organisation]) -> list[Answer]:
    """Everybody on the roll with their reply, if they gave one, the silent first. Four queries."""
    replies = {reply.member_id: reply for reply in meeting.replies.all()}
    found = [Answer(one, replies.get(one.member.pk)) for one in roll(list(places), kinds, meeting.happened_on)]
    return sorted(found, key=lambda answer: not answer.is_silent)


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who sat in a recorded meeting, the absent first."""
    return list(meeting.attendances.select_related("member").order_by("present", "capacity", "member__pinyin"))


def make_up_for(meeting: int, member: int) -> Attendance | None:
    """The absence of a member from a meeting whose papers were sent; only the member's own is ever asked for."""
    rows = Attendance.objects.select_related("meeting__organisation").prefetch_related("meeting__counts")
    found: Attendance | None = rows.filter(meeting=meeting, member=member, make_up_sent_on__isnull=False).first()
    return found


@dataclass(frozen=True, slots=True)
class Numbers:
    """The attendance of one meeting in numbers: the denominator leaves out whoever was not expected."""

    due: int
    present: int
    leaders: int


def numbers_of(attendances: Iterable[Attendance]) -> Numbers:
    """Reckoned from the rows that a page has already."""
    rows = list(attendances)
    due = [row for row in rows if row.due]
    leaders = sum(row.capacity == Capacity.LEADER for row in rows)
    return Numbers(len(due), sum(row.present for row in due), leaders)


def last_like(organisation: Organisation, kind: str) -> Meeting | None:
    """The last meeting of a kind that an organisation held: time, place and agenda are offered for the next."""
    rows = Meeting.objects.filter(organisation=organisation, counts__kind=kind, counts__organisation=organisation)
    found: Meeting | None = rows.filter(outcome=Outcome.HELD).order_by("-happened_on", "-pk").first()
    return found


def usual(organisation: Organisation, kind: str) -> dict[str, Any]:
    """What a record of a kind begins with: time, place and people of the last one."""
    last = last_like(organisation, kind)
    names = ("begins_at", "ends_at", "place", "chair_id", "recorder_id")
    return {name.removesuffix("_id"): getattr(last, name) for name in names} if last else {}


@dataclass(frozen=True, slots=True)
class Named:
    """A meeting with what it is called in lists."""

    meeting: Meeting
    name: str


def with_names(rows: Iterable[Meeting]) -> list[Named]:
    """Meetings as lists show them; their kinds are loaded with them."""
    return [Named(meeting, name_of(meeting)) for meeting in rows]


def lanes_of(organisation: Organisation, today: date, most: int) -> dict[str, list[Named]]:
    """The meetings of an organisation as its page shows them: upcoming, to record, and the latest records. One query.

    Args:
        most: so many of each.
    """
    rows = with_kinds(Meeting.objects.filter(organisation=organisation)).annotate(answered=Count("replies"))
    # Drafts come first whatever their day, so that nothing that waits falls behind a long year of records.
    found = list(rows.order_by("state", "-happened_on", "-pk")[: 3 * most])
    drafts = [meeting for meeting in found if not meeting.is_filed]
    return {
        "upcoming": with_names([one for one in reversed(drafts) if one.happened_on >= today])[:most],
        "to_record": with_names([one for one in reversed(drafts) if one.happened_on <= today])[:most],
        "latest": with_names([one for one in found if one.is_filed])[:most],
    }


def shingles(text: str) -> set[str]:
    """The pieces of a text, without blanks and signs, by which two texts are compared."""
    letters = "".join(char for char in text if char.isalnum())
    return {letters[at : at + SHINGLE] for at in range(max(0, len(letters) - SHINGLE + 1))}


def near_copy(organisation: Organisation, content: str, but: Meeting | None = None) -> Meeting | None:
    """An earlier meeting of the organisation whose main points are almost the same words; only the author is told."""
    own = shingles(content)
    if not own:
        return None
    rows = Meeting.objects.held().filter(organisation=organisation)
    if but is not None:
        rows = rows.exclude(pk__in=[but.pk, but.corrects_id or but.pk])
    for earlier in rows.order_by("-happened_on", "-pk")[:COMPARED]:
        other = shingles(earlier.content)
        if other and len(own & other) / len(own | other) >= ALIKE:
            return earlier
    return None
