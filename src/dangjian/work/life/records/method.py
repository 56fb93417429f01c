"""Goals and duties as record kinds, the way into the branch work method, and what proves its first three steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import ExtractMonth, ExtractQuarter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.enums import COMMITTEE_TITLES
from dangjian.foundation.members.models import Post
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.obligations.standing import StandingRule
from dangjian.kernel.periods import Interval, Period, PeriodKind, overlapping
from dangjian.kernel.records.filters import below, choice
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, Words, register
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.proofs import Proof, register_proof
from dangjian.kernel.records.steps import NAMES

from .. import permissions
from ..models import CountsAs, Duty, Goal
from ..models.method import STEP_CHOICES
from ..rules import meetings as rules

COUNTED_STEP = 3
"""Keep organisational life strict."""


def method_url(organisation: int, year: Period) -> str:
    """The page on which an organisation's seven steps of a year stand."""
    return f"{reverse('life:method')}?organisation={organisation}&year={year.year}"


def _goals() -> QuerySet[Any]:
    return Goal.objects.select_related("organisation")


def _duties() -> QuerySet[Any]:
    return Duty.objects.select_related("organisation", "post__member")


def _of_the_years(goals: QuerySet[Any], period: Period) -> QuerySet[Any]:
    return goals.filter(year__range=(period.starts_on.year, period.last_day.year))


def _in_force(duties: QuerySet[Any], period: Period) -> QuerySet[Any]:
    return duties.filter(overlapping(Interval(period.starts_on, period.ends_on)))


_ORGANISATION = Column(
    "organisation", _("Organisation"), lambda row: row.organisation.short_name, ("organisation__code",), width=24
)

register(
    RecordKind(
        key="life.goal",
        label=_("Goals"),
        model=Goal,
        permission=permissions.VIEW_PLAN,
        rows=_goals,
        url=lambda goal: method_url(goal.organisation_id, Period.year_of(goal.year)),
        chapter=1,
        during=_of_the_years,
        order=("organisation__path", "-year", "step", "pk"),
        icon="flag",
        columns=(
            Column("year", _("Year"), lambda g: g.year, ("year", "pk"), cell=CellKind.TEXT, width=8),
            Column("step", _("Step"), lambda g: NAMES[g.step - 1], ("step", "pk"), width=20),
            Column("text", _("Goal"), lambda g: g.text, link=True, width=48),
            _ORGANISATION,
        ),
        filters=(
            choice("step", _("Step"), "step", [(str(step), name) for step, name in STEP_CHOICES]),
            Filter("organisation", _("Organisation"), below("organisation__path"), control="text"),
        ),
        empty=_("Goals appear here when a branch sets them for its year."),
    )
)

register(
    RecordKind(
        key="life.duty",
        label=_("Division of work"),
        model=Duty,
        permission=permissions.VIEW_PLAN,
        rows=_duties,
        url=lambda duty: method_url(duty.organisation_id, Period.year_of(duty.starts_on.year)),
        chapter=2,
        during=_in_force,
        order=("organisation__path", "starts_on", "pk"),
        icon="users",
        columns=(
            Column("member", _("Person responsible"), lambda d: d.post.member.name, link=True, width=14),
            Column("post", _("Party post"), lambda d: d.post.get_title_display(), width=20),
            Column("text", _("Sees to"), lambda d: d.text, width=40),
            _ORGANISATION,
            Column("from", _("From"), lambda d: d.starts_on, ("starts_on", "pk"), cell=CellKind.DATE, width=12),
            Column("until", _("Until (not included)"), lambda d: d.ends_on, cell=CellKind.DATE, width=12),
        ),
        filters=(Filter("organisation", _("Organisation"), below("organisation__path"), control="text"),),
        empty=_("Duties appear here when a branch divides its work among its committee."),
        shows_persons=True,
    )
)

register_page(
    Page(
        "life.method",
        _("Branch work method"),
        lambda actor: reverse("life:method"),
        "list-details",
        PageGroup.YEAR,
        permissions.VIEW_PLAN,
        order=10,
    )
)

register_proof(
    Proof(
        key="life.goal",
        step=1,
        label=_("Goals of the year"),
        wants=_("At least one goal is set."),
        rows=lambda year, day: Goal.objects.of_year(year.year),
        url=method_url,
    )
)


def _posts_without_duty(year: Period, day: date) -> QuerySet[Any]:
    """Seats in the committees of the day whose holders see to nothing."""
    seats = Post.objects.on(day).filter(title__in=COMMITTEE_TITLES, leading_group=None)
    return seats.filter(~Exists(Duty.objects.on(day).filter(post=OuterRef("pk"))))


register_proof(
    Proof(
        key="life.duty",
        step=2,
        label=_("Division of work"),
        wants=_("Everybody who holds a post in the branch committee today sees to something."),
        rows=lambda year, day: Duty.objects.during(year).filter(starts_on__lte=day),
        against=_posts_without_duty,
        url=method_url,
    )
)


def _by_then(rule: StandingRule) -> Callable[[Period, date], int]:
    """How many periods of a rule have ended, with their grace, by a day of the year."""

    def count(year: Period, day: date) -> int:
        ended = 0
        for version, period in rule.periods_ending(year.starts_on, year.ends_on):
            ended += period.last_day + timedelta(days=version.grace_days) < day or day >= year.last_day
        return ended

    return count


def _kept(rule: StandingRule, part: Any) -> Callable[[Period, date], QuerySet[Any]]:
    """Meetings of a rule's kind held in a year, or said with a reason not to have been held, by their period."""
    kind = rule.key.removeprefix("life.")

    def rows(year: Period, day: date) -> QuerySet[Any]:
        standing = CountsAs.objects.accounted_for().filter(kind=kind, meeting__happened_on__gte=year.starts_on)
        until = min(day, year.last_day)
        return standing.filter(meeting__happened_on__lte=until).annotate(part=part("meeting__happened_on"))

    return rows


def _meetings_url(organisation: int, year: Period) -> str:
    return f"{reverse('life:grid')}?organisation={organisation}&year={year.year}"


PARTS = {PeriodKind.MONTH: ExtractMonth, PeriodKind.QUARTER: ExtractQuarter}
WANTS: dict[PeriodKind, Words] = {
    PeriodKind.MONTH: _("In every month gone by one was held, or it is said why not."),
    PeriodKind.QUARTER: _("In every quarter gone by one was held, or it is said why not."),
}
for _rule in (rules.PARTY_DAY, rules.GENERAL, rules.LESSON):
    _every = _rule.versions[-1].periods
    register_proof(
        Proof(
            key=_rule.key,
            step=COUNTED_STEP,
            label=_rule.title,
            wants=WANTS[_every],
            rows=_kept(_rule, PARTS[_every]),
            counted="part",
            wanted=_by_then(_rule),
            url=_meetings_url,
        )
    )
