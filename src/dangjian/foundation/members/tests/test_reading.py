"""Queries and figures against slow references; codes, names and identity numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.foundation.members import figures, queries, services  # noqa: F401 - declares the figures
from dangjian.foundation.members.ages import AGE_BANDS, born_in_band
from dangjian.foundation.members.codes import CODE_SETS
from dangjian.foundation.members.enums import ChangeReason, PostTitle
from dangjian.foundation.members.items import ITEMS, NATIONAL_ITEMS
from dangjian.foundation.members.masters import Master, master_of
from dangjian.foundation.members.models import Member, Membership, Transfer
from dangjian.foundation.members.names import given_name, spell, tidy_name
from dangjian.foundation.members.page import GROUPS
from dangjian.foundation.members.validation import identity_parts, problems, warnings
from dangjian.kernel.figures.compute import compute, rows
from dangjian.kernel.figures.registry import Scope, registry
from dangjian.kernel.periods import Period, full_years
from dangjian.kernel.records.waiting import waiting_for

from .factories import identity_number, member, post, whole

TODAY = date(2017, 10, 9)
BLANKS = {
    "sex": "",
    "ethnic_group": "",
    "identity_number": "",
    "born_on": None,
    "education": "",
    "joined_on": None,
    "full_member_on": None,
    "position_code": "",
    "mobile_phone": "",
    "home_address": "",
}


def slow_missing(person):
    """What is missing, reckoned by hand."""
    lacks = {key for key in BLANKS if not getattr(person, key)}
    if person.current.category == "02":
        lacks.discard("full_member_on")
    if person.landline:
        lacks.discard("mobile_phone")
    if any(c.kind == "mobile" and not c.ends_on and not c.destination for c in person.conditions.all()):
        lacks.add("mobile")
    return lacks


def test_completeness_equals_the_slow_reference(small_city):
    for key, value in BLANKS.items():
        member(small_city.first_one, **{key: value})
    member(small_city.first_one, category="02")
    member(small_city.first_one, mobile_phone="", landline="0598-8222222")
    services.start_condition(member(small_city.first_one), by=None, kind="mobile", on=date(2016, 1, 1))
    services.start_condition(
        member(small_city.first_one), by=None, kind="mobile", on=date(2016, 1, 1), destination="厦门"
    )
    people = Member.objects.select_related("current").annotate(lacking=queries.missing_count())
    for person in people:
        assert person.lacking == len(slow_missing(person)), person.pk
        assert len(queries.missing_items(person)) == person.lacking
    assert set(Member.objects.filter(queries.incomplete())) == {p for p in people if slow_missing(p)}
    behind = Membership.objects.filter(queries.incomplete("member__"))
    assert set(behind.values_list("member", flat=True)) == {p.pk for p in people if slow_missing(p)}
    for key in BLANKS:
        assert {p.pk for p in people if key in slow_missing(p)} == set(
            Member.objects.filter(queries.lacking(key)).values_list("pk", flat=True)
        )


def test_sixteen_items_and_every_item_is_shown():
    assert len(NATIONAL_ITEMS) == 16
    assert {item.key for item in ITEMS} == {key for _title, keys in GROUPS for key in keys} | {"name"}
    assert master_of("education") == Master.NATIONAL
    assert master_of("community") == master_of("window") == Master.HERE


def test_figures_count_as_of_the_day_and_in_scope(small_city, settings):
    people = [member(small_city.first_one) for _ in range(6)]
    other = member(small_city.second_one, sex="2", ethnic_group="22", education="61", category="02")
    services.retire(people[0], by=None, on=date(2017, 5, 1))
    services.leave(people[1], by=None, on=date(2017, 9, 1), reason=ChangeReason.DIED)
    services.issue_transfer(people[2], by=None, to=small_city.third, on=date(2017, 8, 1))
    post(people[3], small_city.first_one)
    for person in people[2:]:
        services.start_condition(person, by=None, kind="exempt", on=date(2017, 1, 1))
    year = Period.parse("2017")
    now = Scope(small_city.committee.path, year, TODAY)
    before = Scope(small_city.committee.path, year, date(2017, 4, 30))
    first = Scope(small_city.first.path, year, TODAY)

    def value(key, scope=now):
        return compute(f"members.{key}", scope)

    assert [value(key).number for key in ("all", "in_service", "retired", "full", "probationary")] == [6, 5, 1, 5, 1]
    assert (value("all", before).number, value("all", first).number) == (7, 5)
    assert value("retired", before).number == 0
    assert [value(k).number for k in ("women", "ethnic_minorities", "college_and_above", "exits")] == [1, 1, 5, 1]
    assert (value("women_share").numerator, value("women_share").denominator) == (1, 6)
    assert value("exempt").withheld
    assert value("transfers_open").number == value("transfers_overdue").number == 1
    assert value("transfers_overdue", Scope(now.path, year, date(2017, 8, 31))).number == 0
    assert value("branches_without_secretary").number == 3
    assert value("per_branch").number == pytest.approx(1.5)
    assert value("records_complete").number == 6
    assert other.pk in set(rows("members.women", now, small_city.actor()).values_list("pk", flat=True))


def test_each_figure_equals_its_rows(small_city):
    person = member(small_city.first_one)
    post(person, small_city.first_one)
    services.appoint(
        person, by=None, organisation=small_city.committee, title=PostTitle.COMMITTEE_LEADER, on=date(2015, 1, 1)
    )
    services.assign_contact(
        person, by=None, committee=small_city.committee, on=date(2017, 1, 1), organisation=small_city.third
    )
    services.issue_transfer(person, by=None, to=small_city.third, on=date(2017, 8, 1))
    scope = Scope(small_city.committee.path, Period.parse("2017"), TODAY)
    for key, figure in registry.items():
        if key.startswith("members.") and not figure.is_ratio and not figure.sensitive:
            assert rows(key, scope, small_city.actor()).count() == compute(key, scope).number, key
    assert compute("members.organisations_per_leader", scope).number == 1
    assert compute("members.areas_per_leader", scope).number == 0


def test_what_waits(small_city):
    person = member(small_city.first_one)
    services.issue_transfer(person, by=None, to=small_city.second_one, on=date(2017, 8, 1))
    services.propose_correction(person, by=None, item="education", proposed="大专")
    issuing = waiting_for(small_city.actor("branch_secretary", small_city.first_one))
    receiving = waiting_for(small_city.actor("branch_secretary", small_city.second_one))
    assert [(w.lane, w.state) for w in issuing if "/transfers/" in w.url] == [("others", "late")]
    assert [w.state for w in issuing if "/corrections/" in w.url] == ["due"]
    assert [(w.lane, w.state) for w in receiving if "/incoming/" in w.url] == [("decide", "late")]


def test_overdue_is_derived_from_the_dates(small_city):
    for days in (1, 30, 90):
        services.issue_transfer(
            member(small_city.first_one), by=None, to=small_city.third, on=date(2017, 9, 1), valid_days=days
        )
    for day in (date(2017, 9, 2), date(2017, 9, 3), TODAY):
        late = {t.pk for t in Transfer.objects.all() if t.last_valid_day < day}
        assert set(queries.overdue(Transfer.objects.all(), day).values_list("pk", flat=True)) == late


@given(st.dates(date(1930, 1, 1), date(2002, 1, 1)))
def test_age_bands_part_everybody_once(born_on):
    fits = []
    for key, band in AGE_BANDS.items():
        age = full_years(born_on, TODAY)
        if band.youngest <= age and (band.oldest is None or age <= band.oldest):
            fits.append(key)
        conditions = dict(born_in_band(key, TODAY, "").children)
        inside = born_on <= conditions["born_on__lte"] and born_on > conditions.get("born_on__gt", date.min)
        assert inside == (key in fits)
    assert len(fits) == 1


@given(st.dates(date(1930, 1, 1), date(2017, 1, 1)), st.sampled_from("12"), st.integers(0, 499))
def test_identity_numbers_tell_birth_and_sex_and_a_slip_is_noticed(born_on, sex, sequence):
    number = identity_number(born_on, sex, sequence=sequence)
    assert identity_parts(number) == (born_on, sex)
    details = {"identity_number": number, "born_on": born_on, "sex": sex}
    assert not warnings(details)
    assert warnings(details | {"born_on": born_on + timedelta(days=1)})
    assert warnings(details | {"sex": "3"[:0] + ("2" if sex == "1" else "1")})
    slipped = number[:10] + str((int(number[10]) + 1) % 10) + number[11:]
    assert warnings({"identity_number": slipped})


@given(st.text(max_size=24))
def test_nothing_typed_as_an_identity_number_breaks(text):
    identity_parts(text)
    warnings({"identity_number": text, "mobile_phone": text})
    for code_set in CODE_SETS.values():
        code = code_set.lookup(text)
        assert code is None or code in code_set
    spell(text)
    given_name(text)


def test_old_numbers_of_fifteen_digits_and_unknown_regions_only_warn():
    assert identity_parts("350402800506001") == (date(1980, 5, 6), "1")
    assert len(warnings({"identity_number": "350402800506001"})) == 1
    assert warnings({"identity_number": identity_number(region="359999", sequence=1)})
    assert not problems(whole(identity_number="1"), today=TODAY)


@pytest.mark.parametrize(
    ("name", "pinyin", "initials", "given"),
    [
        ("曾小明", "zengxiaoming", "zxm", "小明"),
        ("单海", "shanhai", "sh", "海"),
        ("仇英", "qiuying", "qy", "英"),
        ("解建国", "xiejianguo", "xjg", "建国"),
        ("查理", "zhali", "zl", "理"),
        ("任盈盈", "renyingying", "ryy", "盈盈"),
        ("朴正", "piaozheng", "pz", "正"),
        ("区文", "ouwen", "ow", "文"),
        ("欧阳海燕", "ouyanghaiyan", "oyhy", "海燕"),
        ("尉迟恭", "yuchigong", "ycg", "恭"),
        ("万俟卨", "moqixie", "mqx", "卨"),
        ("单于", "shanyu", "sy", "于"),
        ("吕布", "lvbu", "lb", "布"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt", "买买提"),
        ("Éva Müller", "evamuller", "em", "Müller"),
        ("", "", "", ""),
    ],
)
def test_names_are_spelt_as_they_are_typed(name, pinyin, initials, given):
    assert spell(name) == (pinyin, initials)
    assert given_name(name) == given


def test_names_are_tidied():
    assert tidy_name(" 张　三 ") == "张三"
    assert tidy_name("买买提.吐尔逊") == "买买提.吐尔逊"
    assert tidy_name("买买提•吐尔逊") == "买买提·吐尔逊"


def test_search_uses_indexes(small_city, django_assert_num_queries):
    member(small_city.first_one, name="欧阳海燕")
    for word in ("欧阳", "海燕", "OuYang", "oyhy"):
        assert queries.named(Member.objects.all(), word).count() == 1
        plan = queries.named(Member.objects.order_by(), word).explain()
        assert "SCAN members_member" not in plan
    assert queries.named(Member.objects.all(), " ").count() == 1
    assert not queries.named(Member.objects.all(), "张").exists()
