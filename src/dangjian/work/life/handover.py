"""What a successor should know about organisational life: how the year stands, the rhythm, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.accounts.handover import Block, Line, register
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.models import Grant
from dangjian.kernel.periods import Period, PeriodKind

from .enums import MeetingKind
from .models import Duty, PlanItem
from .naming import name_of
from .permissions import VIEW_MEETING, VIEW_PLAN
from .queries import grid
from .queries import meetings as queries
from .queries.plans import rhythm_of

MOST = 6


def state_of_the_year(grant: Grant, actor: Actor) -> Sequence[Line]:
    """How the rules about meetings stand this year: done of what was wanted so far."""
    place, year = grant.organisation, Period.containing(PeriodKind.YEAR, actor.today)
    if not actor.may(VIEW_MEETING, place.path) or not place.is_branch:
        return []
    rows = grid.grid_of_branch(grid.life_rules(), place, year, actor.today)
    words = _("{done} of {wanted} done this year")
    return [Line(row.label, words.format(done=row.done, wanted=row.wanted), url=row.url) for row in rows]


def rhythm(grant: Grant, actor: Actor) -> Sequence[Line]:
    """The usual weekday, hour and place of the meetings, read from the last ones."""
    if not actor.may(VIEW_MEETING, grant.organisation.path):
        return []
    found = rhythm_of(grant.organisation, actor.today)
    if not found.known:
        return []
    lines = [Line(_("Usual weekday"), str(WEEKDAYS[found.weekday]))]
    if found.hour:
        lines.append(Line(_("Usual hour"), f"{found.hour:%H:%M}"))
    return [*lines, Line(_("Usual place"), found.place)] if found.place else lines


def next_steps(grant: Grant, actor: Actor) -> Sequence[Line]:
    """Meetings to record, meetings called, what the plan says next, and who sees to what."""
    place, today, lines = grant.organisation, actor.today, []
    if actor.may(VIEW_MEETING, place.path):
        for meeting in queries.to_record(place, today)[:MOST]:
            url = reverse("life:meeting", args=[meeting.pk])
            lines.append(Line(name_of(meeting), _("to be recorded"), meeting.happened_on, url))
        for meeting in queries.upcoming(place, today)[:MOST]:
            url = reverse("life:meeting", args=[meeting.pk])
            lines.append(Line(name_of(meeting), _("called"), meeting.happened_on, url))
    items = PlanItem.objects.standing().visible_to(actor, VIEW_PLAN).filter(organisation=place)
    for item in items.filter(planned_on__gte=today)[:MOST]:
        label = MeetingKind(item.kind).label
        lines.append(
            Line(label, _("in the year plan"), item.planned_on, f"{reverse('life:plan')}?organisation={place.pk}")
        )
    duties = Duty.objects.visible_to(actor, VIEW_PLAN).on(today).filter(organisation=place)
    for duty in duties.select_related("post__member")[: 2 * MOST]:
        lines.append(Line(duty.text, duty.post.member.name))
    return lines


register(
    Block(
        "life.state",
        gettext_lazy("Organisational life this year"),
        state_of_the_year,
        15,
        gettext_lazy("No rule about meetings holds for this organisation."),
    )
)
register(
    Block(
        "life.rhythm",
        gettext_lazy("When and where meetings are held"),
        rhythm,
        32,
        gettext_lazy("No meeting was recorded yet."),
    )
)
register(
    Block(
        "life.next",
        gettext_lazy("Next meetings and duties"),
        next_steps,
        35,
        gettext_lazy("Nothing is called or planned."),
    )
)
