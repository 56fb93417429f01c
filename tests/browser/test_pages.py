"""Every kind of page in a real browser, as each role reads it: width, console, accessibility, print, no script."""

import re

import pytest
from pypinyin import Style, lazy_pinyin

from dangjian.kernel.access.roles import Role

WIDTHS = (1440, 390, 320)
# What each role opens beside its desk. A path that ends with a record is followed from the list to its first row.
LISTS = "/records/members.member/", "/records/organisations.organisation/", "/records/organisations.term/"
PAGES = {
    Role.COMMITTEE_STAFF: (
        *LISTS,
        "/organisations/",
        "/figures/",
        "/figures/members.in_service/",
        "/members/rosters/new/",
        "/members/contacts/",
        "/records/reports.report/",
        "/reports/new/",
        "/waiting/",
        "/obligations/rules/",
        "/records/desk.suggestion/",
    ),
    Role.COMMITTEE_LEADER: ("/figures/", "/records/members.contact_assignment/"),
    Role.PARTY_OFFICE: ("/records/members.member/", "/obligations/", "/members/rosters/new/"),
    Role.BRANCH_SECRETARY: ("/records/members.member/", "/members/register/", "/suggestions/"),
    Role.BRANCH_CLERK: ("/records/members.transfer/", "/me/roles/"),
    Role.MEMBER: ("/me/held/", "/me/", "/suggestions/", "/notices/"),
    Role.INSPECTOR: ("/organisations/", "/obligations/rules/"),
    Role.SYSTEM_ADMINISTRATOR: ("/records/accounts.account/", "/notices/outbox/"),
    Role.SECURITY_OFFICER: ("/records/accounts.grant/", "/me/administration/grants/new/"),
    Role.AUDITOR: ("/records/audit.entry/",),
}


def first_row(visit, path):
    """The address of the first record of a list."""
    page = visit.open(path)
    return page.locator("main table tbody a[href]").first.get_attribute("href")


def paths_of(visit, role):
    """The desk, the pages of the role, and a member and an organisation where the role sees any."""
    yield "/"
    for path in PAGES[role]:
        yield path
        if path in ("/records/members.member/", "/records/organisations.organisation/"):
            yield first_row(visit, path)


@pytest.mark.parametrize("role", list(PAGES))
def test_pages_fit_are_quiet_and_can_be_read_by_everybody(visit, role):
    window = visit(role)
    faults = []
    for path in paths_of(window, role):
        window.open(path)
        faults += [f"{path}: {said}" for said in window.complaints]
        window.complaints.clear()
        for width in WIDTHS:
            window.page.set_viewport_size({"width": width, "height": 844})
            if (beyond := window.wide()) > 0:
                faults.append(f"{path} at {width}: {beyond} pixels too wide")
            if width != 320:
                faults += [f"{path} at {width}: {found}" for found in window.serious()]
        window.page.set_viewport_size({"width": 1440, "height": 900})
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("path", ["/sign-in/login/", "/refusals/"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_for_visitors(visit, path, width):
    window = visit(width=width)
    window.open(path)
    assert window.wide() <= 0
    assert window.serious() == []
    assert window.complaints == []


def test_the_palette_finds_a_member_by_the_first_letters(visit):
    window = visit(Role.BRANCH_SECRETARY)
    window.open("/records/members.member/")
    link = window.page.locator("main table tbody a[href]").first
    name, url = link.inner_text().strip(), link.get_attribute("href")
    initials = "".join(lazy_pinyin(sign, style=Style.FIRST_LETTER)[0] for sign in name)
    window.page.locator("body").press("/")
    line = window.page.locator("#palette input[name=q]")
    assert line.is_visible()
    line.fill(initials)
    found = window.page.locator(f"#palette-results a[href='{url}']").first
    found.wait_for()
    assert name in found.inner_text()
    window.page.keyboard.press("ArrowDown")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url(re.compile(r"/members/\d+/"))
    assert window.complaints == []


def test_large_print_is_large(visit):
    window = visit(Role.MEMBER)
    window.open("/")
    size = "parseFloat(getComputedStyle(document.querySelector('main')).fontSize)"
    before = window.page.evaluate(size)
    window.page.locator("form[action*='large-print'] button").first.click()
    window.page.wait_for_load_state()
    after = window.page.evaluate(size)
    assert after >= 18
    assert after > before
    assert window.wide() <= 0
    window.page.set_viewport_size({"width": 320, "height": 844})
    assert window.wide() <= 0
    window.page.set_viewport_size({"width": 1440, "height": 900})
    window.page.locator("form[action*='large-print'] button").first.click()
    window.page.wait_for_load_state()
    assert window.page.evaluate(size) == before


@pytest.mark.parametrize(("language", "word"), [("en", "Foundations"), ("zh-hant", "組織"), ("zh-hans", "组织")])
def test_the_language_is_switched_in_the_foot(visit, language, word):
    window = visit(Role.INSPECTOR)
    window.open("/organisations/")
    window.page.locator(f"footer button[name=language][value='{language}']").click()
    window.page.wait_for_load_state()
    assert window.page.locator("html").get_attribute("lang").lower() == language
    assert word in window.page.locator("body").inner_text()


def test_pages_are_read_without_script(visit):
    window = visit(Role.COMMITTEE_STAFF, java_script_enabled=False)
    for path in ("/", "/records/members.member/", "/figures/members.in_service/", "/organisations/"):
        window.open(path)
        assert window.page.locator("main h1").first.inner_text().strip()
    window.open("/records/members.member/?q=%E4%B8%8D%E5%AD%98%E5%9C%A8")
    assert window.page.locator("main table tbody a[href^='/members/']").count() == 0
    window.open("/search/?q=a")
    window.page.locator("form[role=search] input[name=q]").first.fill("工委")
    window.page.locator("form[role=search] input[name=q]").first.press("Enter")
    window.page.wait_for_load_state()
    assert "工委" in window.page.locator("main").inner_text()


def test_paper_has_no_chrome(visit):
    window = visit(Role.COMMITTEE_STAFF)
    for path in ("/", "/records/members.member/"):
        window.open(path)
        window.page.emulate_media(media="print")
        for chrome in (".topbar, header.top", ".nav-side", ".tab-bar", "#palette"):
            shown = window.page.locator(chrome)
            assert all(not shown.nth(n).is_visible() for n in range(shown.count())), f"{chrome} on paper at {path}"
        assert window.page.locator("main h1").first.is_visible()
        assert window.page.pdf(format="A4").startswith(b"%PDF")
        window.page.emulate_media(media="screen")
