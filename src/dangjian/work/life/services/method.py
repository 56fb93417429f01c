"""Goals of a year and the division of work: the only things typed for the branch work method."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Post
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.figures.registry import registry as figures
from dangjian.kernel.tree.models import Organisation

from .. import actions
from ..errors import PlanError
from ..models import Duty, Goal
from .planning import check_year


@transaction.atomic
def set_goal(
    *,
    organisation: Organisation,
    year: int,
    step: int,
    text: str,
    figure: str = "",
    target: Decimal | None = None,
    today: date,
    by: Actor | None,
) -> Goal:
    """Set a goal of a year at one of the seven steps.

    Args:
        figure: key of the figure that measures it, "" where none does.
        target: the value to be reached by the end of the year, in the figure's unit; wanted with a figure.

    Raises:
        PlanError: no words, a year out of reach, a figure without a value or a value without a figure.
    """
    check_year(year, today)
    _check(text, figure, target)
    goal: Goal = Goal.objects.create(
        organisation=organisation, year=year, step=step, text=text.strip(), figure=figure, target=target
    )
    audit.record(actions.GOAL_SET, goal, by=by, organisation=organisation, changes={"year": year}, label=goal.text)
    return goal


@transaction.atomic
def change_goal(
    goal: Goal, *, step: int, text: str, figure: str = "", target: Decimal | None = None, by: Actor | None
) -> Goal:
    """Change a goal.

    Raises:
        PlanError: as ``set_goal`` says.
    """
    _check(text, figure, target)
    goal = Goal.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=goal.pk)
    new = {"step": step, "text": text.strip(), "figure": figure, "target": target}
    changes = {n: [str(getattr(goal, n) or ""), str(v or "")] for n, v in new.items() if getattr(goal, n) != v}
    if changes:
        for name, value in new.items():
            setattr(goal, name, value)
        goal.save(update_fields=list(new))
        audit.record(
            actions.GOAL_CHANGED, goal, by=by, organisation=goal.organisation, changes=changes, label=goal.text
        )
    return goal


@transaction.atomic
def remove_goal(goal: Goal, *, by: Actor | None) -> None:
    """Remove a goal; the audit log keeps its words."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=goal.pk)
    audit.record(actions.GOAL_REMOVED, goal, by=by, organisation=goal.organisation, label=goal.text)
    goal.delete()


@transaction.atomic
def assign_duty(*, post: Post, text: str, starts_on: date, by: Actor | None) -> Duty:
    """Let the holder of a post see to something from a day on.

    Raises:
        PlanError: no words, or the post is not held on that day.
    """
    if not text.strip():
        raise PlanError(_("Say in a few words what the member sees to."), field="text")
    if starts_on < post.starts_on or (post.ends_on is not None and starts_on >= post.ends_on):
        raise PlanError(_("The post is not held on that day. Choose a day within its time."), field="starts_on")
    duty: Duty = Duty.objects.create(organisation=post.organisation, post=post, text=text.strip(), starts_on=starts_on)
    changes = {"from": starts_on.isoformat(), "post": post.pk}
    audit.record(actions.DUTY_ASSIGNED, duty, by=by, organisation=duty.organisation, changes=changes, label=duty.text)
    return duty


@transaction.atomic
def end_duty(duty: Duty, *, on: date, by: Actor | None) -> None:
    """End a duty; on its first day it is removed, because it never held.

    Raises:
        PlanError: it ended before.
    """
    duty = Duty.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=duty.pk)
    if duty.ends_on is not None and duty.ends_on <= on:
        raise PlanError(_("This duty has ended already."))
    changes = {"on": on.isoformat()}
    audit.record(actions.DUTY_ENDED, duty, by=by, organisation=duty.organisation, changes=changes, label=duty.text)
    if on <= duty.starts_on:
        duty.delete()
    else:
        duty.ends_on = on
        duty.save(update_fields=["ends_on"])


def _check(text: str, figure: str, target: Decimal | None) -> None:
    if not text.strip():
        raise PlanError(_("Say in a sentence what is to be reached."), field="text")
    if figure and figure not in figures:
        raise PlanError(_("There is no such figure. Choose one of the list."), field="figure")
    if bool(figure) != (target is not None):
        words = _("A goal measured by a figure needs the value to be reached; without a figure there is no value.")
        raise PlanError(words, field="target")
