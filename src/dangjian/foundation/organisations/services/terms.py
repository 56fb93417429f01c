"""Terms: the day they run out follows from the rule that had effect on the day of the election."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.models import Organisation

from ..enums import TermEnd
from ..models import Term
from ..terms import due_on, latest_extension, term_rule
from .events import day_of, lock

STARTED = action("organisations.term.started", gettext_lazy("recorded an election of {target}"))
EXTENDED = action("organisations.term.extended", gettext_lazy("recorded an extension of the term of {target}"))
ENDED = action("organisations.term.ended", gettext_lazy("ended the term of {target}"))
ANNULLED = action(
    "organisations.term.annulled", gettext_lazy("annulled an election of {target}; the former term runs on")
)


class TermError(ServiceError):
    """A term that cannot be."""


@transaction.atomic
def start_term(
    organisation: Organisation,
    *,
    starts_on: date,
    number: int | None = None,
    approval_number: str = "",
    by: Actor | None,
) -> Term:
    """Record an election: the running term ends, the new one is due by the rule of that day.

    Args:
        starts_on: the day of the election.
        number: which term it is; one more than the last when left out.
        approval_number: the paper that approved the election; needed for an early one (election regulation: bringing
            an election forward needs approval).

    Raises:
        TermError: this kind has no terms; the day lies ahead, before the set-up or before the running term; an early
            election without approval.
    """
    (organisation,) = lock(organisation)
    rule, due = term_rule(organisation.kind, starts_on), due_on(organisation.kind, starts_on)
    if rule is None or due is None:
        raise TermError(_("An organisation of this kind has no term."))
    if starts_on > day_of(by):
        raise TermError(_("The day lies ahead. Enter what has happened."), field="starts_on")
    if starts_on < organisation.starts_on or organisation.ends_on:
        raise TermError(_("On this day the organisation did not exist."), field="starts_on")
    running = organisation.terms.filter(ends_on=None).first()
    if running:
        _succeed(running, starts_on, approval_number)
    newest = organisation.terms.exclude(ended_by=TermEnd.ANNULLED).aggregate(newest=Max("number"))["newest"] or 0
    term = Term.objects.create(
        organisation=organisation,
        number=number or newest + 1,
        starts_on=starts_on,
        due_on=due,
        rule=rule.key,
        approval_number=approval_number,
    )
    changes = {"number": term.number, "starts_on": str(starts_on), "due_on": str(due), "rule": rule.key}
    audit.record(STARTED, term, by=by, organisation=organisation, changes=changes, label=str(organisation))
    return term


def _succeed(running: Term, elected_on: date, approval_number: str) -> None:
    if elected_on <= running.starts_on:
        raise TermError(
            _("The running term began on {day}. A later election is to be entered.").format(day=running.starts_on),
            field="starts_on",
        )
    early = elected_on < running.last_day
    if early and not approval_number:
        raise TermError(
            _("The running term lasts until {day}. Give the number of the approval of the early election.").format(
                day=running.last_day
            ),
            field="approval_number",
        )
    running.ends_on, running.ended_by = elected_on, TermEnd.ADVANCED if early else TermEnd.ELECTED
    running.save(update_fields=["ends_on", "ended_by"])


@transaction.atomic
def extend_term(term: Term, *, extended_to: date, extension_number: str, by: Actor | None) -> Term:
    """Record an approved extension, by at most a year after the due day (election regulation).

    Raises:
        TermError: the term has ended; no approval number; not after the due day, or by more than a year.
    """
    term = Term.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=term.pk)
    if term.ends_on:
        raise TermError(_("This term has ended."))
    if not extension_number.strip():
        raise TermError(_("Give the number of the approval."), field="extension_number")
    latest = latest_extension(term.due_on)
    if not term.due_on < extended_to <= latest:
        raise TermError(
            _("A term can be extended by at most a year: after {due} and until {latest}.").format(
                due=term.due_on, latest=latest
            ),
            field="extended_to",
        )
    changes = {"extended_to": [str(term.last_day), str(extended_to)], "approval": extension_number}
    term.extended_to, term.extension_number = extended_to, extension_number
    term.save(update_fields=["extended_to", "extension_number"])
    audit.record(EXTENDED, term, by=by, organisation=term.organisation, changes=changes, label=str(term.organisation))
    return term


@transaction.atomic
def end_term(term: Term, *, on: date, ended_by: str, by: Actor | None) -> Term:
    """End a term without recording the next one.

    Raises:
        TermError: it has ended already; the day lies ahead or not after its beginning; it is to be annulled.
    """
    term = Term.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=term.pk)
    if term.ends_on:
        raise TermError(_("This term has ended."))
    if ended_by == TermEnd.ANNULLED:
        raise TermError(_("An election is annulled with a reason, where it was approved."), field="ended_by")
    if on > day_of(by):
        raise TermError(_("The day lies ahead. Enter what has happened."), field="on")
    if on <= term.starts_on:
        raise TermError(_("A term ends after the day it began."), field="on")
    term.ends_on, term.ended_by = on, TermEnd(ended_by)
    term.save(update_fields=["ends_on", "ended_by"])
    changes = {"ends_on": str(on), "ended_by": ended_by}
    audit.record(ENDED, term, by=by, organisation=term.organisation, changes=changes, label=str(term.organisation))
    return term


@transaction.atomic
def annul_term(term: Term, *, reason: str, by: Actor | None) -> Term:
    """Take a term back whose election was recorded wrongly or approved in error: it never ran, the former runs on.

    The row stays, ended on the day it began; the reason stands in the audit.

    Raises:
        TermError: it has ended already, or no reason is given.
    """
    term = Term.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=term.pk)
    if term.ends_on:
        raise TermError(_("This term has ended."))
    if not reason.strip():
        raise TermError(_("Say why the election is annulled."), field="reason")
    term.ends_on, term.ended_by = term.starts_on, TermEnd.ANNULLED
    term.save(update_fields=["ends_on", "ended_by"])
    former = Term.objects.filter(
        organisation=term.organisation_id, ends_on=term.starts_on, ended_by__in=(TermEnd.ELECTED, TermEnd.ADVANCED)
    ).first()
    if former:
        former.ends_on, former.ended_by = None, ""
        former.save(update_fields=["ends_on", "ended_by"])
    changes = {"reason": reason.strip(), "runs_on": former.number if former else None}
    audit.record(ANNULLED, term, by=by, organisation=term.organisation, changes=changes, label=str(term.organisation))
    return term
