"""Asks and answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit.services import record as audit
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.obligations import actions
from dangjian.kernel.obligations.models import Ask, AskTarget
from dangjian.kernel.obligations.queries import answer_stands
from dangjian.kernel.periods import years_after
from dangjian.kernel.records import kinds
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside
from dangjian.ui.formats import day_text

MOST_MINUTES = 2400
LONGEST = {"title": 80, "reason": 400, "owner": 60}


class AskError(ServiceError):
    """An ask or answer that cannot be."""


@transaction.atomic
def ask(
    *,
    from_organisation: Organisation,
    receivers: Iterable[Organisation],
    title: str,
    reason: str,
    owner: str,
    due_on: date,
    ends_on: date,
    minutes_estimate: int,
    kind: str = "",
    on: date,
    by: Actor | None,
) -> Ask:
    """Ask organisations below for something.

    Args:
        owner: the person who answers questions about it.
        due_on: the day by which the answer is wanted.
        ends_on: from this day on nobody owes it any more.
        minutes_estimate: honest time for one receiver; it goes on the receivers' burden.
        kind: key of the record kind that answers it, "" when a sentence does.
        on: the day of asking.

    Raises:
        AskError: nobody asked, a receiver outside the sender's subtree, a field empty, days out of order.
    """
    asked = list(dict.fromkeys(receivers))
    _check_words(title=title, reason=reason, owner=owner)
    _check_days(on, due_on, ends_on)
    if not 1 <= minutes_estimate <= MOST_MINUTES:
        raise AskError(_("Estimate the minutes: at least 1, at most 2400 (a week)."), field="minutes_estimate")
    if kind and kind not in kinds.registry:
        raise AskError(_("There is no such kind of record."), field="kind")
    if not asked:
        raise AskError(_("Choose at least one organisation."), field="receivers")
    for organisation in asked:
        if organisation == from_organisation or not inside(organisation.path or "", from_organisation.path or "-"):
            raise AskError(
                _("{organisation} is not below the organisation that asks.").format(organisation=organisation),
                field="receivers",
            )
    facts = {"title": title, "reason": reason, "owner": owner, "asked_on": on, "due_on": due_on, "ends_on": ends_on}
    return _send(from_organisation, asked, by=by, minutes_estimate=minutes_estimate, kind=kind, **facts)


@transaction.atomic
def undertake(
    *,
    organisation: Organisation,
    title: str,
    reason: str,
    owner: str,
    due_on: date,
    ends_on: date,
    on: date,
    by: Actor | None,
) -> Ask:
    """Put down what an organisation has decided to do itself: owed like an ask, but no burden that others cause.

    Args:
        owner: the person who sees to it.
        on: the day of the decision.

    Raises:
        AskError: a field empty, days out of order.
    """
    _check_words(title=title, reason=reason, owner=owner)
    _check_days(on, due_on, ends_on)
    facts = {"title": title, "reason": reason, "owner": owner, "asked_on": on, "due_on": due_on, "ends_on": ends_on}
    return _send(organisation, [organisation], by=by, minutes_estimate=0, kind="", **facts)


def _send(sender: Organisation, receivers: Sequence[Organisation], *, by: Actor | None, **facts: Any) -> Ask:
    words = {name: facts.pop(name).strip() for name in ("title", "reason", "owner")}
    sent = Ask.objects.create(from_organisation=sender, **words, **facts)
    AskTarget.objects.bulk_create([AskTarget(ask=sent, organisation=receiver) for receiver in receivers])
    changes = {
        "receivers": len(receivers),
        "minutes": facts["minutes_estimate"],
        "due_on": facts["due_on"].isoformat(),
    }
    audit(actions.ASKED, sent, by=by, organisation=sender, changes=changes)
    return sent


@transaction.atomic
def withdraw(sent: Ask, *, on: date, by: Actor | None, receivers: Sequence[Organisation] | None = None) -> Ask:
    """Withdraw an ask, for all or for some receivers: they owe it no more. Answers already given stay.

    Raises:
        AskError: it was withdrawn before.
    """
    sent = Ask.objects.select_for_update(of=("self",)).get(pk=sent.pk)
    if sent.closed_on is not None:
        raise AskError(_("This was withdrawn already."))
    if receivers is None:
        sent.closed_on = on
        sent.save(update_fields=["closed_on"])
        audit(actions.ASK_WITHDRAWN, sent, by=by, organisation=sent.from_organisation)
        return sent
    targets = sent.targets.filter(organisation__in=receivers, withdrawn_on=None, answered_on=None)
    names = list(targets.order_by("pk").values_list("organisation__short_name", flat=True))
    if not names:
        raise AskError(_("None of these organisations still owes an answer."))
    targets.update(withdrawn_on=on)
    audit(actions.ASK_WITHDRAWN, sent, by=by, organisation=sent.from_organisation, changes={"for": names})
    return sent


@transaction.atomic
def answer(
    target: AskTarget,
    *,
    text: str = "",
    record: Model | None = None,
    actual_minutes: int | None = None,
    on: date,
    by: Actor | None,
) -> AskTarget:
    """Answer an ask with a sentence, a record, or both.

    A record answers as long as it exists for its kind: withdraw it, and the ask is open again.

    Raises:
        AskError: nothing said, the wrong kind or organisation, answered before, withdrawn, or past its end.
    """
    target = _locked(target)
    if target.withdrawn_on is not None or target.ask.closed_on is not None:
        raise AskError(_("This was withdrawn. Nothing needs to be done."))
    if on >= target.ask.ends_on:
        raise AskError(_("This ended on {day}. Nothing needs to be done.").format(day=day_text(target.ask.ends_on)))
    if target.answered_on is not None and answer_stands(target):
        raise AskError(_("{name} has answered this already.").format(name=target.answered_by))
    if not text.strip() and record is None:
        raise AskError(_("Write a sentence or choose the record that answers."), field="text")
    if actual_minutes is not None and not 0 <= actual_minutes <= MOST_MINUTES:
        raise AskError(_("Give the minutes as a number up to 2400, or leave it empty."), field="actual_minutes")
    target.record_kind, target.record_id = _link(target, record)
    target.answer = text.strip()
    target.answered_on = on
    target.answered_by = (by.name if by else "")[:60]
    target.actual_minutes = actual_minutes
    target.save()
    audit(actions.ANSWERED, target.ask, by=by, organisation=target.organisation)
    return target


@transaction.atomic
def take_back_answer(target: AskTarget, *, by: Actor | None) -> AskTarget:
    """Take an answer back: the ask is open again; the audit log keeps that there was one.

    Raises:
        AskError: there is no answer.
    """
    target = _locked(target)
    if target.answered_on is None:
        raise AskError(_("There is no answer to take back."))
    target.answered_on = target.actual_minutes = target.record_id = None
    target.answered_by = target.record_kind = ""
    target.save()
    audit(actions.ANSWER_TAKEN_BACK, target.ask, by=by, organisation=target.organisation)
    return target


def _locked(target: AskTarget) -> AskTarget:
    rows = AskTarget.objects.select_related("ask__from_organisation", "organisation")
    return rows.select_for_update(of=("self",)).get(pk=target.pk)


def _link(target: AskTarget, record: Model | None) -> tuple[str, int | None]:
    if record is None:
        return "", None
    kind = next((kind for kind in kinds.registry.values() if isinstance(record, kind.model)), None)
    if kind is None or (target.ask.kind and kind.key != target.ask.kind):
        raise AskError(_("A record of another kind is asked for."), field="record")
    if not kind.rows().filter(**{"pk": record.pk, kind.organisation: target.organisation_id}).exists():
        raise AskError(_("The record belongs to another organisation."), field="record")
    return kind.key, record.pk


def _check_words(**words: str) -> None:
    for name, text in words.items():
        limit = LONGEST[name]
        if not text.strip():
            raise AskError(_("Fill this in."), field=name)
        if len(text.strip()) > limit:
            raise AskError(_("At most {limit} characters.").format(limit=limit), field=name)


def _check_days(on: date, due_on: date, ends_on: date) -> None:
    if due_on < on:
        raise AskError(_("The day for the answer has passed already."), field="due_on")
    if ends_on <= due_on:
        raise AskError(_("The ask must die after the day for the answer."), field="ends_on")
    if ends_on > years_after(on, 1):
        raise AskError(_("An ask lives a year at most; what comes back every year is a rule."), field="ends_on")
