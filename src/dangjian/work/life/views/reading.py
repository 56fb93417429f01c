"""Pages on which organisational life is read: the way in, a meeting, the grid, papers and calendars."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.periods.periods import PeriodError
from dangjian.kernel.tree.models import Organisation

from ..calendars import calendar_of
from ..drafts import ALPHABET, places_of
from ..enums import KINDS_HELD_BY, Outcome
from ..models import Meeting
from ..naming import kinds_of, name_of
from ..papers import album_of, minutes_document, qr_of
from ..permissions import RECORD_MEETING, REVIEW_MEETING, VIEW_MEETING, VIEW_PLAN
from ..queries import grid
from ..queries import meetings as queries
from ..queries.roll import roll

PAGE = 60
SHOWN, ROWS = 12, 15
FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def _place(request: Any, permission: str) -> Organisation:
    acted_for = request.actor.organisation
    key = request.GET.get("organisation") or (acted_for.pk if acted_for else "")
    return fetch(Organisation.objects.select_related("parent"), key, request.actor, permission)


def _year(request: Any) -> Period:
    """The year asked for; its neighbours are one tap away and must exist too."""
    try:
        year = Period.parse(request.GET.get("year") or str(request.actor.today.year))
        year.previous(), year.next()
    except PeriodError:
        raise Http404
    return year


@reads(VIEW_MEETING)
def home(request: Any) -> HttpResponse:
    """The organisational life of an organisation: what is next, what is to be recorded, the year by months."""
    place, today = _place(request, VIEW_MEETING), request.actor.today
    year = Period.containing(PeriodKind.YEAR, today)
    rows = _rows(place, grid.life_rules(), year, request)
    context = {
        "organisation": place,
        "kinds": KINDS_HELD_BY.get(place.kind, ()),
        **queries.lanes_of(place, today, SHOWN),
        "rows": grid.wanting_first(rows)[:ROWS],
        "more": max(0, len(rows) - ROWS),
        "year": year,
        "may_record": request.actor.may(RECORD_MEETING, place.path),
        "may_review": request.actor.may(REVIEW_MEETING, place.path),
        "may_plan": request.actor.may(VIEW_PLAN, place.path),
    }
    return render(request, "life/home.html", context)


def _rows(place: Organisation, rules: Any, year: Period, request: Any) -> list[grid.Row]:
    if place.is_branch:
        return grid.grid_of_branch(rules, place, year, request.actor.today)
    state = request.GET.get("state", "")
    return grid.grid_below(rules, place, year, request.actor.today, state=state)


@reads(VIEW_MEETING)
def year_grid(request: Any) -> HttpResponse:
    """Organisations by months: held, due, late, excused, not held because; every field opens."""
    place, year = _place(request, VIEW_MEETING), _year(request)
    rules = grid.rules_named(request.GET.get("rule", ""))
    page = Paginator(_rows(place, rules, year, request), PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": place,
        "year": year,
        "page": page,
        "rules": grid.life_rules(),
        "rule": rules[0] if len(rules) == 1 else None,
        "states": [state.value for state in State],
        "state": request.GET.get("state", ""),
        "crumbs": place.parent if place.parent and request.actor.may(VIEW_MEETING, place.parent.path) else None,
    }
    return render(request, "life/grid.html", context)


@reads(VIEW_MEETING)
def meeting(request: Any, meeting: int) -> HttpResponse:
    """One meeting: before it the answers, after it the record."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, VIEW_MEETING)
    today, path = request.actor.today, found.organisation.path
    is_called, places = found.outcome == Outcome.CALLED, places_of(found)
    attendances = [] if is_called else queries.attendance_of(found)
    answers = queries.answers(found, kinds_of(found), places) if is_called else []
    context = {
        "meeting": found,
        "name": name_of(found),
        "places": places,
        "answers": answers,
        "silent": sum(answer.is_silent for answer in answers),
        "attendances": attendances,
        "numbers": queries.numbers_of(attendances),
        "decisions": found.decisions.select_related("owner", "ask"),
        "correction": found.corrections.first(),
        "is_locked": found.is_locked(today),
        "is_due": found.happened_on <= today,
        "may_record": request.actor.may(RECORD_MEETING, path),
        "may_review": request.actor.may(REVIEW_MEETING, path),
        "to_make_up": any(row.due and not row.present and row.make_up_sent_on is None for row in attendances),
    }
    return render(request, "life/meetings/detail.html", context)


@reads(VIEW_MEETING)
def meetings_of(request: Any, organisation: int) -> HttpResponse:
    """The meetings of an organisation's year: a block of its page, or a page of its own."""
    place = fetch(Organisation.objects.select_related("parent"), organisation, request.actor, VIEW_MEETING)
    year = Period.containing(PeriodKind.YEAR, request.actor.today)
    rows = grid.wanting_first(_rows(place, grid.life_rules(), year, request))
    context = {"organisation": place, "year": year, "rows": rows[:ROWS], "more": max(0, len(rows) - ROWS)}
    return render(request, "life/_year.html" if is_htmx(request) else "life/year.html", context)


@reads(VIEW_MEETING)
def minutes(request: Any, meeting: int, form: str) -> HttpResponse:
    """The minutes as Word or PDF in official layout."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, VIEW_MEETING)
    if form not in FORMS:
        raise Http404
    if found.outcome != Outcome.HELD:
        return redirect("life:meeting", found.pk)
    decisions, album = list(found.decisions.select_related("owner")), album_of(found, request.actor)
    document = minutes_document(found, queries.attendance_of(found), decisions, album)
    content = document.docx() if form == "docx" else document.pdf()
    response = HttpResponse(content, content_type=FORMS[form])
    name = f"{found.happened_on.isoformat()} {name_of(found)}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@reads(VIEW_MEETING)
def sheet(request: Any, meeting: int) -> HttpResponse:
    """The notice and the signature sheet for printing, with the code by which a photograph finds its record."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, VIEW_MEETING)
    address = request.build_absolute_uri(reverse("life:sheet", args=[found.sheet_code]))
    expected = [one for one in roll(places_of(found), kinds_of(found), found.happened_on) if one.due]
    back = reverse("life:meeting", args=[found.pk])
    context = {"meeting": found, "name": name_of(found), "expected": expected, "qr": qr_of(address), "back_url": back}
    return render(request, "life/meetings/sheet.html", context)


@reads(VIEW_MEETING)
def by_code(request: Any, code: str) -> HttpResponse:
    """From the code on a printed sheet to the place where its photograph is attached."""
    sent = "".join(char for char in code.upper() if char in ALPHABET)
    found = Meeting.objects.visible_to(request.actor, VIEW_MEETING).filter(sheet_code=sent).first()
    if found is None:
        return render(request, "life/meetings/code.html", {"code": code})
    return redirect(f"{reverse('life:meeting', args=[found.pk])}#files")


@reads(VIEW_MEETING)
def calendar(request: Any, meeting: int) -> HttpResponse:
    """One meeting for a calendar."""
    found = fetch(queries.meetings_shown(), meeting, request.actor, VIEW_MEETING)
    return _calendar([found], request)


def _calendar(found: list[Meeting], request: Any) -> HttpResponse:
    content = calendar_of([(one, name_of(one)) for one in found], request.build_absolute_uri)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    return response
