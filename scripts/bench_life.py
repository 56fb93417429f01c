"""The pages of organisational life that read much at once, beside the very statements they send, run alone.

Seconds of the processor, which other work on the machine does not stretch; on SQLite the database runs inside the
process, so its time is part of both. Read by somebody of the first city, however many cities there are.
"""

import statistics
from collections.abc import Callable

from bench_clock import timed
from bench_measures import account_of, signed_in
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.roles import Role
from dangjian.kernel.tree.models import Organisation
from dangjian.work.life.models import Meeting

WARM_UP = 2
GRID = "grid of all branches by months and all rules"
NO_WORK = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def pages() -> list[tuple[str, str, str]]:
    """What is measured: name, role of the reader, address."""
    city, branch = (actor_for(account_of(role)).organisation for role in (Role.COMMITTEE_STAFF, Role.BRANCH_SECRETARY))
    return [
        (GRID, Role.COMMITTEE_STAFF, f"{reverse('life:grid')}?organisation={city.pk}&year=2017"),
        ("seven steps of all branches", Role.COMMITTEE_STAFF, f"{reverse('life:method')}?organisation={city.pk}"),
        ("desk of a branch", Role.BRANCH_SECRETARY, reverse("desk:home")),
        ("a branch's year", Role.BRANCH_SECRETARY, f"{reverse('life:home')}?organisation={branch.pk}"),
        ("year plan of a branch", Role.BRANCH_SECRETARY, f"{reverse('life:plan')}?organisation={branch.pk}"),
    ]


def measure_life(rounds: int, _rows: int) -> dict:
    """Queries and seconds of the processor of each page, and of its statements alone."""
    return {
        "life": [measured(name, signed_in(account_of(role)), url, rounds) for name, role, url in pages()],
        "branches": Organisation.objects.branches().count(),
        "meetings": Meeting.objects.count(),
    }


def measured(name: str, client: Client, url: str, rounds: int) -> dict:
    """One page; it and its statements take turns."""

    def page() -> None:
        answer = client.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answers {answer.status_code}")
        _ = answer.content

    for _round in range(WARM_UP):
        page()
    with CaptureQueriesContext(connection) as caught:
        page()
    asked = [query["sql"] for query in caught.captured_queries]
    reading = [sql for sql in asked if sql.lstrip("( ").upper().startswith(("SELECT", "WITH"))]
    took = [(timed(page), timed(alone(reading))) for _round in range(rounds)]
    return {
        "name": name,
        "queries": len([sql for sql in asked if not sql.upper().startswith(NO_WORK)]),
        "cpu": statistics.median(own for own, _least in took),
        "database": statistics.median(least for _own, least in took),
        "ratio": statistics.median(own / least for own, least in took),
    }


def alone(statements: list[str]) -> Callable[[], None]:
    """The statements, all rows fetched, and nothing else."""

    def run() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    return run
