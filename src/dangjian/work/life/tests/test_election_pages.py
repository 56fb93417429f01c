"""Pages of elections: names typed and looked up, what waits for whom, papers at their step, figures, few queries."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from dangjian.foundation.members.enums import ConditionKind
from dangjian.foundation.members.services import start_condition
from dangjian.foundation.members.tests.factories import member
from dangjian.foundation.organisations.services import extend_term, start_term
from dangjian.kernel.access.roles import Role
from dangjian.kernel.figures.compute import compute
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.periods import Period
from dangjian.kernel.records.waiting import Lane
from dangjian.work.life.elections.chain import chain_of
from dangjian.work.life.elections.papers import PAPERS, ready_papers
from dangjian.work.life.enums import CountedBody, StepKind
from dangjian.work.life.models import Election
from dangjian.work.life.queries.elections import dossier_of
from dangjian.work.life.records.elections import asked_above, decision_due, to_decide, waiting_for_organ
from dangjian.work.life.services import elections as services

from .election_factories import DAYS, Electorate, approved, ballot, begun, called, held, shared, take

TODAY = date(2017, 10, 9)


@pytest.fixture
def electorate(small_city):
    return Electorate(small_city.first_one)


def at(name, *args):
    return reverse(f"life:{name}", args=args)


def nominated(electorate):
    election = begun(electorate.branch)
    take(election, StepKind.REQUESTED)
    take(election, StepKind.REPLIED)
    return election


def test_names_are_looked_up_and_what_is_wrong_stands_by_its_field(electorate, signed_in_as):
    election = nominated(electorate)
    member(electorate.branch, name="马明")
    client = signed_in_as(Role.BRANCH_CLERK, electorate.branch)
    url = at("election-step", election.pk, "nominated")
    facts = {"on": "2017-06-01", "number": "3号", "version": 3}

    def errors(**more):
        return client.post(url, {**facts, **more}).context["form"].errors

    assert "查无此人" in str(errors(candidates="查无此人、丁一", secretary="丁一")["candidates"])
    assert "马明（甲局第一支部）" in str(errors(candidates="马明", secretary="丁一")["candidates"])
    assert list(errors(candidates="曾国\n丁一\n王春\n李华", secretary="赵文")) == ["secretary"]
    assert list(errors(candidates="曾国\n丁一\n王春", secretary="丁一")) == ["candidates"]
    page = client.post(url, {**facts, "candidates": "曾国，丁一", "secretary": ""}).content.decode()
    assert "曾国，丁一" in page
    assert client.post(url, {**facts, "candidates": "曾国，丁一，王春，李华", "secretary": "丁一"}).status_code == 302


def test_a_conflict_is_said_and_the_next_saving_is_made_knowingly(electorate, signed_in_as):
    election = begun(electorate.branch)
    client = signed_in_as(Role.BRANCH_CLERK, electorate.branch)
    url = at("call-off-election", election.pk)
    take(election, StepKind.REQUESTED)
    answer = client.post(url, {"on": "2017-06-01", "reason": "机构改革", "version": 1})
    assert answer.status_code == 422
    assert "机构改革" in answer.content.decode()
    version = answer.context["form"]["version"].value()
    assert client.post(url, {"on": "2017-06-01", "reason": "机构改革", "version": version}).status_code == 302


def test_votes_written_in_are_read_with_their_numbers(electorate, signed_in_as):
    election = called(electorate)
    client = signed_in_as(Role.BRANCH_CLERK, electorate.branch)
    url = at("election-count", election.pk, "assembly")
    facts = {"held_on": "2017-06-20", "version": election.version, "valid": 9, "void": 0}
    facts |= dict.fromkeys(("present", "distributed", "collected"), 9)
    for name, yes in (("曾国", 8), ("丁一", 9), ("王春", 2), ("马明", 1)):
        key = electorate.by_name[name].pk
        facts |= {f"yes-{key}": yes, f"no-{key}": 9 - yes}
    for wrong in ("欧阳海", "外人 3", "欧阳海 12"):
        assert client.post(url, facts | {"written_in": wrong}).context["form"].errors["written_in"]
    assert client.post(url, facts | {"written_in": "欧阳海 6票"}).status_code == 302
    assert "欧阳海" in [one.name for one in dossier_of(election).elected]


def test_what_waits_for_whom(electorate, small_city):
    election = begun(electorate.branch)
    office = small_city.actor(Role.PARTY_OFFICE, small_city.first)
    staff = small_city.actor(Role.COMMITTEE_STAFF, small_city.committee)
    clerk = small_city.actor(Role.BRANCH_CLERK, electorate.branch)
    sister = small_city.actor(Role.BRANCH_CLERK, small_city.first_two)

    def waiting():
        return [[decision_due(row, who).lane for row in to_decide(who)] for who in (office, staff)] + [
            [asked_above(row, who).lane for row in waiting_for_organ(who)] for who in (clerk, sister)
        ]

    assert waiting() == [[], [], [], []]
    take(election, StepKind.REQUESTED)
    assert waiting() == [[Lane.DECIDE], [], [Lane.OTHERS], []]
    take(election, StepKind.REPLIED)
    assert waiting() == [[], [], [], []]


def test_nobody_approves_their_own_election(small_city, signed_in_as):
    own = Election.objects.create(organisation=small_city.first, happened_on=TODAY, body="committee", seats=5)
    url = at("election-decision", own.pk, "replied")
    assert signed_in_as(Role.PARTY_OFFICE, small_city.first).get(url).status_code == 403
    assert signed_in_as(Role.COMMITTEE_STAFF, small_city.committee).get(url).status_code == 200
    for unknown in (at("election-decision", own.pk, "held"), at("election-step", own.pk, "replied")):
        assert signed_in_as(Role.COMMITTEE_STAFF, small_city.committee).get(unknown).status_code == 404


def test_the_chain_says_what_is_done_next_and_waited_for(electorate, small_city):
    election = begun(electorate.branch)
    take(election, StepKind.REQUESTED)
    for who, mine in (
        (small_city.actor(Role.BRANCH_CLERK, electorate.branch), False),
        (small_city.actor(Role.PARTY_OFFICE, small_city.first), True),
    ):
        links = {link.step.kind: link for link in chain_of(dossier_of(election), who)}
        assert links[StepKind.REQUESTED].state == "done"
        assert links[StepKind.REPLIED].is_next
        assert links[StepKind.REPLIED].is_mine is mine
        assert links[StepKind.REPLIED].usual_on == date(2017, 8, 1)
        assert links[StepKind.REPLIED].state == "late"
        assert links[StepKind.FILED].state == "not-due"


def test_papers_are_made_at_their_step_and_not_before(electorate, signed_in_as):
    election = begun(electorate.branch)
    client = signed_in_as(Role.BRANCH_CLERK, electorate.branch)
    assert [paper.key for paper in ready_papers(dossier_of(election))] == ["request"]
    answer = client.get(at("election-paper", election.pk, "request"))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    for key in ("ballot", "result", "nothing"):
        assert client.get(at("election-paper", election.pk, key)).status_code == 404


def test_every_paper_can_be_made_for_every_shape_of_election(electorate, small_city):
    """Second rounds, seats left empty, no term to follow, a secretary alone: no paper fails on any of them."""
    tie = called(electorate)
    services.record_count(tie, CountedBody.ASSEMBLY, ballot(electorate, {}, present=8, out=0), by=None)
    paper = ballot(electorate, {"曾国": 9, "丁一": 8, "王春": 5, "马明": 5})
    services.record_count(tie, CountedBody.ASSEMBLY, paper, by=None)
    services.leave_seats_empty(tie, on=DAYS["held"], reason="9人同意", by=None)
    lone = begun(small_city.third, body="secretary", seats=1)
    for election in (tie, lone):
        dossier = dossier_of(election)
        for ready in ready_papers(dossier):
            assert ready.docx(dossier, TODAY)[:2] == b"PK"
    assert {paper.key for paper in ready_papers(dossier_of(lone))} == {"request"}
    assert len({paper.key for paper in PAPERS}) == len({paper.name[:2] for paper in PAPERS}) == len(PAPERS)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_open_with_few_queries(electorate, signed_in_as, django_assert_max_num_queries, language):
    start_condition(electorate.by_name["李华"], by=None, kind=ConditionKind.EXEMPT, on=date(2017, 5, 1))
    election = shared(electorate)
    client = signed_in_as(Role.BRANCH_SECRETARY, electorate.branch)
    pages = (
        at("election", election.pk), at("elections-of", electorate.branch.pk),
        at("election-step", election.pk, "reported"), at("call-off-election", election.pk),
        at("withdraw-election-step", election.steps.get(kind=StepKind.POSTS_SHARED).pk), "/records/life.election/",
    )  # fmt: skip
    client.get(pages[0])  # the session is written once
    with override(language):
        for url in pages:
            with django_assert_max_num_queries(12):
                assert client.get(url).status_code == 200, url


def test_pages_before_the_meeting_open_with_few_queries(electorate, signed_in_as, django_assert_max_num_queries):
    start_condition(electorate.by_name["李华"], by=None, kind=ConditionKind.EXEMPT, on=date(2017, 5, 1))
    election = called(electorate)
    client = signed_in_as(Role.BRANCH_SECRETARY, electorate.branch)
    client.get(at("election", election.pk))  # the session is written once
    for url in (at("election", election.pk), at("election-count", election.pk, "assembly")):
        with django_assert_max_num_queries(12):
            page = client.get(url).content.decode()
        assert "预备生" in page
        assert "李华" in page
    signed_in_as(Role.COMMITTEE_LEADER, electorate.branch)
    assert "年老体弱" not in client.get(at("election", election.pk)).content.decode()


def test_the_block_stands_on_the_organisation_page(electorate, signed_in_as):
    client = signed_in_as(Role.BRANCH_SECRETARY, electorate.branch)
    url = at("elections-of", electorate.branch.pk)
    assert f'hx-get="{url}"' in client.get(f"/organisations/{electorate.branch.pk}/").content.decode()
    part = client.get(url, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert at("begin-election", electorate.branch.pk) in part
    begun(electorate.branch)
    assert at("begin-election", electorate.branch.pk) not in client.get(url).content.decode()


def test_a_mistake_is_taken_back_from_the_page(electorate, small_city, signed_in_as):
    election = held(electorate)
    client = signed_in_as(Role.BRANCH_SECRETARY, electorate.branch)
    count_url = at("withdraw-count", election.counts.get().pk)
    version = client.get(count_url).context["form"]["version"].value()
    assert client.post(count_url, {"version": version, "reason": ""}).context["form"].errors["reason"]
    assert client.post(count_url, {"version": version, "reason": "票数抄反"}).status_code == 302
    assert "票数抄反" not in client.get(at("elections-of", electorate.branch.pk)).content.decode()
    approval = election.steps.get(kind=StepKind.CANDIDATES_APPROVED)
    assert client.get(at("withdraw-election-step", approval.pk)).status_code == 403
    office = signed_in_as(Role.PARTY_OFFICE, small_city.first)
    assert office.get(at("withdraw-election-step", approval.pk)).status_code == 200


def test_what_is_odd_but_possible_is_said_beside_the_count(electorate, signed_in_as):
    election = called(electorate)
    votes = {"曾国": 9, "丁一": 8, "王春": 8, "马明": 2}
    paper = ballot(electorate, votes, present=10, out=9, void=0)
    services.record_count(election, CountedBody.ASSEMBLY, paper, by=None)
    assert [str(remark) for remark in dossier_of(election).results[0].remarks] == ["发出选票少于实到会人数。"]
    client = signed_in_as(Role.BRANCH_SECRETARY, electorate.branch)
    assert "发出选票少于实到会人数。" in client.get(at("election", election.pk)).content.decode()


def test_figures_of_elections(electorate, small_city):
    late, missed, off = small_city.first_two, small_city.second_one, small_city.third
    start_term(late, starts_on=date(2014, 3, 1), by=None)
    start_term(late, starts_on=date(2017, 4, 1), by=None)
    start_term(missed, starts_on=date(2014, 5, 1), by=None)
    put_off = start_term(off, starts_on=date(2014, 6, 1), by=None)
    extend_term(put_off, extended_to=date(2018, 3, 1), extension_number="批1", by=None)
    approved(electorate)

    def value(key, year=2017):
        scope = Scope.of(small_city.committee.path, Period.year_of(year), TODAY)
        return compute(f"life.{key}", scope).number

    assert value("elections_due") == 3
    assert value("elections_in_time") == 1
    assert value("elections_late") == 2
    assert value("terms_extended") == 1
    assert value("elections_in_time_share") == pytest.approx(100 / 3)
    assert value("elections_open") == 1
