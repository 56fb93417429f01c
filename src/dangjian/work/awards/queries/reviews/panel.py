"""What the moderator sees: the panel and its load, the entries, one entry with everything around it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from dangjian.foundation.accounts.models import Account
from dangjian.kernel.tree.models import Organisation

from ...enums import PhaseKind
from ...models import Call, Criterion, Nomination, ReviewAssignment, ReviewEntry, Reviewer, ReviewRemark
from ...phases import Deed, Seat, Sight, Standing, may, seen
from ...results import Line
from .conflicts import TieKind, barred, ties_of
from .own import Sheet, line_of, sheets_of
from .places import Result, results
from .standing import standing_of

OPEN = Q(assignments__released_on=None, assignments__is_live=False)


@dataclass(frozen=True)
class Panel:
    """A call in front of its moderator.

    Attributes:
        deeds: what may be done now.
        sights: what may be seen now.
        reviewers: with ``load`` and ``done``.
        admitted, unconfirmed, numbered: nominations admitted, without a confirmed text, and with a number.
        missing: reviews that no reviewer is assigned to yet.
    """

    call: Call
    standing: Standing
    deeds: frozenset[Deed]
    sights: frozenset[Sight]
    reviewers: Sequence[Reviewer]
    admitted: int
    unconfirmed: int
    numbered: int
    missing: int

    @property
    def is_incomplete(self) -> bool:
        """Whether an admitted nomination has no number yet, or an entry too few reviewers."""
        return self.numbered < self.admitted or self.missing > 0


@dataclass(frozen=True)
class EntryPage:
    """One entry in front of the moderator; sheets and remarks are empty until scores may be seen."""

    entry: ReviewEntry
    call: Call
    standing: Standing
    deeds: frozenset[Deed]
    sights: frozenset[Sight]
    assignments: Sequence[ReviewAssignment]
    criteria: Sequence[Criterion]
    sheets: Sequence[Sheet]
    line: Line | None
    remarks: Sequence[ReviewRemark]

    @property
    def may_moderate(self) -> bool:
        """Whether scores may be revised now."""
        return Deed.DISCUSS in self.deeds

    @property
    def may_release(self) -> bool:
        """Whether a review may be taken back: until the results are decided on."""
        return not self.standing.has_reached(PhaseKind.DECIDING)


def deeds_of(standing: Standing) -> frozenset[Deed]:
    """What a moderator may do now."""
    return frozenset(deed for deed in Deed if may(Seat.MODERATOR, deed, standing))


def panel_of(call: Call, day: date) -> Panel:
    """The panel of a call with loads and what is missing. Five queries, however many entries there are."""
    standing = standing_of(call, day)
    admitted = Nomination.objects.standing().filter(call=call, refused_on=None).exclude(admitted_on=None)
    counts = admitted.aggregate(all=Count("pk"), open=Count("pk", filter=Q(blind_confirmed_on=None)))
    entries = ReviewEntry.objects.standing().filter(call=call)
    given = entries.annotate(given=Count("assignments", filter=OPEN)).order_by().values_list("given", flat=True)
    loads = list(given)
    return Panel(
        call=call,
        standing=standing,
        deeds=deeds_of(standing),
        sights=seen(Seat.MODERATOR, standing, is_blind=call.is_blind),
        reviewers=list(loaded_reviewers(call)),
        admitted=counts["all"],
        unconfirmed=counts["open"] if call.is_blind else 0,
        numbered=len(loads),
        missing=sum(max(call.reviews_each - n, 0) for n in loads),
    )


def loaded_reviewers(call: Call) -> QuerySet[Reviewer]:
    """The reviewers of a call with ``load`` (standing reviews) and ``done`` (handed in)."""
    live = Q(assignments__entry__nomination__withdrawn_on=None)
    done = OPEN & live & Q(assignments__handed_in_on__isnull=False)
    rows = Reviewer.objects.filter(call=call).select_related("account")
    found: QuerySet[Reviewer] = rows.annotate(
        load=Count("assignments", filter=OPEN & live), done=Count("assignments", filter=done)
    )
    return found.order_by("seat")


def ranking_of(call: Call, day: date) -> list[Result]:
    """The results as a moderator may see them on a day: none before the discussion."""
    if Sight.SCORES not in seen(Seat.MODERATOR, standing_of(call, day)):
        return []
    return results(call)


def entry_page(entry: ReviewEntry, day: date) -> EntryPage:
    """One entry with its reviews; scores and words only when they may be seen."""
    call = entry.call
    standing = standing_of(call, day)
    sights = seen(Seat.MODERATOR, standing, is_blind=call.is_blind)
    shown = Sight.SCORES in sights
    rows = entry.assignments.filter(is_live=False).select_related("reviewer__account")
    sheets = sheets_of(entry) if shown else []
    return EntryPage(
        entry=entry,
        call=call,
        standing=standing,
        deeds=deeds_of(standing),
        sights=sights,
        assignments=list(rows.order_by("reviewer__seat")),
        criteria=list(call.criteria.filter(is_live=False)),
        sheets=sheets,
        line=line_of(entry, sheets) if shown else None,
        remarks=list(entry.remarks.select_related("reviewer")) if shown else (),
    )


def free_reviewers(entry: ReviewEntry, day: date) -> list[Reviewer]:
    """Reviewers to whom an entry can be given: seated, without a conflict, who did not have it. Five queries."""
    had = entry.assignments.filter(is_live=False).values("reviewer")
    rows = Reviewer.objects.seated().filter(call=entry.call_id).exclude(pk__in=had)
    reviewers = list(rows.select_related("account__member__current__organisation").order_by("seat"))
    bound = {reviewer for _entry, reviewer in barred([entry], ties_of(entry.call, reviewers, day))}
    return [one for one in reviewers if one.pk not in bound]


def free_entries(reviewer: Reviewer, day: date) -> list[ReviewEntry]:
    """Entries that can be given to a reviewer: without a conflict, and not had before. Five queries."""
    had = reviewer.assignments.filter(is_live=False).values("entry")
    rows = ReviewEntry.objects.standing().filter(call=reviewer.call_id).exclude(pk__in=had)
    entries = list(rows.select_related("nomination__organisation").order_by("number"))
    bound = {entry for entry, _reviewer in barred(entries, ties_of(reviewer.call, [reviewer], day))}
    return [one for one in entries if one.pk not in bound]


@dataclass(frozen=True)
class NamedTie:
    """What binds a reviewer, with the name of the organisation."""

    name: str
    kind: TieKind


def ties_with_names(reviewer: Reviewer, day: date) -> list[NamedTie]:
    """What binds one reviewer, for the moderator and for themselves. Five queries."""
    ties = ties_of(reviewer.call, [reviewer], day)[reviewer.pk]
    paths = {tie.path for tie in ties}
    names = dict(Organisation.objects.filter(path__in=paths).values_list("path", "short_name")) if paths else {}
    return [NamedTie(names.get(tie.path, ""), tie.kind) for tie in ties]


def accounts_called(names: Collection[str]) -> dict[str, Any]:
    """Accounts that may sign in, by user name: exactly these, so that nobody can look for others."""
    rows = Account.objects.active().filter(username__in=names) if names else Account.objects.none()
    return {row.username: row for row in rows}


def deeds_on(call: Call, day: date) -> frozenset[Deed]:
    """What a moderator of a call may do on a day."""
    return deeds_of(standing_of(call, day))


def assignments_of(reviewer: Reviewer) -> list[ReviewAssignment]:
    """What a reviewer reads or read, in the order of numbers."""
    rows = reviewer.assignments.filter(is_live=False).select_related("entry__nomination__organisation")
    return list(rows.order_by("entry__number"))


def turns_of(call: Call) -> list[ReviewEntry]:
    """The short list in the order of presentation, with ``panel`` (who may score) and ``done`` (who has)."""
    live = Q(assignments__is_live=True, assignments__released_on=None)
    rows = ReviewEntry.objects.standing().filter(call=call).exclude(nomination__short_listed_on=None)
    counted = rows.annotate(
        panel=Count("assignments", filter=live),
        done=Count("assignments", filter=live & Q(assignments__handed_in_on__isnull=False)),
    )
    return list(counted.select_related("nomination__organisation").order_by("live_order", "number"))
