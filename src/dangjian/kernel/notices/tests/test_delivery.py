from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangjian.foundation.accounts.models import Account
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.notices import services
from dangjian.kernel.notices.delivery import BACKOFF, LEASE, deliver
from dangjian.kernel.notices.hours import QUIET_FROM, QUIET_UNTIL, local, next_digest, not_quiet_from, quiet
from dangjian.kernel.notices.models import Notice, Outgoing, OutgoingState
from dangjian.kernel.notices.services import NoticeError
from dangjian.kernel.notices.tests import mailbox
from dangjian.kernel.periods import SEED


def at(day, hour, minute=0):
    """A moment of October 2017 by the office's clock. The 9th is a Monday; the 1st to 8th are holidays."""
    return timezone.make_aware(datetime.combine(date(2017, 10, day), time(hour, minute)))


def states():
    return list(Outgoing.objects.order_by("pk").values_list("state", flat=True))


def test_urgent_leaves_at_once_even_at_night(reader, mail):
    services.send(to=reader, subject="Fire drill", body="Now.", url="/x/", urgent=True, now=at(8, 23), by=None)
    assert deliver(at(8, 23)) == {"sent": 1}
    (letter,) = mail
    assert (letter.subject, letter.to) == ("Fire drill", ["reader@example.org"])
    assert letter.body.startswith("Now.\nhttps://party.example/x/\n")
    assert deliver(at(8, 23, 1)) == {}


def test_the_rest_comes_once_a_day(reader, mail):
    for n in range(3):
        services.send(to=reader.pk, subject=f"Matter {n}", now=at(9, 9 + n), by=None)
    assert deliver(at(9, 12)) == deliver(at(10, 7, 59)) == {}
    assert deliver(at(10, 8)) == {"sent": 1}
    (digest,) = mail
    assert digest.subject == "3 notices"
    assert all(f"Matter {n}" in digest.body for n in range(3))
    services.send(to=reader, subject="Later", now=at(10, 8, 1), by=None)
    assert deliver(at(10, 20)) == {}
    assert deliver(at(11, 8)) == {"sent": 1}
    assert mail[1].subject == "Later"


def test_what_was_read_meanwhile_is_not_mailed(reader, mail):
    (notice,) = services.send(to=reader, subject="Seen", now=at(9, 9), by=None)
    services.mark_read(notice, now=at(9, 10))
    assert deliver(at(10, 8)) == {"dropped": 1}
    assert mail == []


@pytest.mark.parametrize("unwanted", [{"email": None}, {"is_active": False}])
def test_no_address_no_letter(reader, mail, unwanted):
    services.send(to=reader, subject="x", urgent=True, now=at(9, 9), by=None)
    Account.objects.filter(pk=reader.pk).update(**unwanted)
    assert deliver(at(9, 9)) == {"dropped": 1}


def test_preferences(reader, mail):
    services.choose(account_id=reader.pk, email=True, digest_hour=17, by=None)
    services.send(to=reader, subject="x", now=at(9, 9), by=None)
    assert deliver(at(9, 16, 59)) == {}
    assert deliver(at(9, 17)) == {"sent": 1}
    services.choose(account_id=reader.pk, email=False, digest_hour=17, by=None)
    services.send(to=reader, subject="x", now=at(9, 18), by=None)
    services.send(to=reader, subject="x", urgent=True, now=at(9, 18), by=None)
    assert Outgoing.objects.count() == 1
    assert Notice.objects.count() == 3
    for hour in (7, 21):
        with pytest.raises(NoticeError):
            services.choose(account_id=reader.pk, email=True, digest_hour=hour, by=None)


def test_failures_wait_longer_and_end(reader, mail):
    mailbox.plan["fails"] = 99
    services.send(to=reader, subject="x", urgent=True, now=at(9, 9), by=None)
    now = at(9, 9)
    for wait in BACKOFF:
        assert deliver(now) == {"waiting": 1}
        assert deliver(now + wait - timedelta(seconds=1)) == {}
        now += wait
    assert deliver(now) == {"given-up": 1}
    letter = Outgoing.objects.given_up().get()
    assert (letter.attempts, letter.last_error) == (6, "ConnectionRefusedError: mail server is away")
    assert Entry.objects.filter(action="notices.letter.given-up").count() == 1
    mailbox.plan["fails"] = 0
    services.retry(letter, now=now, by=None)
    assert deliver(now) == {"sent": 1}
    with pytest.raises(NoticeError):
        services.retry(letter, now=now, by=None)


def test_given_up_digest_joins_the_one_waiting(reader, mail):
    services.send(to=reader, subject="old", now=at(9, 9), by=None)
    Outgoing.objects.update(state=OutgoingState.GIVEN_UP)
    services.send(to=reader, subject="new", now=at(9, 9), by=None)
    services.retry(Outgoing.objects.given_up().get(), now=at(9, 9), by=None)
    assert deliver(at(10, 8)) == {"sent": 1}
    assert mail[0].subject == "2 notices"


def test_digest_that_fails_takes_in_what_came_meanwhile(reader, mail):
    services.send(to=reader, subject="first", now=at(9, 9), by=None)
    Outgoing.objects.update(state=OutgoingState.SENDING, claim="dead", claimed_at=at(10, 8), sent_on=date(2017, 10, 10))
    services.send(to=reader, subject="second", now=at(10, 8, 1), by=None)
    assert states() == ["sending", "waiting"]
    assert deliver(at(10, 8) + LEASE + timedelta(seconds=1)) == {"waiting": 1}
    assert states() == ["waiting"]
    assert deliver(at(10, 8, 30)) == {"sent": 1}
    assert mail[0].subject == "2 notices"


def test_digest_in_quiet_hours_is_postponed(reader, mail):
    services.send(to=reader, subject="x", now=at(9, 9), by=None)
    assert deliver(at(10, 21)) == {"postponed": 1}
    assert deliver(at(11, 7, 29)) == {}
    assert deliver(at(11, 7, 30)) == {"sent": 1}


def test_the_database_keeps_the_rules_too(reader):
    day = {"sent_on": date(2017, 10, 9), "state": OutgoingState.SENT}
    for facts in ({}, day):
        Outgoing.objects.create(account=reader, digest=True, next_try_at=at(9, 9), **facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            Outgoing.objects.create(account=reader, digest=True, next_try_at=at(9, 9), **facts)
    assert deliver(at(9, 12)) == {}
    assert Outgoing.objects.get(state=OutgoingState.WAITING).next_try_at == at(10, 8)


def test_nothing_is_sent_when_the_caller_fails(reader):
    with transaction.atomic():
        services.send(to=reader, subject="x", urgent=True, by=None)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Outgoing.objects.exists()


def test_each_reads_in_their_own_language(reader):
    chinese = Account.objects.create_user("zh", display_name="中", language="zh-hans")
    services.send(to=[reader, chinese.pk, chinese], subject=gettext_lazy("Notices"), by=None)
    assert dict(Notice.objects.values_list("account", "subject"))[reader.pk] == "Notices"
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"subject": " "}, {"url": "https://evil.example"}, {"url": "//evil.example"}])
def test_wrong_notices_are_refused(reader, wrong):
    with pytest.raises(NoticeError):
        services.send(**({"to": reader, "subject": "x", "by": None} | wrong))


def test_sending_to_many_takes_a_fixed_number_of_queries(db, django_assert_max_num_queries):
    people = Account.objects.bulk_create(
        [Account(username=f"a{n}", display_name="a", email=f"a{n}@example.org") for n in range(300)]
    )
    with django_assert_max_num_queries(25):
        services.send(to=people, subject="x", now=at(9, 9), by=None)
    assert Outgoing.objects.count() == 300


def test_two_workers_send_each_letter_once(db, mail):
    people = [Account(username=f"a{n}", display_name="a", email=f"a{n}@example.org") for n in range(20)]
    services.send(to=Account.objects.bulk_create(people), subject="x", urgent=True, now=at(9, 9), by=None)
    second = []
    # The second worker comes while the first one, with its list of letters in hand, is sending the first of them.
    mailbox.plan["meanwhile"] = lambda: second.append(deliver(at(9, 9)))
    first = deliver(at(9, 9))
    assert (first, second) == ({"sent": 1}, [{"sent": 19}])
    assert sorted(letter.to[0] for letter in mail) == sorted(person.email for person in people)


def test_worker_taken_for_dead_does_not_overwrite_what_the_other_did(reader, mail):
    services.send(to=reader, subject="x", urgent=True, now=at(9, 9), by=None)
    mailbox.plan["meanwhile"] = lambda: deliver(at(9, 10))
    assert deliver(at(9, 9)) == {"lost": 1}
    letter = Outgoing.objects.get()
    assert (letter.state, letter.attempts, letter.next_try_at) == (OutgoingState.WAITING, 1, at(9, 10, 1))


# ── hours ────────────────────────────────────────────────────────────────────────────────────────────────────────────

MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2027, 12, 31)).map(timezone.make_aware)


@given(MOMENTS, st.integers(0, 23), st.none() | st.integers(-3, 3))
def test_digests_come_on_working_days_outside_quiet_hours(moment, hour, days):
    sent_on = None if days is None else local(moment).date() + timedelta(days=days)
    slot = next_digest(moment, hour, sent_on=sent_on)
    assert slot > moment
    assert not quiet(slot)
    assert sent_on is None or local(slot).date() > sent_on


@given(MOMENTS)
def test_quiet_ends_in_the_morning_of_a_working_day(moment):
    end = not_quiet_from(moment)
    assert end >= moment
    assert not quiet(end)
    assert end == moment or local(end).time() == QUIET_UNTIL
    here = local(moment)
    rests = not SEED.of(here.date()).working
    assert quiet(moment) == (rests or here.time() < QUIET_UNTIL or here.time() >= QUIET_FROM)


MINUTES = st.integers(0, 12 * 24 * 60)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sends=st.lists(st.tuples(MINUTES, st.booleans()), min_size=1, max_size=12),
    step=st.integers(45, 400),
    fails=st.integers(0, 5),  # the sixth refusal of one letter would end it
    hour=st.integers(8, 20),
)
def test_nothing_leaves_in_quiet_hours_and_everything_leaves_once(reader, sends, step, fails, hour):
    """Twelve days from the holiday on, a mail server that fails at first, a worker that comes by now and then."""
    with transaction.atomic():
        mailbox.taken.clear()
        mailbox.plan["fails"] = fails
        services.choose(account_id=reader.pk, email=True, digest_hour=hour, by=None)
        waiting = sorted(sends)
        start, left = at(5, 0), []
        for minute in range(0, 21 * 24 * 60, step):
            now = start + timedelta(minutes=minute)
            while waiting and waiting[0][0] <= minute:
                _minute, urgent = waiting.pop(0)
                services.send(to=reader, subject=f"[{len(waiting)}]", urgent=urgent, now=now, by=None)
            before = len(mailbox.taken)
            deliver(now)
            left += [(now, letter) for letter in mailbox.taken[before:]]
        digests = set(Outgoing.objects.filter(digest=True).values_list("sent_at", flat=True))
        assert all(not quiet(moment) for moment in digests)
        assert len({local(moment).date() for moment in digests}) == len(digests)
        text = "\n".join(f"{letter.subject} {letter.body}" for _now, letter in left)
        singles = [f"[{n}]" for n in range(len(sends))]
        assert [text.count(mark) for mark in singles] == [1] * len(sends)
        assert set(states()) == {"sent"}
        transaction.set_rollback(True)
