from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangjian.insight.ledgers.gathering import ledger_of, section_of
from dangjian.insight.ledgers.telling import told
from dangjian.kernel.access.roles import Role
from dangjian.kernel.documents.pictures import SMALL, scaled
from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.records import kinds
from dangjian.kernel.records.models import RecordState
from dangjian.kernel.records.permissions import EXPORT_LIST

from .factories import EVENTS, event, photograph

YEAR = Period.year_of(2017)


def events_in(ledger):
    return next(section for section in ledger.sections() if section.kind.key == EVENTS)


def test_a_ledger_has_seven_chapters_whatever_is_in_it(small_city):
    ledger = ledger_of(small_city.first_one, YEAR, small_city.actor())
    assert [chapter.number for chapter in ledger.chapters] == [1, 2, 3, 4, 5, 6, 7]
    assert ledger.total == 0
    assert list(ledger.sections()) == []


def test_own_records_and_those_below_are_counted_apart(small_city):
    for place in (small_city.first, small_city.first_one, small_city.first_one, small_city.second_one):
        event(place, date(2017, 3, 1))
    section = events_in(ledger_of(small_city.first, YEAR, small_city.actor()))
    assert (section.own, section.below) == (1, 2)
    assert (section.own_rows().count(), section.rows_below().count()) == (1, 2)


def test_everything_is_counted_in_one_query(small_city, django_assert_num_queries):
    actor = small_city.actor()
    event(small_city.first_one, date(2017, 3, 1))
    with django_assert_num_queries(1):
        ledger_of(small_city.first, YEAR, actor)


@pytest.mark.parametrize(
    ("on", "is_in"),
    [
        (date(2016, 12, 31), False),
        (date(2017, 1, 1), True),
        (date(2017, 12, 31), True),
        (date(2018, 1, 1), False),
    ],
)
def test_a_period_ends_before_the_next_begins(small_city, on, is_in):
    event(small_city.first_one, on)
    assert ledger_of(small_city.first_one, YEAR, small_city.actor()).total == is_in


def test_a_draft_is_not_in_the_ledger(small_city):
    event(small_city.first_one, date(2017, 3, 1), state=RecordState.DRAFT)
    assert ledger_of(small_city.first_one, YEAR, small_city.actor()).total == 0


def test_what_the_reader_may_not_see_is_not_in_the_ledger(small_city):
    event(small_city.first_one, date(2017, 3, 1))
    outsider = small_city.actor(Role.BRANCH_SECRETARY, small_city.third)
    auditor = small_city.actor(Role.AUDITOR)
    assert ledger_of(small_city.first_one, YEAR, outsider).total == 0
    assert section_of("members.member", small_city.first_one, YEAR, auditor) is None
    assert section_of("nothing", small_city.first_one, YEAR, outsider) is None
    assert section_of("audit.entry", small_city.first_one, YEAR, small_city.actor()) is None


def test_a_late_entry_says_both_days(small_city):
    event(small_city.first_one, date(2017, 3, 1))
    (one,) = told(events_in(ledger_of(small_city.first_one, YEAR, small_city.actor())))
    assert one.on == date(2017, 3, 1)
    assert one.entered_on > one.on


def test_an_entry_of_the_same_day_says_one(small_city):
    (one,) = told(events_in(ledger_at_entry_day(small_city)))
    assert one.entered_on is None


def ledger_at_entry_day(small_city):
    entered = event(small_city.first_one, date(2017, 3, 1))
    day = entered.entered_at.date() + timedelta(days=1)  # not before, in any zone
    type(entered).objects.update(happened_on=day)
    return ledger_of(small_city.first_one, Period.containing(PeriodKind.YEAR, day), small_city.actor())


def new_name_of(one):
    (text,) = (text for _label, text in one.entry.facts if text)
    return text


def test_a_correction_stands_behind_what_it_corrects(small_city):
    first = event(small_city.first_one, date(2017, 3, 1), new_name="one")
    event(small_city.first_one, date(2017, 5, 1), new_name="two")
    event(small_city.first_one, date(2017, 9, 1), new_name="right", corrects=first, correction_reason="a slip")
    entries = list(told(events_in(ledger_of(small_city.first_one, YEAR, small_city.actor()))))
    assert [new_name_of(one) for one in entries] == ["one", "right", "two"]
    assert "a slip" in entries[0].notes[0]
    assert "a slip" in entries[1].notes[0]
    assert not entries[2].notes


def test_pictures_come_in_order_and_only_to_those_who_may_open_them(small_city, monkeypatch):
    record = event(small_city.first_one, date(2017, 3, 1))
    photograph(record, "b 会场.jpg")
    photograph(record, "IMG_2017.jpg")
    photograph(record, "secret.jpg", permission=EXPORT_LIST)
    section = events_in(ledger_of(small_city.first_one, YEAR, small_city.actor()))
    (one,) = told(section)
    assert [picture.caption for picture in one.album.shown] == ["b 会场", "", "secret"]
    assert [image.width for image in scaled(one.album.shown, SMALL)] == [64, 64, 64]
    clerk = small_city.actor(Role.INSPECTOR)
    monkeypatch.setattr(type(clerk), "may", lambda self, permission, path=None: permission != EXPORT_LIST)
    (one,) = told(section)
    assert [picture.caption for picture in one.album.shown] == ["b 会场", ""]


def test_records_are_read_in_a_fixed_number_of_queries(small_city, django_assert_num_queries):
    for day in range(1, 29):
        photograph(event(small_city.first_one, date(2017, 3, day)), f"{day}.jpg")
    section = events_in(ledger_of(small_city.first_one, YEAR, small_city.actor()))
    with django_assert_num_queries(4):  # order, records, pictures, corrections
        assert len(list(told(section))) == 28


DAYS = st.dates(date(2015, 1, 1), date(2019, 12, 31))
PERIODS = st.builds(Period.containing, st.sampled_from(PeriodKind), DAYS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(days=st.lists(DAYS, max_size=12), period=PERIODS, data=st.data())
def test_every_record_of_a_period_is_told_once_in_one_chapter(small_city, days, period, data):
    model = kinds.registry[EVENTS].model
    model.objects.update(corrects=None)
    model.objects.all().delete()
    for number, day in enumerate(days):
        earlier = data.draw(st.sampled_from([None, *model.objects.order_by("pk")]))
        event(small_city.first_one, day, new_name=str(number), corrects=earlier)
    ledger = ledger_of(small_city.first_one, period, small_city.actor())
    found = [
        new_name_of(one)
        for chapter in ledger.chapters
        for section in chapter.sections
        if section.kind.key == EVENTS and section.own
        for one in told(section)
    ]
    assert sorted(found) == sorted(str(n) for n, day in enumerate(days) if period.contains(day))
    assert ledger.total == len(found)
