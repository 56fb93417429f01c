from dangjian.insight.reports.starting import supplied
from dangjian.kernel.periods import Period
from dangjian.kernel.texts.queries import live_reading

YEAR = Period.year_of(2017)


def test_the_supplied_text_asks_only_for_figures_that_exist(small_city, fixed_day):
    reading = live_reading(supplied()[0].text, small_city.committee, YEAR, fixed_day)
    assert reading.problems == []
    assert [block.number for block in reading.shown if block.level == 1] == ["一、", "二、", "三、"]
    assert len([block for block in reading.shown if block.kind == "table"]) == 1
