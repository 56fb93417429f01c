"""Transfers, posts, conditions, contact links, corrections: what is refused and what follows."""

from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest
from django.utils import translation

from dangjian.foundation.members import services
from dangjian.foundation.members.enums import ChangeReason, PostTitle, TransferState
from dangjian.foundation.members.errors import ContactError, CorrectionError, MemberError, PostError, TransferError
from dangjian.foundation.members.letters import letter_document
from dangjian.foundation.members.models import ContactAssignment, Member, Post, Transfer
from dangjian.foundation.organisations.models import Area
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.errors import ConflictError

from .factories import identity_number, member, post

TODAY = date(2017, 10, 9)
ISSUED = date(2017, 9, 1)


def fresh(person):
    return Member.objects.select_related("current__organisation").get(pk=person.pk)


@pytest.fixture
def person(small_city):
    return member(small_city.first_one)


def issue(person, to, **more):
    return services.issue_transfer(person, by=None, to=to, on=more.pop("on", ISSUED), **more)


def test_letter_numbers_count_per_branch_and_year_and_may_be_changed(small_city):
    people = [member(small_city.first_one) for _ in range(3)]
    one = issue(people[0], small_city.second_one)
    own = issue(people[1], small_city.second_one, letter_number=" 直2017-7 ")
    third = issue(people[2], small_city.second_one)
    assert [letter.letter_number for letter in (one, own, third)] == [
        "35-01-01〔2017〕001号",
        "直2017-7",
        "35-01-01〔2017〕003号",
    ]
    other = member(small_city.third)
    with pytest.raises(TransferError) as refused:
        issue(other, small_city.first_one, letter_number="直2017-7")
    assert refused.value.field == "letter_number"


def test_the_old_branch_stays_responsible_until_acceptance(small_city, person):
    held = post(person, small_city.first_one)
    letter = issue(person, small_city.second_one)
    assert fresh(person).current.organisation == small_city.first_one
    services.accept_transfer(letter, by=None, on=date(2017, 9, 20))
    assert fresh(person).current.organisation == small_city.second_one
    assert fresh(person).current.note == letter.letter_number
    assert Post.objects.get(pk=held.pk).ends_on == date(2017, 9, 20)
    places = Entry.objects.filter(target_id=letter.pk, target_type="members.transfer").order_by("pk")
    assert [entry.organisation_id for entry in places] == [
        small_city.first_one.pk,
        small_city.first_one.pk,
        small_city.second_one.pk,
    ]
    with pytest.raises(TransferError):
        services.withdraw_transfer(letter, by=None, on=TODAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"valid_days": 0}, "valid_days"),
        ({"valid_days": 91}, "valid_days"),
        ({"on": date(2011, 1, 1)}, "on"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
    ],
)
def test_letters_that_cannot_be(small_city, person, more, field):
    with pytest.raises((TransferError, MemberError)) as refused:
        issue(person, small_city.second_one, **more)
    assert refused.value.field == field
    assert not Transfer.objects.exists()


def test_one_open_letter_and_no_exit_beside_it(small_city, person):
    letter = issue(person, small_city.second_one)
    with pytest.raises(TransferError):
        issue(person, small_city.third)
    with pytest.raises(MemberError):
        services.leave(person, by=None, on=TODAY, reason=ChangeReason.DIED)
    with pytest.raises(TransferError):
        services.return_transfer(letter, by=None, on=TODAY, answer=" ")
    services.return_transfer(letter, by=None, on=TODAY, answer="不在本单位工作")
    letter.refresh_from_db()
    assert (letter.state, letter.answered_on) == (TransferState.RETURNED, TODAY)
    assert fresh(person).current.organisation == small_city.first_one
    again = issue(person, small_city.third, on=TODAY)
    services.withdraw_transfer(again, by=None, on=TODAY)


def test_members_move_only_to_branches(small_city, person):
    for place in (small_city.first, small_city.first_one):
        with pytest.raises((TransferError, MemberError)):
            issue(person, place)


def test_the_letter_has_three_parts(small_city, person):
    letter = issue(person, small_city.second_one, dues_paid_until=date(2017, 8, 1))
    text = "".join(str(block.text) for block in letter_document(letter).blocks())
    for part in (
        "存根",
        "介绍信",
        "回执",
        person.name,
        letter.letter_number,
        "2017年8月",
        "有效期30天",
        "2017年10月1日",
    ):
        assert part in text
    assert len(pypdf.PdfReader(BytesIO(letter_document(letter).pdf())).pages) == 1  # cut along the seams


def test_nobody_is_appointed_before_the_organisation_was_founded(small_city, person):
    with pytest.raises(PostError) as refused:
        post(person, small_city.first_one, on=date(2009, 12, 31))
    assert refused.value.field == "on"


def test_one_secretary_at_a_time(small_city, person):
    first = post(person, small_city.first_one)
    successor = member(small_city.first_one)
    with pytest.raises(PostError):
        post(successor, small_city.first_one)
    services.relieve(first, by=None, on=date(2016, 1, 1))
    post(successor, small_city.first_one, on=date(2016, 1, 1))
    for day in (date(2016, 1, 1), TODAY):
        with pytest.raises(PostError):
            services.relieve(first, by=None, on=day)


def test_only_groups_have_group_leaders(small_city, person):
    with pytest.raises(PostError):
        post(person, small_city.first_one, PostTitle.GROUP_LEADER)


def test_conditions_of_one_kind_do_not_overlap(small_city, person):
    def start(on, until=None):
        return services.start_condition(person, by=None, kind="mobile", on=on, until=until, destination="外省")

    start(date(2016, 1, 1), date(2016, 7, 1))
    start(date(2016, 7, 1))
    for on, until in ((date(2016, 6, 30), None), (date(2015, 1, 1), date(2016, 1, 2)), (date(2017, 1, 1), None)):
        with pytest.raises(MemberError):
            start(on, until)
    with pytest.raises(MemberError):
        start(date(2014, 1, 1), date(2014, 1, 1))
    assert not Entry.objects.filter(action__startswith="members.condition", changes__icontains="外省").exists()


def test_the_record_conflict_and_what_the_audit_keeps(small_city, person):
    person = fresh(person)
    services.change_details(person, by=None, version=1, mobile_phone="13900000001", education="14")
    entry = Entry.objects.filter(action="members.member.details_changed").get()
    assert entry.changes == {"mobile_phone": "changed", "education": "changed"}
    with pytest.raises(ConflictError) as conflict:
        services.change_details(person, by=None, version=1, education="21")
    assert conflict.value.theirs == {"education": "14", "version": 2}
    assert Member.objects.filter(phone_index__of="139 0000 0001").exists()
    same = services.change_details(person, by=None, version=2, education="14")
    assert same.version == 2
    with pytest.raises(MemberError):
        services.change_details(person, by=None, version=None, current="x")


def test_changed_names_are_spelt_anew(small_city, person):
    services.change_details(person, by=None, version=None, name="万俟 卨")
    assert (fresh(person).pinyin, fresh(person).given_name) == ("moqixie", "卨")


def test_an_identity_number_of_another_member_is_refused(small_city, person):
    other = member(small_city.second_one)
    with pytest.raises(MemberError):
        services.change_details(person, by=None, version=None, identity_number=other.identity_number)
    number = identity_number(sequence=499)
    services.change_details(person, by=None, version=None, identity_number=number.lower())
    assert fresh(person).identity_number == number


def test_corrections_wait_once_per_item(small_city, person):
    one = services.propose_correction(person, by=None, item="born_on", proposed="1980-05-07", reason="档案")
    with pytest.raises(CorrectionError):
        services.propose_correction(person, by=None, item="born_on", proposed="1980-05-08")
    for item, proposed in (("branch", "x"), ("born_on", "昨天"), ("education", " ")):
        with pytest.raises(CorrectionError):
            services.propose_correction(person, by=None, item=item, proposed=proposed)
    with translation.override("en"), pytest.raises(CorrectionError, match=r"Perhaps .*大学本科毕业"):
        services.propose_correction(person, by=None, item="education", proposed="大学本科毕业生")
    services.decide_correction(one, by=None, accept=True)
    assert fresh(person).born_on == date(1980, 5, 7)
    with pytest.raises(CorrectionError):
        services.decide_correction(one, by=None, accept=False, answer="x")


def test_a_leader_has_one_area_and_an_organisation_one_leader(small_city):
    committee = small_city.committee
    leaders = [member(small_city.first_one), member(small_city.first_one)]
    with pytest.raises(ContactError):
        services.assign_contact(leaders[0], by=None, committee=committee, on=ISSUED, organisation=small_city.third)
    for leader in leaders:
        services.appoint(leader, by=None, organisation=committee, title=PostTitle.COMMITTEE_LEADER, on=date(2015, 1, 1))
    areas = [Area.objects.create(organisation=committee, name=name) for name in ("一", "二")]

    def assign(leader, on=ISSUED, **what):
        return services.assign_contact(leader, by=None, committee=committee, on=on, **what)

    assign(leaders[0], area=areas[0])
    assign(leaders[0], on=TODAY, area=areas[1])
    assign(leaders[0], organisation=small_city.third)
    assign(leaders[1], on=TODAY, organisation=small_city.third)
    links = ContactAssignment.objects.on(TODAY)
    assert [(link.leader, link.area) for link in links.filter(organisation=None)] == [(leaders[0], areas[1])]
    assert [link.leader for link in links.filter(area=None)] == [leaders[1]]
    for what in ({}, {"area": areas[0], "organisation": small_city.first}, {"organisation": committee}):
        with pytest.raises(ContactError):
            assign(leaders[1], **what)
