"""Files made in the background: the queue, the rights of the asker, batches that stop, go on and survive a kill."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone

from dangjian.insight.ledgers import making, services, work
from dangjian.insight.ledgers.enums import BatchState, LedgerFormat
from dangjian.insight.ledgers.errors import LedgerError
from dangjian.insight.ledgers.jobs import _sweep as sweep
from dangjian.insight.ledgers.models import KEPT_DAYS, LedgerBatch, LedgerLayout, LedgerRun
from dangjian.insight.ledgers.queries import RUNS, layout_for
from dangjian.insight.ledgers.storage import FILES
from dangjian.insight.ledgers.work import MOST_ATTEMPTS, work_next
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.periods import Period
from dangjian.kernel.privacy.retention import retentions
from dangjian.kernel.work.progress import note_progress
from dangjian.kernel.work.states import WorkState

from .factories import event

YEAR = Period.year_of(2017)


@pytest.fixture
def asked(small_city):
    def ask(kind=LedgerFormat.XLSX, at=None, by=None):
        by = by or small_city.actor()
        return services.ask_for_ledger(organisation=at or small_city.first_one, period=YEAR, kind=kind, by=by)

    return ask


@pytest.fixture
def batch(small_city):
    return services.ask_for_batch(
        organisation=small_city.first, period=YEAR, kind=LedgerFormat.XLSX, by=small_city.actor()
    )


def states(batch):
    return list(batch.runs.order_by("organisation__code").values_list("state", flat=True))


def work_all():
    done = 0
    while work_next():
        done += 1
    return done


@pytest.mark.parametrize("kind", LedgerFormat.values)
def test_a_file_is_made_recorded_and_kept(asked, small_city, kind):
    event(small_city.first_one, date(2017, 3, 1))
    run = asked(kind)
    assert work_next()
    assert not work_next()
    run.refresh_from_db()
    assert (run.state, run.records, run.claim) == (WorkState.DONE, 1, "")
    with FILES.opened(run.stored_as) as file:
        assert len(file.read()) == run.size > 1000
    entry = Entry.objects.get(action="ledgers.ledger.taken")
    assert (entry.organisation_id, entry.changes["format"]) == (small_city.first_one.pk, kind)


def test_the_oldest_comes_first_and_single_files_before_a_batch(asked, batch):
    run = asked()
    work_next()
    run.refresh_from_db()
    assert run.state == WorkState.DONE
    assert set(states(batch)) == {WorkState.WAITING}


def test_rights_are_those_of_the_making_and_not_of_the_asking(asked, small_city):
    run = asked(by=small_city.actor(Role.BRANCH_SECRETARY, small_city.first_one))
    Grant.objects.filter(account=run.asked_by).update(ends_on=date(2017, 10, 1))
    work_next()
    run.refresh_from_db()
    assert run.state == WorkState.FAILED
    assert "导出台账" in run.trouble
    assert run.stored_as == ""


def test_an_account_that_was_closed_gets_nothing(asked):
    run = asked()
    run.asked_by.is_active = False
    run.asked_by.save()
    work_next()
    run.refresh_from_db()
    assert run.state == WorkState.FAILED


def test_a_run_that_lost_its_worker_is_begun_anew(asked):
    run = asked()
    LedgerRun.objects.update(state=WorkState.WORKING, claim="gone", attempts=1)
    work_next()
    run.refresh_from_db()
    assert (run.state, run.attempts) == (WorkState.DONE, 2)


def test_nobody_takes_what_another_worker_makes(asked):
    run = asked()
    LedgerRun.objects.update(state=WorkState.WORKING, claim="other")
    note_progress(f"ledgers/{run.pk}", 1, 9)
    assert RUNS.progress(run).done == 1
    assert not work_next()
    with pytest.raises(LedgerError):
        RUNS.take(run, (WorkState.WAITING,), WorkState.WORKING)


def test_what_kills_its_worker_again_and_again_is_given_up(asked):
    run = asked()
    LedgerRun.objects.update(state=WorkState.WORKING, claim="gone", attempts=MOST_ATTEMPTS)
    work_next()
    run.refresh_from_db()
    assert run.state == WorkState.FAILED
    assert run.trouble


def test_a_failure_leaves_no_file_and_says_so(asked, monkeypatch):
    run = asked()

    def fail(*_args, **_facts):
        raise RuntimeError("no disk")

    monkeypatch.setattr(work, "make", fail)
    with pytest.raises(RuntimeError):
        work_next()
    run.refresh_from_db()
    assert (run.state, run.stored_as) == (WorkState.FAILED, "")
    assert run.trouble
    assert [path for path in FILES.place().iterdir() if path.is_file()] == []
    assert not Entry.objects.filter(action="ledgers.ledger.taken").exists()


def test_a_batch_makes_one_ledger_a_branch_and_packs_them(batch, small_city):
    assert batch.runs.count() == 2
    assert work_all() == 3
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    with FILES.opened(batch.stored_as) as file:
        packed = zipfile.ZipFile(io.BytesIO(file.read()))
    assert packed.namelist() == ["35-01-01-甲局第一支部-2017.xlsx", "35-01-02-甲局第二支部-2017.xlsx"]
    assert packed.testzip() is None
    assert batch.size


def test_a_stopped_batch_waits_and_goes_on_without_doing_anything_twice(batch, small_city, monkeypatch):
    made = []

    def making_one(ledger, *rest):
        made.append(ledger.organisation.code)
        return making.make(ledger, *rest)

    monkeypatch.setattr(work, "make", making_one)
    work_next()
    services.stop_batch(batch, by=small_city.actor())
    assert not work_next()
    assert states(batch) == [WorkState.DONE, WorkState.WAITING]
    services.resume_batch(batch, by=small_city.actor())
    work_all()
    assert made == ["35-01-01", "35-01-02"]
    entries = Entry.objects.filter(action__startswith="ledgers.batch").order_by("pk")
    assert [entry.action.rpartition(".")[2] for entry in entries] == ["started", "stopped", "resumed"]


def test_what_fails_in_a_batch_is_told_and_the_others_go_on(batch, small_city, monkeypatch):
    def making_one(ledger, *rest):
        if ledger.organisation == small_city.first_one:
            raise LedgerError("no picture can be read")
        return making.make(ledger, *rest)

    monkeypatch.setattr(work, "make", making_one)
    work_all()
    assert states(batch) == [WorkState.FAILED, WorkState.DONE]
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    monkeypatch.setattr(work, "make", making.make)
    first = batch.stored_as
    services.resume_batch(batch, by=small_city.actor())
    work_all()
    batch.refresh_from_db()
    assert states(batch) == [WorkState.DONE, WorkState.DONE]
    with FILES.opened(batch.stored_as) as file:
        assert len(zipfile.ZipFile(file).namelist()) == 2
    assert first != batch.stored_as


def test_steps_that_do_not_fit_are_refused(batch, small_city):
    by = small_city.actor()
    with pytest.raises(LedgerError):
        services.resume_batch(batch, by=by)
    with pytest.raises(LedgerError):
        services.ask_for_batch(organisation=small_city.first, period=YEAR, kind="pdf", by=by)
    work_all()
    for step in (services.stop_batch, services.resume_batch):
        with pytest.raises(LedgerError):
            step(batch, by=by)


def test_a_batch_without_branches_is_refused_and_leaves_nothing(small_city):
    period = Period.year_of(2005)
    with pytest.raises(LedgerError):
        services.ask_for_batch(organisation=small_city.first, period=period, kind="pdf", by=small_city.actor())
    assert not LedgerBatch.objects.exists()


def test_nobody_fills_the_queue(asked):
    for _number in range(services.MOST_WAITING):
        asked()
    with pytest.raises(LedgerError):
        asked()


def test_files_go_after_their_days(asked, batch, fixed_day):
    run = asked()
    work_all()
    assert len(list(FILES.written_before(timezone.now() + timedelta(hours=1)))) == 4
    later = timezone.localdate() + timedelta(days=KEPT_DAYS + 2)
    for one in retentions():
        if one.model in (LedgerRun, LedgerBatch):
            one.expired(later).delete()
    assert not LedgerRun.objects.filter(pk=run.pk).exists()
    assert not LedgerBatch.objects.exists()
    assert sweep(timezone.now(), later) == 0  # younger than a day
    assert sweep(timezone.now() + timedelta(days=2), later) == 4


def test_an_office_chooses_for_those_below_until_they_choose_themselves(small_city):
    by, day = small_city.actor(), date(2017, 1, 1)
    assert layout_for(small_city.first_one, day) == "small"
    services.choose_layout(organisation=small_city.committee, pictures="none", from_day=day, by=by)
    assert layout_for(small_city.first_one, day) == "none"
    services.choose_layout(organisation=small_city.first_one, pictures="wide", from_day=day, by=by)
    later = day + timedelta(days=30)
    services.choose_layout(organisation=small_city.committee, pictures="small", from_day=later, by=by)
    assert layout_for(small_city.first_one, later) == "wide"
    assert layout_for(small_city.first_two, day) == "none"
    assert layout_for(small_city.first_two, later) == "small"
    services.choose_layout(organisation=small_city.committee, pictures="wide", from_day=later, by=by)
    assert LedgerLayout.objects.filter(organisation=small_city.committee).count() == 2
