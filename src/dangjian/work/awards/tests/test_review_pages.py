"""The pages of a review: they answer, in few queries, whatever their number; and bad input loses nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.roles import Role
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.services import place
from dangjian.work.awards.enums import PhaseKind
from dangjian.work.awards.models import Nomination, ReviewAssignment, ReviewEntry, Score
from dangjian.work.awards.services import reviews

from .review_factories import DAY, WEEK, account, assigned, call, crowd, nomination, panel, scored

pytestmark = pytest.mark.django_db
MOST = 12


def enter(one):
    browser = Client()
    browser.force_login(one, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
    return browser


@pytest.fixture
def on(settings):
    """``on(kind)``: the first day of a phase is today."""

    def set_day(kind, later=0):
        settings.DANGJIAN_TODAY = DAY[kind] + later * WEEK

    return set_day


@pytest.fixture
def staff(small_city):
    return enter(small_city.account(Role.COMMITTEE_STAFF, small_city.committee))


@pytest.fixture
def review(small_city):
    made = call(small_city.committee, live=20, weights=(50, 30))
    for organisation in (small_city.first, small_city.second, small_city.third):
        nomination(made, organisation)
    return made


def page(name, *things):
    return reverse(f"reviews:{name}", args=[thing.pk for thing in things])


def asked(browser, address):
    """How many queries a page takes; the second time, as tests of pages count."""
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return [q["sql"] for q in queries if q["sql"].startswith("SELECT")]


def addresses(made, reviewer, assignment):
    """Pages of the moderator and of a reviewer."""
    return {
        "moderator": [
            page("panel", made),
            page("results", made),
            page("reviewer", reviewer),
            page("entry", assignment.entry),
            page("short-list", made),
            page("presentations", made),
            page("give-entries", reviewer),
            page("give-reviewer", assignment.entry),
        ],
        "reviewer": [
            reverse("reviews:mine"),
            page("review", assignment),
            page("declare", reviewer),
            page("live", reviewer),
        ],
    }


@pytest.mark.parametrize("phase", [PhaseKind.SCORING, PhaseKind.DISCUSSING, PhaseKind.PRESENTING, PhaseKind.NOTICE])
def test_every_page_answers_in_every_phase_within_twelve_queries(review, staff, on, phase):
    seated = panel(review)
    assigned(review)
    for one in ReviewAssignment.objects.all():
        scored(one, 8, 7)
    on(phase)
    mine = seated[0].assignments.first()
    browsers = {"moderator": staff, "reviewer": enter(seated[0].account)}
    for who, pages in addresses(review, seated[0], mine).items():
        for address in pages:
            queries = asked(browsers[who], address)
            assert len(queries) <= MOST, f"{address}: {len(queries)}\n" + "\n".join(queries)


def test_pages_take_no_more_queries_for_more_entries(small_city, staff, on):
    def counts(entries):
        made = call(small_city.committee)
        for _n in range(entries):
            nomination(made, small_city.third)
        seated = panel(made, 4)
        assigned(made)
        for one in ReviewAssignment.objects.filter(reviewer__call=made):
            scored(one, 8, 7)
        on(PhaseKind.DISCUSSING)
        mine = seated[0].assignments.first()
        browser = enter(seated[0].account)
        return [
            len(asked(browser, reverse("reviews:mine"))),
            len(asked(browser, page("review", mine))),
            len(asked(staff, page("panel", made))),
            len(asked(staff, page("results", made))),
        ]

    assert counts(3) == counts(30)


def test_queue_sheet_and_ranking_of_five_hundred_entries_ask_as_often_as_those_of_one_hundred(small_city, staff, on):
    """Sixty reviewers and 3,000 reviews beside sixty and 600."""
    places = [small_city.first, small_city.second, small_city.third]

    def counts(entries):
        made = crowd(small_city.committee, places, entries=entries, reviewers=60, each=6)
        assert ReviewAssignment.objects.filter(reviewer__call=made).count() == entries * 6
        mine = ReviewAssignment.objects.filter(reviewer__call=made).select_related("reviewer__account").first()
        browser = enter(mine.reviewer.account)
        on(PhaseKind.SCORING)
        reading = [asked(browser, reverse("reviews:mine")), asked(browser, page("review", mine))]
        scores = sheet(made)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.post(page("review", mine), scores)
        assert answer.status_code == 302
        saving = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        on(PhaseKind.DISCUSSING)
        ranking = [asked(staff, page("results", made)), asked(staff, page("short-list", made))]
        return [len(one) for one in (*reading, saving, *ranking)]

    few, many = counts(100), counts(500)
    assert many == few
    assert max(many) < MOST


def sheet(made):
    """What a reviewer sends: a score for each criterion, and words."""
    return {f"score_{one.pk}": "7.5" for one in made.criteria.filter(is_live=False)} | {"strengths": "实", "remark": ""}


def test_saving_a_sheet_takes_few_queries(review, on):
    seated = panel(review)
    assigned(review)
    on(PhaseKind.SCORING)
    mine = seated[0].assignments.first()
    browser = enter(seated[0].account)
    browser.get(page("review", mine))
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(page("review", mine), sheet(review))
    assert answer.status_code == 302
    reads = [q["sql"] for q in queries if q["sql"].startswith("SELECT")]
    assert len(reads) <= MOST, "\n".join(reads)
    assert set(Score.objects.values_list("value", flat=True)) == {Decimal("7.5")}


def test_a_wrong_score_keeps_what_was_typed(review, on):
    seated = panel(review)
    assigned(review)
    on(PhaseKind.SCORING)
    mine = seated[0].assignments.first()
    one, other = review.criteria.filter(is_live=False)
    answer = enter(seated[0].account).post(
        page("review", mine), {f"score_{one.pk}": "11", f"score_{other.pk}": "abc", "strengths": "机制顺畅"}
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {f"score_{one.pk}", f"score_{other.pk}"}
    assert "机制顺畅" in answer.content.decode()


def test_a_phase_that_ended_meanwhile_says_so_and_loses_nothing(review, on):
    seated = panel(review)
    assigned(review)
    on(PhaseKind.DISCUSSING)
    mine = seated[0].assignments.first()
    fields = {f"score_{one.pk}": "7.5" for one in review.criteria.filter(is_live=False)}
    answer = enter(seated[0].account).post(page("review", mine), {**fields, "strengths": "写了一半的意见"})
    assert answer.status_code == 422
    assert "写了一半的意见" in answer.content.decode()


def test_others_find_nothing_of_a_review(review, small_city, on):
    seated = panel(review)
    assigned(review)
    on(PhaseKind.SCORING)
    mine = seated[0].assignments.first()
    for browser in (enter(account()), enter(seated[1].account)):
        assert browser.get(page("review", mine)).status_code == 404
        assert browser.post(page("step-back", mine), {"reason": "x"}).status_code == 404
        assert browser.get(page("declare", seated[0])).status_code == 404
        assert browser.get(page("live", seated[0])).status_code == 404
    office = enter(small_city.account(Role.PARTY_OFFICE, small_city.first))
    assert office.get(page("panel", review)).status_code == 404
    assert enter(seated[0].account).get(page("panel", review)).status_code == 403


def test_the_author_takes_names_out_and_confirms(small_city, on):
    made = call(small_city.committee)
    li = member(small_city.first_one, name="李文明")
    member(small_city.first_one, name="文明")
    row = nomination(
        made,
        small_city.first_one,
        title="甲局第一支部的先锋岗",
        deeds="甲局第一支部书记李 文明带头，争创文明窗口，热线13859812345。",
        member=li,
        blind=False,
    )
    on(PhaseKind.NOMINATING)
    browser = enter(small_city.account(Role.BRANCH_SECRETARY, small_city.first_one))
    answer = browser.get(page("names", row))
    draft = answer.context["form"]["blind_deeds"].value()
    for name in ("甲局", "李", "13859812345"):
        assert name not in draft
    sent = {"blind_title": "先锋岗", "blind_deeds": "支部书记李文明带头", "confirmed": "on"}
    refused = browser.post(page("names", row), sent)
    assert refused.status_code == 422
    assert "李文明" in refused.context["form"].errors["blind_deeds"][0]
    refused = browser.post(page("names", row), {**sent, "blind_deeds": "热线138\u200b5981\u20602345"})
    assert "13859812345" in refused.context["form"].errors["blind_deeds"][0]
    # The name of a colleague is an ordinary word here; the candidate's own is not offered.
    ordinary = {**sent, "blind_deeds": "带头争创文明窗口"}
    assert browser.post(page("names", row), ordinary).status_code == 422
    assert browser.post(page("names", row), {**ordinary, "kept": ["李文明"]}).status_code == 422
    assert browser.post(page("names", row), {**ordinary, "kept": ["文明"], "confirmed": ""}).status_code == 422
    assert browser.post(page("names", row), {**ordinary, "kept": ["文明"]}).status_code == 302
    row.refresh_from_db()
    assert (row.blind_deeds, row.blind_confirmed_on) == ("带头争创文明窗口", DAY[PhaseKind.NOMINATING])


def test_the_short_list_is_shown_with_its_number_before_it_is_made(review, staff, on):
    panel(review)
    assigned(review)
    for one in ReviewAssignment.objects.all():
        scored(one, 10 - one.entry.number, 5)
    on(PhaseKind.DISCUSSING)
    first = staff.get(page("short-list", review) + "?first=2")
    chosen = first.context["form"]["entries"].value()
    assert len(chosen) == 2
    asked_again = staff.post(page("short-list", review), {"entries": chosen})
    assert asked_again.status_code == 422
    assert not Nomination.objects.exclude(short_listed_on=None).exists()
    expected = asked_again.context["form"]["expected"].value()
    assert staff.post(page("short-list", review), {"entries": chosen, "expected": expected}).status_code == 302
    assert set(Nomination.objects.exclude(short_listed_on=None).values_list("entry__number", flat=True)) == {1, 2}


def test_an_unknown_user_name_is_said_and_the_others_are_kept(review, staff, on):
    on(PhaseKind.CHECKING)
    known = account()
    answer = staff.post(page("seat", review), {"accounts": f"{known.username}\nnobody-at-all"})
    assert answer.status_code == 422
    assert "nobody-at-all" in answer.context["form"].errors["accounts"][0]
    assert known.username in answer.content.decode()
    assert staff.post(page("seat", review), {"accounts": known.username}).status_code == 302
    assert review.reviewers.get().account == known


def test_a_moderator_gives_takes_back_and_dismisses_by_page(review, staff, on):
    seated = panel(review, 4)
    on(PhaseKind.DECLARING)
    assert staff.post(page("assign", review)).status_code == 302
    entry = ReviewEntry.objects.get(number=1)
    free = [one for one in seated if not entry.assignments.filter(reviewer=one).exists()]
    assert staff.post(page("give-reviewer", entry), {"reviewer": free[0].pk}).status_code == 302
    given = entry.assignments.get(reviewer=free[0])
    assert staff.post(page("release", given), {"reason": ""}).status_code == 422
    assert staff.post(page("release", given), {"reason": "名额已满"}).status_code == 302
    assert staff.post(page("dismiss", seated[3]), {"reason": "出差"}).status_code == 302
    assert "出差" in staff.get(page("reviewer", seated[3])).content.decode()
    again = staff.post(page("give-entries", seated[0]), {"entries": [given.pk + 10_000]})
    assert again.status_code == 422


def test_a_reviewer_dismissed_while_writing_is_told_and_gets_the_words_back(review, on):
    seated = panel(review, 4)
    assigned(review)
    mine = seated[0].assignments.first()
    on(PhaseKind.SCORING)
    browser = enter(seated[0].account)
    assert browser.get(page("review", mine)).status_code == 200
    reviews.dismiss_reviewer(seated[0], reason="工作调动", today=DAY[PhaseKind.SCORING], by=None)
    sent = browser.post(page("review", mine), {"strengths": "写了半天的优点", "remark": "<b>给评委会的话</b>"})
    assert sent.status_code == 403
    said = sent.content.decode()
    assert "写了半天的优点" in said
    assert "&lt;b&gt;给评委会的话&lt;/b&gt;" in said
    assert "服务群众，取得实效" not in said
    assert browser.get(page("review", mine)).status_code == 403
    assert enter(seated[1].account).get(page("review", mine)).status_code == 404
    assert not Score.objects.filter(assignment=mine).exists()


def test_a_quota_smaller_than_the_ties_is_left_to_people(small_city, staff, on):
    made = call(small_city.committee, weights=(60, 40), quota=1)
    for organisation in (small_city.first, small_city.second):
        nomination(made, organisation)
    panel(made, 2)
    assigned(made)
    for assignment in ReviewAssignment.objects.all():
        scored(assignment, 8, 8)
    on(PhaseKind.DECIDING)
    shown = staff.get(page("results", made))
    (only,) = shown.context["suggestions"]
    assert (only.chosen, len(only.tied), only.left) == ((), 2, 1)
    assert all(one.nomination.title in shown.content.decode() for one in only.tied)
    form = staff.get(reverse("awards:propose-several", args=[made.classes.get().pk])).context["form"]
    assert form["nominations"].value() == []


def test_an_organisation_added_later_is_no_surprise(review, small_city, on):
    """Homes are read when they are asked for: a new organisation can be declared at once."""
    new = place(
        code="35-09",
        name="中共丁局机关党委",
        short_name="丁局机关党委",
        kind=OrganisationKind.ORGAN_COMMITTEE,
        parent=small_city.committee,
        starts_on=date(2017, 9, 1),
    )
    (seat,) = panel(review, 1, declared=False)
    on(PhaseKind.DECLARING)
    browser = enter(seat.account)
    assert browser.post(page("declare", seat), {"organisations": [new.pk], "confirmed": "on"}).status_code == 302
    reviews.declare_conflicts(seat, organisations=[], confirmed=True, today=DAY[PhaseKind.DECLARING], by=None)
    assert not seat.conflicts.exists()
