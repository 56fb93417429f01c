"""Conflicts of interest: told by memberships, posts and roles, and declared by reviewers themselves.

A reviewer bound to an organisation reads nothing of the whole organ it belongs to: the *home*, the organisation next
below the one that issues the call. Who sees names by their role at the issuing organisation, or above it, reads
nothing of a blind call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.models import Post
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import PARTY_WORKERS
from dangjian.kernel.periods import in_force_on, years_after
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside

from ...models import Call, DeclaredConflict, ReviewEntry, Reviewer

NOWHERE = "-"
"""In the place of a path that is not there: no path lies in it."""


class TieKind(TextChoices):
    """What binds a reviewer."""

    MEMBERSHIP = "membership", _("member there")
    POST = "post", _("holds or held a post there")
    ROLE = "role", _("works there on the platform")
    NAMES = "names", _("sees names by role")
    DECLARED = "declared", _("declared")


@dataclass(frozen=True)
class Tie:
    """What binds a reviewer to everything at or below a path."""

    path: str
    kind: TieKind


def home_path(path: str, base: str) -> str:
    """The path of the organisation next below ``base`` on the way to ``path``; "" where ``path`` is not below it."""
    if not inside(path, base) or path == base:
        return ""
    return f"{base}{path[len(base) :].split('/', 1)[0]}/"


def ties_of(call: Call, reviewers: Sequence[Reviewer], day: date) -> dict[int, list[Tie]]:
    """What binds each reviewer on a day, by key of the reviewer. Three queries.

    Args:
        call: with its organisation.
        reviewers: with ``account__member__current__organisation``.
    """
    base = call.organisation.path or ""
    found: dict[int, list[Tie]] = {reviewer.pk: [] for reviewer in reviewers}
    by_account = {reviewer.account_id: reviewer.pk for reviewer in reviewers}
    by_member = {reviewer.account.member_id: reviewer.pk for reviewer in reviewers if reviewer.account.member_id}

    def bind(reviewer: int, path: str | None, kind: TieKind) -> None:
        tie = Tie(home_path(path or "", base), kind)
        if tie.path and tie not in found[reviewer]:
            found[reviewer].append(tie)

    for reviewer in reviewers:
        member = reviewer.account.member
        if member is not None and member.current is not None:
            bind(reviewer.pk, member.current.organisation.path, TieKind.MEMBERSHIP)
    since = years_after(day, -call.posts_bind_years)
    posts = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=since), member__in=by_member, starts_on__lte=day)
    for member_id, path in posts.order_by("organisation__path").values_list("member", "organisation__path"):
        bind(by_member[member_id], path, TieKind.POST)
    grants = Grant.objects.filter(in_force_on(day), account__in=by_account).order_by("organisation__path")
    for account_id, role, path in grants.values_list("account", "role", "organisation__path"):
        if inside(base, path or NOWHERE) and role in PARTY_WORKERS and call.is_blind:
            found[by_account[account_id]].append(Tie(base, TieKind.NAMES))
        bind(by_account[account_id], path, TieKind.ROLE)
    declared = DeclaredConflict.objects.filter(reviewer__in=found).order_by("organisation__path")
    for key, path in declared.values_list("reviewer", "organisation__path"):
        found[key].append(Tie(path or NOWHERE, TieKind.DECLARED))
    return found


def barred(entries: Iterable[ReviewEntry], ties: dict[int, list[Tie]]) -> set[tuple[int, int]]:
    """Pairs of entry and reviewer in conflict. Asks nothing.

    Args:
        entries: with ``nomination__organisation``.
    """
    bound: dict[str, set[int]] = defaultdict(set)
    for reviewer, own in ties.items():
        for tie in own:
            bound[tie.path].add(reviewer)
    pairs = set()
    for entry in entries:
        path = entry.nomination.organisation.path or ""
        pairs |= {(entry.pk, reviewer) for prefix, some in bound.items() if inside(path, prefix) for reviewer in some}
    return pairs


def homes_of(call: Call) -> QuerySet[Organisation]:
    """The organisations that a reviewer may be bound to: all below the issuing one, whether they take part or not.

    That the list does not depend on who takes part is what keeps it from telling.
    """
    found: QuerySet[Organisation] = Organisation.objects.filter(parent=call.organisation_id, ends_on=None)
    return found.order_by("code")
