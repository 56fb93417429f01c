"""Pages of the year plan: twelve months, adjusted by form, by buttons or by dragging."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation
from dangjian.ui.formats import day_text

from .. import services
from ..enums import KINDS_HELD_BY
from ..forms.plans import AddItemForm, DayForm, ItemForm
from ..models import PlanItem
from ..permissions import KEEP_PLAN, RECORD_MEETING, VIEW_PLAN
from ..queries import plans as queries
from .reading import _place, _year


@reads(VIEW_PLAN)
def plan(request: Any) -> HttpResponse:
    """The year plan of an organisation: twelve months, what is planned in each and how it stands."""
    return render(request, "life/plans/plan.html", _context(request))


@reads(VIEW_PLAN)
def plan_sheet(request: Any) -> HttpResponse:
    """The same on one sheet of A4."""
    context = _context(request)
    back = f"{reverse('life:plan')}?organisation={context['organisation'].pk}&year={context['year'].year}"
    return render(request, "life/plans/sheet.html", {**context, "back_url": back})


def _context(request: Any) -> dict[str, Any]:
    place, year, today = _place(request, VIEW_PLAN), _year(request), request.actor.today
    items = list(PlanItem.objects.visible_to(request.actor, VIEW_PLAN).of_year(year.year).filter(organisation=place))
    standing = [item for item in items if not item.removed]
    planned = queries.with_standing(standing, place, year.year, today)
    return {
        "organisation": place,
        "year": year,
        "planned": planned,
        "met": sum(not one.is_open for one in planned),
        "months": queries.months_of(planned, year),
        "weekdays": queries.WEEKDAYS,
        "removed": [item for item in items if item.removed],
        "undo": _undo(request, items),
        "holds_meetings": place.kind in KINDS_HELD_BY,
        "may_keep": request.actor.may(KEEP_PLAN, place.path),
        "may_call": request.actor.may(RECORD_MEETING, place.path),
    }


def _undo(request: Any, items: list[PlanItem]) -> dict[str, Any] | None:
    """What takes the last change back: another change, with what was there before as the address says it."""
    form = DayForm({"on": request.GET.get("was"), "topic": request.GET.get("topic", "")})
    item = next((one for one in items if str(one.pk) == request.GET.get("undo")), None)
    return {"item": item, **form.cleaned_data} if item and not item.removed and form.is_valid() else None


@writes(KEEP_PLAN)
def generate_plan(request: Any, organisation: int) -> HttpResponse:
    """Plan the year from the standing rules with one click; what is planned stays as it is."""
    place = fetch(Organisation, organisation, request.actor, KEEP_PLAN)
    year = Period.year_of(_number(request.POST.get("year"), request.actor.today.year))
    if request.method == "POST":
        combine, today = "combine" in request.POST, request.actor.today
        try:
            made = services.generate_plan(
                organisation=place, year=year.year, combine=combine, today=today, by=request.actor
            )
        except ServiceError as error:
            messages.error(request, str(error))
        else:
            words = ngettext("{count} meeting planned.", "{count} meetings planned.", made).format(count=made)
            messages.success(request, words if made else _("The plan holds everything that is owed already."))
    return redirect(_plan_url(place.pk, year.year))


def _number(text: Any, otherwise: int) -> int:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) == 4 else otherwise


def _plan_url(organisation: int, year: int, **more: Any) -> str:
    return f"{reverse('life:plan')}?{urlencode({'organisation': organisation, 'year': year, **more})}"


def _item(request: Any, key: int) -> PlanItem:
    found: PlanItem = fetch(PlanItem.objects.select_related("organisation"), key, request.actor, KEEP_PLAN)
    return found


@writes(KEEP_PLAN)
def plan_item(request: Any, plan_item: int) -> HttpResponse:
    """Change day, topic or agenda of a planned meeting."""
    item = _item(request, plan_item)
    was = {"undo": item.pk, "was": item.planned_on.isoformat(), "topic": item.topic}
    names = ("topic", "agenda", "version")
    wanted = item.wanted_for
    act = Act(
        form=ItemForm,
        service=partial(services.change_item, item),
        about=item,
        initial={"on": item.planned_on, **{name: getattr(item, name) for name in names}},
        title=item.get_kind_display(),
        sub=item.organisation.name,
        submit=_("Save"),
        done=_("Changed."),
        back=_plan_url(item.organisation_id, item.year),
        then=lambda changed: _plan_url(changed.organisation_id, changed.year, **was),
        follows=[_("Wanted for {period}").format(period=wanted.name)] if wanted else (),
        template="life/plans/item.html",
        context={"item": item},
    )
    return perform(request, act)


@writes(KEEP_PLAN)
def move_item(request: Any, plan_item: int) -> HttpResponse:
    """Move a planned meeting to another day: dragged, by a button, or taken back."""
    item = _item(request, plan_item)
    was = {"undo": item.pk, "was": item.planned_on.isoformat(), "topic": item.topic}
    form = DayForm(request.POST)
    if request.method != "POST":
        return redirect("life:plan-item", item.pk)
    if not form.is_valid():
        messages.error(request, _("Choose a day, such as 2017-10-18."))
        return redirect(_plan_url(item.organisation_id, item.year))
    topic = form.cleaned_data["topic"] if "topic" in request.POST else None
    try:
        moved = services.change_item(item, on=form.cleaned_data["on"], topic=topic, by=request.actor)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect(_plan_url(item.organisation_id, item.year))
    messages.success(
        request, _("{meeting} is now planned for {day}.").format(meeting=moved, day=day_text(moved.planned_on))
    )
    return redirect(_plan_url(item.organisation_id, item.year, **was) + f"#m{moved.planned_on.month}")


@writes(KEEP_PLAN)
def add_item(request: Any, organisation: int) -> HttpResponse:
    """Plan a further meeting."""
    place = fetch(Organisation, organisation, request.actor, KEEP_PLAN)
    if place.kind not in KINDS_HELD_BY:
        raise Http404
    year = _number(request.GET.get("year"), request.actor.today.year)
    act = Act(
        form=AddItemForm,
        service=partial(services.add_item, organisation=place, year=year, today=request.actor.today),
        about=place,
        title=_("Plan a meeting"),
        sub=place.name,
        submit=_("Save"),
        done=_("Planned."),
        back=_plan_url(place.pk, year),
    )
    return perform(request, act)


@writes(KEEP_PLAN)
def remove_item(request: Any, plan_item: int) -> HttpResponse:
    """Take a meeting out of the plan."""
    item = _item(request, plan_item)
    back = _plan_url(item.organisation_id, item.year)
    done = _("Taken out. It can be put back below.")
    return press(request, partial(services.remove_item, item), done=done, back=back)


@writes(KEEP_PLAN)
def restore_item(request: Any, plan_item: int) -> HttpResponse:
    """Put a meeting back that was taken out."""
    item = _item(request, plan_item)
    back = _plan_url(item.organisation_id, item.year)
    return press(request, partial(services.restore_item, item), done=_("It is in the plan again."), back=back)
