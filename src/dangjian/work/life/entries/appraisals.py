"""What a ledger says of appraisals: days, how many took part, grades as sums. Never a person, never a vote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import shown
from dangjian.kernel.records.entries import Entry

from ..models import DemocraticAppraisal
from ..queries.appraisals import Summary, summary_of


def appraisals_told(appraisals: Sequence[DemocraticAppraisal], actor: Actor) -> list[Entry]:
    """The entries of a page of rounds, in a fixed number of queries."""
    prefetch_related_objects(list(appraisals), "places")
    return [_told(appraisal) for appraisal in appraisals]


def _told(appraisal: DemocraticAppraisal) -> Entry:
    summary = summary_of(appraisal, list(appraisal.places.all()))
    withdrawn = _("This round was withdrawn: {reason}").format(reason=appraisal.withdrawal_reason)
    return Entry(
        _("Democratic appraisal of {year}").format(year=appraisal.year),
        tuple(_facts(appraisal, summary)),
        ((_("Grades"), "\n".join(_grades(summary))),),
        tuple(_roll(summary)),
        notes=(withdrawn,) if appraisal.withdrawn_on else (),
    )


def _facts(appraisal: DemocraticAppraisal, summary: Summary) -> Iterator[tuple[str, str]]:
    yield _("How votes are cast"), appraisal.get_ballots_display()
    yield _("Counters"), "、".join(name for name in (appraisal.first_counter, appraisal.second_counter) if name)
    days = {
        _("Opened on"): appraisal.happened_on,
        _("Meeting on"): appraisal.voting_on,
        _("Vote closed on"): appraisal.closed_on,
        _("Grades decided on"): appraisal.decided_on,
        _("Members told on"): appraisal.told_on,
        _("Filed on"): appraisal.filed_on,
    }
    for label, day in days.items():
        yield label, shown(day) if day else ""
    yield _("Get a grade"), str(summary.graded)


def _grades(summary: Summary) -> Iterator[str]:
    for grade in summary.grades:
        number = _("withheld: the group is too small") if grade.number is None else str(grade.number)
        yield _("{label}: {text}").format(label=grade.label, text=number)


def _roll(summary: Summary) -> Iterator[tuple[str, str]]:
    words = _("{members} members, {expected} expected, {took_part} took part, {missing} not there")
    if summary.missing is not None:
        yield (
            _("Attendance"),
            words.format(
                members=summary.members,
                expected=summary.expected,
                took_part=summary.took_part,
                missing=summary.missing,
            ),
        )
