"""What runs by the clock: each job does its work once, however often it runs."""

from datetime import date, datetime, timedelta
from datetime import time as clock

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dangjian.foundation.members import jobs as member_jobs
from dangjian.foundation.members.enums import TransferState
from dangjian.foundation.members.models import Member, Transfer
from dangjian.foundation.organisations import jobs as organisation_jobs
from dangjian.foundation.organisations.models import Term
from dangjian.kernel import jobs
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments import storage
from dangjian.kernel.attachments.services import attach
from dangjian.kernel.discovery import discover
from dangjian.kernel.notices.models import Notice, Outgoing, OutgoingState, Reminder
from dangjian.kernel.obligations.services import answer, ask
from dangjian.kernel.periods import months_after

TODAY = date(2017, 10, 9)
ONE_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)

discover("jobs")


def at(day, hour=9):
    return timezone.make_aware(datetime.combine(day, clock(hour)))


def run(key, day):
    return jobs.registry[key].run(at(day), day)


def term_of(organisation, due_on):
    Term.objects.filter(organisation=organisation).delete()
    return Term.objects.create(
        organisation=organisation, starts_on=months_after(due_on, -36), due_on=due_on, rule="branch-2010"
    )


def forget():
    for model in (Reminder, Notice, Outgoing):
        model.objects.all().delete()


# ── the registry ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def own(monkeypatch):
    monkeypatch.setattr(jobs, "registry", {})
    return jobs.register


def test_daily_jobs_run_after_a_start_and_on_each_new_day(own):
    own(jobs.Job("a.minute", lambda now, today: 1, daily=False))
    own(jobs.Job("a.day", lambda now, today: 2))
    first = jobs.run_due(at(TODAY), TODAY, last=None)
    assert first == {"a.minute": 1, "a.day": 2}
    assert jobs.run_due(at(TODAY, 23), TODAY, last=at(TODAY)) == {"a.minute": 1}
    next_day = TODAY + timedelta(days=1)
    assert jobs.run_due(at(next_day, 0), next_day, last=at(TODAY, 23)) == first


def test_a_job_that_fails_keeps_no_other_from_running(own, caplog):
    def broken(now, today):
        raise RuntimeError("no")

    own(jobs.Job("a.broken", broken))
    own(jobs.Job("b.sound", lambda now, today: 3))
    assert jobs.run_due(at(TODAY), TODAY, last=None) == {"a.broken": -1, "b.sound": 3}
    assert "a.broken" in caplog.text
    with pytest.raises(ValueError, match="twice"):
        own(jobs.Job("b.sound", broken))


@pytest.mark.django_db
def test_every_declared_job_runs_on_an_empty_platform_and_again(small_city):
    assert len(jobs.registry) >= 8
    for _again in range(2):
        done = jobs.run_due(at(TODAY), TODAY, last=None)
        assert -1 not in done.values()


# ── reminders ────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(-400, 400))
@example(date(2017, 8, 31), 184)
def test_stages_of_a_term_follow_each_other(today, days):
    last_day = today + timedelta(days=days)
    order = [None, 6, 3, 1, 0]
    stages = [organisation_jobs.stage_of(last_day, today + timedelta(days=n)) for n in range(0, 40, 3)]
    places = [order.index(stage) for stage in stages]
    assert places == sorted(places)
    assert (stages[0] is None) == (last_day >= months_after(today, 6))
    assert (stages[0] == 0) == (last_day < today)


@pytest.mark.django_db
@ONE_DATABASE
@given(st.integers(-40, 300), st.lists(st.integers(0, 9), min_size=30, max_size=60))
def test_each_stage_of_a_term_is_told_once(small_city, days, gaps):
    forget()
    secretary = small_city.account(Role.BRANCH_SECRETARY, small_city.third)
    term = term_of(small_city.third, TODAY + timedelta(days=days))
    reached, day = set(), TODAY
    for gap in gaps:
        day += timedelta(days=gap)
        reached.add(organisation_jobs.stage_of(term.due_on, day))
        run("organisations.term_reminders", day)
        run("organisations.term_reminders", day)
    assert Reminder.objects.count() == Notice.objects.filter(account=secretary).count() == len(reached - {None})


@pytest.mark.django_db
def test_an_extension_begins_anew_and_an_ended_term_is_left_alone(small_city):
    small_city.account(Role.BRANCH_SECRETARY, small_city.third)
    term = term_of(small_city.third, TODAY + timedelta(days=20))
    assert run("organisations.term_reminders", TODAY) == 1
    term.extended_to = TODAY + timedelta(days=150)
    term.save()
    assert run("organisations.term_reminders", TODAY) == 1
    term.ends_on, term.ended_by = TODAY, "elected"
    term.save()
    assert run("organisations.term_reminders", TODAY + timedelta(days=140)) == 0


@pytest.mark.django_db
def test_only_holders_there_are_told_and_the_next_holder_too(small_city):
    term_of(small_city.third, TODAY + timedelta(days=20))
    small_city.account(Role.COMMITTEE_STAFF, small_city.committee)
    small_city.account(Role.MEMBER, small_city.third)
    assert run("organisations.term_reminders", TODAY) == 0
    clerk = small_city.account(Role.BRANCH_CLERK, small_city.third)
    assert run("organisations.term_reminders", TODAY + timedelta(days=1)) == 1
    assert list(Notice.objects.values_list("account", flat=True)) == [clerk.pk]


@pytest.fixture
def letter(small_city):
    member = Member.objects.create(name="某人")
    return Transfer.objects.create(
        member=member,
        organisation=small_city.first_one,
        to_organisation=small_city.third,
        letter_number="1号",
        happened_on=TODAY,
        valid_days=30,
    )


@pytest.mark.django_db
def test_both_ends_hear_of_a_letter_that_runs_out(small_city, letter):
    old = small_city.account(Role.BRANCH_SECRETARY, small_city.first_one)
    new = small_city.account(Role.BRANCH_CLERK, small_city.third)
    told = [run("members.letter_reminders", TODAY + timedelta(days=n)) for n in range(40)]
    assert [(n, count) for n, count in enumerate(told) if count] == [(23, 2), (31, 2)]
    assert Notice.objects.filter(account=old).count() == Notice.objects.filter(account=new).count() == 2
    assert not Notice.objects.filter(subject__contains="某人").exists()


@pytest.mark.django_db
def test_an_answered_letter_is_not_reminded_of(small_city, letter):
    small_city.account(Role.BRANCH_SECRETARY, small_city.first_one)
    letter.state = TransferState.ACCEPTED
    letter.save()
    assert run("members.letter_reminders", TODAY + timedelta(days=29)) == 0


@given(st.dates(date(2016, 1, 1), date(2030, 1, 1)), st.integers(-60, 60))
def test_stages_of_a_letter(today, days):
    stage = member_jobs.stage_of(today + timedelta(days=days), today)
    assert stage == ("out" if days < 0 else "soon" if days <= member_jobs.WARNING_DAYS else None)


@pytest.mark.django_db
def test_who_has_not_answered_hears_of_an_ask_the_day_before(small_city):
    for organisation in (small_city.third, small_city.first):
        small_city.account(Role.PARTY_OFFICE, organisation)
    sent = ask(
        from_organisation=small_city.committee,
        receivers=[small_city.third, small_city.first],
        title="报送联系人",
        reason="更新通讯录",
        owner="某人",
        due_on=TODAY + timedelta(days=5),
        ends_on=TODAY + timedelta(days=20),
        minutes_estimate=5,
        on=TODAY,
        by=small_city.actor(),
    )
    answer(sent.targets.get(organisation=small_city.first), text="已报", on=TODAY, by=small_city.actor())
    told = [run("desk.ask_reminders", TODAY + timedelta(days=n)) for n in (0, 3, 4, 4, 5)]
    assert told == [0, 0, 1, 0, 0]
    assert Notice.objects.get().url == f"/obligations/asked/{sent.targets.get(organisation=small_city.third).pk}/"


# ── what has had its time ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_old_letters_of_the_outbox_go_and_waiting_ones_stay(small_city):
    account = small_city.account(Role.BRANCH_CLERK, small_city.third)
    old, young = at(TODAY) - timedelta(days=190), at(TODAY) - timedelta(days=180)
    Outgoing.objects.create(account=account, next_try_at=old, state=OutgoingState.SENT)
    kept = {
        Outgoing.objects.create(account=account, next_try_at=moment, state=state).pk
        for moment, state in ((young, OutgoingState.SENT), (old, OutgoingState.WAITING))
    }
    assert run("config.retention", TODAY) == 1
    assert run("config.retention", TODAY) == 0
    assert set(Outgoing.objects.values_list("pk", flat=True)) == kept


@pytest.mark.django_db
def test_old_attempts_to_sign_in_go():
    for days in (200, 100):
        made = AccessAttempt.objects.create(username=f"u{days}", ip_address="::1", failures_since_start=1)
        AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=at(TODAY) - timedelta(days=days))
    assert run("config.retention", TODAY) == 1
    assert AccessAttempt.objects.get().username == "u100"


@pytest.mark.django_db
def test_ended_sessions_and_lost_uploads_go(small_city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    now = timezone.now()
    for key, days in (("a", -1), ("b", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))
    assert jobs.registry["config.sessions"].run(now, TODAY) == 1
    lost = storage.keep(b"lost")
    kept = attach(
        SimpleUploadedFile("a.txt", b"kept"), to=small_city.third, organisation=small_city.third, by=None
    ).sha256
    sweep = jobs.registry["attachments.sweep"].run
    assert sweep(now, TODAY) == 0  # a file just written may belong to an upload under way
    assert sweep(now + timedelta(days=2), TODAY) == 1
    assert not storage.place_of(lost).exists()
    assert storage.place_of(kept).exists()
