"""What a ledger says of elections: which steps were taken, who was there, what was counted, who is in office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import shown
from dangjian.kernel.records.entries import Entry

from ..enums import StepKind
from ..models import BallotCount, Election
from ..queries.elections import Counted, Dossier

_LOADED = ("new_term", "steps__nominees__member", "counts__tallies__member", "counts__scrutineer", "counts__counter")


def elections_told(elections: Sequence[Election], actor: Actor) -> list[Entry]:
    """The entries of a page of elections, in a fixed number of queries."""
    prefetch_related_objects(list(elections), *_LOADED)
    return [_told(election) for election in elections]


def _told(election: Election) -> Entry:
    steps = sorted(election.steps.all(), key=lambda step: step.pk)
    dossier = Dossier(election, None, steps, sorted(election.counts.all(), key=lambda count: count.pk))
    return Entry(
        _("Election: {body}").format(body=election.get_body_display()),
        tuple(_facts(dossier)),
        tuple(_passages(dossier)),
        notes=tuple(_withdrawn(count) for count in dossier.withdrawn_counts),
    )


def _facts(dossier: Dossier) -> Iterator[tuple[str, str]]:
    election = dossier.election
    yield _("Seats"), str(election.seats)
    yield _("Elected by"), election.get_assembly_display()
    yield _("Term runs out on"), shown(election.term.last_day) if election.term else ""
    yield _("Day of the meeting"), shown(election.meeting_on) if election.meeting_on else ""
    yield _("Place of the meeting"), election.meeting_place
    yield _("State"), str(election.stage_label)
    yield _("Elected"), "、".join(member.name for member in dossier.elected)


def _passages(dossier: Dossier) -> Iterator[tuple[str, str]]:
    yield _("Steps"), "\n".join(_step_words(dossier))
    for result in dossier.results:
        yield str(result.count.get_body_display()), "\n".join(_count_words(result))
    posts = dossier.nominees(StepKind.POSTS_SHARED)
    yield (
        _("Posts"),
        "\n".join(_("{label}: {text}").format(label=one.get_title_display(), text=one.member.name) for one in posts),
    )
    yield _("In office"), _in_office(dossier)


def _step_words(dossier: Dossier) -> Iterator[str]:
    for step in dossier.taken.values():
        words = " ".join(text for text in (str(step.get_kind_display()), step.number) if text)
        yield f"{shown(step.on)} {words}"


def _count_words(result: Counted) -> Iterator[str]:
    count = result.count
    yield _("{day}: {entitled} entitled to vote, {present} present ({share} %), {quorum} needed.").format(
        day=shown(count.held_on),
        entitled=count.entitled,
        present=count.present,
        share=round(100 * count.present / count.entitled) if count.entitled else 0,
        quorum=result.outcome.quorum,
    )
    yield _("Ballots: {out} handed out, {back} collected, {valid} valid, {void} void.").format(
        out=count.distributed, back=count.collected, valid=count.valid, void=count.void
    )
    if not result.outcome.counts:
        yield _("The vote does not count and is repeated.")
    for line in result.outcome.lines:
        votes = line.votes
        yield _("{name}: {yes} for, {no} against, {abstained} abstained; {outcome}.").format(
            name=votes.name,
            yes=votes.yes,
            no=votes.no,
            abstained=votes.abstained,
            outcome=_("elected") if line.elected else _("not elected"),
        )


def _in_office(dossier: Dossier) -> str:
    approved, term = dossier.taken.get(StepKind.APPROVED), dossier.election.new_term
    if approved is None or term is None:
        return ""
    return _("Result approved on {day}; the new term runs from {first} to {last}.").format(
        day=shown(approved.on), first=shown(term.starts_on), last=shown(term.last_day)
    )


def _withdrawn(count: BallotCount) -> str:
    return _("A count of {day} ({body}) was withdrawn: {reason}").format(
        day=shown(count.held_on), body=count.get_body_display(), reason=count.withdrawal_reason
    )
