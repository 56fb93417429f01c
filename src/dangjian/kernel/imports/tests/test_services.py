import datetime as dt
import gc
import io
import multiprocessing
import os
import signal
import time
from contextlib import nullcontext

import pytest
from django.db import connection
from django.utils import translation

from dangjian.kernel.audit.append_only import forbid_changes, permit_changes
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.imports import services, storage
from dangjian.kernel.imports.errors_sheet import errors_workbook
from dangjian.kernel.imports.holding import ImportFlowError
from dangjian.kernel.imports.models import AppliedRow, ImportBatch, ImportRow, RememberedMapping, State
from dangjian.kernel.imports.queries import plan, progress_of
from dangjian.kernel.imports.reading import UnusableFile, open_workbook
from dangjian.kernel.imports.targets import Action
from dangjian.kernel.tree import services as tree
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

from . import workbooks
from .targets import BRANCHES, TODAY

LIST = [
    ["党支部一览表"],
    ["序号", "代码", "支部名称", "成立时间", "书记身份证号"],
    [1, "B1", "第一 支部", "1985.07", workbooks.identity()],
    [2, "B2", "第二支部", "85年7月", None],
    [3, "B3", "第三支部", "1985.13", 3.5e17],
    [4, "B1", "第四支部", 31229, None],
    ["合计", 4],
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def committee(db):
    return tree.place(
        code="C",
        name="某机关党委",
        short_name="机关党委",
        kind=OrganisationKind.ORGAN_COMMITTEE,
        parent=None,
        starts_on=dt.date(2000, 1, 1),
    )


def uploaded(committee, rows=LIST):
    return services.upload(
        target=BRANCHES.key, organisation=committee, file=workbooks.xlsx(rows), name="支部.xlsx", today=TODAY, by=None
    )


def mapped(batch):
    return services.map_columns(batch=batch, columns={found.sheet: found.columns for found in plan(batch)}, by=None)


def previewed(committee, rows=LIST):
    return services.preview(batch=mapped(uploaded(committee, rows)), today=TODAY, by=None)


def applied(committee, rows=LIST):
    return services.apply(batch=previewed(committee, rows), today=TODAY, by=None)


def branches(committee):
    return list(Organisation.objects.filter(parent=committee).order_by("code").values_list("code", "name"))


def test_from_file_to_rows(committee, django_capture_on_commit_callbacks):
    batch = previewed(committee)
    assert batch.state == State.PREVIEWED
    assert {key: batch.counts[key] for key in ("read", "create", "refuse", "accepted")} == {
        "read": 4,
        "create": 2,
        "refuse": 2,
        "accepted": 2,
    }
    rows = list(batch.rows.all())
    assert [row.number for row in rows] == [3, 4, 5, 6]
    assert rows[1].values["founded_on"] == dt.date(1985, 7, 1)
    assert [(key, note.code) for key, note in rows[2].problems] == [
        ("founded_on", "no-such-day"),
        ("secretary", "digits-lost"),
    ]
    assert rows[3].problems[0][1].text == "The code B1 stands in row 3 already."
    assert branches(committee) == []
    told = []
    with django_capture_on_commit_callbacks(execute=True):
        batch = services.apply(batch=batch, today=TODAY, by=None, tell=lambda *done: told.append(done))
    assert branches(committee) == [("B1", "第一 支部"), ("B2", "第二支部")]
    assert (batch.state, batch.counts["applied"], told) == (State.APPLIED, 2, [(2, 2)])
    assert not (storage.folder() / batch.stored_as).exists()
    actions = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == [f"imports.batch.{done}" for done in ("uploaded", "mapped", "previewed", "applied")]


def test_what_stands_already_is_left_alone_and_a_change_needs_a_yes(committee):
    applied(committee)
    batch = previewed(committee, [*LIST[:2], [1, "B1", "第一 支部", "1985.07"], [2, "B2", "新二支部", "1985.07"]])
    same, change = batch.rows.all()
    assert (same.action, change.action, change.accepted) == (Action.SAME, Action.UPDATE, False)
    assert change.differences == {"name": ["第二支部", "新二支部"]}
    with pytest.raises(ImportFlowError, match="No row is chosen"):
        services.apply(batch=batch, today=TODAY, by=None)
    services.accept(batch=batch, rows=[change.pk], by=None)
    batch = services.apply(batch=batch, today=TODAY, by=None)
    assert branches(committee)[1] == ("B2", "新二支部")
    services.undo(batch=batch, today=TODAY, by=None)
    assert branches(committee)[1] == ("B2", "第二支部")


def test_refused_rows_cannot_be_accepted_and_accepted_ones_can_be_left_out(committee):
    batch = previewed(committee)
    services.accept(batch=batch, rows=None, by=None)
    assert batch.rows.filter(accepted=True).count() == 2
    services.accept(batch=batch, rows=[batch.rows.first().pk], accepted=False, by=None)
    services.apply(batch=batch, today=TODAY, by=None)
    assert branches(committee) == [("B2", "第二支部")]


def test_a_corrected_row_is_judged_again(committee):
    batch = previewed(committee)
    row = batch.rows.get(number=5)
    fresh = services.correct(
        row=row,
        texts={"founded_on": "1985.12", "secretary": workbooks.identity(order="127"), "other": "x"},
        today=TODAY,
        by=None,
    )
    assert (fresh.action, fresh.accepted, fresh.problems) == (Action.CREATE, True, [])
    batch.refresh_from_db()
    assert batch.counts["refuse"] == 1
    assert "other" not in fresh.raw


def test_the_mapping_is_remembered_for_the_same_headers(committee):
    batch = uploaded(committee)
    (found,) = plan(batch)
    assert {m.header: m.key for m in found.matches}["代码"] == "code"
    corrected = {column: key for column, key in found.columns.items() if key != "secretary"}
    services.map_columns(batch=batch, columns={found.sheet: corrected}, by=None)
    assert RememberedMapping.objects.count() == 1
    (again,) = plan(uploaded(committee, [LIST[1][::-1], LIST[2][::-1]]))
    assert {m.key for m in again.matches} == {"code", "name", "founded_on", ""}
    assert {m.why for m in again.matches if m.key} == {"remembered"}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "at least one sheet"),
        ({1: "code", 2: "code", 3: "founded_on"}, "two columns are chosen for 代码"),
        ({1: "code", 2: "name"}, "no column is chosen for 成立日期"),
        ({1: "code", 2: "name", 3: "founded_on", 4: "colour"}, "unknown column"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused(committee, columns, words):
    with pytest.raises(ImportFlowError, match=words):
        services.map_columns(batch=uploaded(committee), columns={"Sheet1": columns}, by=None)


def test_a_failure_in_the_middle_leaves_nothing(committee, monkeypatch):
    batch = previewed(committee)
    monkeypatch.setattr(BRANCHES, "fail_at", 4)
    with pytest.raises(ServiceError):
        services.apply(batch=batch, today=TODAY, by=None)
    batch.refresh_from_db()
    assert (batch.state, batch.trouble, branches(committee)) == (State.PREVIEWED, "This row cannot be written.", [])
    monkeypatch.setattr(BRANCHES, "fail_at", 0)
    services.apply(batch=batch, today=TODAY, by=None)
    assert len(branches(committee)) == 2


def test_undo_takes_everything_back_or_nothing(committee):
    batch = applied(committee)
    first = Organisation.objects.get(code="B1")
    tree.place(code="G1", name="小组", short_name="", kind=first.kind, parent=first, starts_on=dt.date(2000, 1, 1))
    with pytest.raises(ServiceError, match="below it"):
        services.undo(batch=batch, today=TODAY, by=None)
    assert len(branches(committee)) == 2
    Organisation.objects.get(code="G1").delete()
    with pytest.raises(ImportFlowError, match="30 days"):
        services.undo(batch=batch, today=TODAY + dt.timedelta(days=31), by=None)
    services.undo(batch=batch, today=TODAY + dt.timedelta(days=30), by=None)
    assert branches(committee) == []
    with pytest.raises(ImportFlowError, match="Taken back"):
        services.undo(batch=batch, today=TODAY, by=None)


def test_nothing_personal_stands_open_in_the_database_or_on_the_disk(committee):
    number = workbooks.identity()
    batch = previewed(committee)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM imports_importrow")
        assert all(number not in content and "第一" not in content for (content,) in cursor.fetchall())
    assert number.encode() not in (storage.folder() / batch.stored_as).read_bytes()
    with storage.opened(batch.stored_as) as file:
        assert open_workbook(io.BytesIO(file.read()), name="x")


def test_rows_and_files_are_deleted_when_their_time_is_over(committee, django_capture_on_commit_callbacks):
    kept, forgotten = applied(committee), uploaded(committee)
    assert services.purge_expired(today=TODAY + dt.timedelta(days=30)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert services.purge_expired(today=TODAY + dt.timedelta(days=31)) == 2
    assert services.purge_expired(today=TODAY + dt.timedelta(days=31)) == 0
    assert (ImportRow.objects.count(), AppliedRow.objects.count()) == (0, 0)
    assert not (storage.folder() / forgotten.stored_as).exists()
    assert set(ImportBatch.objects.values_list("pk", "state")) == {
        (kept.pk, State.APPLIED),
        (forgotten.pk, State.DISCARDED),
    }
    assert len(branches(committee)) == 2


def test_a_discarded_import_leaves_no_rows_and_no_file(committee, django_capture_on_commit_callbacks):
    batch = previewed(committee)
    with django_capture_on_commit_callbacks(execute=True):
        services.discard(batch=batch, by=None)
    assert not batch.rows.exists()
    assert not (storage.folder() / batch.stored_as).exists()
    with pytest.raises(ImportFlowError, match="Discarded"):
        services.preview(batch=batch, today=TODAY, by=None)


def test_unusable_files_change_nothing(committee):
    with pytest.raises(UnusableFile):
        services.upload(
            target=BRANCHES.key, organisation=committee, file=workbooks.zip_bomb(), name="x.xlsx", today=TODAY, by=None
        )
    with pytest.raises(UnusableFile, match="代码、支部名称、成立日期"):
        plan(uploaded(committee, [["品名", "单价"], ["纸", 3]]))
    assert not ImportRow.objects.exists()


def test_the_errors_sheet_can_be_corrected_and_uploaded_again(committee):
    batch = previewed(committee)
    (sheet,) = open_workbook(errors_workbook(batch, watermark="王某 2026-11-23"), name="x")
    rows = [row for _number, row in sheet.rows()]
    assert rows[-2][:6] == ["Sheet1", "5", "B3", "第三支部", "1985.13", "3.5E+17"]
    assert rows[-2][-1].startswith("成立日期：“1985.13”: there is no such day in the calendar.；书记身份证号：")
    again = services.upload(
        target=BRANCHES.key,
        organisation=committee,
        file=errors_workbook(batch),
        name="x.xlsx",
        today=TODAY,
        by=None,
    )
    assert plan(again)[0].columns == {2: "code", 3: "name", 4: "founded_on", 5: "secretary"}


@pytest.mark.parametrize("fails", [False, True])
def test_long_work_looks_for_cycles_rarely_and_leaves_python_as_it_was(committee, monkeypatch, fails):
    usual, meanwhile = gc.get_threshold(), []

    def tell(_done, _total):
        meanwhile.append(gc.get_threshold()[0])
        if fails:
            raise ServiceError("stop")

    batch = mapped(uploaded(committee))
    with pytest.raises(ServiceError) if fails else nullcontext():
        services.preview(batch=batch, today=TODAY, by=None, tell=tell)
    assert meanwhile[0] > usual[0]
    assert gc.get_threshold() == usual


def test_two_workers_never_take_one_import(committee):
    batch = previewed(committee)
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.APPLYING, claim="other")
    storage.note_progress(batch.pk, 0, 2)
    with pytest.raises(ImportFlowError, match="already working"):
        services.apply(batch=batch, today=TODAY, by=None)
    assert branches(committee) == []


@pytest.fixture
def guards_back(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        run(forbid_changes)


@pytest.fixture
def committing(guards_back, transactional_db):
    """Real commits; the append-only tables let themselves be emptied afterwards."""
    yield
    run(permit_changes)


def run(change):
    with connection.schema_editor() as editor:
        for table in ("audit_entry", "audit_look", "figures_reading"):
            change(table)(None, editor)


def slow_apply(pk):
    """In a process of its own: the first row is written, then it waits to be killed."""
    connection.close()

    def write_and_wait(rows, **kwargs):
        written = BRANCHES.apply.__wrapped__(BRANCHES, rows[:1], **kwargs)
        list(written)
        time.sleep(60)
        return []

    write_and_wait.__wrapped__ = type(BRANCHES).apply
    BRANCHES.apply = write_and_wait
    services.apply(batch=ImportBatch.objects.get(pk=pk), today=TODAY, by=None)


def test_a_killed_import_leaves_nothing_and_can_be_resumed(committing, committee):
    batch = previewed(committee)
    connection.close()
    worker = multiprocessing.get_context("fork").Process(target=slow_apply, args=(batch.pk,))
    worker.start()
    wait_for(lambda: ImportBatch.objects.get(pk=batch.pk).state == State.APPLYING)
    assert progress_of(batch).alive
    time.sleep(0.5)
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    assert not progress_of(batch).alive
    batch.refresh_from_db()
    assert (batch.state, branches(committee)) == (State.APPLYING, [])
    batch = services.apply(batch=batch, today=TODAY, by=None)
    assert (batch.state, len(branches(committee))) == (State.APPLIED, 2)


def wait_for(condition):
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)
