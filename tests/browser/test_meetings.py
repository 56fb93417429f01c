"""A meeting is recorded on a telephone: an absentee, a word why, filed; with and without script."""

import re

import pytest

from dangjian.kernel.access.roles import Role

PHONE = 390


def open_record(window):
    """The way that a secretary takes to the record of a members' meeting."""
    page = window.open("/life/")
    page.goto(window.address + page.locator("main a[href$='/record/']").first.get_attribute("href"))
    page.locator("form.life-kinds [type=checkbox][value=general]").check()
    page.locator("form.life-kinds button[type=submit]").click()
    page.locator("ul.roll").wait_for()
    return page


def fill(page, words):
    """The first on the roll was absent; who that is."""
    row = page.locator("ul.roll li:not(.roll-other)").first
    row.locator("[type=checkbox]").check()
    row.locator("input.roll-reason").fill("出差")
    page.locator("[name=content]").fill(words)
    return row.locator("label span").inner_text().strip()


@pytest.mark.parametrize("script", [True, False])
def test_a_meeting_is_recorded_on_a_telephone(visit, script):
    window = visit(Role.BRANCH_SECRETARY, width=PHONE, java_script_enabled=script)
    page = open_record(window)
    assert window.wide() <= 0 if script else True
    absent = fill(page, f"书记领学原文，党员交流体会，布置下月工作（{'有' if script else '无'}脚本）。")
    if script:
        assert window.serious() == []
    page.locator("form.stacked button[type=submit]").click()
    page.wait_for_url(re.compile(r"/life/meetings/\d+/$"))
    first = page.locator("main table tbody tr").first.inner_text()
    assert absent in first
    assert "出差" in first
    assert window.complaints == []


def test_a_draft_outlives_a_reload(visit):
    window = visit(Role.BRANCH_SECRETARY, width=PHONE)
    page = open_record(window)
    words = "写到一半的要点，页面重新打开。"
    fill(page, words)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator("ul.roll").wait_for()
    page.locator("[data-restore]").click()
    assert page.locator("[name=content]").input_value() == words
    row = page.locator("ul.roll li:not(.roll-other)").first
    assert row.locator("[type=checkbox]").is_checked()
    assert row.locator("input.roll-reason").input_value() == "出差"
