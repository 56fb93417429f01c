"""A clerk's way from the file to the register and back, on the pages; and everything that may go wrong on it."""

import io
import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Look
from dangjian.kernel.imports.models import ImportBatch, State
from dangjian.kernel.imports.reading import open_workbook
from dangjian.kernel.imports.tests import workbooks
from dangjian.kernel.imports.work import work_next

from .factories import member
from .rosters import WOMAN, book, number, row

NEW = reverse("members:upload-roster")


@pytest.fixture
def clerk(signed_in_as, small_city):
    return signed_in_as(Role.PARTY_OFFICE, small_city.first)


def upload(client, file, organisation="35-01", name="名册.xlsx"):
    data = file.getvalue() if hasattr(file, "getvalue") else file
    return client.post(NEW, {"organisation": organisation, "file": SimpleUploadedFile(name, data)})


def page(client, batch):
    return client.get(reverse("members:roster", args=[batch.pk]))


def step(client, batch, name):
    return client.post(reverse("members:roster-step", args=[batch.pk, name]))


def selected(response):
    """What the mapping page sends when nothing is changed on it."""
    html = response.content.decode()
    chosen = {"sheet-0": "1"}
    for name, options in re.findall(r'<select name="(c-[^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        found = re.search(r'value="(\w*)" selected', options)
        chosen[name] = found[1] if found else ""
    return chosen


def to_preview(client, file):
    assert upload(client, file).status_code == 302
    batch = ImportBatch.objects.first()
    columns = page(client, batch)
    client.post(reverse("members:roster-columns", args=[batch.pk]), selected(columns))
    assert work_next()
    batch.refresh_from_db()
    return batch


def test_the_whole_way(clerk, small_city):
    batch = to_preview(clerk, book(row(), row("陈二", "二支部", **{**WOMAN, "身份证号": 3.5e17})))
    assert batch.state == State.PREVIEWED
    shown = page(clerk, batch).content.decode()
    assert "3.5E+17" in shown
    assert number() not in shown
    (refused,) = batch.rows.filter(action="refuse")
    clerk.post(reverse("members:roster-row", args=[batch.pk, refused.pk]), {"cell-identity_number": WOMAN["身份证号"]})
    step(clerk, batch, "apply")
    waiting = page(clerk, batch)
    assert 'http-equiv="refresh"' in waiting.content.decode()
    assert Member.objects.count() == 0
    assert work_next()
    assert not work_next()
    result = page(clerk, batch).content.decode()
    assert Member.objects.count() == 2
    assert reverse("members:roster-step", args=[batch.pk, "undo"]) in result
    step(clerk, batch, "undo")
    assert work_next()
    assert Member.objects.count() == 0
    batch.refresh_from_db()
    assert batch.state == State.UNDONE
    assert page(clerk, batch).status_code == 200


def test_choosing_rows(clerk):
    batch = to_preview(clerk, book(row(), row("陈二", "二支部", **WOMAN)))
    first, second = batch.rows.all()
    choose = reverse("members:roster-choose", args=[batch.pk])
    clerk.post(choose, {"wish": "leave", "row": [first.pk, "x"]})
    assert list(batch.to_write()) == [second]
    clerk.post(choose, {"wish": "all"})
    assert batch.to_write().count() == 2
    clerk.post(choose, {"wish": "leave", "row": [first.pk, second.pk]})
    response = step(clerk, batch, "apply")
    assert [str(m) for m in get_messages(response.wsgi_request)]
    assert not work_next()


@pytest.mark.parametrize("show", ["all", "create", "update", "refuse", "warned", "repaired", "same", "nonsense"])
def test_narrowing_the_preview(clerk, small_city, show, django_assert_max_num_queries):
    member(small_city.first_one, name="林一", identity_number=number())
    batch = to_preview(clerk, book(row(), row("陈二", "二支部", **WOMAN), row("张三", "三支部")))
    with django_assert_max_num_queries(14):
        response = clerk.get(reverse("members:roster", args=[batch.pk]), {"show": show, "page": "x"})
    assert response.status_code == 200


def test_refused_rows_as_a_spreadsheet(clerk):
    batch = to_preview(clerk, book(row(), row("陈二", "三支部", **WOMAN)))
    response = clerk.get(reverse("members:roster-refused", args=[batch.pk]))
    (sheet,) = open_workbook(io.BytesIO(b"".join(response.streaming_content)), name="x.xlsx")
    assert "陈二" in str(list(sheet.rows()))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 200),
        ("bomb.xlsx", workbooks.zip_bomb()),
        ("macros.xlsx", workbooks.with_part("xl/vbaProject.bin")),
        ("empty.xlsx", workbooks.xlsx([])),
        ("locked.xlsx", workbooks.compound("EncryptedPackage")),
        ("other.xlsx", workbooks.xlsx([["产品", "价格"], ["苹果", 3]])),
        ("nothing.csv", b""),
    ],
)
def test_what_cannot_be_used_is_said_beside_the_file(clerk, name, data):
    response = upload(clerk, data, name=name)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ImportBatch.objects.exclude(state=State.DISCARDED).exists()


def test_formulas_without_a_result_are_refused_row_by_row(clerk):
    batch = to_preview(clerk, workbooks.formulas())
    assert batch.counts["refuse"] == batch.counts["read"]


def test_somebody_elses_organisation(clerk, small_city):
    response = upload(clerk, book(row()), organisation="35-02")
    assert response.context["form"].errors["organisation"]


def test_a_sister_clerk_sees_nothing_of_it(clerk, small_city, signed_in_as):
    batch = to_preview(clerk, book(row()))
    other = signed_in_as(Role.PARTY_OFFICE, small_city.second)
    line = batch.rows.get()
    assert page(other, batch).status_code == 404
    assert step(other, batch, "apply").status_code == 404
    assert other.post(reverse("members:roster-row", args=[batch.pk, line.pk])).status_code == 404
    assert other.get(reverse("members:roster-refused", args=[batch.pk])).status_code == 404


def test_whoever_may_no_more_imports_no_more(clerk):
    batch = to_preview(clerk, book(row()))
    step(clerk, batch, "apply")
    Grant.objects.all().delete()
    assert work_next()
    batch.refresh_from_db()
    assert (batch.state, Member.objects.count()) == (State.PREVIEWED, 0)
    assert batch.trouble


def test_steps_out_of_order_are_refused_in_words(clerk):
    upload(clerk, book(row()))
    batch = ImportBatch.objects.first()
    for name in ("apply", "undo", "check"):
        response = step(clerk, batch, name)
        assert response.status_code == 302
        assert [str(m) for m in get_messages(response.wsgi_request)]
    assert step(clerk, batch, "jump").status_code == 404
    clerk.post(reverse("members:roster-columns", args=[batch.pk]), {"sheet-0": "1"})
    batch.refresh_from_db()
    assert batch.state == State.UPLOADED
    step(clerk, batch, "discard")
    assert page(clerk, batch).status_code == 200


def test_the_empty_roster_can_be_filled_and_uploaded(clerk):
    response = clerk.get(reverse("members:roster-template"))
    first, lists = open_workbook(io.BytesIO(b"".join(response.streaming_content)), name="x.xlsx")
    head = next(first.rows())[1]
    assert head[:3] == ["姓名", "性别", "民族"]
    assert ["民族", "汉族", "01"] in [cells for _number, cells in lists.rows()]
    cells = {"姓名": "林一", "公民身份号码": number(), "人员类别": "正式党员", "所在党支部": "一支部"}
    batch = to_preview(clerk, workbooks.xlsx([head, [cells.get(name) for name in head]]))
    assert batch.counts["create"] == 1


def test_the_national_columns_need_a_reason_that_members_can_read(clerk, small_city):
    held = member(small_city.first_one, name="林一", identity_number=number())
    member(small_city.second_one, name="外人")
    url = reverse("members:roster-national")
    assert clerk.post(url, {"organisation": "35-01", "reason": " "}).status_code == 200
    response = clerk.post(url, {"organisation": "35-01", "reason": "半年统计核对"})
    (sheet,) = open_workbook(io.BytesIO(b"".join(response.streaming_content)), name="x.xlsx")
    text = str(list(sheet.rows()))
    assert number() in text
    assert "外人" not in text
    look = Look.objects.get(subject_id=held.pk, what=Look.What.UNMASK)
    assert (look.reason, "identity_number" in look.fields) == ("半年统计核对", True)


def test_the_exported_roster_comes_back_as_already_so(clerk, small_city):
    member(small_city.first_one, name="林一", identity_number=number(), born_on=None)
    response = clerk.post(reverse("members:roster-national"), {"organisation": "35-01", "reason": "核对"})
    batch = to_preview(clerk, io.BytesIO(b"".join(response.streaming_content)))
    assert batch.counts["refuse"] == 0
    (line,) = batch.rows.all()
    assert set(line.differences) <= {"born_on"}


def test_the_list_of_imports(clerk):
    to_preview(clerk, book(row()))
    response = clerk.get(reverse("records:list", args=["members.roster_import"]))
    assert "名册.xlsx" in response.content.decode()
