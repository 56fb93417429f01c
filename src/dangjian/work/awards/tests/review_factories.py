"""The smallest valid calls, nominations and panels, for tests of the review and of the rooms above."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from dangjian.foundation.accounts.models import Account
from dangjian.work.awards import services  # noqa: F401 - the package of services, loaded before its parts
from dangjian.work.awards.enums import PhaseKind, Subject
from dangjian.work.awards.models import (
    AwardClass,
    AwardProgramme,
    Call,
    CallPhase,
    Criterion,
    Nomination,
    ReviewAssignment,
    Reviewer,
    Score,
)
from dangjian.work.awards.services import reviews

numbers = count(1)
FIRST = date(2017, 9, 1)
WEEK = timedelta(days=7)
NO_TIME = timedelta(0)
DAY = {kind: FIRST + n * WEEK for n, kind in enumerate(PhaseKind)}
"""The first day of each phase: they last a week each and follow each other."""


def call(organisation, *, weights=(60, 40), live=0, quota=2, runners_up=0, phases=PhaseKind, later=NO_TIME, **facts):
    """An issued call with a rubric; phases of a week each, from the first of September 2017 or ``later``."""
    number = next(numbers)
    made = Call.objects.create(
        organisation=organisation,
        programme=AwardProgramme.objects.create(
            key=f"programme-{number}", name=f"评选{number}", starts_on=date(2012, 1, 1)
        ),
        happened_on=FIRST - WEEK + later,
        issued_on=FIRST - WEEK + later,
        for_year=date(2017, 1, 1),
        title=facts.pop("title", f"第{number}次评选"),
        **{"reviews_each": 2} | facts,
    )
    head = AwardClass.objects.create(call=made, name="优秀", subject=Subject.ORGANISATION, quota=quota)
    if runners_up:
        AwardClass.objects.create(
            call=made, name="提名", subject=Subject.ORGANISATION, quota=runners_up, rank=2, runner_up_of=head
        )
    for rank, weight in enumerate(weights, 1):
        Criterion.objects.create(call=made, name=f"指标{rank}", weight=Decimal(weight), rank=rank)
    if live:
        Criterion.objects.create(call=made, name="现场展示", weight=Decimal(live), rank=9, is_live=True)
    CallPhase.objects.bulk_create(
        CallPhase(call=made, kind=kind, starts_on=DAY[kind] + later, ends_on=DAY[kind] + later + WEEK)
        for kind in phases
    )
    return made


def nomination(of, organisation, *, title="", deeds="服务群众，取得实效。", blind=True, **facts):
    """An admitted nomination, by default with a confirmed text without names."""
    number = next(numbers)
    title = title or f"{organisation.short_name}的品牌{number}"
    confirmed = (
        {"blind_title": f"品牌{number}", "blind_deeds": "服务群众，取得实效。", "blind_confirmed_on": FIRST}
        if blind
        else {}
    )
    return Nomination.objects.create(
        call=of,
        award_class=of.classes.first(),
        organisation=organisation,
        title=title,
        deeds=deeds,
        happened_on=FIRST,
        submitted_on=FIRST,
        admitted_on=FIRST + WEEK,
        **confirmed | facts,
    )


def account(organisation=None, *, member=None, **facts):
    """An account for a reviewer; without an organisation one from outside."""
    name = f"reviewer-{next(numbers)}"
    return Account.objects.create_user(
        name, "Secret-1", display_name=f"评委{name[9:]}", organisation=organisation, member=member, **facts
    )


def panel(of, size=3, *, declared=True, accounts=(), later=NO_TIME):
    """Seated reviewers, by default with nothing to declare."""
    people = list(accounts) or [account() for _n in range(size)]
    seated = reviews.seat_reviewers(of, accounts=people, today=DAY[PhaseKind.CHECKING] + later, by=None)
    if declared:
        Reviewer.objects.filter(pk__in=[one.pk for one in seated]).update(declared_on=DAY[PhaseKind.DECLARING] + later)
    return list(Reviewer.objects.filter(pk__in=[one.pk for one in seated]).order_by("seat"))


def assigned(of, *, later=NO_TIME):
    """Numbers drawn and reviews given out, on a day of the declarations."""
    return reviews.assign_by_rule(of, today=DAY[PhaseKind.DECLARING] + later, by=None)


def scored(assignment, *values, strengths="", remark="", later=NO_TIME):
    """A sheet handed in on the first day of scoring: one value for each criterion."""
    criteria = assignment.reviewer.call.criteria.filter(is_live=False)
    return reviews.hand_in(
        assignment,
        scores={one.pk: Decimal(value) for one, value in zip(criteria, values, strict=True)},
        strengths=strengths,
        remark=remark,
        today=DAY[PhaseKind.SCORING] + later,
        by=None,
    )


def crowd(organisation, places, *, entries, reviewers, each, **facts):
    """A review of many entries from these places: every reviewer seated, everything given out and handed in."""
    made = call(organisation, reviews_each=each, **facts)
    head = made.classes.first()
    Nomination.objects.bulk_create(
        Nomination(
            call=made,
            award_class=head,
            organisation=places[number % len(places)],
            title=f"品牌{number}",
            deeds="服务群众，取得实效。",
            blind_title=f"品牌{number}",
            blind_deeds="服务群众，取得实效。",
            blind_confirmed_on=FIRST,
            happened_on=FIRST,
            submitted_on=FIRST,
            admitted_on=FIRST + WEEK,
        )
        for number in range(entries)
    )
    first = next(numbers)
    people = Account.objects.bulk_create(
        Account(username=f"crowd-{first}-{number}", password="!", display_name=f"评委{number}", member=None)
        for number in range(reviewers)
    )
    panel(made, accounts=people)
    assigned(made)
    given = list(ReviewAssignment.objects.filter(reviewer__call=made).order_by("pk"))
    Score.objects.bulk_create(
        Score(assignment=one, criterion=criterion, value=Decimal(5 + (number * 7 + criterion.rank) % 11) / 2)
        for criterion in made.criteria.filter(is_live=False)
        for number, one in enumerate(given)
    )
    ReviewAssignment.objects.filter(reviewer__call=made).update(handed_in_on=DAY[PhaseKind.SCORING])
    return made
