"""What people type that cannot be: a sentence beside the field, nothing typed lost, never a fault."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from dangjian.foundation.accounts.models import Account
from dangjian.foundation.members.tests import factories as members
from dangjian.kernel.access.roles import Role
from dangjian.kernel.tree.models import Organisation
from dangjian.work.awards import services
from dangjian.work.awards.belongings import _undecided
from dangjian.work.awards.models import AwardClass, Call, CallPhase, Criterion, Honour

from .factories import TODAY, award_class, drawn_up, entered, issued

LONG = "长" * 500


@pytest.fixture
def committee(small_city, signed_in_as, settings):
    settings.DANGJIAN_TODAY = TODAY
    return signed_in_as(Role.COMMITTEE_STAFF, small_city.committee)


@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("add-class", {"name": LONG, "subject": "organisation", "quota": 3, "rank": 1}, "name"),
        ("add-class", {"name": "\u200b", "subject": "organisation", "quota": 3, "rank": 1}, "name"),
        ("add-class", {"name": "先进", "subject": "organisation", "quota": 0, "rank": 1}, "quota"),
        ("add-class", {"name": "先进", "subject": "organisation", "quota": 10**9, "rank": 1}, "quota"),
        ("add-class", {"name": "先进", "subject": "everybody", "quota": 3, "rank": 1}, "subject"),
        ("add-class", {"name": "先进", "subject": "record", "quota": 3, "rank": 1}, "record_kind"),
        ("add-criterion", {"name": "实效", "weight": "100.01", "ceiling": 10, "rank": 1}, "weight"),
        ("add-criterion", {"name": "实效", "weight": "NaN", "ceiling": 10, "rank": 1}, "weight"),
        ("add-criterion", {"name": "实效", "weight": "-5", "ceiling": 10, "rank": 1}, "weight"),
        ("add-criterion", {"name": "实效", "weight": "30", "ceiling": 0, "rank": 1}, "ceiling"),
        ("set-phase", {"kind": "notice", "starts_on": "2017-06-01", "ends_on": "2017-06-01"}, "ends_on"),
        ("set-phase", {"kind": "notice", "starts_on": "2017-06-31", "ends_on": "2017-07-01"}, "starts_on"),
        ("set-phase", {"kind": "dancing", "starts_on": "2017-06-01", "ends_on": "2017-07-01"}, "kind"),
    ],
)
def test_a_part_that_cannot_be_comes_back_with_what_was_typed(committee, small_city, name, typed, field):
    call = drawn_up(small_city.committee)
    answer = committee.post(reverse(f"awards:{name}", args=[call.pk]), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    kept = {key: answer.context["form"][key].value() for key in typed}
    assert kept == {key: str(value) for key, value in typed.items()}
    assert not any(model.objects.exists() for model in (AwardClass, Criterion, CallPhase))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": LONG}, "name"),
        ({"name": "\u202e\u200b"}, "name"),
        ({"given_by": ""}, "given_by"),
        ({"on": "2017-05-11"}, "on"),
        ({"on": "昨天"}, "on"),
        ({"member": "999999"}, "member"),
    ],
)
def test_an_honour_that_cannot_be(committee, small_city, wrong, field):
    typed = {"name": "文明单位", "given_by": "省文明委", "document_number": "7号", "on": "2017-05-01"} | wrong
    answer = committee.post(reverse("awards:enter-honour", args=[small_city.first.pk]), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "7号" in answer.content.decode()
    assert not Honour.objects.exists()


def test_a_filter_with_nonsense_leaves_the_list_as_it_is(committee):
    for query in ("call=9999999999999999999", "call=x", "class=%00", "stage=dancing"):
        assert committee.get(f"/records/awards.nomination/?{query}").status_code == 200
    for query in ("year=0000", "year=２０１７", "whose=nobody", "standing=x"):
        assert committee.get(f"/records/awards.honour/?{query}").status_code == 200


def test_members_are_put_forward_by_their_branch_and_in_time(small_city, signed_in_as, settings):
    settings.DANGJIAN_TODAY = TODAY
    _call, made = issued(small_city.committee, members=True)
    office = signed_in_as(Role.PARTY_OFFICE, small_city.first)
    assert "awards/from_branches.html" in names(
        office.get(reverse("awards:nominate", args=[small_city.first.pk, made.pk]))
    )
    settings.DANGJIAN_TODAY = date(2017, 5, 26)
    branch = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    late = branch.get(reverse("awards:nominate", args=[small_city.first_one.pk, made.pk]))
    assert "awards/closed.html" in names(late)


def test_weights_that_sum_to_99_keep_the_call_on_its_page_with_a_sentence(committee, small_city):
    call = drawn_up(small_city.committee)
    award_class(call)
    services.keep_phase(call, kind="nominating", starts_on=TODAY, ends_on=TODAY.replace(day=26), by=None)
    for name, weight in (("内涵", "60"), ("成效", "39")):
        typed = {"name": name, "weight": weight, "ceiling": 10, "rank": 1}
        assert committee.post(reverse("awards:add-criterion", args=[call.pk]), typed).status_code == 302
    with override("en"):
        said = committee.get(reverse("awards:call", args=[call.pk])).context["lacking"]
    answer = committee.post(reverse("awards:issue-call", args=[call.pk]), {"on": TODAY.isoformat()})
    assert answer.status_code == 422
    assert "99" in answer.context["form"].errors["on"][0]
    assert len(said) == 1
    assert Call.objects.get().issued_on is None
    assert [str(one.weight) for one in call.criteria.order_by("pk")] == ["60.00", "39.00"]


def test_the_page_of_a_call_offers_what_can_be_done_by_its_phases(committee, small_city, settings):
    call, made = issued(small_city.committee)
    later = TODAY.replace(month=6)
    for kind in ("deciding", "notice"):
        CallPhase.objects.create(call=call, kind=kind, starts_on=later, ends_on=later.replace(month=7))
    offered = [reverse("awards:publish-notice", args=[call.pk]), reverse("awards:propose-several", args=[made.pk])]
    early = committee.get(reverse("awards:call", args=[call.pk])).content.decode()
    assert not any(address in early for address in offered)
    settings.DANGJIAN_TODAY = later
    due = committee.get(reverse("awards:call", args=[call.pk])).content.decode()
    assert all(address in due for address in offered)


def names(answer):
    """The templates of a page."""
    return {template.name for template in answer.templates}


def test_a_draft_call_is_seen_by_its_office_alone(small_city, signed_in_as):
    call = drawn_up(small_city.committee)
    award_class(call)
    url = reverse("awards:call", args=[call.pk])
    assert signed_in_as(Role.COMMITTEE_STAFF, small_city.committee).get(url).status_code == 200
    assert signed_in_as(Role.PARTY_OFFICE, small_city.first).get(url).status_code == 404


def test_a_member_sees_the_own_honours(small_city, client, settings):
    settings.DANGJIAN_TODAY = TODAY
    person = members.member(small_city.first_one)
    services.enter_honour(
        organisation=small_city.first_one, member=person, name="优秀共产党员", given_by="市委", document_number="3号",
        on=TODAY, today=TODAY, by=None,
    )  # fmt: skip
    account = Account.objects.create_user("m1", "Secret-1", display_name=person.name, member=person)
    other = Account.objects.create_user(
        "m2", "Secret-1", display_name="别人", member=members.member(small_city.first_two)
    )
    for who, seen in ((account, True), (other, False)):
        client.force_login(who, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
        assert ("优秀共产党员" in client.get(reverse("awards:my-honours")).content.decode()) is seen


def test_what_is_not_decided_is_named_before_an_organisation_is_dissolved(small_city):
    call, made = issued(small_city.committee)
    entered(call, made, small_city.first_one)
    assert _undecided(Organisation.objects.get(pk=small_city.first_one.pk), TODAY) == 1
    assert _undecided(small_city.first, TODAY) == 0
