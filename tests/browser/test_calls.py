"""A call from its drawing up to a nomination by telephone, and a certificate that anybody checks, in a real browser."""

from dangjian.kernel.access.roles import Role

PHONE = 390
SEND = "main form:has(.form-actions) button[type=submit]"


def sound(window):
    """Nothing is wider than the window, nothing keeps anybody out, nothing was said against the page."""
    assert window.wide() <= 0
    assert window.serious() == []
    assert window.complaints == []


def send(window, **typed):
    """Fill a form and send it."""
    page = window.page
    for name, value in typed.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    sound(window)
    page.locator(SEND).click()
    page.locator("[data-message]").first.wait_for()


def follow(window, part):
    """Press the link of the page that leads to an address with this part."""
    window.page.locator(f"main a[href*='{part}']").first.click()
    window.page.locator(SEND).wait_for()


def test_a_call_is_drawn_up_and_issued_and_answered_by_telephone(visit):
    desk = visit(Role.COMMITTEE_STAFF)
    desk.open("/awards/")
    follow(desk, "/draw-up/")
    send(desk, programme="服务先锋、服务标兵评选", title="机关服务窗口评选")
    assert "机关服务窗口评选" in desk.page.locator("h1").inner_text()
    # What it lacks stands on its page until it is there.
    assert desk.page.locator("main", has_text="印发前").locator("li", has_text="奖项").count()
    follow(desk, "/classes/add/")
    send(desk, name="服务先锋窗口", subject="organisation", quota="3")
    follow(desk, "/phases/")
    send(desk, kind="nominating", starts_on="2017-10-09", ends_on="2017-10-31")
    follow(desk, "/issue/")
    send(desk, on="2017-10-09")
    assert desk.page.locator("main", has_text="已印发").count()
    assert desk.page.locator("main a[href*='/issue/']").count() == 0

    telephone = visit(Role.PARTY_OFFICE, width=PHONE)
    telephone.open("/awards/")
    sound(telephone)
    telephone.page.locator("main li", has_text="机关服务窗口评选").locator("a[href*='/nominate/']").click()
    send(telephone, deeds="窗口周末不打烊，全年受理三千件，群众满意。")
    assert "窗口周末不打烊" in telephone.page.locator("main").inner_text()
    sound(telephone)
    follow(telephone, "/enter/")
    telephone.page.locator(SEND).click()
    telephone.page.locator("[data-message]").first.wait_for()
    assert telephone.page.locator("main a[href*='/withdraw/']").count() == 1


def test_a_certificate_is_found_by_its_code_and_by_no_other(visit):
    desk = visit(Role.COMMITTEE_STAFF)
    page = desk.open("/records/awards.honour/")
    sound(desk)
    page.locator("main table tbody a[href*='/awards/honours/']").first.click()
    page.locator("dl.facts").wait_for()
    honour, code = page.locator("h1").inner_text(), page.locator("dl.facts a[href*='/awards/check/']").inner_text()
    sound(desk)

    anybody = visit(width=PHONE)
    page = anybody.open("/awards/check/")
    sound(anybody)
    page.locator("[name=code]").fill(code.lower().replace(" ", "-"))
    page.locator(SEND).click()
    page.locator("dl.facts").wait_for()
    assert honour in page.locator("dl.facts").inner_text()
    sound(anybody)
    page = anybody.open("/awards/check/")
    page.locator("[name=code]").fill("不是编码")
    page.locator(SEND).click()
    page.locator("form [name=code]").wait_for()
    assert page.locator("[name=code]").input_value() == "不是编码"
    assert page.locator("dl.facts").count() == 0
