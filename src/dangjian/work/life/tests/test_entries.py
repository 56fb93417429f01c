"""What a ledger tells of elections and appraisals: whole, and nothing that is secret."""

from datetime import date

from dangjian.foundation.members.tests.factories import member
from dangjian.insight.ledgers.gathering import ledger_of
from dangjian.insight.ledgers.telling import told
from dangjian.kernel.periods import Period
from dangjian.kernel.records.kinds import registry
from dangjian.work.life import services
from dangjian.work.life.enums import BallotWay, Grade
from dangjian.work.life.queries.appraisals import places_of
from dangjian.work.life.services import elections as electing

from .election_factories import Electorate, approved, held

YEAR = Period.year_of(2017)
VOTED = date(2017, 9, 20)
SMALL = 5


def entries_in(place, actor, key):
    sections = ledger_of(place, YEAR, actor).sections()
    return [one.entry for section in sections if section.kind.key == key for one in told(section)]


def text_of(entry):
    pairs = (*entry.facts, *entry.passages, *entry.roll)
    return "\n".join([entry.title, *(f"{label} {text}" for label, text in pairs), *entry.notes])


def test_an_election_is_told_from_its_decision_to_who_is_in_office(small_city):
    election = approved(Electorate(small_city.first_one))
    (entry,) = entries_in(small_city.first_one, small_city.actor(), "life.election")
    assembly = next(text for _heading, text in entry.passages if "马明" in text)
    assert assembly.index("丁一") < assembly.index("王春") < assembly.index("曾国") < assembly.index("马明")
    assert "丁一、王春、曾国" in [text for _label, text in entry.facts]
    said = text_of(entry)
    for paper in election.steps.values_list("number", flat=True):
        assert paper in said
    election.refresh_from_db()
    assert election.new_term.last_day.isoformat() in said


def test_a_withdrawn_count_is_said_and_not_counted(small_city):
    election = held(Electorate(small_city.first_one))
    electing.withdraw_count(election.counts.get(), reason="唱票有误", by=None)
    (entry,) = entries_in(small_city.first_one, small_city.actor(), "life.election")
    assert "唱票有误" in entry.notes[0]
    assert not any("丁一" in text for _label, text in (*entry.facts, *entry.passages))


def appraised(branch, grades):
    """A round on paper, filed, in which everybody abstained, so that no sum of marks looks like a sum of grades."""
    for _grade in grades:
        member(branch)
    appraisal = services.open_appraisal(
        organisation=branch, year=2017, ballots=BallotWay.PAPER, on=date(2017, 9, 1), by=None
    )
    appraisal = services.start_voting(appraisal, on=VOTED, by=None)
    places = places_of(appraisal)
    voters, graded = ([p.pk for p in places if p.may_vote], [p.pk for p in places if p.is_graded])
    counted = {
        "first_counter": "甲某",
        "second_counter": "乙某",
        "took_part": voters,
        "ballots": len(voters),
        "sums": {key: [0, 0, 0, 0, len(voters)] for key in graded},
    }
    services.enter_paper_count(appraisal, on=VOTED, by=None, **counted)
    given = {key: grades[number % len(grades)] for number, key in enumerate(graded)}
    services.decide_grades(appraisal, grades=given, on=date(2017, 9, 25), over_reason="一致推荐", by=None)
    services.tell_members(appraisal, on=date(2017, 9, 26), by=None)
    services.file_appraisal(appraisal, on=date(2017, 9, 27), by=None)
    return [place.member.name for place in places]


def test_an_appraisal_is_told_as_days_and_sums_without_persons_or_votes(small_city, settings):
    settings.DANGJIAN_SMALL_GROUP = SMALL
    names = appraised(small_city.first_one, [Grade.EXCELLENT] * 6 + [Grade.QUALIFIED] * 7)
    (entry,) = entries_in(small_city.first_one, small_city.actor(), "life.appraisal")
    said = text_of(entry)
    assert "2017-09-25" in said
    (grades,) = (text for _heading, text in entry.passages)
    assert [line[-1] for line in grades.splitlines()] == ["6", "7", "0", "0"]
    assert not any(name in said for name in names)


def test_small_sums_are_withheld_in_the_ledger_too(small_city, settings):
    settings.DANGJIAN_SMALL_GROUP = SMALL
    appraised(small_city.first_one, [Grade.EXCELLENT] * 2 + [Grade.QUALIFIED] * 11)
    (entry,) = entries_in(small_city.first_one, small_city.actor(), "life.appraisal")
    (grades,) = (text for _heading, text in entry.passages)
    assert not any(character.isdigit() for line in grades.splitlines()[:2] for character in line)


def test_entries_take_as_many_queries_for_two_as_for_one(small_city, django_assert_num_queries):
    actor, places = small_city.actor(), (small_city.first_one, small_city.second_one)
    for place in places:
        approved(Electorate(place))
        appraised(place, [Grade.QUALIFIED] * 6)
    # Elections: the new term; steps, who was named, members; counts, tallies, members, scrutineers and counters.
    for key, queries in (("life.election", 9), ("life.appraisal", 1)):
        rows = list(registry[key].rows())
        with django_assert_num_queries(queries):
            assert len(registry[key].entry(rows, actor)) == len(places)
