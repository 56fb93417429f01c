"""The beginning of an election, and its end before it was held."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.organisations.terms import KINDS_WITH_TERM
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.clock import today
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.tree.models import Organisation
from dangjian.ui.formats import day_text

from ...enums import Assembly, ElectedBody, StepKind
from ...errors import ElectionError
from ...models import Election, ElectionStep

OPENED = action("life.election.opened", gettext_lazy("began the election of {target}"))
CALLED_OFF = action("life.election.called_off", gettext_lazy("called off the election of {target}"))
MOST_POSTS_WITHOUT_COMMITTEE = 2


def day_of(by: Actor | None) -> date:
    """The day of whoever acts; of the platform itself when nobody sits in front of it."""
    return by.today if by else today()


def past_day(on: date, by: Actor | None, *, field: str = "on") -> None:
    """Refuse a day that lies ahead.

    Raises:
        ElectionError: it does.
    """
    if on > day_of(by):
        raise ElectionError(_("The day lies ahead. Enter what has happened."), field=field)


def locked(election: Election, version: int | None) -> Election:
    """The election as it stands now, locked, and one version on.

    Raises:
        ConflictError: somebody else took a step since the reader looked.
    """
    found: Election = (
        Election.objects.select_for_update(of=("self",)).select_related("organisation", "term").get(pk=election.pk)
    )
    if version is not None and version != found.version:
        raise ConflictError(
            _("Somebody else took a step of this election while you were writing. Look at it and save again."),
            theirs={"version": found.version},
        )
    found.version += 1
    found.save(update_fields=["version"])
    return found


def add_step(
    election: Election, kind: str, *, on: date, by: Actor | None, number: str = "", note: str = ""
) -> ElectionStep:
    """Write a step down; the caller has checked it and records it."""
    return ElectionStep.objects.create(
        election=election,
        kind=kind,
        on=on,
        number=number.strip(),
        note=note.strip(),
        entered_by=(by.name if by else "")[:60],
    )


@transaction.atomic
def open_election(
    organisation: Organisation,
    *,
    on: date,
    body: str,
    seats: int,
    by: Actor | None,
    assembly: str = Assembly.GENERAL_MEETING,
    delegates: int | None = None,
    note: str = "",
) -> Election:
    """Record the decision to hold an election.

    Args:
        on: the day of the decision.
        seats: members of the committee to elect; without a committee the secretary, or secretary and deputy.
        delegates: how many a congress has, None for a general meeting.

    Raises:
        ElectionError: no term to follow for this kind, one is open already, the day lies ahead or before the running
            term, or the numbers cannot be.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    _check(organisation, on=on, body=body, seats=seats, by=by)
    if (assembly == Assembly.CONGRESS) != bool(delegates):
        words = _("Give the number of delegates of a congress; a general meeting has none.")
        raise ElectionError(words, field="delegates")
    term = organisation.terms.filter(ends_on=None).first()
    if term and on <= term.starts_on:
        words = _("The running term began on {day}. The decision for the next election comes later.")
        raise ElectionError(words.format(day=day_text(term.starts_on)), field="on")
    election = Election.objects.create(
        organisation=organisation,
        happened_on=on,
        term=term,
        body=body,
        assembly=assembly,
        seats=seats,
        delegates=delegates,
        entered_by=(by.name if by else "")[:60],
    )
    add_step(election, StepKind.DECIDED, on=on, by=by, note=note)
    changes = {"on": str(on), "body": body, "seats": seats}
    audit.record(OPENED, election, by=by, organisation=organisation, changes=changes, label=str(organisation))
    return election


def _check(organisation: Organisation, *, on: date, body: str, seats: int, by: Actor | None) -> None:
    if organisation.kind not in KINDS_WITH_TERM:
        raise ElectionError(_("An organisation of this kind has no term and elects no committee."))
    if organisation.ends_on:
        raise ElectionError(_("{name} has been dissolved.").format(name=organisation))
    past_day(on, by)
    open_one = Election.objects.open().filter(organisation=organisation).first()
    if open_one:
        words = _("The election decided on {day} is still open. File it or call it off first.")
        raise ElectionError(words.format(day=day_text(open_one.happened_on)))
    if seats < 1:
        raise ElectionError(_("At least one is to be elected."), field="seats")
    if body == ElectedBody.SECRETARY and seats > MOST_POSTS_WITHOUT_COMMITTEE:
        words = _("Without a committee a secretary is elected, and a deputy where needed: 1 or 2.")
        raise ElectionError(words, field="seats")


@transaction.atomic
def call_off(
    election: Election, *, on: date, reason: str, by: Actor | None, number: str = "", version: int | None = None
) -> Election:
    """Call an election off, with the reason; another one can be begun afterwards.

    Raises:
        ElectionError: it is closed or its result approved, no reason, or the day lies ahead.
        ConflictError: somebody else took a step meanwhile.
    """
    election = locked(election, version)
    past_day(on, by)
    if election.closed_on or election.steps.standing().filter(kind=StepKind.APPROVED).exists():
        raise ElectionError(_("The result of this election has been approved; it cannot be called off."))
    if not reason.strip():
        raise ElectionError(_("Say why it is called off."), field="reason")
    last = election.steps.standing().order_by("-on").first()
    if last and on < last.on:
        words = _("The last step was taken on {day}. It is called off on that day or later.")
        raise ElectionError(words.format(day=day_text(last.on)), field="on")
    add_step(election, StepKind.CALLED_OFF, on=on, by=by, number=number, note=reason)
    election.closed_on = on
    election.save(update_fields=["closed_on"])
    changes = {"on": str(on), "reason": reason.strip()}
    label = str(election.organisation)
    audit.record(CALLED_OFF, election, by=by, organisation=election.organisation, changes=changes, label=label)
    return election
