"""What was counted. The numbers of those entitled come from the register, never from a keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.ui.formats import day_text

from ...elections.counting import Sheet, Votes, problems
from ...enums import CountedBody, StepKind
from ...errors import ElectionError
from ...models import BallotCount, Election, ElectionStep, Tally
from ...queries.elections import Dossier, dossier_of, roll_of
from .opening import add_step, day_of, locked, past_day
from .steps import check_turn, recorded

COUNTED = action("life.count.entered", gettext_lazy("entered the count of a ballot of {target}"))
WITHDRAWN = action("life.count.withdrawn", gettext_lazy("withdrew the count of a ballot of {target}"))


@dataclass(frozen=True)
class CountedBallot:
    """What was counted at a meeting.

    Attributes:
        held_on: the day.
        leaves_out: whether the meeting resolved, with the superior's consent, not to count those the rule allows.
        votes: member -> (for, against, abstained); nobody when the vote was void.
        written_in: member -> votes for somebody who stood on no ballot.
    """

    held_on: date
    present: int
    distributed: int
    collected: int
    valid: int
    void: int
    votes: dict[Member, tuple[int, int, int]]
    written_in: dict[Member, int]
    scrutineer: Member | None = None
    counter: Member | None = None
    leaves_out: bool = False

    def tallies(self) -> list[tuple[Member, Votes]]:
        """The votes of everybody, those written in last."""
        listed = [(m, Votes(m.pk, m.name, *numbers)) for m, numbers in self.votes.items()]
        return [*listed, *((m, Votes(m.pk, m.name, yes, written_in=True)) for m, yes in self.written_in.items())]


@transaction.atomic
def record_count(
    election: Election, body: str, ballot: CountedBallot, *, by: Actor | None, version: int | None = None
) -> BallotCount:
    """Enter a counted ballot: of the meeting, or of the first meeting of the committee.

    Whatever the count decides is derived from it. When it fills the last seat, the step "held" stands.

    Raises:
        ElectionError: out of turn, numbers that cannot be, or a candidate who counted.
        ConflictError: somebody else took a step meanwhile.
    """
    election = locked(election, version)
    past_day(ballot.held_on, by, field="held_on")
    dossier = dossier_of(election)
    _check_turn(dossier, body, ballot.held_on)
    _check_counters(dossier, ballot)
    entitled, left_out = _entitled(dossier, body, ballot)
    seats = dossier.seats_left if body == CountedBody.ASSEMBLY else len(dossier.for_posts) or 1
    tallies = ballot.tallies()
    _refuse_impossible(
        Sheet(
            seats=seats,
            entitled=entitled,
            present=ballot.present,
            distributed=ballot.distributed,
            collected=ballot.collected,
            valid=ballot.valid,
            void=ballot.void,
            votes=[votes for _member, votes in tallies],
        )
    )
    count = BallotCount.objects.create(
        election=election,
        body=body,
        held_on=ballot.held_on,
        seats=seats,
        entitled=entitled,
        left_out=left_out,
        present=ballot.present,
        distributed=ballot.distributed,
        collected=ballot.collected,
        valid=ballot.valid,
        void=ballot.void,
        scrutineer=ballot.scrutineer,
        counter=ballot.counter,
        entered_by=(by.name if by else "")[:60],
    )
    _write_tallies(count, tallies)
    _record(COUNTED, count, by)
    after = dossier_of(election)
    if body == CountedBody.ASSEMBLY and not after.seats_left:
        recorded(add_step(election, StepKind.HELD, on=ballot.held_on, by=by), by)
    return count


def _write_tallies(count: BallotCount, tallies: Sequence[tuple[Member, Votes]]) -> None:
    if count.collected > count.distributed:
        return
    rows = [
        Tally(count=count, member=m, yes=v.yes, no=v.no, abstained=v.abstained, written_in=v.written_in)
        for m, v in tallies
    ]
    Tally.objects.bulk_create(rows)


def _record(key: str, count: BallotCount, by: Actor | None, **changes: object) -> None:
    organisation = count.election.organisation
    facts = {"on": str(count.held_on), "body": count.body, "present": count.present, "valid": count.valid, **changes}
    audit.record(key, count, by=by, organisation=organisation, changes=facts, label=str(organisation))


def _check_turn(dossier: Dossier, body: str, on: date) -> None:
    if dossier.election.closed_on:
        raise ElectionError(_("This election is closed."))
    wanted = StepKind.CALLED if body == CountedBody.ASSEMBLY else StepKind.HELD
    if not dossier.done(wanted):
        raise ElectionError(_("First comes: {step}.").format(step=wanted.label))
    if body == CountedBody.ASSEMBLY and dossier.done(StepKind.HELD):
        raise ElectionError(_("All seats are filled, or it was decided to leave the others empty."))
    if body == CountedBody.COMMITTEE and (dossier.done(StepKind.POSTS_SHARED) or not dossier.has_committee):
        raise ElectionError(_("There is nothing left to be elected by a committee."))
    first = max([dossier.taken[wanted].on, *(count.held_on for count in dossier.counts if not count.withdrawn_on)])
    if on < first:
        words = _("The step before was taken on {day}; this one cannot lie before it.")
        raise ElectionError(words.format(day=day_text(first)), field="held_on")


def _check_counters(dossier: Dossier, ballot: CountedBallot) -> None:
    standing = {nominee.member_id for nominee in dossier.candidates} | {m.pk for m in ballot.written_in}
    for field in ("scrutineer", "counter"):
        member = getattr(ballot, field)
        if member and member.pk in standing:
            words = _("{name} is a candidate and cannot count or watch over the counting.")
            raise ElectionError(words.format(name=member), field=field)


def _entitled(dossier: Dossier, body: str, ballot: CountedBallot) -> tuple[int, int]:
    """Who is entitled, and how many were left out: from the register, the delegates, or the committee elected."""
    if body == CountedBody.COMMITTEE:
        return len(dossier.elected), 0
    if dossier.by_congress:
        return dossier.election.delegates or 0, 0
    roll = roll_of(dossier.election.organisation, ballot.held_on)
    entitled = roll.entitled(without_left_out=ballot.leaves_out)
    return entitled, len(roll.voters) - entitled


def _refuse_impossible(sheet: Sheet) -> None:
    for problem in problems(sheet):
        if problem.blocks:
            raise ElectionError(problem.words, field=problem.field)


@transaction.atomic
def leave_seats_empty(
    election: Election, *, on: date, reason: str, by: Actor | None, version: int | None = None
) -> ElectionStep:
    """Record the resolution of the voters not to vote again on seats that nobody got.

    Raises:
        ElectionError: nobody was elected, all seats are filled, no reason, or the day does not fit.
        ConflictError: somebody else took a step meanwhile.
    """
    election = locked(election, version)
    check_turn(election, StepKind.HELD, on, by)
    dossier = dossier_of(election)
    if not dossier.elected or not dossier.seats_left:
        raise ElectionError(_("Seats are left empty only when some are filled and others are not."))
    if on < dossier.results[-1].count.held_on:
        words = _("The step before was taken on {day}; this one cannot lie before it.")
        raise ElectionError(words.format(day=day_text(dossier.results[-1].count.held_on)), field="on")
    if not reason.strip():
        raise ElectionError(_("Say what the voters resolved, and how many agreed."), field="reason")
    recorded(add_step(election, StepKind.SEATS_LEFT, on=on, by=by, note=reason), by, seats=dossier.seats_left)
    held_on = dossier.results_of(CountedBody.ASSEMBLY)[-1].count.held_on
    return recorded(add_step(election, StepKind.HELD, on=held_on, by=by), by)


@transaction.atomic
def withdraw_count(count: BallotCount, *, reason: str, by: Actor | None, version: int | None = None) -> BallotCount:
    """Withdraw the newest count with a reason, so that it can be entered as it was; the wrong one stays to be seen.

    Raises:
        ElectionError: no reason, a later step rests on it, or it is not the newest.
        ConflictError: somebody else took a step meanwhile.
    """
    election = locked(count.election, version)
    dossier = dossier_of(election)
    standing = [one for one in dossier.counts if one.withdrawn_on is None]
    if not reason.strip():
        raise ElectionError(_("Say why it is withdrawn."), field="reason")
    if election.closed_on or not standing or standing[-1].pk != count.pk:
        raise ElectionError(_("Only the newest count of an open election can be withdrawn."))
    if dossier.done(StepKind.POSTS_SHARED):
        words = _("A later step rests on it. Withdraw first: {step}.")
        raise ElectionError(words.format(step=StepKind.POSTS_SHARED.label))
    marks = {
        "withdrawn_on": day_of(by),
        "withdrawn_by": (by.name if by else "")[:60],
        "withdrawal_reason": reason.strip()[:200],
    }
    BallotCount.objects.filter(pk=count.pk).update(**marks)
    if count.body == CountedBody.ASSEMBLY:
        election.steps.standing().filter(kind__in=(StepKind.HELD, StepKind.SEATS_LEFT)).update(**marks)
    count.refresh_from_db()
    _record(WITHDRAWN, count, by, reason=reason.strip())
    return count
