"""How people come to a ledger: from the organisation page, with one click, and nothing typed."""

import re
from datetime import date

import pytest

from dangjian.insight.ledgers import services
from dangjian.insight.ledgers.enums import BatchState
from dangjian.insight.ledgers.models import LedgerBatch, LedgerRun
from dangjian.insight.ledgers.queries import layout_for
from dangjian.insight.ledgers.work import work_next
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Look
from dangjian.kernel.periods import Period
from dangjian.kernel.records.blocks import blocks_for
from dangjian.kernel.work.progress import note_progress
from dangjian.kernel.work.states import WorkState

from .factories import event


@pytest.fixture
def recorded(small_city):
    event(small_city.first_one, date(2017, 3, 1), new_name="甲一")
    return small_city


def page(client, address, **facts):
    answer = client.get(address, **facts)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_secretary_takes_the_year_with_one_click(recorded, signed_in_as):
    branch = recorded.first_one
    client = signed_in_as(Role.BRANCH_SECRETARY, branch)
    block = next(b for b in blocks_for(branch, recorded.actor(), path=branch.path) if b.key == "ledgers.ledger")
    part = page(client, block.url, headers={"hx-request": "true"})
    assert "<html" not in part
    action = re.search(r'<form method="post" action="([^"]+)"', part)[1]
    answer = client.post(action, {"period": "2017", "kind": "docx"})
    assert answer.status_code == 302
    waiting = page(client, answer.url)
    assert "等待处理" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert '<meta http-equiv="refresh"' in waiting
    work_next()
    ready = page(client, answer.url)
    assert "hx-trigger" not in re.search(r'<div id="ledger-files".*', ready, re.DOTALL)[0].split(">")[0]
    run = LedgerRun.objects.get()
    file = client.get(f"/ledgers/files/{run.pk}/")
    assert file.status_code == 200
    assert len(b"".join(file.streaming_content)) == run.size
    assert "docx" in file["Content-Disposition"]
    assert Look.objects.filter(what=Look.What.EXPORT, subject_id=run.pk).exists()


def test_the_page_shows_seven_chapters_and_each_number_opens(recorded, signed_in_as):
    client = signed_in_as(Role.BRANCH_SECRETARY, recorded.first_one)
    shown = page(client, f"/ledgers/{recorded.first_one.pk}/?period=2017")
    for name in ("定目标计划", "明责任分工", "严组织生活", "常监督检查", "抓述职评议", "树品牌典型", "建工作台账"):
        assert name in shown
    link = f"/ledgers/{recorded.first_one.pk}/organisations.event/?period=2017"
    assert link in shown
    assert "甲局第一支部" in page(client, link)
    assert page(client, f"/ledgers/{recorded.first_one.pk}/?period=2016").count("本期没有记录。") > 3


def test_there_is_no_place_to_type(recorded, signed_in_as):
    client = signed_in_as()
    for address in (f"/ledgers/{recorded.first.pk}/", "/ledgers/files/"):
        main = re.search(r"<main.*?</main>", page(client, address), re.DOTALL)[0]
        assert "<textarea" not in main
        assert not re.search(r'<input (?![^>]*type="(hidden|radio)")', main)


@pytest.mark.parametrize(
    "data", [{}, {"period": "2017"}, {"period": "soon", "kind": "pdf"}, {"period": "2017", "kind": "exe"}]
)
def test_what_cannot_be_made_is_not_asked_for(recorded, signed_in_as, data):
    client = signed_in_as()
    assert client.post(f"/ledgers/{recorded.first.pk}/make/", data).status_code == 302
    assert not LedgerRun.objects.exists()


def test_progress_is_shown_while_it_is_made(recorded, signed_in_as):
    client = signed_in_as()
    client.post(f"/ledgers/{recorded.first_one.pk}/make/", {"period": "2017", "kind": "pdf"})
    run = LedgerRun.objects.get()
    LedgerRun.objects.update(state=WorkState.WORKING)
    note_progress(f"ledgers/{run.pk}", 30, 150)
    shown = page(client, "/ledgers/files/")
    assert "30 / 150 条记录" in shown
    assert 'value="30" max="150"' in shown


def test_a_file_is_its_askers_alone(recorded, signed_in_as):
    by = recorded.actor()
    run = services.ask_for_ledger(organisation=recorded.first_one, period=Period.year_of(2017), kind="xlsx", by=by)
    client = signed_in_as()
    assert client.get(f"/ledgers/files/{run.pk}/").status_code == 404  # not made yet
    work_next()
    answer = client.get(f"/ledgers/files/{run.pk}/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")
    other = signed_in_as(Role.BRANCH_SECRETARY, recorded.first_one)
    assert other.get(f"/ledgers/files/{run.pk}/").status_code == 404
    assert "甲局第一支部" not in re.search(r"<main.*?</main>", page(other, "/ledgers/files/"), re.DOTALL)[0]


def test_a_batch_is_watched_stopped_and_resumed(recorded, signed_in_as):
    client = signed_in_as(Role.PARTY_OFFICE, recorded.first)
    assert "make-all" in page(client, f"/ledgers/{recorded.first.pk}/")
    assert "make-all" not in page(client, f"/ledgers/{recorded.first_one.pk}/")
    client.post(f"/ledgers/{recorded.first.pk}/make-all/", {"period": "2017", "kind": "xlsx"})
    batch = LedgerBatch.objects.get()
    work_next()
    assert "1 / 2 本" in page(client, "/ledgers/files/")
    assert client.get(f"/ledgers/batches/{batch.pk}/stop/").status_code == 302  # asking changes nothing
    batch.refresh_from_db()
    assert batch.state == BatchState.WORKING
    client.post(f"/ledgers/batches/{batch.pk}/stop/")
    assert not work_next()
    client.post(f"/ledgers/batches/{batch.pk}/resume/")
    LedgerRun.objects.filter(state=WorkState.WAITING).update(state=WorkState.FAILED, trouble="磁盘已满")
    while work_next():
        pass
    assert "磁盘已满" in page(client, f"/ledgers/batches/{batch.pk}/")
    folder = client.get(f"/ledgers/batches/{batch.pk}/file/")
    assert b"".join(folder.streaming_content).startswith(b"PK")


def test_an_office_chooses_how_photographs_stand(recorded, signed_in_as):
    client = signed_in_as(Role.PARTY_OFFICE, recorded.first)
    address = f"/ledgers/{recorded.first.pk}/settings/"
    assert 'value="small"' in page(client, address)
    assert client.post(address, {"pictures": "wide"}).status_code == 302
    assert layout_for(recorded.first_one, date(2017, 10, 9)) == "wide"
    assert client.post(address, {"pictures": "huge"}).status_code == 200
    assert layout_for(recorded.first_one, date(2017, 10, 9)) == "wide"


@pytest.mark.parametrize("place", ["", "settings/", "organisations.event/"])
def test_pages_ask_little(recorded, signed_in_as, django_assert_max_num_queries, place):
    client = signed_in_as()
    with django_assert_max_num_queries(12):
        page(client, f"/ledgers/{recorded.first.pk}/{place}")


def test_the_page_of_files_asks_little(recorded, signed_in_as, django_assert_max_num_queries):
    client = signed_in_as()
    client.post(f"/ledgers/{recorded.first.pk}/make-all/", {"period": "2017", "kind": "xlsx"})
    for _number in range(6):
        client.post(f"/ledgers/{recorded.first.pk}/make/", {"period": "2017", "kind": "xlsx"})
    with django_assert_max_num_queries(12):
        page(client, "/ledgers/files/")
