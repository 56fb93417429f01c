"""A proposal of a brand keeps itself while it is typed, on a desk and on a telephone, and shows the public's view."""

import re

import pytest

from dangjian.kernel.access.roles import Role


def kept(page):
    """Wait until the server has kept what was typed."""
    page.locator("#kept .pill-done").wait_for()


@pytest.mark.parametrize(("width", "name"), [(1440, "清风先锋窗"), (390, "暖心掌上岗")])
def test_a_proposal_keeps_itself_and_shows_what_the_public_sees(visit, width, name):
    window = visit(Role.PARTY_OFFICE, width=width)
    page = window.open("/brands/propose/")
    assert window.wide() <= 0
    page.locator("[name=name]").fill(name)
    kept(page)
    page.wait_for_url(re.compile(r"/brands/\d+/proposal/$"))
    assert name in page.locator("#kept .brand-face h2").inner_text()
    page.locator("[name=meaning]").fill("把窗口当家门，把群众当家人。")
    page.locator("#kept .brand-face", has_text="把窗口当家门").wait_for()
    page.locator("[name=services]").first.check()
    page.locator("#kept .brand-services .pill").wait_for()
    kept(page)
    assert window.serious() == []
    page.reload()
    assert page.locator("[name=meaning]").input_value() == "把窗口当家门，把群众当家人。"
    assert page.locator("[name=services]").first.is_checked()
    assert page.locator("[data-restore]").count() == 0
    assert window.wide() <= 0
    assert window.complaints == []


def test_what_cannot_be_kept_is_said_and_stays(visit):
    window = visit(Role.PARTY_OFFICE, width=390)
    page = window.open("/brands/propose/")
    page.locator("[name=name]").fill("长" * 40)
    page.locator("[name=slogan]").fill("写好的口号")
    page.locator("#kept .notice-problem").wait_for()
    assert page.locator("[name=slogan]").input_value() == "写好的口号"
    page.locator("[name=name]").fill("短名字")
    kept(page)
    page.wait_for_url(re.compile(r"/brands/\d+/proposal/$"))


def test_without_script_a_proposal_is_saved_by_its_button(visit):
    page = visit(Role.PARTY_OFFICE, width=390, java_script_enabled=False).open("/brands/propose/")
    page.locator("[name=name]").fill("无脚本品牌")
    page.locator("#proposal button[type=submit]").click()
    page.wait_for_url(re.compile(r"/brands/\d+/proposal/$"))
    assert page.locator("[name=name]").input_value() == "无脚本品牌"
