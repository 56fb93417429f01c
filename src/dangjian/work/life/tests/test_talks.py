"""Recording, correcting and seeing talks; the pair type; the catalogue of occasions."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.tests.factories import member, post
from dangjian.foundation.organisations.models import LeadingGroup, Unit, UnitLink
from dangjian.kernel.access.actors import Actor, Held
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.records.services import end_item, move_item
from dangjian.work.life import services
from dangjian.work.life.enums import PairType
from dangjian.work.life.errors import TalkError
from dangjian.work.life.models import MustTalkReason, Talk, TalkParticipant
from dangjian.work.life.permissions import VIEW_TALK
from dangjian.work.life.services.talks.pairs import Standing, pair_type_of

from .factories import actor_of, committee, talk

pytestmark = pytest.mark.django_db
TODAY = date(2017, 10, 9)


@pytest.fixture
def branch(small_city):
    return small_city.first_one


@pytest.fixture
def two(branch):
    return member(branch), member(branch)


def keys(rows):
    return set(rows.values_list("pk", flat=True))


# ── pair types ───────────────────────────────────────────────────────────────────────────────────────────────────────

SIDES = st.lists(st.sampled_from(list(Standing)), min_size=1, max_size=4)


@given(one=SIDES, other=SIDES)
def test_the_pair_type_does_not_depend_on_who_began_or_how_many_they_were(one, other):
    assert pair_type_of(one, other) == pair_type_of(other, one)
    assert pair_type_of(one, other) == pair_type_of(one * 2, list(reversed(other)))
    if len(set(one)) > 1 or len(set(other)) > 1:
        assert pair_type_of(one, other) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Standing.LEADER, Standing.LEADER, PairType.BETWEEN_LEADERS),
        (Standing.LEADER, Standing.COMMITTEE, PairType.LEADERS_AND_NEXT),
        (Standing.LEADER, Standing.OTHER_POST, PairType.LEADERS_AND_NEXT),
        (Standing.LEADER, Standing.MEMBER, None),
        (Standing.COMMITTEE, Standing.COMMITTEE, PairType.IN_COMMITTEE),
        (Standing.COMMITTEE, Standing.MEMBER, PairType.COMMITTEE_AND_MEMBERS),
        (Standing.COMMITTEE, Standing.OTHER_POST, PairType.COMMITTEE_AND_MEMBERS),
        (Standing.MEMBER, Standing.MEMBER, PairType.AMONG_MEMBERS),
        (Standing.OTHER_POST, Standing.MEMBER, PairType.AMONG_MEMBERS),
    ],
)
def test_what_two_sides_make(one, other, expected):
    assert pair_type_of([one], [other]) == expected


def test_posts_of_the_day_of_the_talk_decide_and_not_those_of_today(branch, two):
    one, other = two
    held = post(one, branch, PostTitle.SECRETARY, on=date(2016, 1, 1))
    held.ends_on = date(2017, 7, 1)
    held.save()
    assert talk(branch, one, other, on=date(2017, 6, 30)).pair_type == PairType.COMMITTEE_AND_MEMBERS
    assert talk(branch, one, other, on=date(2017, 7, 1)).pair_type == PairType.AMONG_MEMBERS
    assert talk(branch, one, other, on=date(2015, 12, 31)).pair_type == PairType.AMONG_MEMBERS


def test_a_leader_and_a_member_must_say_between_whom_it_was(small_city, branch, two):
    unit = Unit.objects.create(name="甲局", code="A1", nature="organ")
    UnitLink.objects.create(unit=unit, organisation=small_city.first, situation="same", starts_on=date(2012, 1, 1))
    group = LeadingGroup.objects.create(unit=unit, name="甲局党组", starts_on=date(2012, 1, 1))
    services_of_posts = {"organisation": small_city.first, "title": PostTitle.COMMITTEE_MEMBER}
    two[0].posts.create(leading_group=group, starts_on=date(2015, 1, 1), **services_of_posts)
    with pytest.raises(TalkError) as refused:
        talk(branch, *two)
    assert refused.value.field == "pair_type"
    assert talk(branch, *two, pair_type=PairType.AMONG_MEMBERS).pair_type == PairType.AMONG_MEMBERS


# ── recording ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"outline": "  "}, "outline"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2009, 12, 31)}, "on"),
        ({"on": date(2011, 6, 1)}, "on"),
        ({"talked_to": []}, "talked_to"),
        ({"talkers": []}, "talkers"),
        ({"pair_type": PairType.WITH_NON_MEMBERS}, "pair_type"),
        ({"outsiders": "某群众", "pair_type": PairType.AMONG_MEMBERS}, "pair_type"),
        ({"pair_type": "nonsense"}, "pair_type"),
        ({"method": "telepathy"}, "method"),
    ],
)
def test_what_cannot_be_recorded_is_refused_beside_its_field(branch, two, change, field):
    by = actor_of(two[0], branch)
    facts = {"organisation": branch, "talkers": [two[0]], "talked_to": [two[1]], "on": TODAY, "outline": "谈心"}
    with pytest.raises(TalkError) as refused:
        services.record_talk(by=by, **{**facts, **change})
    assert refused.value.field == field
    assert not Talk.objects.exists()


def test_nobody_is_on_both_sides(branch, two):
    with pytest.raises(TalkError):
        talk(branch, two[0], two[0])


def test_somebody_outside_the_party_is_named_and_makes_the_pair_type(branch, two):
    made = services.record_talk(
        organisation=branch, talkers=[two[0]], outsiders="王某某", on=TODAY, outline="听取意见", by=None
    )
    assert made.pair_type == PairType.WITH_NON_MEMBERS
    assert Talk.objects.get().outsiders == "王某某"


def test_only_a_side_or_the_secretary_records(branch, small_city, two):
    third = member(branch)
    assert talk(branch, *two, by=actor_of(two[1], branch))
    assert talk(branch, *two, by=small_city.actor(Role.BRANCH_SECRETARY, branch))
    for by in (
        actor_of(third, branch),
        small_city.actor(Role.BRANCH_CLERK, branch),
        small_city.actor(Role.BRANCH_SECRETARY, small_city.first),
    ):
        with pytest.raises(TalkError):
            talk(branch, *two, by=by)


def test_a_late_entry_shows_that_it_is_late(branch, two):
    made = talk(branch, *two, on=date(2017, 3, 1))
    assert made.entered_late
    made.entered_at = made.entered_at.replace(year=2017, month=3, day=1)
    assert not made.entered_late


def test_a_correction_is_a_new_entry_and_the_first_one_stays(branch, two):
    first = talk(branch, *two)
    second = services.correct_talk(
        first,
        correction_reason="日期写错",
        talkers=[two[0]],
        talked_to=[two[1]],
        on=date(2017, 9, 21),
        outline="同上",
        by=None,
    )
    assert keys(Talk.objects.standing()) == {second.pk}
    assert Talk.objects.get(pk=first.pk).outline == "谈工作、谈思想、谈生活。"
    assert (second.corrects, second.correction_reason) == (first, "日期写错")
    with pytest.raises(TalkError):
        services.correct_talk(
            first, correction_reason="再改", talkers=[two[0]], talked_to=[two[1]], on=TODAY, outline="再改", by=None
        )


def test_the_audit_names_neither_persons_nor_content(branch, two):
    reason = MustTalkReason.objects.get(key="tension")
    by = actor_of(two[0], branch)
    made = talk(branch, *two, by=by, reason=reason, outline="与同事有些隔阂", place="谈话室")
    services.correct_talk(
        made, correction_reason="地点有误", talkers=[two[0]], talked_to=[two[1]], on=TODAY, outline="隔阂已消", by=by
    )
    for entry in Entry.objects.filter(action__startswith="life.talk."):
        said = f"{entry.sentence} {entry.target_label} {entry.changes}"
        assert branch.short_name in said
        assert entry.changes == {}
        for word in (two[0].name, two[1].name, "隔阂", "谈话室", reason.name, "地点有误"):
            assert word not in said


def test_the_outline_lies_encrypted_in_the_database(branch, two):
    made = talk(branch, *two, outline="不宜外传的话")
    with connection.cursor() as cursor:
        cursor.execute("SELECT outline FROM life_talk WHERE id = %s", [made.pk])
        assert "不宜外传" not in cursor.fetchone()[0]
    assert Talk.objects.get().outline == "不宜外传的话"


# ── who sees it ──────────────────────────────────────────────────────────────────────────────────────────────────────

ROLES = [role for role in Role if role is not Role.MEMBER]


def test_every_role_above_and_beside_sees_nothing_and_the_secretary_and_the_sides_do(small_city, branch, two):
    made = talk(branch, *two)
    for place in (branch, small_city.first, small_city.committee, small_city.first_two):
        for role in ROLES:
            sees = keys(Talk.objects.visible_to(small_city.actor(role, place), VIEW_TALK))
            assert sees == ({made.pk} if (role, place) == (Role.BRANCH_SECRETARY, branch) else set()), (role, place)
    third = member(branch)
    for person in (*two, third):
        sees = keys(Talk.objects.visible_to(actor_of(person, branch), VIEW_TALK))
        assert sees == (set() if person == third else {made.pk})


def test_a_side_that_moved_to_another_branch_still_sees_its_talk(small_city, branch, two):
    made = talk(branch, *two)
    elsewhere = Actor(
        account_id=1,
        name="x",
        organisation=small_city.third,
        held=(Held.at(Role.MEMBER, small_city.third),),
        today=TODAY,
        member_id=two[0].pk,
    )
    assert fetch(Talk, made.pk, elsewhere, VIEW_TALK) == made
    assert keys(TalkParticipant.objects.visible_to(elsewhere, VIEW_TALK)) == keys(made.participants.all())


@given(data=st.data())
def test_whatever_roles_are_held_a_talk_is_seen_by_its_sides_and_secretary_alone(data):
    """Against a condition written down the slow way, without a database."""
    paths = ["/1/", "/1/2/", "/1/2/3/", "/1/2/4/"]
    held = data.draw(st.lists(st.tuples(st.sampled_from(list(Role)), st.sampled_from(paths)), max_size=4))
    actor = Actor(
        account_id=1,
        name="x",
        organisation=None,
        held=tuple(Held(role, n, path) for n, (role, path) in enumerate(held)),
        today=TODAY,
    )
    slow = {path for role, path in held if role == Role.BRANCH_SECRETARY}
    (named,) = [found for name, found in leaves(Talk.seen_by(actor, VIEW_TALK)) if name == "organisation__path__in"]
    assert set(named) == slow


def leaves(condition):
    """The look-ups of a condition, in a row."""
    for child in condition.children:
        if isinstance(child, tuple):
            yield child
        else:
            yield from leaves(child)


# ── the catalogue ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_five_occasions_are_there_as_data_with_their_source(db):
    rows = list(MustTalkReason.objects.on(TODAY))
    assert [row.ordinal for row in rows] == [1, 2, 3, 4, 5]
    assert all(row.source for row in rows)
    assert services.begin_talk_reasons(by=None) == 0


def test_the_work_committee_keeps_the_catalogue_and_old_talks_keep_their_occasion(small_city, branch, two):
    staff = small_city.actor(Role.COMMITTEE_STAFF)
    added = services.add_talk_reason(name="退休前", ordinal=6, on=date(2017, 1, 1), by=staff)
    made = talk(branch, *two, reason=added)
    end_item(services.OCCASIONS, added, on=date(2017, 10, 1), by=staff)
    assert made.reason == added
    with pytest.raises(TalkError) as refused:
        talk(branch, *two, on=date(2017, 10, 2), reason=added)
    assert refused.value.field == "reason"
    with pytest.raises(TalkError):
        end_item(services.OCCASIONS, added, on=date(2017, 10, 1), by=staff)
    first = MustTalkReason.objects.get(key="tension")
    assert move_item(services.OCCASIONS, first, ordinal=1, by=staff).ordinal == 1
    for wrong in (0, 100):
        with pytest.raises(TalkError):
            move_item(services.OCCASIONS, first, ordinal=wrong, by=staff)


def test_nobody_else_keeps_the_catalogue(small_city):
    by = small_city.actor(Role.COMMITTEE_STAFF, small_city.first)
    with pytest.raises(TalkError):
        services.add_talk_reason(name="别的", ordinal=1, on=TODAY, by=by)


def test_the_same_words_do_not_stand_twice(small_city):
    staff = small_city.actor(Role.COMMITTEE_STAFF)
    name = MustTalkReason.objects.first().name
    with pytest.raises(TalkError):
        services.add_talk_reason(name=f" {name} ", ordinal=9, on=TODAY, by=staff)


def test_the_committee_of_a_branch_is_read_from_its_posts(branch):
    secretary, officer = committee(branch)
    assert talk(branch, secretary, officer).pair_type == PairType.IN_COMMITTEE
