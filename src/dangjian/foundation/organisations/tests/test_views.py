"""Pages: who may open what, what a refusal looks like, and that every form does its work."""

import re
from datetime import date

import pytest
from django.urls import reverse

from dangjian.foundation.organisations import records, services
from dangjian.foundation.organisations.models import Area, LeadingGroup, Term, Unit
from dangjian.kernel.access.roles import Role
from dangjian.kernel.records import blocks
from dangjian.kernel.tree.models import Organisation

from .factories import FOUNDED

DAY = "2017-05-04"
CHANGES = ("found", "rename", "move", "change-kind", "merge", "split", "dissolve")
FORMS = (*CHANGES, "profile", "start-term", "add-unit", "link-unit")


def at(name, *args):
    return reverse(f"organisations:{name}", args=[arg.pk for arg in args])


def post(client, url, **facts):
    return client.post(url, facts)


def test_pages_open_for_readers_inside_their_subtree(city, sign_in):
    client = sign_in(city.committee, Role.PARTY_OFFICE)
    for url in (at("tree"), at("detail", city.first), at("children", city.committee)):
        assert client.get(url).status_code == 200
    for shown in (city.general, city.top):
        assert client.get(at("detail", shown)).status_code == 404
        assert client.get(at("children", shown)).status_code == 404


@pytest.mark.parametrize("name", FORMS)
def test_forms_open_for_staff_and_for_nobody_else(city, sign_in, name):
    assert sign_in(city.top).get(at(name, city.committee)).status_code == 200
    assert sign_in(city.committee, Role.MEMBER).get(at(name, city.committee)).status_code == 403
    assert sign_in(city.committee, Role.MEMBER).post(at(name, city.committee)).status_code == 403
    assert sign_in(city.direct, Role.COMMITTEE_STAFF).get(at(name, city.committee)).status_code == 404


def test_an_empty_form_says_what_is_missing(city, sign_in):
    client = sign_in(city.top)
    for name in FORMS:
        answer = client.post(at(name, city.committee), {"on": "x", "starts_on": "0000", "version": "y"})
        assert answer.status_code == 422
        assert "field-wrong" in answer.content.decode() or "notice-problem" in answer.content.decode()


def test_set_up_rename_move_and_change_kind(city, sign_in):
    client = sign_in(city.top)
    facts = {"name": "中共新局支部", "short_name": "新局支部", "code": "n1", "kind": "branch", "on": DAY}
    assert post(client, at("found", city.top), **facts).status_code == 302
    new = Organisation.objects.get(code="n1")
    version = new.version
    post(client, at("rename", new), name="甲", short_name="甲", on=DAY, version=version)
    post(client, at("move", new), to=f"{city.general.code} 市档案馆党总支", on=DAY)
    post(client, at("move", new), to="市税务局机关党委", on=DAY)
    post(client, at("change-kind", new), kind="joint_branch", on=DAY)
    new.refresh_from_db()
    assert (new.name, new.parent, new.kind) == ("甲", city.committee, "joint_branch")
    history = client.get(at("detail", new)).content.decode()
    assert "新局支部" in history


def test_a_goal_must_be_one_organisation_that_may_be_changed(city, sign_in):
    client = sign_in(city.committee)
    for goal in ("没有这个", city.general.code, "市档案馆党总支"):
        answer = post(client, at("move", city.first), to=goal, on=DAY)
        assert answer.status_code == 422
        assert answer.context["form"].errors["to"]
    for number in (1, 2):
        services.found(
            code=f"same{number}", name="同名", kind="organ_committee", parent=city.committee, on=FOUNDED, by=None
        )
    answer = post(client, at("move", city.first), to="同名", on=DAY)
    assert "same1" in str(answer.context["form"].errors["to"])


def test_merge_split_and_dissolve(city, sign_in):
    client = sign_in(city.top)
    assert "税务局第一党支部" in client.get(at("dissolve", city.committee)).content.decode()
    refused = post(client, at("dissolve", city.committee), on=DAY)
    assert "税务局第一党支部" in str(refused.context["form"].non_field_errors())
    post(
        client, at("split", city.committee), name="乙委", short_name="乙委", code="s1", on=DAY, children=city.second.pk
    )
    post(client, at("merge", city.first), into="税务局第二党支部", on=DAY)
    post(client, at("dissolve", city.direct), on=DAY)
    for shown in (city.first, city.second, city.direct):
        shown.refresh_from_db()
    assert city.second.parent.code == "s1"
    assert city.first.ends_on == city.direct.ends_on == date(2017, 5, 4)
    event = city.direct.events.get(kind="dissolved")
    assert client.get(at("correct-event", event)).status_code == 200
    post(client, at("correct-event", event), happened_on="2017-05-05", reason="抄错")
    assert client.get(at("detail", city.direct)).content.decode().count("抄错") == 1


def test_two_clerks_see_each_other_and_lose_nothing(city, sign_in):
    client = sign_in(city.top)
    services.edit_profile(city.committee, telephone="0598-2", by=None)
    answer = post(client, at("profile", city.committee), telephone="0598-3", version=0)
    page = answer.content.decode()
    assert "0598-3" in page
    assert "0598-2" in page
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    assert post(client, at("profile", city.committee), telephone="0598-3", version=version).status_code == 302
    city.committee.refresh_from_db()
    assert city.committee.profile.telephone == "0598-3"


@pytest.mark.parametrize("what", ["unit", "area"])
def test_two_clerks_on_one_unit_or_area(city, sign_in, what):
    client = sign_in(city.top)
    if what == "unit":
        facts = {"name": "甲局", "nature": "organ", "head_count": 10}
        row = services.add_unit(
            city.committee, **facts, code="11350400X", situation="legal_person", starts_on=date(2017, 1, 1), by=None
        )
        services.change_unit(row, **facts | {"name": "乙局"}, organisation=city.committee, by=None)
    else:
        facts = {"name": "甲局", "ordinal": 1}
        row = services.add_area(city.top, **facts, by=None)
        services.change_area(row, name="乙局", ordinal=1, by=None)
    answer = post(client, at(f"change-{what}", row), **facts | {"name": "丙局"}, version=1)
    assert [value for _label, value in answer.context["form"].conflicts] == ["乙局"]
    assert "丙局" in answer.content.decode()
    version = re.search(r'name="version" value="(\d+)"', answer.content.decode()).group(1)
    assert post(client, at(f"change-{what}", row), **facts | {"name": "丙局"}, version=version).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.version) == ("丙局", 3)


def test_terms_units_groups_and_areas(city, sign_in):
    client = sign_in(city.top)
    post(client, at("start-term", city.committee), starts_on="2014-05-04")
    term = Term.objects.get()
    post(client, at("extend-term", term), extended_to="2018-12-01", extension_number="批1")
    post(client, at("end-term", term), on=DAY, ended_by="elected")
    facts = {"name": "市税务局", "code": "11350400x", "nature": "organ", "situation": "legal_person", "starts_on": DAY}
    post(client, at("add-unit", city.committee), **facts)
    unit = Unit.objects.get(code="11350400X")
    post(client, at("link-unit", city.first), unit="市税务局", situation="same", starts_on=DAY)
    post(client, at("set-up-leading-group", unit), name="市税务局党组", starts_on=DAY)
    post(client, at("change-unit", unit), name="税务局", nature="organ", head_count="300", version=1)
    assert client.get(at("unit", unit)).status_code == 200
    post(client, at("end-leading-group", LeadingGroup.objects.get()), on="2017-06-01")
    post(client, at("end-unit-link", unit.links.get(organisation=city.first)), on="2017-06-01")
    post(client, at("add-area", city.top), name="第一片区", ordinal=1)
    area = Area.objects.get()
    post(client, at("change-area", area), name="一片区", ordinal=2, version=1)
    services.edit_profile(city.committee, area=area, by=None)
    refused = post(client, at("end-area", area), on=DAY)
    assert refused.context["form"].non_field_errors()
    services.edit_profile(city.committee, by=None)
    post(client, at("end-area", area), on=DAY)
    for row in (term, unit, area):
        row.refresh_from_db()
    assert (term.extended_to, term.ended_by, unit.head_count) == (date(2018, 12, 1), "elected", 300)
    assert (area.name, area.ends_on) == ("一片区", date(2017, 5, 4))
    assert LeadingGroup.objects.get().ends_on == unit.links.get(ends_on__isnull=False).ends_on == date(2017, 6, 1)


def test_the_tree_works_by_links_and_by_parts(city, sign_in):
    client = sign_in(city.top)
    assert "市直机关工委" in client.get(at("tree")).content.decode()
    whole = client.get(at("children", city.top)).content.decode()
    part = client.get(at("children", city.top), headers={"hx-request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert "市税务局机关党委" in part
    found = client.get(at("tree"), {"q": "swj", "on": "nonsense"}).content.decode()
    assert "税务局第一党支部" in found


def test_blocks_of_other_rooms_are_links_that_load(city, sign_in, monkeypatch):
    block = blocks.Block("example.block", "另一间", lambda o: f"/example/{o.pk}/", records.VIEW)
    monkeypatch.setattr(blocks, "registry", {"example.block": block})
    page = sign_in(city.top).get(at("detail", city.committee)).content.decode()
    assert f'hx-get="/example/{city.committee.pk}/"' in page
    assert f'<a href="/example/{city.committee.pk}/">' in page


def test_pages_ask_the_database_a_fixed_number_of_times(city, sign_in, django_assert_max_num_queries):
    client = sign_in(city.top)
    services.start_term(city.committee, starts_on=date(2014, 5, 4), by=None)
    for name in ("tree", "detail"):
        client.get(at(name, *([city.committee] if name == "detail" else [])))
    with django_assert_max_num_queries(12):
        client.get(at("tree"))
    with django_assert_max_num_queries(12):
        client.get(at("detail", city.committee))


@pytest.mark.parametrize("kind", ["organisation", "event", "term", "unit", "leading_group", "area"])
def test_lists_of_the_room_open_search_and_filter(city, sign_in, kind):
    client = sign_in(city.top)
    services.start_term(city.committee, starts_on=date(2013, 12, 1), by=None)
    unit = services.add_unit(
        city.committee, name="市税务局", code="1", nature="organ", situation="same", starts_on=FOUNDED, by=None
    )
    services.link_unit(city.first, unit=unit, situation="same", starts_on=FOUNDED, by=None)
    services.set_up_leading_group(unit, name="党组", starts_on=FOUNDED, organisation=city.committee, by=None)
    services.add_area(city.top, name="一片区", by=None)
    url = reverse("records:list", args=[f"organisations.{kind}"])
    for asked in (
        {}, {"q": "税务"}, {"kind": "branch", "direct": "yes", "area": "1", "on": DAY}, {"state": "running"},
        {"ends": "3"}, {"ends": "overdue"}, {"ends": "x", "on": "x", "area": "x", "direct": "no"}, {"nature": "organ"},
    ):  # fmt: skip
        assert client.get(url, asked).status_code == 200


def test_terms_that_end_wait_for_those_who_record_them(city):
    services.start_term(city.committee, starts_on=date(2013, 12, 1), by=None)
    services.start_term(city.general, starts_on=date(2014, 9, 1), by=None)
    waiting = [records._election_due(term, city.staff) for term in records._terms_coming(city.staff)]
    assert [(item.on, item.state) for item in waiting] == [(date(2017, 9, 1), "late"), (date(2017, 12, 1), "due")]
    assert list(records._terms_coming(city.outsider)) == []
