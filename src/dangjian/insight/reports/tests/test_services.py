from datetime import date

import pytest
from django.db import DatabaseError, transaction

from dangjian.insight.reports import queries, services
from dangjian.insight.reports.errors import ReportError
from dangjian.insight.reports.models import IssuedFigure, Report
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.figures import registry as figures
from dangjian.kernel.figures.models import Reading
from dangjian.kernel.figures.readings import differences
from dangjian.kernel.periods import Period
from dangjian.kernel.texts.models import Part
from dangjian.kernel.texts.quotes import frozen
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.services import move, place

YEAR = Period.year_of(2017)


def add_direct(city, code="35-09"):
    return place(
        code=code,
        name=f"中共新局{code}",
        short_name=f"新局{code}",
        kind=Kind.BRANCH,
        parent=city.committee,
        starts_on=date(2017, 2, 1),
    )


def write(report, by, **changed):
    facts = {"title": report.title, "period": report.about, "text": report.text, "version": report.version}
    return services.write_report(report, by=by, **(facts | changed))


def whole(report, reference):
    return report.issued_figures.get(reference=reference, part=Part.WHOLE)


def quotes_of(report, today):
    return frozen(report.issued_figures.select_related("reading"), today).figures


def test_issuing_freezes_values_with_the_rows_behind_them(issued, small_city):
    direct = whole(issued, "organisations.direct")
    assert (direct.shown, direct.reading.number) == ("3", 3)
    assert direct.reading.rows == sorted([small_city.first.pk, small_city.second.pk, small_city.third.pk])
    assert direct.reading.row_count == 3
    assert len(direct.reading.digest) == 64
    assert direct.reading.issued_in == issued.title
    other = whole(issued, "organisations.branches 35-01 2016")
    assert (other.reading.organisation_id, other.reading.period) == (small_city.first.pk, "2016")
    assert other.reading.as_of == date(2016, 12, 31)


def test_a_ratio_is_frozen_with_its_parts_and_a_table_cell_by_cell(issued):
    parts = issued.issued_figures.filter(reference="organisations.in_term_share").order_by("place")
    assert [one.part for one in parts] == [Part.WHOLE, Part.NUMERATOR, Part.DENOMINATOR]
    assert parts[0].shown == "0.0%"
    cells = issued.issued_figures.filter(reference__startswith="table ")
    assert cells.count() == 6


def test_sensitive_figures_are_withheld_and_keep_no_rows(issued, fixed_day):
    secret = whole(issued, "tests.secret")
    assert secret.shown == "···"
    assert (secret.reading.number, secret.reading.rows, secret.reading.row_count) == (None, [], None)
    assert secret.reading.digest != whole(issued, "organisations.direct").reading.digest
    assert "···" in queries.reading_of(issued, fixed_day).shown[4].lines[0][1].text


def test_the_digest_covers_text_and_figures(issued):
    assert issued.digest == Report.objects.get().digest
    assert queries.is_intact(issued)
    IssuedFigure.objects.filter(report=issued, reference="organisations.direct").update(shown="99")
    assert not queries.is_intact(issued)


def test_an_issued_report_stays_as_it_was(issued, small_city, fixed_day):
    before = quotes_of(issued, fixed_day)["organisations.direct"]
    add_direct(small_city)
    after = quotes_of(issued, fixed_day)["organisations.direct"]
    assert (before.shown, before.since) == ("3", "")
    assert (after.shown, after.since) == ("3", "+1 −0")
    with pytest.raises(ReportError):
        write(issued, small_city.actor(), title="别的")
    with pytest.raises(ReportError):
        services.issue_report(issued, by=small_city.actor())


def test_differences_name_what_came_and_what_went(issued, small_city, fixed_day):
    new = [add_direct(small_city, "35-08"), add_direct(small_city)]
    Organisation.objects.filter(pk=small_city.third.pk).update(ends_on=date(2017, 9, 1))
    reading = whole(issued, "organisations.direct").reading
    difference = differences([reading], fixed_day)[reading.pk]
    assert difference.came == tuple(one.pk for one in new)
    assert difference.gone == (small_city.third.pk,)
    assert quotes_of(issued, fixed_day)["organisations.direct"].since == "+2 −1"
    share = quotes_of(issued, fixed_day)["organisations.in_term_share"]
    assert "+2 −1" in share.since


def test_all_differences_of_a_report_come_in_four_queries(issued, fixed_day, django_assert_num_queries):
    readings = [one.reading for one in issued.issued_figures.select_related("reading")]
    with django_assert_num_queries(4):
        assert all(difference.is_none for difference in differences(readings, fixed_day).values())


def test_differences_follow_an_organisation_that_moved(issued, small_city, fixed_day):
    move(small_city.first, to=small_city.second)
    reading = whole(issued, "organisations.branches 35-01 2016").reading
    assert differences([reading], fixed_day)[reading.pk].is_none
    direct = whole(issued, "organisations.direct").reading
    assert differences([direct], fixed_day)[direct.pk].gone == (small_city.first.pk,)


def test_a_figure_that_is_no_longer_declared_says_nothing(issued, fixed_day, secret):
    reading = whole(issued, "tests.secret").reading
    figures.registry.pop(secret.key)
    assert differences([reading], fixed_day)[reading.pk].is_none
    figures.register(secret)


def test_a_running_period_is_read_as_it_can_be_known_today(issued, small_city, settings):
    Organisation.objects.filter(pk=small_city.third.pk).update(ends_on=date(2017, 11, 1))
    readings = [whole(issued, "organisations.direct").reading]
    assert differences(readings, date(2017, 10, 31))[readings[0].pk].is_none
    assert differences(readings, date(2017, 12, 1))[readings[0].pk].gone == (small_city.third.pk,)
    assert differences(readings, date(2019, 1, 1))[readings[0].pk].gone == (small_city.third.pk,)


def test_of_more_rows_than_are_kept_only_digest_and_number_are(draft, small_city, fixed_day, monkeypatch):
    monkeypatch.setattr("dangjian.kernel.figures.readings.MOST_ROWS", 2)
    issued = services.issue_report(draft, by=small_city.actor())
    reading = whole(issued, "organisations.direct").reading
    assert (reading.rows, reading.row_count) == ([], 3)
    add_direct(small_city)
    assert not differences([reading], fixed_day)[reading.pk].named
    assert quotes_of(issued, fixed_day)["organisations.direct"].since.endswith("4")


def test_readings_cannot_be_changed(issued):
    with pytest.raises(DatabaseError), transaction.atomic():
        Reading.objects.update(number=1)


def test_a_text_with_unanswered_references_is_not_issued(draft, small_city):
    draft = write(draft, small_city.actor(), text="[[no.such]]")
    with pytest.raises(ReportError, match=r"no\.such"):
        services.issue_report(draft, by=small_city.actor())
    assert not Reading.objects.exists()
    with pytest.raises(ReportError):
        services.issue_report(write(draft, small_city.actor(), text=" "), by=small_city.actor())


def test_a_second_writer_sees_what_the_first_wrote(draft, small_city):
    write(draft, small_city.actor(), text="先写的")
    with pytest.raises(ConflictError) as raised:
        write(draft, small_city.actor(), text="后写的")
    assert raised.value.theirs["text"] == "先写的"
    with pytest.raises(ConflictError):
        services.issue_report(draft, by=small_city.actor(), version=draft.version)
    assert Report.objects.get().text == "先写的"


def test_a_corrected_report_is_a_new_one_that_names_the_former(issued, small_city):
    corrected = services.correct_report(issued, reason="数字有误", by=small_city.actor())
    assert (corrected.corrects, corrected.text, corrected.is_issued) == (issued, issued.text, False)
    for reason, report in (("再来", issued), ("", issued), ("草稿", corrected)):
        with pytest.raises(ReportError):
            services.correct_report(report, reason=reason, by=small_city.actor())


def test_templates_of_the_same_name_are_replaced(small_city):
    facts = {"organisation": small_city.first, "by": small_city.actor()}
    services.keep_template(name="年报", text="一", **facts)
    kept = services.keep_template(name=" 年报 ", text="二", **facts)
    assert (kept.text, kept.version) == ("二", 2)
    with pytest.raises(ReportError):
        services.keep_template(name=" ", text="", **facts)


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"title": "长" * 121}, {"text": "长" * 60_001}, {"period": Period.year_of(2018)}]
)
def test_refused_words(wrong, draft, small_city):
    with pytest.raises(ReportError) as raised:
        write(draft, small_city.actor(), **wrong)
    assert raised.value.field in wrong


def steps(city, draft):
    by = city.actor()
    facts = {"organisation": city.committee, "title": "新", "period": YEAR, "text": ""}
    return [
        lambda: services.start_report(by=by, **facts),
        lambda: write(draft, by, title="改"),
        lambda: services.keep_template(organisation=city.committee, name="年报", text="", by=by),
        lambda: services.issue_report(draft, by=by),
        lambda: services.correct_report(Report.objects.get(title="改"), reason="错", by=by),
    ]


def test_every_write_is_recorded_and_fails_whole_when_recording_fails(draft, small_city, monkeypatch):
    for step in steps(small_city, draft):
        counted = (Entry.objects.count(), Report.objects.count(), Reading.objects.count())

        def refuse(*args, **kwargs):
            raise RuntimeError

        with monkeypatch.context() as broken:
            broken.setattr(services, "record", refuse)
            with pytest.raises(RuntimeError):
                step()
        assert (Entry.objects.count(), Report.objects.count(), Reading.objects.count()) == counted
        step()
        assert Entry.objects.count() == counted[0] + 1
