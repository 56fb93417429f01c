"""The arithmetic of elections against slow and obvious references, and the order of strokes."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.work.life.elections.clauses import CLAUSES, ELECTION_RULES, cited, election_rule
from dangjian.work.life.elections.counting import Sheet, Votes, outcome, over_half, problems
from dangjian.work.life.elections.steps import CHAIN
from dangjian.work.life.elections.strokes import in_stroke_order
from dangjian.work.life.enums import MajorityBase

OLD, NEW = ELECTION_RULES
rules = st.sampled_from(ELECTION_RULES)


@given(rules, st.integers(1, 60))
def test_candidates_exceed_the_seats_by_a_fifth_and_by_no_more_than_needed(rule, seats):
    least = next(n for n in range(seats, 3 * seats + 2) if Fraction(n - seats, seats) >= Fraction(1, 5))
    assert rule.least_candidates(seats) == least


def test_three_seats_need_four_candidates():
    assert [NEW.least_candidates(seats) for seats in (3, 5, 6, 7, 9, 10, 11)] == [4, 6, 8, 9, 11, 12, 14]


@given(rules, st.integers(1, 3000))
def test_the_quorum_is_the_least_number_that_reaches_four_fifths(rule, entitled):
    def enough(n):
        part = Fraction(n, entitled)
        return part > Fraction(4, 5) if rule.quorum_exceeded else part >= Fraction(4, 5)

    assert rule.quorum_of(entitled) == next(n for n in range(entitled + 1) if enough(n))


def test_the_versions_differ_in_quorum_and_base():
    assert (OLD.quorum_of(10), NEW.quorum_of(10)) == (9, 8)
    assert election_rule(date(2020, 7, 12)).majority == MajorityBase.PRESENT
    assert election_rule(date(2020, 7, 13)).majority == MajorityBase.ENTITLED
    assert election_rule(date(1970, 1, 1)) is OLD


@given(st.integers(0, 500), st.integers(0, 500))
def test_more_than_half(votes, base):
    assert over_half(votes, base) == (Fraction(votes) > Fraction(base, 2))


# ── counts from ballots ──────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def meetings(draw):
    """A meeting with every single paper: who was entitled and present, and what stood on each ballot."""
    seats = draw(st.integers(1, 4))
    candidates = draw(st.integers(1, 6))
    entitled = draw(st.integers(1, 14))
    present = draw(st.integers(0, entitled))
    marks = st.lists(st.sampled_from("yna"), min_size=candidates, max_size=candidates)
    papers = draw(st.lists(marks, min_size=present, max_size=present))
    return seats, candidates, entitled, papers


def sheet_from(seats, candidates, entitled, papers):
    """A sheet counted from the papers: one with more names than seats is void."""
    valid = [paper for paper in papers if paper.count("y") <= seats]
    votes = [
        Votes(key, str(key), *(sum(paper[key] == mark for paper in valid) for mark in "yna"))
        for key in range(candidates)
    ]
    number = len(papers)
    return Sheet(seats, entitled, number, number, number, len(valid), number - len(valid), votes)


def elected_slowly(sheet, rule):
    """Give out one seat after the other; stop where equal votes want more seats than there are."""
    enough = Fraction(sheet.present, sheet.entitled) >= Fraction(4, 5)
    if rule.quorum_exceeded:
        enough = Fraction(sheet.present, sheet.entitled) > Fraction(4, 5)
    if not enough or sheet.collected > sheet.distributed:
        return set(), set()
    base = {MajorityBase.ENTITLED: sheet.entitled, MajorityBase.PRESENT: sheet.present}[rule.majority]
    waiting = [one for one in sheet.votes if Fraction(one.yes) > Fraction(base, 2)]
    chosen, free = set(), sheet.seats
    while waiting and free:
        most = max(one.yes for one in waiting)
        level = {one.key for one in waiting if one.yes == most}
        if len(level) > free:
            return chosen, level
        chosen |= level
        free -= len(level)
        waiting = [one for one in waiting if one.key not in level]
    return chosen, set()


@given(meetings(), rules)
def test_who_is_elected_follows_from_the_papers(meeting, rule):
    sheet = sheet_from(*meeting)
    assert [problem for problem in problems(sheet) if problem.blocks] == []
    result = outcome(sheet, rule)
    chosen, tied = elected_slowly(sheet, rule)
    assert {votes.key for votes in result.elected} == chosen
    assert {votes.key for votes in result.tied} == tied
    assert result.seats_left == sheet.seats - len(chosen)


@given(meetings(), rules)
def test_both_bases_are_shown_and_the_wider_one_is_the_stricter(meeting, rule):
    sheet = sheet_from(*meeting)
    for line in outcome(sheet, rule).lines:
        assert line.over_entitled == (Fraction(line.votes.yes) > Fraction(sheet.entitled, 2))
        assert line.over_present == (Fraction(line.votes.yes) > Fraction(sheet.present, 2))
        assert line.over_present or not line.over_entitled
        assert line.bases_differ == (line.over_entitled != line.over_present)
        if line.elected:
            assert line.over_entitled if rule.majority == MajorityBase.ENTITLED else line.over_present


@given(meetings(), st.integers(1, 5))
def test_more_ballots_back_than_handed_out_elect_nobody(meeting, more):
    sheet = sheet_from(*meeting)
    void = Sheet(**{**vars(sheet), "collected": sheet.distributed + more})
    assert outcome(void, NEW).elected == []
    said = [problem for problem in problems(void) if problem.field == "collected"]
    assert [problem.blocks for problem in said] == [False]


@given(meetings(), st.integers(1, 5), st.data())
def test_what_does_not_add_up_is_said_by_its_field(meeting, more, data):
    sheet = sheet_from(*meeting)
    person = data.draw(st.sampled_from(sheet.votes))
    wrong = {
        "present": {"present": sheet.entitled + more},
        "distributed": {"distributed": sheet.present + more, "collected": sheet.present},
        "valid": {"void": sheet.void + more},
        f"votes-{person.key}": {
            "votes": [*(v for v in sheet.votes if v is not person), Votes(person.key, "", sheet.valid + more)]
        },
    }
    for field, change in wrong.items():
        found = problems(Sheet(**{**vars(sheet), **change}))
        assert field in [problem.field for problem in found if problem.blocks]


def test_votes_written_in_need_not_fill_the_ballots_but_count_as_names():
    listed = [Votes(1, "甲", 5, 4, 0), Votes(2, "乙", 4, 5, 0)]
    fine = Sheet(1, 10, 9, 9, 9, 9, 0, listed)
    assert problems(fine) == []
    more = Sheet(1, 10, 9, 9, 9, 9, 0, [*listed, Votes(3, "丙", 1, written_in=True)])
    assert [problem.field for problem in problems(more)] == ["valid"]


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "names",
    [
        ["丁一", "马明", "王春", "李华", "赵文", "曾国"],  # 2, 3, 4, 7, 9 and 12 strokes
        ["于飞", "方方", "刘洋", "周建国", "黄河"],
        ["王一", "王三", "王丽萍"],
    ],
)
def test_names_stand_by_strokes(names):
    assert in_stroke_order(reversed(names), str) == names


def test_every_step_cites_clauses_that_exist():
    keys = {key for step in CHAIN for key in step.clauses}
    assert keys == set(CLAUSES)
    for key in keys:
        clause = cited(key, date(2017, 6, 20))
        assert str(clause.words)
        assert str(clause.source)
    assert cited("extension", date(2021, 1, 1)).article == "3"
    assert cited("extension", date(2021, 1, 1)).since == date(2020, 7, 13)
