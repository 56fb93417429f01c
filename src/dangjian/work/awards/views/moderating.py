"""Pages of the moderator: panel, entries, results, short list and presentations."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes

from ..forms.reviews import (
    GiveEntriesForm,
    GiveReviewerForm,
    ReasonForm,
    RemarkForm,
    ReviseForm,
    SeatForm,
    ShortListForm,
)
from ..models import Call, ReviewAssignment, ReviewEntry, Reviewer, Score
from ..phases import table
from ..queries.reviews import panel as queries
from ..queries.reviews.places import suggestions
from ..review_permissions import MODERATE_REVIEW
from ..services import reviews as services

ROWS = 100
WHY_SHORT = gettext_lazy("The list replaces the one made before. Applicants see it when the presentations begin.")


def _call(request: Any, key: int) -> Call:
    return fetch(Call.objects.select_related("organisation"), key, request.actor, MODERATE_REVIEW)


def _entry(request: Any, key: int) -> ReviewEntry:
    return fetch(
        ReviewEntry.objects.select_related("call__organisation", "nomination__organisation"),
        key,
        request.actor,
        MODERATE_REVIEW,
    )


def _reviewer(request: Any, key: int) -> Reviewer:
    return fetch(
        Reviewer.objects.select_related("call__organisation", "account__member__current__organisation"),
        key,
        request.actor,
        MODERATE_REVIEW,
    )


def _page(name: str, thing: Any) -> str:
    return reverse(f"reviews:{name}", args=[thing.pk])


@reads(MODERATE_REVIEW)
def panel(request: Any, call: int) -> HttpResponse:
    """The review of a call: where it stands, who reviews, what is missing."""
    found = _call(request, call)
    context = {"panel": queries.panel_of(found, request.actor.today), "table": table(is_blind=found.is_blind)}
    return render(request, "awards/review/panel.html", context)


@writes(MODERATE_REVIEW)
def seat(request: Any, call: int) -> HttpResponse:
    """Call reviewers onto the panel."""
    found = _call(request, call)
    act = Act(
        form=SeatForm,
        service=partial(services.seat_reviewers, found, today=request.actor.today),
        about=found,
        title=_("Call reviewers"),
        submit=_("Call them"),
        done=_("Called and told. They declare conflicts before any text opens."),
        back=_page("panel", found),
        sub=str(found),
        follows=[_("Whoever sees the names of nominations by their role is in conflict with every blind entry.")],
    )
    return perform(request, act)


@writes(MODERATE_REVIEW)
def assign(request: Any, call: int) -> HttpResponse:
    """Draw numbers and give every entry its reviewers."""
    found = _call(request, call)
    service = partial(services.assign_by_rule, found, today=request.actor.today)
    return press(request, service, done=_("Assigned by load and without conflicts."), back=_page("panel", found))


@reads(MODERATE_REVIEW)
def reviewer(request: Any, reviewer: int) -> HttpResponse:
    """One reviewer: what binds them, and what they read."""
    found = _reviewer(request, reviewer)
    context = {
        "reviewer": found,
        "ties": queries.ties_with_names(found, request.actor.today),
        "assignments": queries.assignments_of(found),
        "deeds": queries.deeds_on(found.call, request.actor.today),
    }
    return render(request, "awards/review/reviewer.html", context)


@writes(MODERATE_REVIEW)
def dismiss(request: Any, reviewer: int) -> HttpResponse:
    """Dismiss a reviewer; open reviews go to others."""
    found = _reviewer(request, reviewer)
    act = Act(
        form=ReasonForm,
        service=partial(services.dismiss_reviewer, found, today=request.actor.today),
        title=_("Dismiss the reviewer"),
        submit=_("Dismiss"),
        done=lambda moved: _("Dismissed. Open reviews given to others: {n}.").format(n=moved),
        back=_page("panel", found.call),
        sub=f"{found} · {found.account.display_name}",
        follows=[_("What was handed in counts on; what is open goes to others by the same rule.")],
    )
    return perform(request, act)


@writes(MODERATE_REVIEW)
def give_entries(request: Any, reviewer: int) -> HttpResponse:
    """Give entries to a reviewer."""
    found = _reviewer(request, reviewer)
    act = Act(
        form=GiveEntriesForm,
        service=partial(services.assign_review, reviewer=found, today=request.actor.today),
        about=found,
        title=_("Give entries"),
        submit=_("Give these entries"),
        done=_("Given."),
        back=_page("reviewer", found),
        sub=f"{found} · {found.account.display_name}",
        follows=[_("Entries in conflict with this reviewer are not offered.")],
    )
    return perform(request, act)


@reads(MODERATE_REVIEW)
def results(request: Any, call: int) -> HttpResponse:
    """Values, places and spread, and how the quotas would be filled; nothing before the discussion begins."""
    found = _call(request, call)
    prefetch_related_objects([found], "phases", "criteria")
    rows = queries.ranking_of(found, request.actor.today)
    context = {
        "call": found,
        "criteria": list(found.criteria.all()),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "suggestions": suggestions(found, rows) if rows else [],
        "deeds": queries.deeds_on(found, request.actor.today),
    }
    return render(request, "awards/review/results.html", context)


@reads(MODERATE_REVIEW)
def entry(request: Any, review_entry: int) -> HttpResponse:
    """One entry: its reviews, the spread, the discussion."""
    found = _entry(request, review_entry)
    return render(request, "awards/review/entry.html", {"page": queries.entry_page(found, request.actor.today)})


def _on_entry(request: Any, found: ReviewEntry, **act: Any) -> HttpResponse:
    facts = {"back": _page("entry", found), "sub": f"{found} · {found.nomination}", "submit": _("Save")}
    return perform(request, Act(**facts | act))


@writes(MODERATE_REVIEW)
def give_reviewer(request: Any, review_entry: int) -> HttpResponse:
    """Give an entry one more reviewer."""
    found = _entry(request, review_entry)
    service = partial(services.assign_review, entries=[found], today=request.actor.today)
    title, done = _("Give to a reviewer"), _("Given.")
    return _on_entry(request, found, form=GiveReviewerForm, service=service, about=found, title=title, done=done)


@writes(MODERATE_REVIEW)
def remark(request: Any, review_entry: int) -> HttpResponse:
    """Say something in the discussion as the moderator."""
    found = _entry(request, review_entry)
    service = partial(services.add_remark, found, today=request.actor.today)
    title, done = _("Remark in the discussion"), _("Your remark stands there.")
    return _on_entry(request, found, form=RemarkForm, service=service, title=title, done=done)


@writes(MODERATE_REVIEW)
def release(request: Any, review_assignment: int) -> HttpResponse:
    """Take a review back, with a reason."""
    found = fetch(
        ReviewAssignment.objects.select_related("entry__nomination", "reviewer"),
        review_assignment,
        request.actor,
        MODERATE_REVIEW,
    )
    service = partial(services.release_review, found, today=request.actor.today)
    title, done = _("Take the review back"), _("Taken back. Another reviewer gets the entry while texts are read.")
    follows = [_("Scores that were handed in stay, and count no more.")]
    return _on_entry(request, found.entry, form=ReasonForm, service=service, title=title, done=done, follows=follows)


@writes(MODERATE_REVIEW)
def moderate(request: Any, score: int) -> HttpResponse:
    """Revise a score as the moderator, with a reason; the first one stays."""
    found = fetch(
        Score.objects.select_related("criterion", "assignment__entry__nomination", "assignment__reviewer"),
        score,
        request.actor,
        MODERATE_REVIEW,
    )
    service = partial(services.revise_score, found, as_moderator=True, today=request.actor.today)
    title, done = _("Revise a score"), _("Revised. The first score stays beside it.")
    entry = found.assignment.entry
    sub = f"{entry} · {found.assignment.reviewer} · {found.criterion}"
    return _on_entry(request, entry, form=ReviseForm, service=service, about=found, title=title, done=done, sub=sub)


@writes(MODERATE_REVIEW)
def short_list(request: Any, call: int) -> HttpResponse:
    """Make the short list: chosen, shown with its number, confirmed."""
    found = _call(request, call)
    prefetch_related_objects([found], "phases", "criteria")
    rows = queries.ranking_of(found, request.actor.today)
    first = request.GET.get("first", "")
    most = int(first) if first.isdecimal() and len(first) < 5 else 0
    chosen = [str(row.entry.pk) for row in rows if row.place is not None and row.place <= most]
    act = Act(
        form=ShortListForm,
        service=partial(services.make_short_list, found, today=request.actor.today),
        about=rows,
        initial={"entries": chosen} if chosen else None,
        title=_("Short list"),
        submit=_("Make the short list"),
        done=lambda n: _("The short list has {n} entries.").format(n=n),
        back=_page("results", found),
        sub=str(found),
        follows=[WHY_SHORT],
        template="awards/review/short_list.html",
    )
    return perform(request, act)


@reads(MODERATE_REVIEW)
def presentations(request: Any, call: int) -> HttpResponse:
    """The order of presentation, who presents now, and how many have scored."""
    found = _call(request, call)
    context = {
        "call": found,
        "turns": queries.turns_of(found),
        "deeds": queries.deeds_on(found, request.actor.today),
    }
    return render(request, "awards/review/presentations.html", context)


@writes(MODERATE_REVIEW)
def draw(request: Any, call: int) -> HttpResponse:
    """Draw the order of presentation by lot."""
    found = _call(request, call)
    service = partial(services.draw_order, found, today=request.actor.today)
    return press(request, service, done=_("The order is drawn."), back=_page("presentations", found))


@writes(MODERATE_REVIEW)
def present(request: Any, review_entry: int) -> HttpResponse:
    """Let an entry present now."""
    found = _entry(request, review_entry)
    service = partial(services.open_presentation, found, today=request.actor.today)
    done = _("{entry} presents now.").format(entry=found)
    return press(request, service, done=done, back=_page("presentations", found.call))


@writes(MODERATE_REVIEW)
def close(request: Any, call: int) -> HttpResponse:
    """End the presentations."""
    found = _call(request, call)
    service = partial(services.close_presentations, found, today=request.actor.today)
    return press(request, service, done=_("Nobody presents any more."), back=_page("presentations", found))
