import io

import openpyxl
import pytest

from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.records.kinds import register, registry
from dangjian.kernel.records.listing import COUNTED_UP_TO, CountedPaginator, Listing
from dangjian.kernel.tree.models import Organisation

KIND = "organisations.organisation"


def listing(small_city, **asked):
    return Listing(registry[KIND], small_city.actor(), asked)


def test_list_shows_only_what_is_visible(signed_in_as, small_city):
    page = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one).get(f"/records/{KIND}/").content.decode()
    assert "甲局第一支部" in page
    assert "甲局第二支部" not in page


def test_list_needs_as_many_queries_for_many_rows_as_for_one(signed_in_as, small_city, django_assert_max_num_queries):
    client = signed_in_as()
    client.get(f"/records/{KIND}/")
    with django_assert_max_num_queries(16) as one:
        client.get(f"/records/{KIND}/", {"q": "丙局"})
    # One more: the whole list is counted first, what a word finds only where it does not fit on a page.
    with django_assert_max_num_queries(len(one.captured_queries) + 1):
        client.get(f"/records/{KIND}/")


@pytest.mark.parametrize("asked", [{"page": "0"}, {"page": "-3"}, {"page": "x"}, {"page": "99"}, {"sort": "nonsense"}])
def test_odd_addresses_give_the_nearest_page(signed_in_as, asked):
    answer = signed_in_as().get(f"/records/{KIND}/", asked)
    assert answer.status_code == 200
    assert "丙局党支部" in answer.content.decode()


def test_sorting_downwards_is_the_opposite_of_upwards(small_city):
    up = [o.pk for o in listing(small_city, sort="code").rows]
    assert [o.pk for o in listing(small_city, sort="-code").rows] == up[::-1]
    assert len(up) == 7


def test_counting_stops_at_a_limit(small_city, monkeypatch):
    monkeypatch.setattr("dangjian.kernel.records.listing.COUNTED_UP_TO", 3)
    pages = CountedPaginator(Organisation.objects.order_by("pk"), shown_by("pk"), scattered=True)
    assert pages.count == 4
    assert pages.is_capped
    assert COUNTED_UP_TO == 10_000


def shown_by(*order):
    return lambda keys: Organisation.objects.filter(pk__in=keys).order_by(*order)


@pytest.mark.parametrize("order", [("code",), ("-code", "-pk"), ("starts_on", "pk"), ("parent__code", "pk")])
@pytest.mark.parametrize(("limit", "few"), [(3, 0), (10_000, 0), (10_000, 100)])
@pytest.mark.parametrize("scattered", [True, False])
def test_pages_hold_the_same_rows_however_they_are_found(small_city, monkeypatch, order, limit, few, scattered):
    monkeypatch.setattr("dangjian.kernel.records.listing.COUNTED_UP_TO", limit)
    monkeypatch.setattr("dangjian.kernel.records.listing.FEW", few)
    monkeypatch.setattr("dangjian.kernel.records.listing.PER_PAGE", 2)
    rows = Organisation.objects.under(small_city.committee.path).order_by(*order)
    pages = CountedPaginator(rows, shown_by(*order), scattered=scattered)
    found = [row for number in pages.page_range for row in pages.page(number)]
    assert found == list(rows)[: len(found)]
    assert len(found) == (4 if limit == 3 else 7)


def test_export_holds_the_rows_as_seen_and_is_logged(signed_in_as, small_city):
    client = signed_in_as()
    assert client.get(f"/records/{KIND}/export/?q=甲局").status_code == 200
    assert not Entry.objects.filter(action="records.list.exported").exists()
    answer = client.post(f"/records/{KIND}/export/?q=甲局")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.values)
    assert small_city.actor().name in rows[0][0]
    seen = [[str(c.text) for c in row] for row in listing(small_city, q="甲局").table()]
    assert [[str(v or "").removesuffix(" 00:00:00") for v in row] for row in rows[2:]] == seen
    assert Entry.objects.get(action="records.list.exported").changes["kind"] == KIND


def test_kind_cannot_be_declared_twice():
    with pytest.raises(ValueError, match="twice"):
        register(registry[KIND])


def test_unknown_kind_is_not_there_and_a_forbidden_one_is_refused(signed_in_as, small_city):
    assert signed_in_as().get("/records/no.such/").status_code == 404
    assert signed_in_as().get("/records/audit.entry/").status_code == 403
    assert signed_in_as(Role.AUDITOR, small_city.committee).get("/records/audit.entry/").status_code == 200


def test_what_a_word_finds_is_not_counted_where_it_fits_on_a_page(small_city, monkeypatch, django_assert_num_queries):
    rows = Organisation.objects.order_by("pk")
    monkeypatch.setattr("dangjian.kernel.records.listing.PER_PAGE", 7)
    with django_assert_num_queries(1):
        page = CountedPaginator(rows, shown_by("pk"), scattered=False).page("1")
        assert (page.paginator.count, len(page.object_list), page.has_next()) == (7, 7, False)
    monkeypatch.setattr("dangjian.kernel.records.listing.PER_PAGE", 6)
    with django_assert_num_queries(2):
        page = CountedPaginator(rows, shown_by("pk"), scattered=False).page(1)
        assert (page.paginator.count, len(page.object_list), page.has_next()) == (7, 6, True)


def test_cells_are_escaped(small_city):
    small_city.third.short_name = "<b>丙</b>"
    small_city.third.save()
    (row,) = listing(small_city, q="丙局").table()
    assert row[0].html.startswith('<a href="/organisations/')
    assert "&lt;b&gt;丙&lt;/b&gt;</a>" in row[0].html
