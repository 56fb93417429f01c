"""The whole model city, built once: it has the article's shape, and every row in it is possible."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Q

from dangjian.city.brand_reviews import FINISHED, NOW_RUNNING
from dangjian.city.build import build
from dangjian.city.cast import CAST, MODEL_DAY, PASSWORD, is_model_city
from dangjian.city.panels import DELEGATES
from dangjian.foundation.accounts.models import Account
from dangjian.foundation.members.enums import MembershipStatus, PostTitle
from dangjian.foundation.members.models import (
    Condition,
    ContactAssignment,
    Correction,
    Member,
    Membership,
    Post,
    Transfer,
)
from dangjian.foundation.members.validation import problems
from dangjian.foundation.organisations.models import LeadingGroup, OrganisationEvent, Term, Unit, UnitLink
from dangjian.foundation.organisations.placement import may_stand_below
from dangjian.foundation.organisations.queries import terms_ending_within, terms_overdue
from dangjian.foundation.organisations.search import matching
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.obligations.models import Ask, AskTarget, Exemption
from dangjian.kernel.privacy.identifiers import identity_is_sound
from dangjian.kernel.tree.models import Organisation
from dangjian.work.awards.blinding import names_in
from dangjian.work.awards.models import (
    AwardClass,
    Call,
    CallCondition,
    Honour,
    LevelOpinion,
    Nomination,
    Objection,
    OpinionReceipt,
    PublicNotice,
    ReviewAssignment,
    ReviewEntry,
    Reviewer,
    ReviewRemark,
    Score,
    ScoreRevision,
)
from dangjian.work.awards.queries.decisions import not_noticed, over_quota, without_reason
from dangjian.work.awards.queries.nominations import judged, levels_of, nominations_shown
from dangjian.work.awards.queries.reviews.conflicts import barred, ties_of
from dangjian.work.awards.queries.reviews.names import names_of
from dangjian.work.awards.queries.reviews.own import my_seats
from dangjian.work.awards.queries.reviews.places import results, suggestions
from dangjian.work.life.enums import KINDS_HELD_BY, Capacity, MeetingKind, Outcome
from dangjian.work.life.models import (
    Attendance,
    CountsAs,
    Decision,
    DemocraticAppraisal,
    Election,
    Meeting,
    Talk,
)

NAMED_IN_ARTICLE = {"廖俊波", "黄秀泉", "刘金福", "吴文生", "黄锦辉", "谢家芹", "苏诗苗", "谢盛时"}
WRITTEN = (
    *(Organisation, OrganisationEvent, Unit, UnitLink, LeadingGroup, Term, Member, Membership, Transfer, Post),
    *(ContactAssignment, Condition, Correction, Ask, AskTarget, Exemption, Account, Grant),
    *(Call, AwardClass, CallCondition, Nomination, LevelOpinion, OpinionReceipt, PublicNotice, Objection, Honour),
    *(Reviewer, ReviewEntry, ReviewAssignment, Score, ScoreRevision, ReviewRemark),
)


@pytest.fixture(scope="module", autouse=True)
def city(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        built = build(seed=20171009, scale=1)
        connection.check_constraints()  # once, not again after every test
        yield built
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _database(db):
    return db


def today_rows():
    return Membership.objects.on(MODEL_DAY)


def test_it_has_the_numbers_of_the_article():
    organisations = Organisation.objects.at(MODEL_DAY)
    assert organisations.direct().count() == 85
    assert organisations.branches().count() == 609
    assert today_rows().in_service().count() == 7712
    assert 1800 < today_rows().filter(work_status="retired").count() < 2000


def test_each_of_seven_leaders_has_an_area_and_seven_organisations():
    links = ContactAssignment.objects.on(MODEL_DAY).values("leader")
    links = links.annotate(areas=Count("area"), organisations=Count("organisation")).order_by("leader")
    assert [(row["areas"], row["organisations"]) for row in links] == [(1, 7)] * 7
    linked = ContactAssignment.objects.on(MODEL_DAY).exclude(organisation=None)
    assert linked.values("organisation").distinct().count() == 49
    assert Organisation.objects.direct().filter(profile__area=None, ends_on=None).count() == 0


def test_every_member_stands_somewhere_once():
    members = Member.objects.annotate(open=Count("memberships", filter=Q(memberships__ends_on=None)))
    assert not members.exclude(open=1).exists()
    assert not Member.objects.exclude(current__member=F("pk")).exists()
    assert not Member.objects.exclude(current__ends_on=None).exists()
    assert not today_rows().exclude(organisation__kind__in=("branch", "joint_branch")).exists()
    assert not Membership.objects.exclude(group=None).exclude(group__parent=F("organisation")).exists()


def test_rows_of_a_membership_follow_each_other():
    rows = Membership.objects.order_by("member", "starts_on", "pk").values_list("member", "starts_on", "ends_on")
    for before, after in pairwise(rows):
        assert before[2] == (after[1] if before[0] == after[0] else None)
        assert before[2] is None or before[2] > before[1]


def test_nobody_belongs_to_what_did_not_exist():
    rows = Membership.objects.exclude(status=MembershipStatus.ENDED)
    assert not rows.filter(starts_on__lt=F("organisation__starts_on")).exists()
    ended = rows.exclude(organisation__ends_on=None)
    assert ended.exists()
    assert not ended.filter(Q(ends_on=None) | Q(ends_on__gt=F("organisation__ends_on"))).exists()


def test_nothing_lies_ahead():
    for model, field in (
        *((Membership, "starts_on"), (Membership, "ends_on"), (Post, "starts_on"), (Transfer, "happened_on")),
        *((Transfer, "answered_on"), (Term, "starts_on"), (Term, "ends_on"), (OrganisationEvent, "happened_on")),
        *((Condition, "starts_on"), (Correction, "proposed_on"), (Correction, "decided_on"), (Member, "joined_on")),
        *((Nomination, "letter_on"), (Honour, "happened_on"), (Objection, "handled_on")),
        *((Member, "full_member_on"), (Member, "reconciled_on"), (AskTarget, "answered_on"), (Ask, "asked_on")),
    ):
        assert not model.objects.filter(**{f"{field}__gt": MODEL_DAY}).exists(), (model, field)
    assert not Membership.objects.filter(entered_at__date__gt=MODEL_DAY).exists()


def test_names_and_numbers_are_invented_and_sound():
    assert not Member.objects.filter(name__in=NAMED_IN_ARTICLE).exists()
    rows = Member.objects.values_list("identity_number", "identity_index", "mobile_phone", "pinyin")
    numbers = [row[0] for row in rows if row[0]]
    assert len(set(numbers)) == len(numbers) > 10_000
    assert all(identity_is_sound(number) and number.startswith("350400") for number in numbers)
    assert all(row[1] for row in rows if row[0])
    assert all(row[2].startswith("199000") and len(row[2]) == 11 for row in rows if row[2])
    assert all(row[3] for row in rows)


@pytest.mark.parametrize("model", WRITTEN, ids=lambda model: model.__name__)
def test_rows_pass_the_checks_of_their_model(model):
    rows = list(model.objects.order_by("pk"))
    assert rows
    for row in rows[:: max(1, len(rows) // 60)]:
        row.clean_fields(exclude=["current"])
        row.validate_constraints()


@pytest.mark.parametrize("year", [2015, 2016, 2017])
def test_each_first_of_july_commends_three_kinds_within_their_quotas(year):
    """50, 300 and 60: the municipal sample; whoever is commended could have been, by the conditions of the call."""
    given = Honour.objects.filter(happened_on=date(year, 7, 1)).values_list("name").annotate(n=Count("pk"))
    assert dict(given) == {"先进基层党组织": 50, "优秀共产党员": 300, "优秀党务工作者": 60}
    call = Call.objects.get(programme__key="july-first", for_year__year=year)
    assert [*over_quota(call), *without_reason(call), *not_noticed(call, call.decided_on)] == []
    proposed = list(nominations_shown().proposed().filter(call=call))
    assert {one.finding.met for said in judged(proposed, MODEL_DAY).values() for one in said} <= {True, None}


def test_the_places_of_the_finished_review_are_what_was_decided():
    """20 excellent and 10 nominated, the article's numbers; every text was read as often as the call wants."""
    call = Call.objects.get(title=FINISHED.title)
    found = results(call)
    assert len(found) == 62
    assert all(one.is_complete for one in found)
    excellent, nominated = suggestions(call, found)
    assert (len(excellent.chosen), len(nominated.chosen)) == (20, 10)
    assert (excellent.tied, nominated.tied) == ((), ())
    for one in (excellent, nominated):
        assert {row.nomination.proposed_class for row in one.chosen} == {one.award_class}
    assert [*over_quota(call), *without_reason(call), *not_noticed(call, call.decided_on)] == []
    assert max(one.spread for one in found) > 20
    revised = ScoreRevision.objects.filter(score__assignment__reviewer__call=call)
    assert set(revised.values_list("by_moderator", flat=True)) == {True, False}
    short_list = ReviewEntry.objects.filter(call=call).exclude(nomination__short_listed_on=None)
    assert sorted(short_list.values_list("live_order", flat=True)) == list(range(1, 37))


def test_the_running_review_waits_for_its_reviewers():
    call = Call.objects.get(title=NOW_RUNNING.title)
    given = ReviewAssignment.objects.standing().filter(reviewer__call=call)
    assert not given.exclude(handed_in_on=None).filter(handed_in_on__gt=MODEL_DAY).exists()
    assert not ReviewEntry.objects.filter(call=call).annotate(n=Count("assignments")).filter(n__lt=3).exists()
    for username in ("ducha", "dangyuan"):
        seat = my_seats(actor_for(Account.objects.get(username=username)))[0]
        assert seat.call == call
        assert 0 < seat.handed_in < len(seat.tasks)
        assert all(task.title for task in seat.tasks)
    late = my_seats(actor_for(Account.objects.get(username="lingdao")))[0]
    assert late.may_declare
    assert not any(task.title for task in late.tasks)
    assert Reviewer.objects.filter(call=call).exclude(ends_on=None).count() == 1


def test_nobody_reviews_in_a_conflict_and_no_text_tells_a_name():
    for title in (FINISHED.title, NOW_RUNNING.title):
        call = Call.objects.select_related("organisation").get(title=title)
        seated = Reviewer.objects.filter(call=call).select_related("account__member__current__organisation")
        given = ReviewAssignment.objects.standing().filter(reviewer__call=call)
        entries = ReviewEntry.objects.filter(call=call).select_related("nomination__organisation")
        assert not barred(entries, ties_of(call, seated, MODEL_DAY)) & set(given.values_list("entry", "reviewer"))
        shown = call.nominations.select_related("call__organisation", "organisation", "member")
        for row in shown:
            text = f"{row.blind_title}\n{row.blind_deeds}"
            assert names_in(text, names_of(row)) == ()
            assert row.title not in text
            levels = levels_of(row)
            assert all(one.opinion and one.opinion.given_on <= row.admitted_on for one in levels)


def test_records_are_possible():
    for member in Member.objects.order_by("pk")[::41]:
        details = {
            item: getattr(member, item) for item in ("name", "sex", "ethnic_group", "education", "position_code")
        }
        days = {item: getattr(member, item) for item in ("born_on", "applied_on", "activist_on", "prospect_on")}
        later = {item: getattr(member, item) for item in ("joined_on", "full_member_on", "reconciled_on")}
        assert problems({**details, **days, **later}, today=MODEL_DAY) == []


def test_people_are_distributed_as_in_organs():
    now = Member.objects.filter(current__status=MembershipStatus.NORMAL)
    in_service = now.filter(current__work_status="in_service")
    assert 0.26 <= now.filter(sex="2").count() / now.count() <= 0.32
    college = in_service.filter(education__lt="40").exclude(education="")
    assert 0.88 <= college.count() / in_service.count() <= 0.97
    assert not in_service.filter(born_on__lt=date(1957, 8, 1)).exists()
    assert 0.1 <= now.exclude(joined_on__lt=date(2010, 1, 1)).count() / now.count() <= 0.2
    assert now.filter(joined_on__lt=date(1949, 10, 1)).exists()
    assert now.filter(current__category="02").count() > 30


def test_some_records_are_incomplete():
    for missing in ({"home_address": ""}, {"identity_number": ""}, {"education": ""}, {"reconciled_on": None}):
        assert 0 < Member.objects.filter(**missing).count() < 3500, missing


def test_the_tree_stands_as_the_rules_allow():
    for organisation in Organisation.objects.exclude(parent=None).select_related("parent"):
        assert may_stand_below(organisation.kind, organisation.parent.kind), organisation
        assert organisation.path == f"{organisation.parent.path}{organisation.pk}/"
        assert organisation.depth == organisation.parent.depth + 1


def test_terms_and_posts_have_something_to_say():
    within = [terms_ending_within(months, MODEL_DAY).count() for months in (1, 3, 6)]
    assert 0 < within[0] < within[1] < within[2] < 150
    assert 0 < terms_overdue(MODEL_DAY).count() < 20
    assert Term.objects.exclude(extended_to=None).exists()
    with_secretary = Post.objects.on(MODEL_DAY).filter(title=PostTitle.SECRETARY, leading_group=None)
    without = Organisation.objects.at(MODEL_DAY).branches().exclude(pk__in=with_secretary.values("organisation"))
    assert 0 < without.count() < 25
    assert not Post.objects.exclude(ends_on=None).filter(ends_on__gt=MODEL_DAY).exists()
    late = Transfer.objects.open().filter(happened_on__lt=date(2017, 9, 9))
    assert 0 < late.count() < Transfer.objects.open().count() < 20


def test_former_names_are_found():
    for former, now in (("卫生局", "市卫计委机关党委"), ("工商行政", "市市场监管局机关党委")):
        assert now in matching(Organisation.objects.all(), former).values_list("short_name", flat=True)
    assert Organisation.objects.filter(short_name="市人口计生委机关党委").exclude(ends_on=None).exists()


def test_every_part_signs_in_with_its_role():
    assert is_model_city()
    for part in CAST:
        account = Account.objects.get(username=part.username)
        assert account.check_password(PASSWORD)
        assert actor_for(account, request_id="").role == part.role
    assert Account.objects.get(username="shuji").member.current.organisation.short_name == "配电支部"
    people = Account.objects.exclude(member=None)
    members = [account.member_id for account in people]
    assert len(set(members)) == len(members) == 7 + DELEGATES
    delegates = people.exclude(username__in=[part.username for part in CAST])
    assert {account.has_usable_password() for account in delegates} == {False}


def test_about_sixty_thousand_records_of_organisational_life_stand_where_they_may():
    records = sum(model.objects.count() for model in (Meeting, Talk, DemocraticAppraisal, Election))
    assert 55_000 < records < 65_000
    held = set(CountsAs.objects.values_list("organisation__kind", "kind").distinct())
    assert {kind for _place, kind in held} == set(MeetingKind)
    assert all(kind in KINDS_HELD_BY[place] for place, kind in held)
    for outcome in Outcome:
        assert Meeting.objects.filter(outcome=outcome).exists()
    above = Attendance.objects.filter(capacity=Capacity.LEADER)
    assert above.exists()
    assert not above.filter(due=True).exists()
    assert Meeting.objects.entered_late().exists()
    assert not Decision.objects.exclude(meeting__outcome=Outcome.HELD).exists()


def test_some_neighbouring_groups_met_jointly():
    """One record counts for both groups, whose people were expected, and who are of one branch."""
    rows = Meeting.objects.annotate(groups=Count("counts__organisation", distinct=True)).filter(groups__gt=1)
    assert 6 <= rows.count() <= 60
    for meeting in rows.prefetch_related("counts__organisation", "attendances__member__memberships"):
        places = [one.organisation for one in meeting.counts.all()]
        assert {(place.kind, place.parent_id) for place in places} == {("group", places[0].parent_id)}
        assert all(place.starts_on <= meeting.happened_on for place in places)
        of_branch = {one.member_id for one in meeting.attendances.all() if places[0].parent_id in {
            row.organisation_id for row in one.member.memberships.all()
        }}  # fmt: skip
        assert of_branch == {one.member_id for one in meeting.attendances.all()}
        assert meeting.outcome != Outcome.HELD or len(of_branch) > 2
