"""Who reads the whole database and every log after a vote cannot say who voted how.

The proof is by exchange: the same people vote in the same order, once as they did and once with their ballots changed
about. If everything that was written is the same both times, but for what is drawn by chance or told by the clock,
nothing that was written depends on who cast which ballot.
"""

import io
import logging
import re
from contextlib import contextmanager
from datetime import date, datetime
from itertools import permutations
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse

from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.privacy.fields import EncryptedTextField
from dangjian.work.life import services
from dangjian.work.life.ballots import Contents
from dangjian.work.life.enums import BallotWay, Grade
from dangjian.work.life.models import Appraisee, BallotBox, DemocraticAppraisal, GradeCount
from dangjian.work.life.queries.appraisals import graded_of

from .factories import account_of

pytestmark = pytest.mark.django_db
TODAY = date(2017, 10, 9)
VOTERS = 5
CHANCE = re.compile(r"[A-Za-z0-9_\-+/=.:]{20,}")
SLIP = re.compile(r"([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}")


@pytest.fixture
def vote(small_city):
    """A running vote by phone with its voters and their accounts."""
    branch = small_city.first_one
    people = [member(branch) for _n in range(VOTERS)]
    accounts = [account_of(person, branch) for person in people]
    appraisal = services.open_appraisal(
        organisation=branch, year=2017, ballots=BallotWay.PHONE, on=date(2017, 9, 1), by=None
    )
    return services.start_voting(appraisal, on=date(2017, 9, 20), by=None), people, accounts


def signed_in(account):
    browser = Client()
    browser.force_login(account, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
    return browser


def different_ballots(appraisal):
    """As many ballots as voters, no two alike: the n-th voter finds the n-th member unqualified and nobody else."""
    keys = [place.pk for place in graded_of(appraisal)]
    return [{f"mark_{key}": Grade.UNQUALIFIED if key == odd else Grade.QUALIFIED for key in keys} for odd in keys]


def cast(browser, appraisal, ballot):
    """Through the pages, as a phone does it."""
    taken = browser.post(reverse("life:take-slip", args=[appraisal.pk]))
    assert taken.status_code == 302
    page = browser.get(taken.url)
    code = page.context["code"]
    done = browser.post(taken.url, {**ballot, "code": code, "cast": "1"})
    assert done.status_code == 200
    assert done.templates[0].name == "life/appraisals/cast.html"
    return code


@contextmanager
def every_log():
    """What every logger writes, down to the statements of the database with their values."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    levels = {name: logging.getLogger(name).level for name in ("", "django", "django.db.backends", "django.request")}
    root.addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    forced, connection.force_debug_cursor = connection.force_debug_cursor, True
    try:
        yield stream
    finally:
        connection.force_debug_cursor = forced
        root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def without_chance(value):
    """A value with what is drawn by chance or told by the clock taken out."""
    if isinstance(value, datetime | UUID):
        return type(value).__name__
    return CHANCE.sub("~", value) if isinstance(value, str) else value


def whole_database():
    """Every row of every table, ours and the libraries'; where rows lie is left out, it changes by itself (vacuum)."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not isinstance(field, EncryptedTextField | models.AutoField)
        ]
        rows = model._base_manager.order_by().values_list(*names)
        found[model._meta.label] = sorted(repr([without_chance(value) for value in row]) for row in rows)
    return found


def lived(appraisal, accounts, ballots):
    """The database while the vote runs and after its close; then all of it is undone."""
    with transaction.atomic():
        for account, ballot in zip(accounts, ballots, strict=True):
            cast(signed_in(account), appraisal, ballot)
        running = whole_database()
        services.close_vote(appraisal, on=TODAY, by=None)
        closed = whole_database()
        transaction.set_rollback(True)
    return running, closed


def test_nothing_that_is_written_depends_on_who_cast_which_ballot(vote):
    appraisal, _people, accounts = vote
    ballots = different_ballots(appraisal)
    orders = list(permutations(range(VOTERS)))
    before = lived(appraisal, accounts, ballots)
    for order in (orders[1], orders[VOTERS * 9 + 3], orders[-1]):
        after = lived(appraisal, accounts, [ballots[n] for n in order])
        assert after[0] == before[0]
        assert after[1] == before[1]


def test_no_log_tells_a_ballot_or_a_slip(vote):
    appraisal, _people, accounts = vote
    browsers, ballots = [signed_in(account) for account in accounts], different_ballots(appraisal)
    with every_log() as stream:
        for browser, ballot in list(zip(browsers, ballots, strict=True))[:2]:
            cast(browser, appraisal, ballot)
        log = stream.getvalue()
    assert Grade.UNQUALIFIED not in log.replace('"unqualified"', "")
    assert [log[max(0, m.start() - 200) : m.end() + 60] for m in SLIP.finditer(log)] == []
    statements = [line for line in log.splitlines() if 'UPDATE "life_ballotbox"' in line]
    assert len(statements) == 2 * 2
    assert len({CHANCE.sub("~", re.sub(r"^\([\d.]+\)", "", line)) for line in statements}) == 1


def test_box_and_places_share_no_key_no_time_and_no_order(vote):
    appraisal, people, accounts = vote
    for account, ballot in list(zip(accounts, different_ballots(appraisal), strict=True))[:3]:
        cast(signed_in(account), appraisal, ballot)
    assert {field.name for field in BallotBox._meta.concrete_fields} == {"id", "sealed"}
    for model in (BallotBox, Appraisee):
        assert not any(isinstance(field, models.DateField) for field in model._meta.concrete_fields)
    assert BallotBox.objects.count() == 1
    box = BallotBox.objects.get()
    assert isinstance(box.pk, UUID)
    assert box.pk.version == 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM life_ballotbox")
        stored = cursor.fetchone()[0]
    assert Grade.UNQUALIFIED not in stored
    assert not any(str(person.name) in stored for person in people)
    contents = Contents.read(box.sealed, str(box.pk))
    assert contents.ballots == 3
    assert contents.slips == []
    assert not GradeCount.objects.exists()


def test_after_the_close_no_ballot_is_anywhere(vote):
    appraisal, _people, accounts = vote
    codes = [
        cast(signed_in(account), appraisal, ballot)
        for account, ballot in zip(accounts, different_ballots(appraisal), strict=True)
    ]
    services.close_vote(appraisal, on=TODAY, by=None)
    assert not BallotBox.objects.exists()
    assert {(c.qualified, c.unqualified) for c in GradeCount.objects.all()} == {(VOTERS - 1, 1)}
    everything = repr(whole_database())
    assert not any(code in everything for code in codes)
    assert Appraisee.objects.filter(took_part=True).count() == VOTERS


def test_the_audit_and_the_sessions_tell_nothing_of_a_vote(vote):
    appraisal, _people, accounts = vote
    browser = signed_in(accounts[0])
    browser.get(reverse("life:my-appraisal", args=[appraisal.pk]))
    entries, session = Entry.objects.count(), dict(browser.session.items())
    cast(browser, appraisal, different_ballots(appraisal)[0])
    assert Entry.objects.count() == entries
    now = dict(browser.session.items())
    assert {key for key in now if now[key] != session.get(key)} <= {"_last_seen", "last_seen", "seen_at"}
    assert "voting_slip" not in {key for key, morsel in browser.cookies.items() if morsel.value}


def test_the_ballot_is_cast_without_being_signed_in(vote):
    appraisal, people, _accounts = vote
    place = appraisal.places.get(member=people[0])
    code = services.take_slip(place, by=actor_for(people[0].account))
    stranger, address = Client(), reverse("life:ballot", args=[appraisal.box_id])
    assert "code" in stranger.get(address).context["form"].fields
    wrong = stranger.post(address, {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert wrong.context["form"].errors
    assert not any(person.name in wrong.content.decode() for person in people)
    page = stranger.post(address, {"code": code})
    assert page.context["code"] == code
    done = stranger.post(address, {**different_ballots(appraisal)[0], "code": code, "cast": "1"})
    assert done.templates[0].name == "life/appraisals/cast.html"
    again = stranger.post(address, {**different_ballots(appraisal)[0], "code": code, "cast": "1"})
    assert again.context["form"].errors
    box = BallotBox.objects.get()
    assert Contents.read(box.sealed, str(box.pk)).ballots == 1


def test_a_page_that_is_opened_again_keeps_the_slip_and_a_slip_is_never_given_twice(vote):
    appraisal, _people, accounts = vote
    browser = signed_in(accounts[0])
    taken = browser.post(reverse("life:take-slip", args=[appraisal.pk]))
    first = browser.get(taken.url).context["code"]
    assert browser.get(taken.url).context["code"] == first
    again = browser.post(reverse("life:take-slip", args=[appraisal.pk]))
    assert again.url == reverse("life:my-appraisal", args=[appraisal.pk])
    assert signed_in(accounts[0]).get(taken.url).context.get("code") is None


def test_how_secret_a_vote_is_cannot_be_changed(vote):
    appraisal, _people, _accounts = vote
    pages = {"life:start-voting", "life:close-vote", "life:decide-grades", "life:tell-members", "life:file-appraisal"}
    assert all(reverse(page, args=[appraisal.pk]) for page in pages)
    writers = [name for name in dir(services) if "ballot" in name and callable(getattr(services, name))]
    assert writers == ["cast_ballot"]
    assert DemocraticAppraisal.objects.get().by_phone


def test_the_pages_say_what_an_administrator_could_still_learn(vote):
    appraisal, _people, accounts = vote
    words = "服务器管理员仍可能得知的情况"
    browser = signed_in(accounts[0])
    for address in (
        reverse("life:my-appraisal", args=[appraisal.pk]),
        browser.post(reverse("life:take-slip", args=[appraisal.pk])).url,
    ):
        assert words in browser.get(address).content.decode()
