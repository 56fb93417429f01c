"""A case from its author's telephone or desk to print, and a casebook put together, in a real browser."""

import io

import pytest
from PIL import Image

from dangjian.kernel.access.roles import Role

DESK, PHONE = 1440, 390
SUMMARY, PRACTICE = "供电所把报修变成上门。", "# 党员带头\n\n党员轮流值守，随叫随到。"


def photograph():
    """A picture as a telephone would send it."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 150, 90)).save(out, "JPEG")
    return {"name": "窗口.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def sound(window):
    """Nothing is wider than the window, nothing keeps anybody out, nothing was said against the page."""
    assert window.wide() <= 0
    assert window.serious() == []
    assert window.complaints == []


def send(page, address):
    """Press the button that sends the page's form, and wait for where it leads."""
    page.locator("main .form-actions button[type=submit]").first.click()
    page.wait_for_url(address)


def write(window, title):
    """Begin a case, write it and show a picture in it; gives the path of the case."""
    page = window.open("/casebook/cases/new/")
    page.locator("[name=title]").fill(title)
    send(page, "**/casebook/cases/*/write/")
    path = page.url.removeprefix(window.address).removesuffix("write/")
    page.locator("[name=summary]").fill(SUMMARY)
    page.locator("[name=practice]").fill(PRACTICE)
    page.locator("[name=effect]").fill("报修时间缩短。")
    page.locator("#preview", has_text="报修时间缩短").wait_for()
    sound(window)
    send(page, f"**{path}")
    page.locator("#files [name=file]").set_input_files(photograph())
    page.locator("#files form button[type=submit]").click()
    page.locator("#files a[href$='?show']").wait_for()
    page.locator("#files a[href$='/describe/']").click()
    page.locator("[name=caption]").fill("党员在窗口值守")
    page.locator("[name=consent][value=nobody]").check()
    send(page, f"**{path}*")
    page.locator("#files", has_text="党员在窗口值守").wait_for()
    sound(window)
    return path


def hand_in(window, path):
    page = window.open(f"{path}hand-in/")
    page.locator("[name=people_agreed]").check()
    send(page, f"**{path}")
    assert page.locator("main .pill", has_text="编辑中").count()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_case_is_written_sent_back_mended_and_passed_by_other_eyes(visit, width):
    author, editor = visit(Role.PARTY_OFFICE, width=width), visit(Role.COMMITTEE_STAFF, width=width)
    path = write(author, f"满格服务{width}")
    hand_in(author, path)
    page = editor.open(f"{path}return/")
    page.locator("[name=reason]").fill("成效请写具体些。")
    send(page, f"**{path}")
    sound(editor)
    page = author.open(path)
    assert page.locator("main", has_text="成效请写具体些。").count()
    author.open(f"{path}write/").locator("[name=effect]").fill("平均报修时间缩短一半。")
    send(page, f"**{path}")
    page.locator("a[href*='/casebook/remarks/']").click()
    page.locator("[name=answer]").fill("已补充。")
    send(page, f"**{path}")
    hand_in(author, path)
    page = editor.open(path)
    page.locator(f"form[action='{path}pass/'] button").click()
    page.locator("main .pill", has_text="已审定").wait_for()
    sound(editor)
    assert author.open(path).locator(".page-head form").count() == 0


def test_a_case_is_moved_in_the_book(visit):
    window = visit(Role.COMMITTEE_STAFF)
    page = window.open("/casebook/editions/new/")
    page.locator("[name=title]").fill("先锋案例选")
    send(page, "**/casebook/editions/*/cases/")
    path = page.url.removeprefix(window.address).removesuffix("cases/")
    for n in range(2):
        page.locator("[name=cases]").nth(n).check()
    send(page, f"**{path}")
    rows = page.locator("main tr[id^=entry-]")
    first, second = (rows.nth(n).get_attribute("id") for n in range(2))
    rows.nth(0).locator("button:not([name])").click()
    page.wait_for_url(f"**{path}#{first}")
    page.wait_for_function("id => document.querySelector('main tr[id^=entry-]').id === id", arg=second)
    sound(window)
    page.locator("button[name=kind][value=epub]").click()
    page.locator("#files a", has_text="EPUB").wait_for(timeout=60_000)
