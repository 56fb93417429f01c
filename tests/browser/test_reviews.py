"""Reviewer and author in a real browser, on a desk and on a telephone: from the text to the presentation."""

import os

import pytest

PHONE, DESK = 390, 1440


def shot(window, name):
    """A picture of the whole page, where a folder for pictures is named."""
    folder = os.environ.get("DANGJIAN_SHOTS")
    if folder:
        window.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def sound(window, name):
    """Nothing is wider than the window, nothing keeps anybody out, nothing was said against the page."""
    shot(window, name)
    assert window.wide() <= 0
    assert window.serious() == []
    assert window.complaints == []


def queue_of(page, title):
    return page.locator("section.card", has=page.locator("h2", has_text=title))


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_reviewer_scores_a_text(come_in, width):
    window = come_in("reviewer", width=width)
    page = window.open("/reviews/")
    sound(window, f"queue-{width}")
    queue_of(page, "2017年度党建服务品牌评选").locator("li", has_text="待评分").locator("a").first.click()
    page.locator("form[data-autosave]").wait_for()
    sound(window, f"review-{width}")
    text, rubric = page.locator(".review-text").bounding_box(), page.locator("form[data-autosave]").bounding_box()
    if width == DESK:
        assert text["x"] + text["width"] <= rubric["x"]
    else:
        assert text["y"] + text["height"] <= rubric["y"]
    scores = page.locator("form[data-autosave] input[type=number]")
    scores.nth(0).fill("8.5")
    scores.nth(1).fill("9")
    page.locator("[name=strengths]").fill("做法具体，群众得实惠。")
    page.locator("form[data-autosave] button[type=submit]").click()
    page.wait_for_url("**/reviews/")
    assert page.locator("[data-message]", has_text="已提交").count()


def test_what_was_typed_outlives_a_reload(come_in):
    window = come_in("reviewer")
    page = window.open("/reviews/")
    queue_of(page, "2017年度党建服务品牌评选").locator("li a").last.click()
    page.locator("[name=strengths]").fill("写到一半的优点")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator("[data-restore]").click()
    assert page.locator("[name=strengths]").input_value() == "写到一半的优点"


def test_a_reviewer_declares_on_a_telephone(come_in):
    window = come_in("reviewer-2", width=PHONE)
    page = window.open("/reviews/")
    queue_of(page, "2017年度党建服务品牌评选").locator("a[href$='/declare/']").first.click()
    page.locator("[name=confirmed]").wait_for()
    sound(window, "declare-390")
    page.locator("[name=organisations]").first.check()
    page.locator("form.stacked button[type=submit], main form button[type=submit]").first.click()
    assert page.locator("[name=confirmed]").is_visible()
    assert page.locator("[name=organisations]").first.is_checked()
    page.locator("[name=confirmed]").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/reviews/")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_discussion_shows_scores_and_spread(come_in, width):
    window = come_in("reviewer-3", width=width)
    page = window.open("/reviews/")
    queue_of(page, "2016年度党建服务品牌评选").locator("li a").first.click()
    page.locator("table").first.wait_for()
    sound(window, f"discussion-{width}")
    assert "分差" in page.locator("main").inner_text()


def test_a_presentation_is_scored_with_one_hand(come_in):
    window = come_in("reviewer-4", width=PHONE)
    page = window.open("/reviews/")
    queue_of(page, "机关服务先锋评选").locator("a[href$='/live/']").click()
    page.locator("form.review-live").wait_for()
    sound(window, "live-390")
    page.locator("form.review-live input[type=number]").fill("9.5")
    page.locator("form.review-live button[type=submit]").click()
    page.locator("[data-message]", has_text="已提交").wait_for()
    target = page.locator("form.review-live input[type=number]").bounding_box()
    assert target["height"] >= 44


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_author_takes_names_out(come_in, width):
    window = come_in("author", width=width)
    page = window.open("/reviews/nominations/19/names/")
    sound(window, f"names-{width}")
    draft = page.locator("[name=blind_deeds]").input_value()
    assert "文旅局" not in draft
    assert "13900001111" not in draft
    page.locator("[name=blind_deeds]").fill(draft + "文旅局")
    page.locator("[name=confirmed]").check()
    page.locator("main form button[type=submit]").click()
    assert "文旅局" in page.locator(".errors").first.inner_text()
    page.locator("[name=blind_deeds]").fill(draft)
    page.locator("main form button[type=submit]").click()
    page.locator("[data-message]", has_text="已确认").first.wait_for()


@pytest.mark.parametrize("who", ["moderator", "moderator-en"])
def test_the_moderator_sees_panel_results_and_stage(come_in, who):
    window = come_in(who)
    for name, path in (
        ("panel", "/reviews/calls/1/"),
        ("results", "/reviews/calls/2/results/"),
        ("entry", "/reviews/entries/8/"),
        ("reviewer", "/reviews/reviewers/1/"),
        ("short-list", "/reviews/calls/2/short-list/?first=3"),
        ("presentations", "/reviews/calls/3/presentations/"),
    ):
        window.open(path)
        sound(window, f"{name}-{who}")
