"""Pages of cases and casebooks, as their readers meet them."""

import pytest

from dangjian.kernel.access.roles import Role
from dangjian.work.casebook import services
from dangjian.work.casebook.enums import CaseStage
from dangjian.work.casebook.models import Case, Edition, EditionFile
from dangjian.work.casebook.work import work_next

from .factories import WORDING, photograph, written

QUERIES = 12


@pytest.fixture
def case(small_city, author):
    return written(small_city.first_one, author)


def test_an_author_writes_a_case_and_hands_it_in(signed_in_as, small_city):
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    answer = client.post("/casebook/cases/new/", {"title": "无忧办税", "field": "law", "period": "2017"}, follow=True)
    made = Case.objects.get()
    assert answer.redirect_chain[-1][0] == f"/casebook/cases/{made.pk}/write/"
    typed = {**WORDING, "title": "无忧办税", "version": 1}
    assert client.post(f"/casebook/cases/{made.pk}/write/", typed).status_code == 302
    assert client.post(f"/casebook/cases/{made.pk}/hand-in/", {"version": 2}).status_code == 302
    made.refresh_from_db()
    assert made.stage == CaseStage.HANDED_IN
    assert "编辑中" in client.get(f"/casebook/cases/{made.pk}/").text


def test_what_was_typed_is_not_lost_when_it_is_refused(signed_in_as, small_city, case):
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    answer = client.post(f"/casebook/cases/{case.pk}/write/", {**WORDING, "title": "", "version": 2})
    assert answer.status_code == 422
    assert WORDING["effect"] in answer.text


def test_the_second_writer_sees_what_the_first_one_wrote(signed_in_as, small_city, case, author):
    services.write_case(case, version=2, effect="先来的成效", by=author)
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    typed = {**WORDING, "title": case.title, "effect": "后来的成效", "version": 2}
    answer = client.post(f"/casebook/cases/{case.pk}/write/", typed)
    assert answer.status_code == 422
    assert "先来的成效" in answer.text
    assert "后来的成效" in answer.text


def test_a_preview_answers_figures_and_saves_nothing(signed_in_as, small_city, case):
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    typed = {"title": "", "effect": "直属 [[organisations.dirct]]", "action": "preview"}
    answer = client.post(f"/casebook/cases/{case.pk}/write/", typed)
    assert "<mark>[[organisations.dirct]]</mark>" in answer.text
    case.refresh_from_db()
    assert case.version == 2


def test_an_editor_passes_what_they_looked_at_and_nothing_newer(signed_in_as, small_city, case, author):
    services.hand_in(case, version=2, by=author)
    client = signed_in_as(Role.COMMITTEE_STAFF)
    client.post(f"/casebook/cases/{case.pk}/pass/", {"version": 1})
    assert Case.objects.ready().count() == 0
    client.post(f"/casebook/cases/{case.pk}/pass/", {"version": 2})
    assert Case.objects.ready().count() == 1


def test_a_casebook_is_compiled_arranged_and_issued(signed_in_as, book):
    client = signed_in_as(Role.COMMITTEE_STAFF)
    address = f"/casebook/editions/{book.pk}/"
    typed = {"title": "优秀案例汇编", "cover": "市直机关\n优秀案例", "copies": 500, "period": "2017", "version": 1}
    client.post(f"{address}words/", typed)
    client.post(f"{address}arrange/", {"way": "field"})
    page = client.get(f"{address}issue/").text
    assert "无忧办税" in page
    client.post(f"{address}issue/")
    book.refresh_from_db()
    assert (book.is_issued, book.copies) == (True, 500)
    assert EditionFile.objects.filter(is_print=True).count() == 3


def test_files_are_made_in_the_background_and_taken(signed_in_as, book, editor, settings, tmp_path):
    settings.DANGJIAN_VAR = tmp_path
    services.issue_edition(book, by=editor)
    made = 0
    while work_next():
        made += 1
    assert made == 3
    client = signed_in_as(Role.COMMITTEE_STAFF)
    for file in EditionFile.objects.all():
        assert (file.state, file.claim, len(file.sha256)) == ("done", "", 64)
        answer = client.get(f"/casebook/files/{file.pk}/")
        assert len(b"".join(answer.streaming_content)) == file.size


def test_the_web_book_of_a_book_in_the_making_is_for_its_compilers(client, signed_in_as, small_city, book):
    address = f"/casebook/books/{book.code}/"
    assert client.get(address).status_code == 404
    assert signed_in_as(Role.COMMITTEE_STAFF).get(address).status_code == 200
    assert signed_in_as(Role.MEMBER, small_city.third).get(address).status_code == 404


def test_an_issued_web_book_is_for_all_signed_in_and_an_open_one_for_everybody(
    client, signed_in_as, small_city, book, editor
):
    case = book.entries.first().case
    file = photograph(case, editor)
    services.pass_case(case, version=case.version, by=editor)
    services.issue_edition(book, by=editor)
    entry, base = book.entries.first(), f"/casebook/books/{book.code}/"
    addresses = (base, f"{base}{entry.pk}/", f"{base}pictures/{file.pk}/")
    assert [client.get(one).status_code for one in addresses] == [404, 404, 404]
    services.open_edition(book, by=editor)
    assert [client.get(one).status_code for one in addresses] == [200, 200, 200]
    services.close_edition(book, by=editor)
    member = signed_in_as(Role.MEMBER, small_city.third)
    assert [member.get(one).status_code for one in addresses] == [200, 200, 200]


def test_a_picture_that_is_not_in_the_book_is_not_shown_by_it(client, book, editor):
    services.issue_edition(book, by=editor)
    file = photograph(book.entries.first().case, editor)
    services.open_edition(book, by=editor)
    assert client.get(f"/casebook/books/{book.code}/pictures/{file.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["case", "write", "versions", "edition", "issue", "cases", "book", "page"])
def test_no_page_asks_more_than_twelve_times(signed_in_as, book, editor, name, django_assert_max_num_queries):
    entry = book.entries.first()
    photograph(entry.case, editor)
    address = {
        "case": f"/casebook/cases/{entry.case_id}/",
        "write": f"/casebook/cases/{entry.case_id}/write/",
        "versions": f"/casebook/cases/{entry.case_id}/versions/",
        "edition": f"/casebook/editions/{book.pk}/",
        "issue": f"/casebook/editions/{book.pk}/issue/",
        "cases": f"/casebook/editions/{book.pk}/cases/",
        "book": f"/casebook/books/{book.code}/",
        "page": f"/casebook/books/{book.code}/{entry.pk}/",
    }[name]
    client = signed_in_as(Role.COMMITTEE_STAFF)
    client.get(address)
    with django_assert_max_num_queries(QUERIES):
        assert client.get(address).status_code == 200


def test_choosing_cases_names_them_with_how_far_they_are(signed_in_as, book):
    page = signed_in_as(Role.COMMITTEE_STAFF).get(f"/casebook/editions/{book.pk}/cases/").text
    assert "无忧办税 · 甲局第一支部 · 已审定" in page
    assert Edition.objects.count() == 1
