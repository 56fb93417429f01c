"""Cases: whose turn it is, two pairs of eyes, what is found in the words, versions and remarks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.errors import ConflictError
from dangjian.work.brands.tests.factories import proposed
from dangjian.work.casebook import queries, services
from dangjian.work.casebook.checking import check_of
from dangjian.work.casebook.enums import CaseStage, Side
from dangjian.work.casebook.errors import CaseError
from dangjian.work.casebook.queries import _stretches as stretches

from .factories import DAY, WORDING, YEAR, photograph, ready, written


def test_a_case_travels_from_its_author_to_print(small_city, author, editor):
    case = written(small_city.first_one, author)
    assert case.stage == CaseStage.WRITING
    case = services.hand_in(case, version=case.version, by=author)
    assert case.stage == CaseStage.HANDED_IN
    case = services.pass_case(case, version=case.version, by=editor)
    assert (case.stage, case.passed_by) == (CaseStage.READY, editor.name)
    kinds = Entry.objects.filter(action__startswith="casebook.case").values_list("action", flat=True)
    assert [kind.rpartition(".")[2] for kind in kinds.order_by("pk")] == ["begun", "written", "handed-in", "passed"]


def test_every_saving_keeps_the_version_before_with_the_side_that_wrote_it(small_city, author, editor):
    case = written(small_city.first_one, author)
    case = services.hand_in(case, version=2, by=author)
    services.write_case(case, version=2, effect="当场办结，说明清楚。", by=editor)
    sides = list(case.versions.order_by("number").values_list("number", "side", "written_by"))
    assert sides == [(1, Side.AUTHOR, author.name), (2, Side.AUTHOR, author.name), (3, Side.EDITOR, editor.name)]
    assert case.versions.get(number=2).effect == WORDING["effect"]


def test_whoever_wrote_the_last_version_does_not_pass_it(small_city, author, editor, other_editor):
    case = written(small_city.first_one, author)
    case = services.hand_in(case, version=2, by=author)
    case = services.write_case(case, version=2, effect="编辑改过。", by=editor)
    with pytest.raises(CaseError):
        services.pass_case(case, version=3, by=editor)
    assert services.pass_case(case, version=3, by=other_editor).stage == CaseStage.READY


def test_what_is_changed_after_it_was_passed_has_to_be_passed_again(small_city, author, editor):
    case = ready(small_city.first_one, author, editor)
    case = services.write_case(case, version=case.version, effect="又改了。", by=editor)
    assert case.stage == CaseStage.HANDED_IN
    assert case.passed_by == ""


def test_saving_without_a_change_makes_no_version_and_takes_nothing_back(small_city, author, editor):
    case = ready(small_city.first_one, author, editor)
    again = services.write_case(case, version=case.version, effect=case.effect, by=editor)
    assert (again.version, again.stage) == (case.version, CaseStage.READY)


def test_with_the_editors_an_author_may_remark_but_not_write(small_city, author, editor):
    case = services.hand_in(written(small_city.first_one, author), version=2, by=author)
    with pytest.raises(CaseError):
        services.write_case(case, version=2, effect="再改", by=author)
    services.comment(case, text="日期有误，请改为十月。", part="effect", by=author)
    with pytest.raises(CaseError):
        services.pass_case(case, version=2, by=editor)
    services.answer_comment(case.comments.get(), answer="已改。", by=editor)
    assert services.pass_case(case, version=2, by=editor).stage == CaseStage.READY


def test_given_back_it_is_the_authors_again_with_the_reason_beside_it(small_city, author, editor):
    case = services.hand_in(written(small_city.first_one, author), version=2, by=author)
    case = services.return_case(case, reason="成效写得太少。", by=editor)
    assert case.stage == CaseStage.WRITING
    assert case.comments.get().text == "成效写得太少。"
    services.write_case(case, version=2, effect="补充了成效。", by=author)


@pytest.mark.parametrize("text", [" ", "机密★1年"])
def test_a_refusal_stands_beside_the_field_of_the_form_that_was_sent(small_city, author, editor, text):
    case = services.hand_in(written(small_city.first_one, author), version=2, by=author)
    with pytest.raises(CaseError) as error:
        services.return_case(case, reason=text, by=editor)
    assert error.value.field == "reason"
    with pytest.raises(CaseError) as error:
        services.comment(case, text=text, by=author)
    assert error.value.field == "text"


def test_a_remark_is_on_a_part_that_a_case_has(small_city, author):
    case = written(small_city.first_one, author)
    with pytest.raises(CaseError) as error:
        services.comment(case, text="请改。", part="cover", by=author)
    assert error.value.field == "part"


def test_two_writers_at_once_lose_nothing(small_city, author):
    case = written(small_city.first_one, author)
    services.write_case(case, version=2, effect="先来的。", by=author)
    with pytest.raises(ConflictError) as error:
        services.write_case(case, version=2, effect="后来的。", by=author)
    assert error.value.theirs["effect"] == "先来的。"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("practice", "共 [[organisations.dirct]] 个"),
        ("effect", "请联系 13812345678"),
        ("background", "身份证 11010519491231002X 的群众"),
    ],
)
def test_what_must_not_be_printed_keeps_a_case_from_being_handed_in(small_city, author, part, words):
    case = written(small_city.first_one, author, **{part: words})
    (fault,) = check_of(case, DAY).faults
    assert fault.part == part
    with pytest.raises(CaseError):
        services.hand_in(case, version=case.version, by=author)


def test_marks_of_secrecy_are_refused_at_once(small_city, author):
    case = written(small_city.first_one, author)
    with pytest.raises(CaseError) as error:
        services.write_case(case, version=2, effect="机密★1年", by=author)
    assert error.value.field == "effect"


def test_characters_that_nobody_sees_are_not_kept_and_hide_no_mark(small_city, author):
    case = services.write_case(
        written(small_city.first_one, author), version=2, title="无\u200b忧\u202e办税\n一次办", by=author
    )
    assert case.title == "无忧办税 一次办"
    with pytest.raises(CaseError, match="机密"):
        services.write_case(case, version=3, effect="机\u200b密★五年", by=author)


def test_a_member_who_is_named_has_to_agree(small_city, author):
    member(small_city.first_one, name="欧阳小满")
    case = written(small_city.first_one, author, effect="欧阳小满同志带头值守。")
    assert check_of(case, DAY).people == ("欧阳小满",)
    with pytest.raises(CaseError) as error:
        services.hand_in(case, version=2, by=author)
    assert error.value.field == "people_agreed"
    assert services.hand_in(case, version=2, people_agreed=True, by=author).people_agreed


def test_pictures_of_which_nobody_said_anything_are_counted(small_city, author):
    case = written(small_city.first_one, author)
    photograph(case, author)
    photograph(case, author, caption="合影", consent="", name="b.jpg")
    assert check_of(case, DAY).unasked == 1


def test_a_check_asks_seven_times_at_most(small_city, author, django_assert_max_num_queries):
    case = written(
        small_city.first_one, author, background="[[organisations.direct]]", effect="[[table organisations.branches]]"
    )
    with django_assert_max_num_queries(7):
        check_of(case, DAY)


@pytest.mark.parametrize("name", ["title", "summary", "practice"])
def test_too_long_words_are_refused_beside_their_field(small_city, author, name):
    case = written(small_city.first_one, author)
    with pytest.raises(CaseError) as error:
        services.write_case(case, version=2, by=author, **{name: "字" * 9_000})
    assert error.value.field == name


def test_a_case_is_not_about_the_brand_of_somebody_else_nor_about_a_year_to_come(small_city, author):
    facts = {"organisation": small_city.first_one, "title": "题", "by": author}
    with pytest.raises(CaseError) as error:
        services.begin_case(**facts, period=YEAR.next())
    assert error.value.field == "period"
    foreign = proposed(small_city.second_one)
    with pytest.raises(CaseError) as error:
        services.begin_case(**facts, period=YEAR, brand=foreign)
    assert error.value.field == "brand"
    with pytest.raises(CaseError):
        services.class_case(
            services.begin_case(**facts, period=YEAR), brand=foreign, field="law", period=YEAR, by=author
        )


def test_versions_are_compared_word_by_word(small_city, author):
    case = written(small_city.first_one, author)
    services.write_case(case, version=2, effect="材料齐全的一次办结。", by=author)
    newer, older, _first = case.versions.all()
    (change,) = queries.compared(older, newer)
    assert ("ins", "一次") in change.stretches
    assert ("del", "当场") in change.stretches


@given(st.text(alphabet="甲乙丙丁一二三 \n", max_size=40), st.text(alphabet="甲乙丙丁一二三 \n", max_size=40))
def test_both_texts_can_be_read_out_of_a_comparison(before, after):
    found = list(stretches(before, after))
    assert "".join(text for kind, text in found if kind != "ins") == before
    assert "".join(text for kind, text in found if kind != "del") == after
