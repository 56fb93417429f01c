"""Pages: happy, forbidden, out of scope, conflict, masks, and how many queries they take."""

from datetime import date

import pytest
from django.urls import reverse

from dangjian.foundation.members import services
from dangjian.foundation.members.enums import Category, PostTitle
from dangjian.foundation.members.models import Correction, IncomingTransfer, Member, Transfer
from dangjian.foundation.organisations.models import Area
from dangjian.kernel.access.roles import ADMINISTRATORS, Role
from dangjian.kernel.audit.models import Entry, Look

from .factories import member, post

TODAY = date(2017, 10, 9)


@pytest.fixture
def person(small_city):
    return member(small_city.first_one, name="曾小明", mobile_phone="13812345678")


def fresh(person):
    return Member.objects.select_related("current__organisation").get(pk=person.pk)


def page(name, *args):
    return reverse(f"members:{name}", args=args)


def test_the_page_shows_masks_missing_items_and_notes_a_look(signed_in_as, small_city, person):
    Member.objects.filter(pk=person.pk).update(education="")
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    answer = client.get(page("detail", person.pk))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "138****5678" in text
    assert person.identity_number not in text
    assert "13812345678" not in text
    assert "某路1号" not in text
    assert answer.context["missing"] == ["学历"] or answer.context["missing"] == ["Education"]
    assert Look.objects.get().subject_id == person.pk


def test_the_page_takes_at_most_twelve_queries(signed_in_as, small_city, person, django_assert_max_num_queries):
    post(person, small_city.first_one)
    services.start_condition(person, by=None, kind="window", on=date(2016, 1, 1))
    services.retire(person, by=None, on=date(2017, 1, 1))
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    client.get(page("detail", person.pk))
    with django_assert_max_num_queries(13):  # the note of who looked is the thirteenth
        client.get(page("detail", person.pk))


@pytest.mark.parametrize("kind", ["members.member", "members.membership", "members.post", "members.condition"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(
    signed_in_as, small_city, kind, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in_as()
    titles = [PostTitle.COMMITTEE_MEMBER] * 3

    def add(title):
        someone = member(small_city.first_one)
        post(someone, small_city.first_one, title)
        services.start_condition(someone, by=None, kind="window", on=date(2016, 1, 1))

    add(titles[0])
    url = reverse("records:list", args=[kind])
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert client.get(url).status_code == 200
    add(titles[1])
    add(titles[2])
    with django_assert_num_queries(len(one)):
        assert client.get(url).status_code == 200


def test_filters_of_the_register(signed_in_as, small_city, person):
    other = member(small_city.second_one, name="欧阳海燕", sex="2", born_on=date(1950, 1, 1), education="61")
    services.start_condition(other, by=None, kind="exempt", on=date(2016, 1, 1))
    client = signed_in_as()
    url = reverse("records:list", args=["members.member"])
    for query, found in {
        "": {person, other},
        "organisation=35-01": {person},
        "organisation=nowhere": set(),
        "sex=2": {other},
        "age=from_61": {other},
        "age=36_40": {person},
        "education=below": {other},
        "condition=exempt": {other},
        "category=02": set(),
        "missing=any": set(),
        "missing=education": set(),
        "joined_from=2004-07-02": set(),
        "joined_from=nonsense": {person, other},
        "q=海燕": {other},
        "q=ouyang": {other},
        "q=oyhy": {other},
        "q=小明": {person},
        "q=zeng": {person},
        "q=13812345678": {person},
        f"q={other.identity_number}": {other},
        "standing=ended": set(),
    }.items():
        answer = client.get(f"{url}?{query}")
        assert set(answer.context["listing"].page.object_list) == found, query


def test_outside_is_404_inside_without_permission_403_and_administrators_see_nothing(signed_in_as, small_city, person):
    assert signed_in_as(Role.BRANCH_SECRETARY, small_city.second_one).get(page("detail", person.pk)).status_code == 404
    assert signed_in_as(Role.COMMITTEE_LEADER).get(page("change-details", person.pk)).status_code == 403
    for role in ADMINISTRATORS:
        for url in (page("detail", person.pk), page("reveal", person.pk), page("change-details", person.pk)):
            assert signed_in_as(role).get(url).status_code == 403
    assert signed_in_as(Role.BRANCH_CLERK, small_city.first_one).get(page("reveal", person.pk)).status_code == 403


def test_a_hidden_entry_is_shown_once_after_a_reason(signed_in_as, small_city, person):
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    url = page("reveal", person.pk)
    assert client.get(url, {"item": "identity_number"}).status_code == 200
    refused = client.post(url, {"item": "identity_number", "reason": "   "})
    assert person.identity_number not in refused.content.decode()
    assert client.post(url, {"item": "name", "reason": "x"}).status_code == 200
    shown = client.post(url, {"item": "identity_number", "reason": "核对档案"})
    assert person.identity_number in shown.content.decode()
    assert "福建省三明市" in shown.content.decode()  # what the first six digits stand for
    assert "13812345678" not in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    look = Look.objects.get(what="unmask")
    assert (look.fields, look.reason) == (["identity_number"], "核对档案")
    again = client.get(page("detail", person.pk)).content.decode()
    assert person.identity_number not in again
    assert "福建省三明市" not in again


def test_posts_are_offered_by_group_and_a_code_beyond_the_list_stays(signed_in_as, small_city, person):
    Member.objects.filter(pk=person.pk).update(position_code="0320")
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    shown = client.get(page("change-details", person.pk)).content.decode()
    assert '<optgroup label="党政机关工作人员">' in shown
    assert '<option value="0320" selected>企业专业技术人员</option>' in shown
    Member.objects.filter(pk=person.pk).update(position_code="7777")
    assert (
        '<option value="7777" selected>7777</option>' in client.get(page("change-details", person.pk)).content.decode()
    )


def test_enter_a_member_and_lose_nothing_on_a_mistake(signed_in_as, small_city):
    client = signed_in_as(Role.BRANCH_CLERK, small_city.first_one)
    data = {
        "organisation": "35-01-01",
        "starts_on": "2017-10-01",
        "category": "01",
        "work_status": "in_service",
        "reason": "registered",
        "name": "单 海",
        "born_on": "2030-01-01",
    }
    refused = client.post(page("register"), data)
    assert refused.status_code == 422
    assert refused.context["form"].errors["born_on"]
    assert "单 海" in refused.content.decode()
    done = client.post(page("register"), data | {"born_on": "1980-01-01"})
    entered = Member.objects.get()
    assert done.url == page("detail", entered.pk)
    assert (entered.name, entered.initials) == ("单海", "sh")
    assert client.post(page("register"), data | {"organisation": "35-02-01"}).context["form"].errors["organisation"]


def test_two_clerks_see_each_others_change(signed_in_as, small_city, person):
    client = signed_in_as(Role.BRANCH_CLERK, small_city.first_one)
    form = client.get(page("change-details", person.pk)).context["form"]
    data = {name: value for name, value in ((f, form[f].value()) for f in form.fields) if value is not None}
    services.change_details(fresh(person), by=None, version=None, community="白沙社区")
    conflict = client.post(page("change-details", person.pk), data | {"community": "列东社区"})
    assert conflict.status_code == 422
    assert [value for _label, value in conflict.context["form"].conflicts] == ["白沙社区"]
    assert "列东社区" in conflict.content.decode()
    again = conflict.context["form"].data
    assert client.post(page("change-details", person.pk), again).status_code == 302
    changed = fresh(person)
    assert changed.community == "列东社区"
    assert changed.identity_number == person.identity_number
    assert changed.mobile_phone == "13812345678"
    entry = Entry.objects.filter(action="members.member.details_changed").first()
    assert entry.changes == {"community": "changed"}


@pytest.mark.parametrize(
    ("change", "data"),
    [
        ("work", {"work_status": "retired"}),
        ("suspend", {}),
        ("leave", {"reason": "died"}),
    ],
)
def test_every_change_of_membership_has_its_form(signed_in_as, small_city, person, change, data):
    client = signed_in_as(Role.BRANCH_CLERK, small_city.first_one)
    url = page("change-membership", person.pk, change)
    assert client.get(url).status_code == 200
    assert client.post(url, data | {"on": "2011-01-01"}).context["form"].errors["on"]
    assert client.post(url, data | {"on": "2017-10-09"}).status_code == 302
    assert person.memberships.count() == 2
    assert client.get(page("detail", person.pk)).status_code == 200


def test_unknown_changes_and_keys_are_404(signed_in_as, person):
    client = signed_in_as()
    assert client.get(page("change-membership", person.pk, "delete")).status_code == 404
    assert client.get(page("detail", 999999)).status_code == 404
    assert client.get(page("letter", 1, "exe")).status_code == 404


def test_a_transfer_from_letter_to_receipt(signed_in_as, small_city, person):
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    form = client.get(page("issue-transfer", person.pk)).context["form"]
    assert form["letter_number"].value() == "35-01-01〔2017〕001号"
    data = {"to": "乙局第一支部", "on": "2017-09-01", "valid_days": "30", "letter_number": ""}
    assert (
        client.post(page("issue-transfer", person.pk), data | {"valid_days": "91"}).context["form"].errors["valid_days"]
    )
    done = client.post(page("issue-transfer", person.pk), data)
    letter = Transfer.objects.get()
    assert done.url == page("transfer", letter.pk)
    assert client.get(done.url).context["is_late"]
    docx = client.get(page("letter", letter.pk, "docx"))
    assert docx.content[:2] == b"PK"
    assert client.get(page("letter", letter.pk, "pdf")).content[:4] == b"%PDF"
    assert client.get(page("incoming", letter.pk)).status_code == 404
    assert fresh(person).current.organisation == small_city.first_one

    receiver = signed_in_as(Role.BRANCH_SECRETARY, small_city.second_one)
    assert receiver.get(page("transfer", letter.pk)).status_code == 404
    assert receiver.get(page("incoming", letter.pk)).status_code == 200
    assert list(receiver.get(reverse("records:list", args=["members.incoming"])).context["listing"].page) == [
        letter_of(letter)
    ]
    answer = {"accept": "no", "on": "2017-10-09"}
    assert receiver.post(page("answer-transfer", letter.pk), answer).context["form"].errors["answer"]
    assert receiver.post(page("answer-transfer", letter.pk), answer | {"accept": "yes"}).status_code == 302
    assert fresh(person).current.organisation == small_city.second_one
    assert receiver.get(page("detail", person.pk)).status_code == 200
    assert signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one).get(page("detail", person.pk)).status_code == 404


def letter_of(transfer):
    return IncomingTransfer.objects.get(pk=transfer.pk)


def test_posts_by_form_and_on_the_pages(signed_in_as, small_city, person):
    client = signed_in_as(Role.PARTY_OFFICE, small_city.first)
    data = {"organisation": "35-01-01", "title": "secretary", "on": "2017-10-01"}
    assert client.post(page("appoint", person.pk), data | {"on": "2009-01-01"}).context["form"].errors["on"]
    assert client.post(page("appoint", person.pk), data).status_code == 302
    held = person.posts.get()
    assert client.get(page("post", held.pk)).status_code == 200
    for headers in ({}, {"HX-Request": "true"}):
        assert "曾小明" in client.get(page("posts-of", small_city.first_one.pk), headers=headers).content.decode()
        assert "曾小明" in client.get(page("of-branch", small_city.first_one.pk), headers=headers).content.decode()
    assert client.post(page("relieve", held.pk), {"on": "2017-10-09"}).status_code == 302
    held.refresh_from_db()
    assert held.ends_on == TODAY
    secretary = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    assert secretary.get(page("appoint", person.pk)).status_code == 403


def test_conditions_by_form(signed_in_as, small_city, person):
    client = signed_in_as(Role.BRANCH_CLERK, small_city.first_one)
    data = {"kind": "exempt", "on": "2017-01-01"}
    assert client.post(page("start-condition", person.pk), data).status_code == 302
    assert client.post(page("start-condition", person.pk), data).context["form"].errors["on"]
    condition = person.conditions.get()
    assert client.post(page("end-condition", condition.pk), {"on": "2017-10-09"}).status_code == 302
    assert client.post(page("reconcile", person.pk), {"on": "2017-10-09"}).status_code == 302
    assert fresh(person).reconciled_on == TODAY
    leader = signed_in_as(Role.COMMITTEE_LEADER)
    assert "sees_conditions" in leader.get(page("detail", person.pk)).context
    assert not leader.get(page("detail", person.pk)).context["sees_conditions"]


def test_a_member_proposes_and_the_branch_decides(client, signed_in_as, small_city, person):
    account = small_city.account(Role.MEMBER, small_city.first_one)
    account.member = person
    account.save()
    me = signed_in_as(Role.MEMBER, small_city.first_one)
    assert me.get(page("my-corrections")).status_code == 200
    wrong = me.post(page("my-corrections"), {"item": "education", "proposed": "火星大学"})
    assert wrong.context["form"].errors["proposed"]
    assert me.post(page("my-corrections"), {"item": "education", "proposed": "研究生"}).status_code == 302
    waiting = Correction.objects.get()
    assert me.get(page("correction", waiting.pk)).status_code == 403
    secretary = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    assert secretary.get(page("correction", waiting.pk)).status_code == 200
    assert secretary.post(page("correction", waiting.pk), {"accept": "no"}).context["form"].errors["answer"]
    assert secretary.post(page("correction", waiting.pk), {"accept": "yes"}).status_code == 302
    assert fresh(person).education == "10"
    assert secretary.get(page("correction", waiting.pk)).status_code == 200
    assert signed_in_as().get(page("my-corrections")).status_code == 404


def test_contact_links(signed_in_as, small_city):
    leader = member(small_city.first_one, name="周华")
    services.appoint(
        leader, by=None, organisation=small_city.committee, title=PostTitle.COMMITTEE_LEADER, on=date(2015, 1, 1)
    )
    area = Area.objects.create(organisation=small_city.committee, name="第一片区")
    client = signed_in_as()
    assert "丙局党支部" in client.get(page("contacts")).content.decode()
    add = page("assign-contact")
    assert client.get(add).status_code == 200
    assert client.post(add, {"leader": leader.pk, "on": "2017-01-01"}).context["form"].errors["organisation"]
    assert client.post(add, {"leader": leader.pk, "area": area.pk, "on": "2017-01-01"}).status_code == 302
    assert client.post(add, {"leader": leader.pk, "organisation": "35-03", "on": "2017-01-01"}).status_code == 302
    table = client.get(page("contacts")).context["tables"][0]
    assert [link.organisation for link in table["leaders"][0].organisations] == [small_city.third]
    assert small_city.third not in table["without"]
    link = leader.contact_assignments.get(area=area)
    assert client.get(page("contact", link.pk)).status_code == 200
    assert client.post(page("end-contact", link.pk), {"on": "2017-10-09"}).status_code == 302
    assert signed_in_as(Role.COMMITTEE_LEADER).get(add).status_code == 403


def test_probation_ends_by_form(signed_in_as, small_city):
    person = member(small_city.first_one, category=Category.PROBATIONARY)
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    assert page("change-membership", person.pk, "confirm") in client.get(page("detail", person.pk)).content.decode()
    assert client.post(page("change-membership", person.pk, "confirm"), {"on": "2017-10-01"}).status_code == 302
    assert fresh(person).full_member_on == date(2017, 10, 1)
