"""The pages of brands: who sees what, what is kept, how many questions a page asks the database."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.roles import Role
from dangjian.kernel.records.waiting import waiting_for
from dangjian.work.brands import services
from dangjian.work.brands.enums import BrandStage, Ending
from dangjian.work.brands.models import Brand, Consultation, Service, YearlyReview
from dangjian.work.life.enums import MeetingKind
from dangjian.work.life.tests.factories import held

from .factories import SVG, TODAY, WORDING, confirmed, deliberated, huge, practised, proposed

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def office(signed_in_as, small_city):
    return signed_in_as(Role.PARTY_OFFICE, small_city.first)


def test_a_proposal_begins_with_a_name_and_keeps_itself(office, small_city):
    services.begin_services(by=None)
    page = office.get(reverse("brands:begin"))
    assert page.status_code == 200
    answer = office.post(reverse("brands:begin"), {"name": "无忧办税"}, **HTMX)
    brand = Brand.objects.get()
    assert answer.headers["HX-Replace-Url"] == reverse("brands:proposal", args=[brand.pk])
    assert answer.headers["HX-Trigger"] == "kept"
    assert (brand.name, brand.organisation) == ("无忧办税", small_city.first)
    chosen = list(Service.objects.values_list("pk", flat=True)[:2])
    typed = {"name": "无忧办税", **WORDING, "services": chosen, "items": ["primary"], "version": brand.version}
    answer = office.post(reverse("brands:proposal", args=[brand.pk]), typed, **HTMX)
    assert answer.status_code == 200
    brand.refresh_from_db()
    assert brand.promise == WORDING["promise"]
    assert {one.service_id for one in brand.taken_services.all()} == set(chosen)
    assert f'name="version" value="{brand.version}"' in answer.content.decode()


def test_a_name_too_long_is_said_beside_it_and_nothing_is_lost(office, small_city):
    brand = proposed(small_city.first)
    typed = {"name": "长" * 499, **WORDING, "meaning": "写了很久的内涵", "version": brand.version}
    for headers in ({}, HTMX):
        answer = office.post(reverse("brands:proposal", args=[brand.pk]), typed, **headers)
        assert answer.status_code == 422
        assert answer.context["form"].errors["name"]
    assert "写了很久的内涵" in office.post(reverse("brands:proposal", args=[brand.pk]), typed).content.decode()
    assert Brand.objects.get().name == "无忧服务"


@pytest.mark.parametrize("name", ["无\u200b忧税办", "无忧\u202e税办", "\ufeff无忧税办", "长" * 500])
def test_a_new_brand_with_a_name_nobody_could_read_stays_on_its_page(office, name):
    answer = office.post(reverse("brands:begin"), {"name": name, **WORDING, "meaning": "写了很久的内涵"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    assert "写了很久的内涵" in answer.content.decode()
    assert not Brand.objects.exists()


@pytest.mark.parametrize(("name", "content"), [("logo.svg", SVG), ("logo.png", SVG), ("logo.png", huge())])
def test_a_logo_that_carries_a_script_or_is_too_large_is_refused_on_its_page(
    office, small_city, settings, tmp_path, name, content
):
    settings.MEDIA_ROOT = tmp_path
    brand = proposed(small_city.first)
    answer = office.post(reverse("brands:logo", args=[brand.pk]), {"logo": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["logo"]
    brand.refresh_from_db()
    assert brand.logo is None
    assert office.get(reverse("brands:brand", args=[brand.pk])).status_code == 200


def test_two_writers_are_told_of_each_other(office, small_city):
    brand = proposed(small_city.first)
    services.write_brand(brand, name="别人的名字", **WORDING, by=None)
    typed = {"name": "我的名字", **WORDING, "version": brand.version - 1}
    answer = office.post(reverse("brands:proposal", args=[brand.pk]), typed)
    assert answer.status_code == 422
    assert "别人的名字" in answer.content.decode()
    assert Brand.objects.get().name == "别人的名字"


def test_without_script_a_proposal_is_saved_by_its_button(office, small_city):
    answer = office.post(reverse("brands:begin"), {"name": "无忧办税", **WORDING})
    assert answer.url == reverse("brands:proposal", args=[Brand.objects.get().pk])


def picture():
    kept = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(kept, "PNG")
    return SimpleUploadedFile("logo.png", kept.getvalue())


def test_a_logo_is_kept_and_the_public_sees_it_once_the_brand_is_shown(office, client, small_city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    brand = confirmed(small_city.first)
    assert office.post(reverse("brands:logo", args=[brand.pk]), {"logo": picture()}).status_code == 302
    wrong = office.post(
        reverse("brands:logo", args=[brand.pk]), {"logo": SimpleUploadedFile("logo.png", b"MZ\x00 program")}
    )
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["logo"]
    brand.refresh_from_db()
    client.logout()
    for name in ("brands:shown", "brands:shown-logo"):
        assert client.get(reverse(name, args=[brand.show_code])).status_code == 404
    services.show_brand(brand, today=TODAY, by=None)
    shown = client.get(reverse("brands:shown", args=[brand.show_code]))
    assert reverse("brands:shown-logo", args=[brand.show_code]) in shown.content.decode()
    logo = client.get(reverse("brands:shown-logo", args=[brand.show_code]))
    assert logo.headers["Content-Type"] == "image/png"
    assert b"".join(logo.streaming_content).startswith(b"\x89PNG")
    assert brand.name in client.get(reverse("brands:showcase")).content.decode()
    services.hide_brand(brand, by=None)
    assert client.get(reverse("brands:shown", args=[brand.show_code])).status_code == 404
    assert brand.name not in client.get(reverse("brands:showcase")).content.decode()


def test_the_public_page_names_no_person(client, small_city):
    brand = confirmed(small_city.first)
    responsible = member(small_city.first_one, name="欧阳责任")
    services.write_brand(brand, name=brand.name, **WORDING, responsible=responsible, by=None)
    services.show_brand(brand, today=TODAY, by=None)
    client.logout()
    assert "欧阳责任" not in client.get(reverse("brands:shown", args=[brand.show_code])).content.decode()


def test_only_the_organisation_asked_gives_opinions(signed_in_as, small_city):
    brand = proposed(small_city.first)
    question = services.ask_for_opinions(brand, asked=small_city.committee, today=TODAY, by=None)
    address = reverse("brands:give-opinions", args=[question.pk])
    assert signed_in_as(Role.PARTY_OFFICE, small_city.first).get(address).status_code == 403
    assert signed_in_as(Role.PARTY_OFFICE, small_city.second).get(address).status_code == 404
    staff = signed_in_as()
    assert staff.post(address, {"opinions": "1、名称再短些\n\n- 承诺写明时限"}).status_code == 302
    assert [one.opinion for one in question.opinions.all()] == ["1、名称再短些", "承诺写明时限"]
    page = staff.get(reverse("brands:brand", args=[brand.pk])).content.decode()
    assert "承诺写明时限" in page


def test_what_waits_stands_on_the_desk_of_whoever_has_the_next_move(signed_in_as, small_city):
    brand = proposed(small_city.first)
    question = services.ask_for_opinions(brand, asked=small_city.committee, today=TODAY, by=None)
    staff, office = small_city.actor(), small_city.actor(Role.PARTY_OFFICE, small_city.first)
    address = reverse("brands:give-opinions", args=[question.pk])
    assert address in {one.url for one in waiting_for(staff)}
    assert address not in {one.url for one in waiting_for(office)}
    services.give_opinions(question, opinions=["短些"], today=TODAY, by=None)
    assert address not in {one.url for one in waiting_for(staff)}
    assert reverse("brands:answer-point", args=[question.opinions.get().pk]) in {one.url for one in waiting_for(office)}


def test_the_work_of_a_brand_is_read_from_records(office, small_city, django_assert_max_num_queries):
    brand = practised(small_city.first)
    services.add_measure(brand, measure="records:life.meeting", by=None)
    services.add_measure(brand, measure="figure:life.meetings", by=None)
    address = reverse("brands:work", args=[brand.pk])
    assert not any(one.latest for one in office.get(address).context["skins"])
    for branch in (small_city.first_one, small_city.second_one):
        member(branch)
    own, sister = held(small_city.first_one, on=TODAY), held(small_city.second_one, on=TODAY)
    with django_assert_max_num_queries(12):
        page = office.get(address)
    found = {one.url for skin in page.context["skins"] for one in skin.latest}
    assert reverse("life:meeting", args=[own.pk]) in found
    assert reverse("life:meeting", args=[sister.pk]) not in found
    assert [skin.value.number for skin in page.context["skins"] if skin.value] == [1]


def test_the_light_review_asks_nothing_of_brands_whose_records_show_life(signed_in_as, small_city):
    alive, silent = practised(small_city.first), practised(small_city.second)
    for brand in (alive, silent):
        services.add_measure(brand, measure="records:life.meeting", by=None)
    member(small_city.first_one)
    held(small_city.first_one, MeetingKind.PARTY_DAY, on=TODAY)
    staff = signed_in_as()
    page = staff.get(reverse("brands:review"))
    assert [one.brand for one in page.context["alive"]] == [alive]
    assert [one.brand for one in page.context["silent"]] == [silent]
    staff.post(reverse("brands:review"))
    assert [one.brand for one in YearlyReview.objects.all()] == [alive]
    address = reverse("brands:review-one", args=[silent.pk, 2017])
    assert staff.post(address, {"verdict": "talk"}).status_code == 422
    assert staff.post(address, {"verdict": "talk", "remark": "上门谈一次"}).status_code == 302
    assert not staff.get(reverse("brands:review")).context["silent"]


def test_the_register_filters_by_kind_place_state_and_service(signed_in_as, small_city):
    services.begin_services(by=None)
    direct, below = confirmed(small_city.first), proposed(small_city.first_one, name="支部品牌")
    services.write_brand(
        direct, name=direct.name, **WORDING, services=list(Service.objects.filter(key="masses")), by=None
    )
    staff = signed_in_as()

    def listed(**asked):
        page = staff.get(reverse("records:list", args=["brands.brand"]), asked)
        return {row.pk for row in page.context["listing"].rows}

    assert listed() == {direct.pk, below.pk}
    assert listed(direct="direct") == {direct.pk}
    assert listed(direct="other") == {below.pk}
    assert listed(of_kind="branch") == {below.pk}
    assert listed(stage=BrandStage.CONFIRMED) == {direct.pk}
    assert listed(service="masses") == {direct.pk}
    assert listed(service="reform") == set()
    assert listed(q="支部") == {below.pk, direct.pk} - (set() if "支部" in direct.organisation.name else {direct.pk})
    assert listed(stage="best", direct="x") == {direct.pk, below.pk}


def test_the_way_in_counts_each_stage_as_the_register_lists_it(signed_in_as, small_city):
    """Counted within reach: a committee counts its own and those below it, the work committee all."""
    proposed(small_city.first_one, name="支部品牌")
    for organisation in (small_city.first, small_city.second):
        confirmed(organisation)
    for place, settled in ((small_city.committee, 2), (small_city.first, 1)):
        actor = signed_in_as(Role.INSPECTOR, place)
        shown = {one.key: one.number for one in actor.get(reverse("brands:home")).context["stages"]}
        assert list(shown) == BrandStage.values
        assert (shown["idea"], shown["confirmed"], shown["excellent"]) == (1, settled, 0)
        for key, number in shown.items():
            page = actor.get(reverse("records:list", args=["brands.brand"]), {"stage": key})
            assert len(page.context["listing"].rows) == number


@pytest.mark.parametrize("number", [1, 5])
def test_pages_ask_few_questions_however_many_brands_there_are(
    signed_in_as, small_city, django_assert_max_num_queries, number
):
    for n in range(number):
        brand = practised(small_city.first, name=f"品牌{n}")
        deliberated(brand)
        services.add_measure(brand, measure="records:life.meeting", by=None)
        services.show_brand(brand, today=TODAY, by=None)
    staff = signed_in_as()
    for address in (
        reverse("brands:home"),
        reverse("brands:of", args=[small_city.first.pk]),
        reverse("brands:brand", args=[brand.pk]),
        reverse("brands:proposal", args=[brand.pk]),
        reverse("brands:preview", args=[brand.pk]),
        reverse("brands:versions", args=[brand.pk]),
        reverse("brands:work", args=[brand.pk]),
        reverse("brands:review"),
        reverse("brands:services"),
        reverse("records:list", args=["brands.brand"]),
        reverse("brands:showcase"),
        reverse("brands:shown", args=[brand.show_code]),
    ):
        with django_assert_max_num_queries(12):
            assert staff.get(address).status_code == 200, address


def test_forms_of_the_steps_answer_bad_input_in_words(office, small_city):
    brand = proposed(small_city.first)
    wrong = office.post(
        reverse("brands:record-deliberation", args=[brand.pk]),
        {"on": "2030-01-01", "body": "leading_group", "opinions": "再议", "outcome": "go_on"},
    )
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["on"]
    assert "再议" in wrong.content.decode()
    early = office.post(reverse("brands:confirm", args=[brand.pk]), {"on": "2017-10-09"})
    assert early.status_code == 422
    for address in ("brands:versions", "brands:review"):
        args = [brand.pk] if address == "brands:versions" else []
        assert office.get(reverse(address, args=args), {"left": "x", "right": "99", "year": "年"}).status_code in (
            200,
            403,
        )


def test_an_ended_brand_is_no_longer_written(office, small_city):
    brand = practised(small_city.first)
    answer = office.post(
        reverse("brands:end", args=[brand.pk]),
        {"on": "2017-10-09", "ending": Ending.HONOUR, "words": "做法已成日常"},
    )
    assert answer.status_code == 302
    assert office.get(reverse("brands:proposal", args=[brand.pk])).url == reverse("brands:brand", args=[brand.pk])
    assert "做法已成日常" in office.get(reverse("brands:brand", args=[brand.pk])).content.decode()


def test_a_question_is_withdrawn_while_nobody_has_answered(office, small_city):
    brand = proposed(small_city.first)
    office.post(reverse("brands:ask", args=[brand.pk]), {"asked": small_city.committee.pk, "question": "名称好不好？"})
    question = Consultation.objects.get()
    office.post(reverse("brands:withdraw-asking", args=[question.pk]))
    question.refresh_from_db()
    assert question.withdrawn_on == TODAY


def test_the_committee_keeps_the_catalogue_on_its_page(signed_in_as, small_city):
    services.begin_services(by=None)
    staff = signed_in_as()
    facts = {"name": "服务企业", "meaning": "点对点帮扶", "ordinal": "7", "on": "2017-10-09"}
    assert staff.post(reverse("brands:add-service"), facts).status_code == 302
    added = Service.objects.get(name="服务企业")
    assert staff.post(reverse("brands:move-service", args=[added.key]), {"ordinal": "0"}).status_code == 422
    assert staff.post(reverse("brands:end-service", args=[added.key]), {"on": "2017-10-10"}).status_code == 302
    assert "服务企业" in staff.get(reverse("brands:services")).content.decode()
    assert staff.get(reverse("brands:end-service", args=["nothing"])).status_code == 404
