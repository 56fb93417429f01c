"""Membership rows: one open row, no gap, no overlap, and any day can be asked."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangjian.foundation.members import services
from dangjian.foundation.members.enums import Category, ChangeReason, MembershipStatus, WorkStatus
from dangjian.foundation.members.errors import MemberError
from dangjian.foundation.members.models import Condition, Member, Membership, Post
from dangjian.kernel.audit.models import Entry

from .factories import member, post

TODAY = date(2017, 10, 9)


def fresh(person):
    return Member.objects.select_related("current__organisation").get(pk=person.pk)


def test_register_opens_one_row_and_spells_the_name(small_city):
    person = member(small_city.first_one, name="曾 小明")
    assert (person.name, person.pinyin, person.initials, person.given_name) == ("曾小明", "zengxiaoming", "zxm", "小明")
    assert person.memberships.get() == person.current
    assert Entry.objects.filter(action="members.member.registered", target_id=person.pk).exists()


def test_register_refuses_an_identity_number_twice(small_city):
    one = member(small_city.first_one)
    with pytest.raises(MemberError) as refused:
        member(small_city.second_one, identity_number=f" {one.identity_number[:6]} {one.identity_number[6:]}'")
    assert refused.value.field == "identity_number"


@pytest.mark.parametrize(
    ("where", "overrides", "field"),
    [
        ("first", {}, "organisation"),
        ("first_one", {"starts_on": date(2009, 1, 1)}, "on"),
        ("first_one", {"starts_on": date(2017, 10, 10)}, "starts_on"),
        ("first_one", {"name": "  "}, "name"),
        ("first_one", {"education": "99"}, "education"),
        ("first_one", {"born_on": date(2018, 1, 1)}, "born_on"),
        ("first_one", {"full_member_on": date(2003, 1, 1)}, "full_member_on"),
        ("first_one", {"reason": ChangeReason.RETIRED}, "reason"),
    ],
)
def test_register_refuses_what_cannot_be(small_city, where, overrides, field):
    with pytest.raises(MemberError) as refused:
        member(getattr(small_city, where), **overrides)
    assert refused.value.field == field
    assert not Member.objects.exists()


def test_register_many_equals_register(small_city, django_assert_max_num_queries):
    from .factories import whole

    details = [whole() for _ in range(5)]
    with django_assert_max_num_queries(15):
        done = services.register_many(
            (services.NewMember(d, small_city.first_one, date(2012, 1, 1)) for d in details),
            by=None,
            organisation=small_city.first,
            label="名册",
        )
    people = {person.pk: person for person in Member.objects.all()}
    assert [people[pk].identity_number for pk in done.members] == [d["identity_number"] for d in details]
    for person in people.values():
        assert person.current == person.memberships.get()
        assert person.identity_index
        assert person.pinyin
        assert Member.objects.filter(identity_index__of=person.identity_number).get() == person
    assert Entry.objects.get(action="members.member.many_registered").changes == {"members": 5}


def test_confirm_makes_a_full_member_and_keeps_the_joining_date(small_city):
    person = member(small_city.first_one, category=Category.PROBATIONARY, joined_on=date(2016, 7, 1))
    row = services.confirm(person, by=None, on=date(2017, 7, 3))
    person = fresh(person)
    assert (row.category, row.reason, person.current_id) == (Category.FULL, ChangeReason.CONFIRMED, row.pk)
    assert (person.joined_on, person.full_member_on) == (date(2016, 7, 1), date(2017, 7, 3))
    with pytest.raises(MemberError):
        services.confirm(person, by=None, on=TODAY)


def test_a_change_before_the_last_one_or_in_the_future_is_refused_and_explained(small_city):
    person = member(small_city.first_one)
    services.retire(person, by=None, on=date(2016, 3, 1))
    for day in (date(2016, 2, 29), TODAY + timedelta(days=1)):
        with pytest.raises(MemberError) as refused:
            services.suspend(person, by=None, on=day)
        assert refused.value.field == "on"
        assert str(refused.value)
    assert Membership.objects.filter(member=person).count() == 2


def test_leave_ends_posts_conditions_and_nothing_follows(small_city):
    person = member(small_city.first_one)
    held = post(person, small_city.first_one)
    services.start_condition(person, by=None, kind="window", on=date(2016, 1, 1))
    services.leave(person, by=None, on=date(2017, 1, 1), reason=ChangeReason.DIED)
    assert Post.objects.get(pk=held.pk).ends_on == date(2017, 1, 1)
    assert Condition.objects.get().ends_on == date(2017, 1, 1)
    assert Member.objects.filter(pk=person.pk).exists()
    assert not Membership.objects.on(date(2017, 1, 1)).exists()
    assert Membership.objects.on(date(2016, 12, 31)).count() == 1
    with pytest.raises(MemberError):
        services.restore(person, by=None, on=TODAY)


def test_an_audit_failure_undoes_the_change(small_city, monkeypatch):
    person = member(small_city.first_one)
    monkeypatch.delitem(
        __import__("dangjian.kernel.audit.actions", fromlist=["x"]).registry, "members.member.suspended"
    )
    with pytest.raises(KeyError):
        services.suspend(person, by=None, on=TODAY)
    assert fresh(person).current.status == MembershipStatus.NORMAL


def change(what, person, on, branch):
    """One change by the word for it."""
    if what == "work":
        return services.change_work(person, by=None, on=on, work_status=WorkStatus.OTHER)
    if what == "move":
        return services.move(person, by=None, on=on, organisation=branch)
    if what == "leave":
        return services.leave(person, by=None, on=on, reason=ChangeReason.WITHDREW)
    return getattr(services, what)(person, by=None, on=on)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["confirm", "retire", "work", "suspend", "restore", "move", "leave"]), st.integers(-40, 400)
    ),
    max_size=8,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=st.lists(STEPS, min_size=1, max_size=3), asked=st.lists(st.integers(0, 2100), min_size=3, max_size=3))
def test_any_sequence_of_changes_keeps_one_open_row_without_gap_or_overlap(small_city, lives, asked):
    Member.objects.update(current=None)
    Membership.objects.all().delete()
    Member.objects.all().delete()
    begin = date(2012, 1, 1)
    branches = [small_city.first_one, small_city.first_two, small_city.second_one]
    expected = {}
    for steps in lives:
        person = member(small_city.first_one, category=Category.PROBATIONARY, starts_on=begin)
        history = [(begin, small_city.first_one.pk, Category.PROBATIONARY, MembershipStatus.NORMAL)]
        day = begin
        for turn, (what, wait) in enumerate(steps):
            on = day + timedelta(days=wait)
            here = fresh(person).current
            try:
                row = change(what, person, on, branches[turn % 3])
            except MemberError:
                assert fresh(person).current == here
                continue
            day = on
            history.append((on, row.organisation_id, row.category, row.status))
        expected[person.pk] = history
        rows = list(Membership.objects.filter(member=person).order_by("pk"))
        assert [row.pk for row in rows if row.ends_on is None] == [fresh(person).current_id]
        assert [row.ends_on for row in rows[:-1]] == [row.starts_on for row in rows[1:]]
    for offset in asked:
        on = begin + timedelta(days=offset)
        stood = [[h for h in history if h[0] <= on][-1] for history in expected.values()]
        stood = [h for h in stood if h[3] != MembershipStatus.ENDED]
        assert Membership.objects.on(on).count() == len(stood)
        assert Membership.objects.on(on).full().count() == sum(h[2] == Category.FULL for h in stood)
        assert Membership.objects.on(on).within(small_city.first.path).count() == sum(
            h[1] in (small_city.first_one.pk, small_city.first_two.pk) for h in stood
        )
