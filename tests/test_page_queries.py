"""No page asks the database more than twelve times, whoever reads it and however many rooms there are."""

from dataclasses import replace
from itertools import product

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dangjian.city.cast import CAST, MODEL_DAY
from dangjian.city.tests.addresses import OURS, addresses, keys, models_in, things_at
from dangjian.city.tests.rows import rows_at
from dangjian.desk.search import hit_note
from dangjian.foundation.accounts.models import Account
from dangjian.kernel.access.actors import Actor, Held
from dangjian.kernel.access.permissions import carried_by
from dangjian.kernel.access.roles import Role
from dangjian.kernel.figures import registry as figures
from dangjian.kernel.obligations import standing
from dangjian.kernel.obligations.models import Ask, AskTarget
from dangjian.kernel.records import kinds, waiting
from dangjian.kernel.together import Brief, together

MOST = 12
READERS = (
    Role.COMMITTEE_STAFF,
    Role.PARTY_OFFICE,
    Role.BRANCH_SECRETARY,
    Role.MEMBER,
    Role.AUDITOR,
    Role.SYSTEM_ADMINISTRATOR,
)
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
# What a reader types or chooses: the query of an address.
LISTED = ("", "?q=局", "?q=zhang")
MORE_OF = {"desk:search": ["?q=局", "?q=zhang", "?q=支部 1 局 a"], "organisations:tree": ["?q=局 支"]}


@pytest.fixture(scope="module")
def cast(whole_city):
    """The client of each reader and the place of their role: people of the city, most of them members beside it."""
    named = {part.role: Account.objects.get(username=part.username) for part in CAST}
    return {role: (whole_city.signed_in(named[role]), named[role].grants.get().organisation) for role in READERS}


def counted(client, url, *, again=True):
    """What a page asks the database, read for the second time (or at once, while nothing of it is kept in memory);
    what is noted about the reading is undone.
    """
    asked = []

    def heard(execute, sql, params, many, context):
        if not sql.upper().startswith(NOT_COUNTED):
            asked.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic():
        if again:
            client.get(url)
        with connection.execute_wrapper(heard):
            answer = client.get(url)
            _ = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer, asked


def over(client, role, url, most=MOST):
    """What is wrong with the number of queries of a page, in words."""
    for again in (False, True):
        _answer, asked = counted(client, url, again=again)
        if len(asked) <= most:
            return []
    return [f"{role} {url}: {len(asked)} queries\n" + "\n".join(asked)]


@pytest.mark.parametrize(("route", "name", "view", "arguments"), OURS, ids=[entry[1] for entry in OURS])
def test_no_page_takes_more_than_twelve_queries(model_city, cast, route, name, view, arguments):
    faults = []
    for role, (client, place) in cast.items():
        if view.access.permission and view.access.permission not in carried_by(role):
            continue
        # A thing far below, and the organisation acted for itself, on whose page the most stands.
        for things in (keys(things_at(name, arguments, place)), {"organisation": place.pk}):
            if set(things) == set(models_in(name, arguments)):
                for url, query in product(addresses(route, name, arguments, things), ["", *MORE_OF.get(name, [])]):
                    faults += over(client, role, url + query)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("key", list(kinds.registry))
def test_no_list_takes_more_than_twelve_queries(model_city, cast, key):
    faults = []
    for role, (client, place) in cast.items():
        if kinds.registry[key].permission in carried_by(role):
            rows_at(kinds.registry[key].model, place, 3)
            faults += [fault for query in LISTED for fault in over(client, role, f"/records/{key}/{query}")]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("key", list(figures.registry))
def test_no_figure_takes_more_than_twelve_queries(model_city, cast, key):
    client, _place = cast[Role.COMMITTEE_STAFF]
    faults = over(client, Role.COMMITTEE_STAFF, f"/figures/{key}/")
    assert not faults, "\n".join(faults)


# ── rooms to come ────────────────────────────────────────────────────────────────────────────────────────────────────

ROOMS = 10
COMPOSED = ("/", "/waiting/", "/search/?q=局", "/search/?q=zhang")


def more_rooms(patch):
    """As if so many more rooms kept what those of today keep: kinds, things that wait, figures of desks, rules."""
    for registry in (kinds.registry, figures.registry, standing.registry):
        for (key, declared), n in product(list(registry.items()), range(ROOMS)):
            patch.setitem(registry, f"{key}-{n}", replace(declared, key=f"{key}-{n}"))
    patch.setattr(waiting, "sources", waiting.sources * (ROOMS + 1))


def answered_with_records(place):
    """Asks of an organisation, answered with records of three kinds."""
    for key in ("members.member", "members.post", "organisations.event"):
        ask = rows_at(Ask, place, 1)[0]
        ask.pk = None
        ask.save()
        record = rows_at(kinds.registry[key].model, place)[0].pk
        AskTarget.objects.create(
            ask=ask, organisation=place, answered_on=MODEL_DAY, record_kind=key, record_id=record, answered_by="甲"
        )


@pytest.mark.parametrize("role", [Role.COMMITTEE_STAFF, Role.PARTY_OFFICE, Role.BRANCH_SECRETARY])
@pytest.mark.parametrize("url", COMPOSED)
def test_more_rooms_do_not_take_more_queries(model_city, cast, monkeypatch, role, url):
    client, place = cast[role]
    with transaction.atomic():
        answered_with_records(place)
        answer, asked = counted(client, url)
        more_rooms(monkeypatch)
        crowded, asked_then = counted(client, url)
        transaction.set_rollback(True)
    assert len(asked_then) == len(asked) <= MOST, "\n".join(asked_then)
    if "found" in answer.context:
        shown = {hits.kind for hits in answer.context["found"]} - {""}
        assert shown | {f"{key}-{n}" for key, n in product(shown, range(ROOMS))} <= {
            hits.kind for hits in crowded.context["found"]
        }
        assert shown or role != Role.COMMITTEE_STAFF
    elif role == Role.COMMITTEE_STAFF:
        assert len(crowded.context["desk"].waiting) > len(answer.context["desk"].waiting) > 0


# ── rows in brief ────────────────────────────────────────────────────────────────────────────────────────────────────

SEARCHED = [kind for kind in kinds.registry.values() if kind.search]


def all_seeing(organisation):
    """Whoever holds every role at an organisation."""
    held = tuple(Held(role, organisation.pk, organisation.path, organisation) for role in Role)
    return Actor(account_id=None, name="all", organisation=organisation, held=held, today=MODEL_DAY)


@pytest.mark.parametrize("kind", SEARCHED, ids=[kind.key for kind in SEARCHED])
def test_a_hit_shows_what_the_record_would(model_city, kind):
    """Kinds name what their hits show: enough, and nothing asks for more when it is shown."""
    actor = all_seeing(model_city.first)
    rows_at(kind.model, model_city.first, 3)
    whole = [(str(row), hit_note(kind, row), kind.url(row)) for row in kind.visible_to(actor)[:6]]
    assert bool(kind.brief) == any(url for _words, _note, url in whole), "kinds with a page of their own have a brief"
    with CaptureQueriesContext(connection) as caught:
        kind.search(kind.visible_to(actor), "局 zhang 1")
    assert not len(caught), "the search of a kind asks nothing by itself: it becomes part of one statement"
    if kind.brief:
        with CaptureQueriesContext(connection) as caught:
            rows = together([Brief(kind.visible_to(actor)[:6], kind.brief)])[0]
            shown = [(str(row), hit_note(kind, row), kind.url(row)) for row in rows]
        assert shown == whole
        assert len(caught) == 1, "\n".join(query["sql"] for query in caught)


def asks(rows):
    """How many questions rows are worth: none where nothing can be there, as for an actor who advises nowhere."""
    try:
        rows.query.sql_with_params()
    except EmptyResultSet:
        return 0
    return 1


def test_what_waits_is_the_same_in_brief(model_city):
    seen = 0
    for source, place in product(waiting.sources, (model_city.committee, model_city.first, model_city.branch)):
        actor = all_seeing(place)
        rows_at(source.rows(actor).model, place)
        whole = [source.item(row, actor) for row in source.rows(actor)[:20]]
        with CaptureQueriesContext(connection) as caught:
            rows = together([Brief(source.rows(actor)[:20], source.brief)])[0]
            assert [source.item(row, actor) for row in rows] == whole
        assert len(caught) == asks(source.rows(actor)), "\n".join(query["sql"] for query in caught)
        seen += len(whole)
    assert seen > len(waiting.sources)
