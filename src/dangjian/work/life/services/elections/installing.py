"""The new committee takes office: posts given out, the result approved, dated posts and a new term written at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.members.enums import COMMITTEE_TITLES, PostTitle
from dangjian.foundation.members.services import appoint, relieve
from dangjian.foundation.organisations.services import start_term
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.ui.formats import day_text

from ...enums import CountedBody, StepKind
from ...errors import ElectionError
from ...models import Election, ElectionStep, Nominee
from ...queries.elections import Dossier, dossier_of, posts_to_end
from .opening import add_step, locked
from .steps import Named, check_turn, recorded

INSTALLED = action(
    "life.election.installed", gettext_lazy("approved the election of {target}; the committee took office")
)
BY_BALLOT = (PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY)


@transaction.atomic
def share_posts(
    election: Election,
    *,
    on: date,
    posts: Sequence[Named],
    by: Actor | None,
    note: str = "",
    version: int | None = None,
) -> ElectionStep:
    """Record which post everybody elected holds.

    Raises:
        ElectionError: out of turn, somebody elected has no post, a title that is none, not exactly one secretary, or a
            secretary whom the committee did not elect.
        ConflictError: somebody else took a step meanwhile.
    """
    election = locked(election, version)
    check_turn(election, StepKind.POSTS_SHARED, on, by)
    dossier = dossier_of(election)
    _check_posts(dossier, posts)
    last = dossier.results[-1].count.held_on
    if on < last:
        words = _("The step before was taken on {day}; this one cannot lie before it.")
        raise ElectionError(words.format(day=day_text(last)), field="on")
    step = add_step(election, StepKind.POSTS_SHARED, on=on, by=by, note=note)
    Nominee.objects.bulk_create([Nominee(step=step, member=member, title=title) for member, title in posts])
    return recorded(step, by, posts=len(posts))


def _check_posts(dossier: Dossier, posts: Sequence[Named]) -> None:
    if sorted(member.pk for member, _title in posts) != sorted(member.pk for member in dossier.elected):
        raise ElectionError(_("Everybody elected gets one post, and nobody else."))
    titles = [title for _member, title in posts]
    if any(title not in COMMITTEE_TITLES for title in titles):
        raise ElectionError(_("Choose a post of a committee."))
    if titles.count(PostTitle.SECRETARY) != 1:
        raise ElectionError(_("There is one secretary."))
    if not dossier.has_committee:
        return
    if not dossier.results_of(CountedBody.COMMITTEE):
        raise ElectionError(_("First enter the count of the first meeting of the committee: it elects the secretary."))
    elected = {member.pk for member in dossier.elected_to_posts}
    for member, title in posts:
        if title in BY_BALLOT and member.pk not in elected:
            words = _("The committee did not elect {name}: enter a further count, or choose another post.")
            raise ElectionError(words.format(name=member))


@transaction.atomic
def approve_result(
    election: Election,
    *,
    on: date,
    number: str,
    by: Actor | None,
    posts_on: date | None = None,
    note: str = "",
    version: int | None = None,
) -> ElectionStep:
    """Approve the result: the old posts end, the new ones begin, the term that ran ends and a new one runs.

    Args:
        on: the day of the approval.
        posts_on: the day from which the new posts are held; by default the day of the election.

    Raises:
        ElectionError: out of turn, no number, or the posts would begin before the election.
        PostError, TermError: what the registers of posts and terms refuse; nothing is written then.
        ConflictError: somebody else took a step meanwhile.
    """
    election = locked(election, version)
    check_turn(election, StepKind.APPROVED, on, by)
    if not number.strip():
        raise ElectionError(_("Give the number of the document."), field="number")
    dossier = dossier_of(election)
    elected_on = dossier.taken[StepKind.HELD].on
    posts_on = posts_on or elected_on
    if not elected_on <= posts_on <= on:
        words = _("The posts are held from a day between the election ({first}) and the approval.")
        raise ElectionError(words.format(first=day_text(elected_on)), field="posts_on")
    for post in posts_to_end(election.organisation):
        relieve(post, by=by, on=posts_on)
    for nominee in dossier.nominees(StepKind.POSTS_SHARED):
        nominee.post = appoint(
            nominee.member, by=by, organisation=election.organisation, title=nominee.title, on=posts_on
        )
        nominee.save(update_fields=["post"])
    election.new_term = start_term(
        election.organisation,
        starts_on=elected_on,
        approval_number=dossier.taken[StepKind.REPLIED].number,
        by=by,
    )
    election.save(update_fields=["new_term"])
    step = add_step(election, StepKind.APPROVED, on=on, by=by, number=number, note=note)
    changes = {"on": str(on), "number": number, "posts_on": str(posts_on), "term": election.new_term.number}
    label = str(election.organisation)
    audit.record(INSTALLED, election, by=by, organisation=election.organisation, changes=changes, label=label)
    return step
