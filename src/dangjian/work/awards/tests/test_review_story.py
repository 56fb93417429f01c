"""A contested review, lived through the pages: conflict, withdrawal, discussion, moderation, presentation."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.records.waiting import waiting_for
from dangjian.work.awards.enums import PhaseKind
from dangjian.work.awards.models import Nomination, ReviewAssignment, ReviewEntry, Reviewer
from dangjian.work.awards.queries.reviews.places import results, suggestions, what_helped

from .review_factories import DAY, account, call, nomination

pytestmark = pytest.mark.django_db


class People:
    """Everybody in the story, each in a browser of their own, on a day that moves on."""

    def __init__(self, settings):
        self.settings = settings

    def on(self, phase):
        self.settings.DANGJIAN_TODAY = DAY[phase]

    @staticmethod
    def enter(who):
        browser = Client()
        browser.force_login(who, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
        return browser


def page(name, thing=None, *more):
    return reverse(f"reviews:{name}", args=[one.pk for one in (thing, *more) if one is not None])


def send(browser, address, **fields):
    answer = browser.post(address, fields)
    errors = answer.context["form"].errors if answer.context and "form" in answer.context else ""
    assert answer.status_code == 302, f"{address}: {errors}"
    return answer


def sheet(made, *values, live=False):
    criteria = made.criteria.filter(is_live=live)
    return {f"score_{one.pk}": str(value) for one, value in zip(criteria, values, strict=True)}


def waits(who):
    with override("en"):
        return [str(one.title) for one in waiting_for(actor_for(who))]


def test_a_contested_review(small_city, settings):
    people = People(settings)
    enter, on = people.enter, people.on
    made = call(small_city.committee, weights=(50, 30), live=20, quota=1, title="年度品牌评选")
    moderator = enter(small_city.account(Role.COMMITTEE_STAFF, small_city.committee))

    # The author of one entry takes the names out; what the platform found is out already.
    on(PhaseKind.NOMINATING)
    row = nomination(
        made, small_city.first_one, title="甲局第一支部先锋岗", deeds="甲局第一支部为企业代办手续。", blind=False
    )
    for organisation in (small_city.second, small_city.third):
        nomination(made, organisation)
    author = enter(small_city.account(Role.BRANCH_SECRETARY, small_city.first_one))
    draft = author.get(page("names", row)).context["form"]
    confirmed = {name: draft[name].value() for name in ("blind_title", "blind_deeds")}
    send(author, page("names", row), **confirmed, confirmed="on")
    assert "甲局" not in Nomination.objects.get(pk=row.pk).blind_deeds

    # The moderator calls four reviewers: one of them belongs to an organ that takes part.
    on(PhaseKind.CHECKING)
    accounts = [account(member=member(small_city.second_one)), account(), account(), account()]
    for who in accounts[:2]:
        assert "Declare conflicts of interest" not in waits(who)
    send(moderator, page("seat", made), accounts="\n".join(one.username for one in accounts))
    bound, tied, plain, quiet = Reviewer.objects.order_by("seat")
    assert bound.account == accounts[0]

    # Numbers and readers: nobody gets an entry of their own organ.
    on(PhaseKind.DECLARING)
    send(moderator, page("assign", made))
    assert "Declare conflicts of interest" in waits(accounts[0])
    of_second = ReviewEntry.objects.get(nomination__organisation=small_city.second)
    assert not bound.assignments.filter(entry=of_second).exists()

    # One reviewer declares what no record knows; nobody reads a text before.
    browsers = [enter(one) for one in accounts]
    mine = tied.assignments.first()
    assert "服务群众" not in browsers[1].get(page("review", mine)).content.decode()
    send(browsers[1], page("declare", tied), organisations=[small_city.third.pk], confirmed="on")
    for browser, seat in zip(browsers, (bound, tied, plain, quiet), strict=True):
        if seat != tied:
            send(browser, page("declare", seat), confirmed="on")
    of_third = ReviewEntry.objects.get(nomination__organisation=small_city.third)
    assert not tied.assignments.standing().filter(entry=of_third).exists()
    assert of_third.assignments.standing().count() == 2

    # Everybody scores for themselves; one recognises an entry and steps back.
    on(PhaseKind.SCORING)
    first = ReviewEntry.objects.get(nomination=row)
    leaving = first.assignments.standing().first()
    send(enter(leaving.reviewer.account), page("step-back", leaving), reason="曾参与指导")
    assert enter(leaving.reviewer.account).get(page("review", leaving)).status_code == 404
    contested = None
    for assignment in ReviewAssignment.objects.standing().select_related("reviewer__account", "entry"):
        values = (4, 4) if contested is None and assignment.entry == first else (8, 8)
        contested = contested or (assignment if values == (4, 4) else None)
        send(
            enter(assignment.reviewer.account),
            page("review", assignment),
            **sheet(made, *values),
            strengths="事项具体，群众得实惠。",
            remark="依据不足" if values == (4, 4) else "",
        )
    assert "Score the entries of a review" not in waits(accounts[2])
    # Not even the moderator sees a score while texts are read.
    assert moderator.get(page("results", made)).context["page"].object_list == []
    assert "依据不足" not in moderator.get(page("entry", first)).content.decode()

    # The second applicant withdraws: the entry leaves every queue, what was written stays.
    Nomination.objects.filter(entry=of_second).update(withdrawn_on=DAY[PhaseKind.SCORING], withdrawal_reason="单位调整")
    gone = of_second.assignments.standing().select_related("reviewer__account").first()
    answer = enter(gone.reviewer.account).post(page("review", gone), sheet(made, 1, 1))
    assert answer.status_code == 422
    assert gone.scores.count() == 2

    # Discussion: the spread is there for those who scored; the low score is revised, and moderated once more.
    on(PhaseKind.DISCUSSING)
    low = enter(contested.reviewer.account)
    open_now = low.get(page("review", contested))
    assert open_now.context["review"].line.spread == Decimal("40.00")
    assert len(open_now.context["review"].sheets) == 2
    send(low, page("remark", contested), text="附件补足了依据，同意调整。")
    one, other = contested.scores.all()
    send(low, page("revise", contested, one), value="7", reason="看过附件")
    assert low.post(page("revise", contested, other), {"value": "7", "reason": ""}).status_code == 422
    send(moderator, page("moderate", other), value="6", reason="会商一致意见")
    contested.refresh_from_db()
    assert [score.value for score in contested.scores.all()] == [4, 4]
    found = {result.entry: result for result in results(made)}
    assert of_second not in found
    # (8 + 7) / 2 of ten times fifty, and (8 + 6) / 2 of ten times thirty.
    assert found[first].value == Decimal("58.50")
    assert found[of_third].value == Decimal("64.00")

    # Both are short-listed after the number was seen; one presents after the other.
    chosen = [first.pk, of_third.pk]
    assert moderator.post(page("short-list", made), {"entries": chosen}).status_code == 422
    send(moderator, page("short-list", made), entries=chosen, expected="2")
    on(PhaseKind.PRESENTING)
    send(moderator, page("draw", made))
    for entry in (first, of_third):
        send(moderator, page("present", entry))
        for browser, seat in zip(browsers, (bound, tied, plain, quiet), strict=True):
            answer = browser.get(page("live", seat))
            if answer.context.get("now"):
                send(browser, page("live", seat), **sheet(made, 10 if entry == first else 2, live=True))
    assert not ReviewAssignment.objects.filter(is_live=True, entry=of_third, reviewer=tied).exists()
    assert not ReviewAssignment.objects.filter(is_live=True, entry=first, reviewer=leaving.reviewer).exists()
    send(moderator, page("close", made))

    # 58.50 + 20 and 64.00 + 4: the presentation turned the order round.
    on(PhaseKind.DECIDING)
    ranked = results(made)
    assert [(result.entry, result.value, result.place) for result in ranked] == [
        (first, Decimal("78.50"), 1),
        (of_third, Decimal("68.00"), 2),
    ]
    (only,) = suggestions(made, ranked)
    assert [result.entry for result in only.chosen] == [first]
    shown = moderator.get(page("results", made)).content.decode()
    assert "78.50" in shown

    # The applicant reads what helped, from the public notice on; the log tells every step.
    assert what_helped(row, DAY[PhaseKind.DECIDING]) == []
    assert what_helped(row, DAY[PhaseKind.NOTICE]) == ["事项具体，群众得实惠。"] * 2
    told = set(Entry.objects.filter(action__startswith="awards.").values_list("action", flat=True))
    assert {"awards.review.stepped-back", "awards.score.revised", "awards.review.short-listed"} <= told
