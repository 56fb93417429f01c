"""The pages of a review with few and with many entries: the queue of a reviewer, saving a sheet, the ranking.

Both reviews are made for the measurement in a transaction that is undone: every entry was given to six of sixty
reviewers and handed in. Milliseconds of the processor, which other work on the machine does not stretch.
"""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench_clock import timed
from bench_measures import account_of, signed_in
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.roles import Role
from dangjian.kernel.tree.models import Organisation
from dangjian.work.awards.enums import PhaseKind
from dangjian.work.awards.models import Call, ReviewAssignment
from dangjian.work.awards.tests.review_factories import DAY, crowd

FEW, MANY = 100, 500
REVIEWERS, EACH = 60, 6
NO_WORK = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@contextmanager
def review(entries: int) -> Iterator[Call]:
    """A review of so many entries, as long as it lasts."""
    with transaction.atomic():
        committee = actor_for(account_of(Role.COMMITTEE_STAFF)).organisation
        places = list(Organisation.objects.branches().within(committee.path).order_by("pk")[:entries])
        yield crowd(committee, places, entries=entries, reviewers=REVIEWERS, each=EACH)
        transaction.set_rollback(True)


def steps(call: Call) -> list[tuple[str, PhaseKind, Callable[[], HttpResponse]]]:
    """What is measured: name, phase in which it is done, and the request."""
    mine = ReviewAssignment.objects.filter(reviewer__call=call).select_related("reviewer__account").first()
    reviewer, moderator = signed_in(mine.reviewer.account), signed_in(account_of(Role.COMMITTEE_STAFF))
    sheet, results = reverse("reviews:review", args=[mine.pk]), reverse("reviews:results", args=[call.pk])
    typed = {f"score_{one.pk}": "7.5" for one in call.criteria.all()} | {"strengths": "做法具体。", "remark": ""}
    return [
        ("queue of a reviewer", PhaseKind.SCORING, lambda: reviewer.get(reverse("reviews:mine"))),
        ("sheet of an entry", PhaseKind.SCORING, lambda: reviewer.get(sheet)),
        ("saving a sheet", PhaseKind.SCORING, lambda: reviewer.post(sheet, typed)),
        ("ranking", PhaseKind.DISCUSSING, lambda: moderator.get(results)),
    ]


def measure_reviews(rounds: int, _rows: int) -> dict:
    """Queries and time of each step, with few entries and with many."""
    sizes = []
    for entries in (FEW, MANY):
        with review(entries) as call:
            pages = [measured(name, phase, step, rounds) for name, phase, step in steps(call)]
            reviews = ReviewAssignment.objects.filter(reviewer__call=call).count()
        sizes.append({"entries": entries, "reviewers": REVIEWERS, "reviews": reviews, "pages": pages})
    return {"sizes": sizes}


def measured(name: str, phase: PhaseKind, step: Callable[[], HttpResponse], rounds: int) -> dict:
    """One step on the first day of its phase."""

    def taken() -> None:
        answer = step()
        if answer.status_code not in (200, 302):
            raise RuntimeError(f"{name} answers {answer.status_code}")
        _ = answer.content

    with override_settings(DANGJIAN_TODAY=DAY[phase]):
        taken()
        with CaptureQueriesContext(connection) as caught:
            taken()
        asked = [query["sql"] for query in caught.captured_queries]
        cpu = statistics.median(timed(taken) for _round in range(rounds))
    reading = [sql for sql in asked if sql.lstrip("( ").upper().startswith(("SELECT", "WITH"))]
    own = [sql for sql in asked if not sql.upper().startswith(NO_WORK)]
    return {"name": name, "queries": len(own), "reading": len(reading), "cpu": cpu}
