"""The life of a brand by its services: what follows what, what is refused, and where it stands."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dangjian.foundation.members.tests.factories import member, post
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.records.services import end_item, move_item
from dangjian.work.brands import services
from dangjian.work.brands.drafts import check_past
from dangjian.work.brands.enums import BrandStage, Ending, PointAnswer, Verdict
from dangjian.work.brands.errors import BrandError
from dangjian.work.brands.models import Brand, Service, YearlyReview
from dangjian.work.brands.queries.brands import secretaries_of
from dangjian.work.brands.queries.versions import compared, runs_of
from dangjian.work.brands.stages import with_stage

from .factories import SVG, TODAY, WORDING, confirmed, deliberated, huge, practised, proposed


def stage(brand):
    return with_stage(Brand.objects.all()).get(pk=brand.pk).stage


def asked(brand, city, **more):
    return services.ask_for_opinions(brand, asked=city.committee, today=TODAY, by=None, **more)


def test_a_brand_is_found_step_by_step_and_its_stage_is_read_from_its_days(small_city):
    brand = proposed(small_city.first)
    assert stage(brand) == BrandStage.IDEA
    deliberated(brand)
    assert stage(brand) == BrandStage.DELIBERATED
    question = asked(brand, small_city)
    assert stage(brand) == BrandStage.CONSULTED
    services.give_opinions(question, opinions=["名称再具体些", "承诺可核查"], today=TODAY, by=None)
    assert stage(brand) == BrandStage.OPINIONS_GIVEN
    for point in question.opinions.all():
        services.answer_point(point, answer=PointAnswer.TAKEN, today=TODAY, by=None)
    services.write_brand(brand, name="无忧办事", **WORDING, by=None)
    assert stage(brand) == BrandStage.OPINIONS_GIVEN
    services.keep_version(brand, reason="按意见修改名称", today=TODAY, by=None)
    assert stage(brand) == BrandStage.REVISED
    services.confirm_brand(brand, on=TODAY, today=TODAY, by=None)
    assert stage(brand) == BrandStage.CONFIRMED
    services.practise_brand(brand, on=TODAY, today=TODAY, by=None)
    assert stage(brand) == BrandStage.IN_PRACTICE
    services.end_brand(brand, on=TODAY, ending=Ending.HONOUR, words="已成日常", today=TODAY, by=None)
    assert stage(brand) == BrandStage.ENDED
    assert [one.name for one in brand.versions.all()] == ["无忧服务", "无忧办事"]


def test_a_version_is_kept_only_where_the_wording_changed(small_city):
    brand = proposed(small_city.first)
    first = deliberated(brand).brand_version
    assert deliberated(brand).brand_version == first
    services.write_brand(brand, name="无忧服务", **{**WORDING, "promise": "马上就办。"}, by=None)
    assert deliberated(brand).brand_version.number == first.number + 1


def test_writing_the_same_again_leaves_no_trace(small_city):
    brand = proposed(small_city.first)
    before = Entry.objects.count()
    services.write_brand(brand, name=brand.name, **WORDING, by=None)
    brand.refresh_from_db()
    assert Entry.objects.count() == before


def test_two_writers_see_each_other(small_city):
    brand = proposed(small_city.first)
    brand.refresh_from_db()
    services.write_brand(brand, name="甲的名字", version=brand.version, by=None)
    with pytest.raises(ConflictError) as refused:
        services.write_brand(brand, name="乙的名字", version=brand.version, by=None)
    assert refused.value.theirs["name"] == "甲的名字"


@pytest.mark.parametrize(
    "name", ["", "  ", "长" * 31, "长" * 500, "无\u200b忧", "无忧\u202e税办", "\ufeff无忧", "无\u2066忧\u2069"]
)
def test_names_that_nobody_could_read_are_refused_at_their_field(small_city, name):
    with pytest.raises(BrandError) as refused:
        services.propose_brand(organisation=small_city.first, name=name, today=TODAY, by=None)
    assert refused.value.field == "name"
    assert Brand.objects.count() == 0


def test_invisible_characters_in_longer_texts_go_without_a_word(small_city):
    brand = proposed(small_city.first, meaning="为\u200b群众\u202e服务")
    assert brand.meaning == "为群众服务"


def test_brands_are_formed_by_primary_organisations(small_city):
    with pytest.raises(BrandError):
        proposed(small_city.committee)


def test_confirmation_wants_a_deliberation_words_and_answers(small_city):
    brand = services.propose_brand(organisation=small_city.first, name="一个名字", today=TODAY, by=None)

    def refused():
        with pytest.raises(BrandError):
            services.confirm_brand(brand, on=TODAY, today=TODAY, by=None)

    refused()
    deliberated(brand)
    refused()
    services.write_brand(brand, name="一个名字", **WORDING, by=None)
    question = asked(brand, small_city)
    services.give_opinions(question, opinions=["再短些"], today=TODAY, by=None)
    refused()
    point = question.opinions.get()
    with pytest.raises(BrandError) as why:
        services.answer_point(point, answer=PointAnswer.NOT_TAKEN, words=" ", today=TODAY, by=None)
    assert why.value.field == "words"
    services.answer_point(point, answer=PointAnswer.NOT_TAKEN, words="已叫开，不宜再改。", today=TODAY, by=None)
    services.confirm_brand(brand, on=TODAY, today=TODAY, by=None)
    with pytest.raises(BrandError):
        services.answer_point(point, answer=PointAnswer.TAKEN, today=TODAY, by=None)
    refused()


def test_opinions_are_asked_above_once_at_a_time_and_given_once(small_city):
    brand = proposed(small_city.first_one)
    for wrong in (small_city.first_one, small_city.second):
        with pytest.raises(BrandError) as refused:
            services.ask_for_opinions(brand, asked=wrong, today=TODAY, by=None)
        assert refused.value.field == "asked"
    question = services.ask_for_opinions(brand, asked=small_city.first, today=TODAY, by=None)
    with pytest.raises(BrandError):
        services.ask_for_opinions(brand, asked=small_city.first, today=TODAY, by=None)
    services.give_opinions(question, opinions=["", "  "], today=TODAY, by=None)
    question.refresh_from_db()
    assert question.no_objection
    for again in (services.withdraw_asking, lambda q, **k: services.give_opinions(q, opinions=[], **k)):
        with pytest.raises(BrandError):
            again(question, today=TODAY, by=None)


def test_a_withdrawn_deliberation_counts_no_longer(small_city):
    brand = proposed(small_city.first)
    made = deliberated(brand)
    with pytest.raises(BrandError):
        services.withdraw_deliberation(made, reason=" ", today=TODAY, by=None)
    services.withdraw_deliberation(made, reason="记错了单位", today=TODAY, by=None)
    assert stage(brand) == BrandStage.IDEA
    with pytest.raises(BrandError):
        services.confirm_brand(brand, on=TODAY, today=TODAY, by=None)


@given(ahead=st.integers(1, 400), back=st.integers(1, 4000))
def test_days_that_have_not_come_or_lie_before_what_they_follow_are_refused(ahead, back):
    check_past(TODAY, TODAY, TODAY)
    for wrong in (TODAY + timedelta(days=ahead), TODAY - timedelta(days=back)):
        with pytest.raises(BrandError):
            check_past(wrong, TODAY, TODAY)


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "2017年10月9日"), ("en", "9 Oct 2017")])
def test_days_in_what_is_said_are_written_as_the_reader_writes_them(small_city, language, words):
    with override(language):
        with pytest.raises(BrandError, match=words):
            check_past(TODAY - timedelta(days=1), TODAY, TODAY)
        assert words in str(deliberated(proposed(small_city.first)))


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_what_stands_side_by_side_is_what_was_written(before, after):
    left, right = runs_of(before, after)
    assert "".join(words for words, _state in left) == before
    assert "".join(words for words, _state in right) == after
    stayed = ["".join(words for words, state in runs if state == "same") for runs in (left, right)]
    assert stayed[0] == stayed[1]


def test_versions_side_by_side_say_what_changed(small_city):
    brand = proposed(small_city.first)
    deliberated(brand)
    services.write_brand(brand, name="无忧办税", **WORDING, by=None)
    services.keep_version(brand, reason="名称更具体", today=TODAY, by=None)
    texts = compared(*brand.versions.all())
    assert [one.is_changed for one in texts] == [True, False, False, False, False]
    assert ("办税", "new") in texts[0].after


def test_a_living_brand_is_noted_once_a_year_and_an_ended_one_not(small_city):
    brand, other = practised(small_city.first), practised(small_city.second)
    services.end_brand(other, on=TODAY, ending=Ending.HONOUR, words="完成", today=TODAY, by=None)
    noted = services.review_brands([brand, other], year=2017, verdict=Verdict.LIVES, today=TODAY, by=None)
    again = services.review_brands([brand, other], year=2017, verdict=Verdict.LIVES, today=TODAY, by=None)
    assert (noted, again) == (1, 0)
    assert YearlyReview.objects.get().brand == brand
    with pytest.raises(BrandError) as refused:
        services.review_brands([brand], year=2016, verdict=Verdict.TALK, today=TODAY, by=None)
    assert refused.value.field == "remark"
    with pytest.raises(BrandError):
        services.review_brands([brand], year=2018, verdict=Verdict.LIVES, today=TODAY, by=None)


def test_a_brand_ends_in_a_way_that_fits_and_then_nothing_changes(small_city):
    idea, formed = proposed(small_city.first), confirmed(small_city.second)
    for brand, wrong in ((idea, Ending.HONOUR), (formed, Ending.DROPPED)):
        with pytest.raises(BrandError) as refused:
            services.end_brand(brand, on=TODAY, ending=wrong, words="原因", today=TODAY, by=None)
        assert refused.value.field == "ending"
    services.end_brand(idea, on=TODAY, ending=Ending.DROPPED, words="与业务结合不紧", today=TODAY, by=None)
    with pytest.raises(BrandError):
        services.write_brand(idea, name="又一个", by=None)


def test_only_a_confirmed_brand_is_shown_and_it_can_be_taken_back(small_city):
    idea, formed = proposed(small_city.first), confirmed(small_city.second)
    with pytest.raises(BrandError):
        services.show_brand(idea, today=TODAY, by=None)
    services.show_brand(formed, today=TODAY, by=None)
    assert list(Brand.objects.on_show()) == [formed]
    services.hide_brand(formed, by=None)
    assert not Brand.objects.on_show().exists()


# ── logo ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.png", b"MZ\x90\x00 a program"),
        ("logo.svg", SVG),
        ("logo.png", SVG),
        ("logo.png", huge()),
        ("logo.png", b""),
        ("logo.txt", "文字".encode()),
    ],
)
def test_a_logo_that_is_no_picture_is_refused_at_its_field(small_city, settings, tmp_path, name, content):
    settings.MEDIA_ROOT = tmp_path
    brand = proposed(small_city.first)
    with pytest.raises(BrandError) as refused:
        services.set_logo(brand, logo=SimpleUploadedFile(name, content), by=None)
    assert refused.value.field == "logo"
    assert Brand.objects.get(pk=brand.pk).logo is None


# ── the catalogue ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_catalogue_begins_with_six_once(db):
    assert (services.begin_services(by=None), services.begin_services(by=None)) == (6, 0)
    assert Service.objects.on(TODAY).count() == 6


def test_only_the_work_committee_keeps_the_catalogue(small_city):
    services.begin_services(by=None)
    staff, office = small_city.actor(), small_city.actor(Role.PARTY_OFFICE, small_city.first)
    added = services.add_service(name="服务企业", ordinal=7, on=TODAY, by=staff)
    with pytest.raises(BrandError):
        services.add_service(name="另一项", ordinal=8, on=TODAY, by=office)
    with pytest.raises(BrandError) as twice:
        services.add_service(name="服务企业", ordinal=7, on=TODAY, by=staff)
    assert twice.value.field == "name"
    end_item(services.SERVICES, added, on=TODAY + timedelta(days=1), by=staff)
    with pytest.raises(BrandError):
        end_item(services.SERVICES, added, on=date(2010, 1, 1), by=staff)
    assert move_item(services.SERVICES, added, ordinal=1, by=staff).ordinal == 1


def test_a_measure_is_one_of_those_offered(small_city):
    brand = proposed(small_city.first)
    services.add_measure(brand, measure="records:life.meeting", words="办税", by=None)
    services.add_measure(brand, measure="figure:life.meetings", by=None)
    for wrong, words in (
        ("records:life.meeting", "办税"),
        ("records:life.talk", ""),
        ("figure:life.talks", ""),
        ("figure:life.general", "词"),
        ("", ""),
    ):
        with pytest.raises(BrandError):
            services.add_measure(brand, measure=wrong, words=words, by=None)
    services.drop_measure(brand.measures.first(), by=None)
    assert brand.measures.count() == 1


def test_the_responsible_secretary_is_one_of_the_organisation(small_city):
    held = member(small_city.first_one)
    post(held, small_city.first_one)
    assert list(secretaries_of(small_city.first_one, TODAY)) == [held]
