"""One election as it is lived: the reminder, the papers, the meeting, the new committee."""

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from docx import Document

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.models import Post
from dangjian.foundation.organisations.jobs import _remind
from dangjian.foundation.organisations.models import Term
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.notices.models import Notice
from dangjian.work.life.enums import CountedBody, StepKind
from dangjian.work.life.models import Election
from dangjian.work.life.queries.elections import dossier_of

from .election_factories import DAYS, Electorate

UNFILLED = re.compile(r"[{}]|None|＿|XX|某|\bnan\b")


@pytest.fixture
def electorate(small_city):
    return Electorate(small_city.first_one)


def words_in(content):
    """Everything that a Word file says, tables included."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


class Desk:
    """A person at the platform: opens pages, fills forms in, on a given day."""

    def __init__(self, signed_in_as, settings, role, organisation):
        self.sign_in, self.settings, self.role, self.organisation = signed_in_as, settings, role, organisation

    def open(self, day):
        self.settings.DANGJIAN_TODAY = day
        return self.sign_in(self.role, self.organisation)

    def fill(self, day, url, **facts):
        client = self.open(day)
        page = client.get(url)
        assert page.status_code == 200
        form = page.context["form"]
        version = {"version": form["version"].value()} if "version" in form.fields else {}
        answer = client.post(url, {**version, **facts})
        assert answer.status_code == 302, answer.context["form"].errors
        return answer


def at(name, *args):
    return reverse(f"life:{name}", args=args)


def test_from_the_reminder_to_the_new_committee(electorate, small_city, signed_in_as, settings):
    clerk = Desk(signed_in_as, settings, Role.BRANCH_CLERK, electorate.branch)
    office = Desk(signed_in_as, settings, Role.PARTY_OFFICE, small_city.first)

    # Half a year, three months and one month before, the platform reminds once each, and leads to the election.
    clerk.open(DAYS[StepKind.DECIDED])
    for day in (date(2017, 4, 30), date(2017, 5, 2), date(2017, 5, 3), date(2017, 8, 2), date(2017, 10, 2)):
        _remind(datetime(day.year, day.month, day.day, 1, tzinfo=UTC), day)
    told = list(Notice.objects.filter(account__username__startswith=Role.BRANCH_CLERK).order_by("pk"))
    assert len(told) == 3
    assert {notice.url for notice in told} == {at("elections-of", electorate.branch.pk)}

    # What the rules demand leads there too, and it is demanded once.
    day = DAYS[StepKind.DECIDED]
    desk = clerk.open(day).get("/waiting/")
    assert desk.content.decode().count(at("elections-of", electorate.branch.pk)) == 1

    begin = at("begin-election", electorate.branch.pk)
    answer = clerk.fill(day, begin, on=day, body="committee", seats=3, assembly="general_meeting")
    election = Election.objects.get()
    assert answer.url == at("election", election.pk)
    clerk.fill(
        DAYS["requested"], at("election-step", election.pk, "requested"), on=DAYS["requested"], number="支〔2017〕1号"
    )

    # Now the committee above has the next move: it sees it among what it has to decide, the branch sees that it waits.
    office_desk = office.open(DAYS["replied"]).get("/waiting/").content.decode()
    assert at("election", election.pk) in office_desk
    branch_page = clerk.open(DAYS["replied"]).get(at("election", election.pk)).content.decode()
    assert at("election-decision", election.pk, "replied") not in branch_page
    office.fill(
        DAYS["replied"], at("election-decision", election.pk, "replied"), on=DAYS["replied"], number="党〔2017〕2号"
    )

    names = "曾国\n丁一\n王春\n马明"
    clerk.fill(
        DAYS["nominated"], at("election-step", election.pk, "nominated"),
        on=DAYS["nominated"], number="支〔2017〕3号", candidates=names, secretary="丁一",
    )  # fmt: skip
    office.fill(
        DAYS["candidates_approved"], at("election-decision", election.pk, "candidates_approved"),
        on=DAYS["candidates_approved"], number="党〔2017〕4号",
    )  # fmt: skip
    clerk.fill(
        DAYS["called"], at("election-step", election.pk, "called"),
        on=DAYS["called"], meeting_on=DAYS["held"], meeting_place="三楼会议室",
    )  # fmt: skip

    papers = zipfile.ZipFile(io.BytesIO(clerk.open(DAYS["held"]).get(at("election-papers", election.pk)).content))
    assert [name[:2] for name in papers.namelist()] == [f"{n:02}" for n in (*range(1, 10), 11)]
    ballot = words_in(papers.read(next(name for name in papers.namelist() if name.startswith("08"))))
    assert re.findall("丁 一|马 明|王 春|曾 国", ballot) == ["丁 一", "马 明", "王 春", "曾 国"]

    count(clerk, electorate, election)
    share_and_report(clerk, electorate, election)

    office.fill(
        DAYS["approved"], at("election-decision", election.pk, "approved"),
        on=DAYS["approved"], number="党〔2017〕9号", posts_on=DAYS["held"],
    )  # fmt: skip
    for kind in ("handed_over", "filed"):
        clerk.fill(DAYS[kind], at("election-step", election.pk, kind), on=DAYS[kind])
    in_office(electorate, election)
    papers_are_filled_in(clerk, election)


def count(clerk, electorate, election):
    """The clerk types what was counted; what does not add up is said by its field."""
    url = at("election-count", election.pk, "assembly")
    client = clerk.open(DAYS["held"])
    form = client.get(url).context["form"]
    facts = {
        "version": form["version"].value(), "held_on": DAYS["held"], "present": 9, "distributed": 9, "collected": 9,
        "valid": 9, "void": 0, "scrutineer": "刘洋", "counter": "孙芳",
    }  # fmt: skip
    for name, yes in (("曾国", 7), ("丁一", 9), ("王春", 8), ("马明", 3)):
        key = electorate.by_name[name].pk
        facts |= {f"yes-{key}": yes, f"no-{key}": 9 - yes, f"abstained-{key}": 0}
    wrong = facts | {f"yes-{electorate.by_name['丁一'].pk}": 12}
    refused = client.post(url, wrong)
    assert list(refused.context["form"].errors) == [f"yes-{electorate.by_name['丁一'].pk}"]
    assert 'value="12"' in refused.content.decode()
    assert client.post(url, facts | {"counter": "马明"}).context["form"].errors["counter"]
    assert client.post(url, facts).status_code == 302
    dossier = dossier_of(Election.objects.get(pk=election.pk))
    assert [member.name for member in dossier.elected] == ["丁一", "王春", "曾国"]


def share_and_report(clerk, electorate, election):
    """The committee votes on its secretary, gives out the posts, and the branch reports."""
    key = electorate.by_name["丁一"].pk
    numbers = {"present": 3, "distributed": 3, "collected": 3, "valid": 3, "void": 0}
    clerk.fill(
        DAYS["held"], at("election-count", election.pk, "committee"),
        held_on=DAYS["held"], **numbers, **{f"yes-{key}": 3, f"no-{key}": 0, f"abstained-{key}": 0},
    )  # fmt: skip
    titles = {"丁一": "secretary", "王春": "organisation_officer", "曾国": "publicity_officer"}
    posts = {f"title-{electorate.by_name[name].pk}": title for name, title in titles.items()}
    clerk.fill(DAYS["posts_shared"], at("election-step", election.pk, "posts_shared"), on=DAYS["posts_shared"], **posts)
    clerk.fill(
        DAYS["reported"], at("election-step", election.pk, "reported"), on=DAYS["reported"], number="支〔2017〕5号"
    )


def in_office(electorate, election):
    """The old posts ended on the day the new ones began; the term that ran ended with the election."""
    election.refresh_from_db()
    now = {post.member.name: post for post in Post.objects.on(DAYS["approved"]).filter(organisation=electorate.branch)}
    assert {name: post.title for name, post in now.items()} == {
        "丁一": PostTitle.SECRETARY,
        "王春": PostTitle.ORGANISATION_OFFICER,
        "曾国": PostTitle.PUBLICITY_OFFICER,
    }
    assert {post.starts_on for post in now.values()} == {DAYS["held"]}
    assert set(Post.objects.filter(pk__in=[p.pk for p in electorate.old_posts]).values_list("ends_on", flat=True)) == {
        DAYS["held"]
    }
    electorate.term.refresh_from_db()
    assert (electorate.term.ends_on, electorate.term.ended_by) == (DAYS["held"], "advanced")
    running = Term.objects.get(organisation=electorate.branch, ends_on=None)
    assert (election.new_term, running.starts_on, running.due_on) == (running, DAYS["held"], date(2020, 6, 20))
    assert election.closed_on == DAYS["filed"]
    sentences = Entry.objects.filter(action__startswith="life.").values_list("action", flat=True)
    assert {"life.election.opened", "life.count.entered", "life.election.installed"} <= set(sentences)


def papers_are_filled_in(clerk, election):
    """Every paper of the chain is there, says what the record says, and has no field left open."""
    archive = clerk.open(DAYS["filed"]).get(at("election-papers", election.pk))
    papers = zipfile.ZipFile(io.BytesIO(archive.content))
    said = {name[:2]: words_in(papers.read(name)) for name in papers.namelist()}
    assert sorted(said) == [f"{n:02}" for n in range(1, 16)]
    for number, words in said.items():
        assert not UNFILLED.search(words), (number, UNFILLED.search(words).group())
        assert CJK.search(words)
    assert "支〔2017〕1号" in said["01"]
    assert "支〔2017〕1号" in said["02"]
    assert "2017年11月1日届满" in said["01"]
    assert "丁一、马明、王春、曾国" in said["03"]
    assert "差额选举，候选人4名，差额1名" in said["06"]
    assert "超过应到会人数的五分之四" in said["06"]
    assert "三楼会议室" in said["05"]
    assert "应到会有选举权的10名，实到会9名" in said["10"]
    assert "应到会半数为5，实到会半数为4.5" in said["10"]
    assert "书记丁一，组织委员王春，宣传委员曾国" in said["14"]


CJK = re.compile("[一-鿿]{4}")


def test_whoever_looks_from_a_sister_branch_finds_nothing(electorate, small_city, signed_in_as):
    from .election_factories import held

    election = held(electorate)
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_two)
    count_key = election.counts.get().pk
    for url in (
        at("election", election.pk), at("election-papers", election.pk), at("election-paper", election.pk, "request"),
        at("elections-of", electorate.branch.pk), at("election-count", election.pk, CountedBody.COMMITTEE),
        at("withdraw-count", count_key), at("begin-election", electorate.branch.pk),
    ):  # fmt: skip
        assert client.get(url).status_code == 404, url
    assert "甲局第一支部" not in client.get("/records/life.election/").content.decode()
    own = signed_in_as(Role.BRANCH_SECRETARY, electorate.branch)
    assert own.get(at("election", election.pk)).status_code == 200
    assert own.get(at("election-decision", election.pk, "approved")).status_code == 403
