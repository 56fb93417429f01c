"""Proposals, notices, objections and decisions: what stands in the way of each."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.periods import working_days_between
from dangjian.work.awards import services
from dangjian.work.awards.codes import ALPHABET, new_code, printed, typed
from dangjian.work.awards.enums import NominationStage, PhaseKind
from dangjian.work.awards.errors import DecisionError, HonourError
from dangjian.work.awards.letters import certificate_data
from dangjian.work.awards.models import Honour, Nomination, ReviewAssignment, ReviewEntry, Reviewer, Score
from dangjian.work.awards.services.notices import notice_ends

from . import review_factories
from .factories import TODAY, admitted, entered, issued, noticed, proposed

DECIDED = date(2017, 6, 30)


def decided(call, on=DECIDED, **facts):
    return services.decide(call, number="直委1号", on=on, today=max(on, DECIDED), by=None, **facts)


def test_no_more_are_proposed_than_there_are_places(small_city):
    call, made = issued(small_city.committee, quota=1)
    both = [admitted(call, made, one) for one in (small_city.first, small_city.second)]
    with pytest.raises(DecisionError, match="2"):
        services.propose_several(made, both, reason="事迹突出", by=None)
    for one in both:
        services.propose(one, made, reason="事迹突出", by=None)
    with pytest.raises(DecisionError, match="1"):
        services.publish_notice(call, contact="办公室", today=TODAY, by=None)


def test_everybody_gets_a_reason_before_it_is_decided(small_city):
    call, made = issued(small_city.committee)
    left = admitted(call, made, small_city.second)
    noticed(call, made, small_city.first)
    with pytest.raises(DecisionError, match=small_city.second.short_name):
        decided(call)
    services.propose(left, None, reason="名额有限", helped="多写事例", by=None)
    assert [honour.title for honour in decided(call)] == [small_city.first.short_name]
    stages = {one.organisation_id: one.stage for one in Nomination.objects.select_related("call")}
    assert stages == {small_city.first.pk: NominationStage.AWARDED, small_city.second.pk: NominationStage.NOT_SELECTED}
    assert services.send_letters(call, today=DECIDED, by=None) == 2
    with pytest.raises(DecisionError):
        services.send_letters(call, today=DECIDED, by=None)


def test_nothing_of_a_proposal_is_told_before_its_notice(small_city):
    call, made = issued(small_city.committee)
    nomination = proposed(call, made, small_city.first)
    nomination.refresh_from_db()
    assert nomination.stage == NominationStage.ADMITTED
    services.publish_notice(call, contact="办公室", today=TODAY, by=None)
    nomination.refresh_from_db()
    assert nomination.stage == NominationStage.NAMED


def test_the_decision_waits_for_the_notice_and_its_last_working_day(small_city):
    call, made = issued(small_city.committee)
    notice = noticed(call, made, small_city.first)
    with pytest.raises(DecisionError):
        decided(call, on=notice.ends_on - timedelta(days=1))
    assert len(decided(call, on=notice.ends_on)) == 1


def test_who_comes_after_the_notice_needs_one_too(small_city):
    call, made = issued(small_city.committee)
    late = admitted(call, made, small_city.second)
    noticed(call, made, small_city.first)
    services.propose(late, made, reason="递补", by=None)
    with pytest.raises(DecisionError, match=small_city.second.short_name):
        decided(call)
    second = services.publish_notice(call, contact="办公室", today=TODAY + timedelta(days=9), by=None)
    assert [one.organisation for one in second.nominations.all()] == [small_city.second]
    assert len(decided(call)) == 2


def test_an_open_objection_holds_the_decision_and_an_upheld_one_ends_the_proposal(small_city):
    call, made = issued(small_city.committee)
    noticed(call, made, small_city.first, small_city.second)
    nomination = Nomination.objects.get(organisation=small_city.first)
    objection = services.record_objection(nomination, content="情况不实", objector="王某", today=TODAY, by=None)
    with pytest.raises(DecisionError, match="1"):
        decided(call)
    entry = Entry.objects.get(action="awards.objection.received")
    assert small_city.first.short_name not in str(entry.changes) + entry.target_label
    services.handle_objection(objection, outcome="upheld", answer="属实", today=TODAY, by=None)
    with pytest.raises(DecisionError):
        services.propose(nomination, made, reason="再提", by=None)
    assert [honour.organisation for honour in decided(call)] == [small_city.second]


@pytest.mark.parametrize("late", [0, 30])
def test_objections_are_taken_while_the_notice_runs(small_city, late):
    call, made = issued(small_city.committee)
    notice = noticed(call, made, small_city.first)
    day = notice.ends_on + timedelta(days=late)
    with pytest.raises(DecisionError):
        services.record_objection(Nomination.objects.get(), content="情况不实", today=day, by=None)


def test_names_stand_in_public_while_the_notice_runs_and_not_a_day_longer(small_city, settings):
    call, made = issued(small_city.committee)
    notice = noticed(call, made, small_city.first)
    url = reverse("awards:notice", args=[notice.key])
    for day, shown in (
        (notice.starts_on - timedelta(days=1), False),
        (notice.starts_on, True),
        (notice.ends_on - timedelta(days=1), True),
        (notice.ends_on, False),
    ):
        settings.DANGJIAN_TODAY = day
        assert (small_city.first.short_name in Client().get(url).content.decode()) is shown, day


@given(st.dates(date(2015, 1, 1), date(2026, 6, 1)), st.integers(1, 20))
def test_a_notice_lasts_its_working_days(start, days):
    ends = notice_ends(start, days)
    assert working_days_between(start + timedelta(days=1), ends) == days
    assert working_days_between(ends - timedelta(days=1), ends) == 1


def test_a_list_that_changed_is_not_acted_on(small_city, signed_in_as, settings):
    settings.DANGJIAN_TODAY = TODAY
    call, made = issued(small_city.committee)
    proposed(call, made, small_city.first)
    client = signed_in_as(Role.COMMITTEE_STAFF, small_city.committee)
    url, typed_in = reverse("awards:publish-notice", args=[call.pk]), {"contact": "办公室"}
    seen = client.post(url, typed_in)
    assert [line.what for line in seen.context["lines"]] == [f"先进基层党组织 · {small_city.first.short_name}"]
    counted = seen.context["form"].mark
    proposed(call, made, small_city.second)
    answer = client.post(url, {**typed_in, "counted": counted})
    assert answer.status_code == 422
    assert not call.notices.exists()
    assert "办公室" in answer.content.decode()
    again = client.post(url, typed_in)
    assert client.post(url, {**typed_in, "counted": again.context["form"].mark}).status_code == 302
    assert call.notices.get().nominations.count() == 2


def test_a_certificate_names_the_call_and_one_from_outside_the_year(small_city):
    call, made = issued(small_city.committee, title="2017年度双优表彰")
    noticed(call, made, small_city.first)
    (honour,) = decided(call)
    assert "在“2017年度双优表彰”中，被授予“先进基层党组织”称号" in certificate_data(honour, "https://x")["text"]
    outside = Honour(organisation=small_city.first, name="文明单位", title="甲局", happened_on=date(2016, 5, 1))
    assert "在2016年度评选中，被授予“文明单位”称号" in certificate_data(outside, "https://x")["text"]


@pytest.mark.parametrize("page", ["admit", "record-receipts"])
def test_nominations_stand_under_their_organs(small_city, signed_in_as, settings, page, django_assert_max_num_queries):
    settings.DANGJIAN_TODAY = TODAY
    call, made = issued(small_city.committee, quota=9)
    for organisation in (small_city.second, small_city.first, small_city.first_one):
        entered(call, made, organisation)
    client = signed_in_as(Role.COMMITTEE_STAFF, small_city.committee)
    url = reverse(f"awards:{page}", args=[call.pk])
    with django_assert_max_num_queries(12):
        shown = client.get(url)
    organs = shown.context["form"].fields["nominations"].choices
    below = f"{small_city.first_one.short_name}"
    assert [(organ, [words for _key, words in boxes]) for organ, boxes in organs] == [
        (small_city.first.short_name, [small_city.first.short_name, below]),
        (small_city.second.short_name, [small_city.second.short_name]),
    ]
    # One tick for all stands only where there are several.
    assert shown.content.decode().count('data-select-all="nominations"') == 1
    chosen = [key for _organ, boxes in organs for key, _words in boxes]
    typed_in = {"department": "discipline", "number": "7号", "on": TODAY.isoformat(), "nominations": chosen}
    counted = client.post(url, typed_in)
    assert len(counted.context["lines"]) == 3
    assert client.post(url, {**typed_in, "counted": counted.context["form"].mark}).status_code == 302


def test_an_honour_from_outside_is_entered_once_and_revoked_by_a_paper(small_city):
    facts = {"organisation": small_city.first, "name": "文明单位", "given_by": "省文明委", "document_number": "7号"}
    honour = services.enter_honour(on=TODAY, today=TODAY, by=None, **facts)
    assert honour.certificate_code is None
    with pytest.raises(HonourError):
        services.enter_honour(on=TODAY, today=TODAY, by=None, **facts)
    for wrong in ({"number": ""}, {"reason": " \u200b"}, {"on": TODAY - timedelta(days=1)}, {"on": DECIDED}):
        paper = {"reason": "取消", "number": "8号", "on": TODAY} | wrong
        with pytest.raises(HonourError):
            services.revoke_honour(honour, today=TODAY, by=None, **paper)
    services.revoke_honour(honour, reason="取消", number="8号", on=TODAY, today=TODAY, by=None)
    assert not Honour.objects.standing().exists()


@given(st.sampled_from(["", " ", "-", " – "]), st.booleans())
def test_a_code_is_read_however_it_is_typed(between, small):
    code = new_code()
    text = printed(code).replace(" ", between)
    assert typed(text.lower() if small else text) == code


@given(st.text(max_size=40))
def test_what_cannot_be_a_code_is_none(text):
    found = typed(text)
    assert found == "" or (len(found) == 12 and set(found) <= set(ALPHABET))


@pytest.mark.parametrize("code", ["", "甲" * 12, "2" * 60, "<script>alert", "NOBODYHASIT2", "../../etc"])
def test_an_unknown_code_says_so(db, code):
    answer = Client().get(reverse("awards:check"), {"code": code}, follow=True)
    assert answer.status_code in (200, 404)
    assert "<script>alert" not in answer.content.decode()


def test_the_proposals_begin_with_what_the_review_says(small_city, signed_in_as, settings):
    """Where a call was scored, those who would fill the quota are chosen already, with place and value beside them."""
    call = review_factories.call(small_city.committee, quota=1)
    made = [review_factories.nomination(call, one) for one in (small_city.first, small_city.second)]
    for number, (nomination, value) in enumerate(zip(made, (6, 9), strict=True), start=1):
        entry = ReviewEntry.objects.create(call=call, nomination=nomination, number=number)
        for seat in (1, 2):
            account = small_city.account(Role.INSPECTOR, small_city.third, username=f"评委{number}{seat}")
            seated = Reviewer.objects.create(
                call=call, account=account, seat=number * 2 + seat, starts_on=call.issued_on, declared_on=call.issued_on
            )
            facts = {"reviewer": seated, "entry": entry, "assigned_on": call.issued_on, "handed_in_on": call.issued_on}
            sheet = ReviewAssignment.objects.create(**facts)
            for criterion in call.criteria.all():
                Score.objects.create(assignment=sheet, criterion=criterion, value=value)
    day = review_factories.DAY[PhaseKind.DECIDING]
    settings.DANGJIAN_TODAY = day - timedelta(days=1)
    url = reverse("awards:propose-several", args=[call.classes.get().pk])
    facts = {"nominations": [made[1].pk], "reason": "得分第一"}
    early = signed_in_as(Role.COMMITTEE_STAFF, small_city.committee)
    shown = early.post(url, facts)
    refused = early.post(url, {**facts, "counted": shown.context["form"].mark})
    assert refused.status_code == 422
    settings.DANGJIAN_TODAY = day
    page = signed_in_as(Role.COMMITTEE_STAFF, small_city.committee).get(url)
    field = page.context["form"]["nominations"]
    assert field.value() == [str(made[1].pk)]
    assert next(label for _key, label in field.field.choices).endswith("（第1名，90.00分）")
