"""A real server over a small model city of its own, and a browser signed in as any of its people.

The server is a process with a database file of its own: append-only tables cannot be emptied between tests, and the
pages are read here as they are served in an office.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from dangjian.city.cast import CAST, PASSWORD
from dangjian.work.awards.tests import review_scene

DANGJIAN = [sys.executable, "-c", "from dangjian.config.cli import main; main()"]
REVIEWS = "import django; django.setup(); from dangjian.work.awards.tests.review_scene import build; build()"
WAIT_SECONDS = 90
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@contextmanager
def served(var, *commands):
    """The address of a server with a database of its own, made by these commands."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DANGJIAN_", "DJANGO_", "PYTEST_"))}
    variables = {
        **kept,
        "DATABASE_URL": f"sqlite:///{var / 'city.sqlite3'}",
        "DANGJIAN_VAR": str(var),
        "DANGJIAN_TODAY": "2017-10-09",
        "DJANGO_SETTINGS_MODULE": "dangjian.config.settings",
    }
    for command in ([*DANGJIAN, "migrate"], *commands):
        subprocess.run(command, env=variables, check=True, capture_output=True, cwd=var)
    port = free_port()
    with Path(var / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*DANGJIAN, "serve", "--port", str(port)], env=variables, cwd=var, stdout=log, stderr=log
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/refusals/", server, var / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def served_city(tmp_path_factory):
    """The address of a server with a small model city."""
    with served(tmp_path_factory.mktemp("served"), [*DANGJIAN, "demo", "--scale", "0.02", "--no-progress"]) as address:
        yield address


@pytest.fixture(scope="session")
def served_reviews(tmp_path_factory):
    """The address of a server with four reviews, each in another phase."""
    with served(tmp_path_factory.mktemp("reviews"), [sys.executable, "-c", REVIEWS]) as address:
        yield address


def wait_for(url, server, log):
    """Until the server answers."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the server did not answer:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def cookies_of(served_city, browser, browser_context_args):
    """``cookies_of(role)``: what a browser keeps after signing in by the door, once for each role."""
    known = {}

    def signed_in(role):
        if role not in known:
            part = next(part for part in CAST if part.role == role)
            context = browser.new_context(**browser_context_args)
            page = context.new_page()
            page.goto(f"{served_city}/sign-in/login/")
            page.fill("[name=login]", part.username)
            page.fill("[name=password]", PASSWORD)
            page.click("form:has([name=password]) button[type=submit]")
            page.wait_for_url(f"{served_city}/")
            known[role] = context.cookies()
            context.close()
        return known[role]

    return signed_in


class Visit:
    """A page in which somebody is signed in; what the console says against it is kept."""

    def __init__(self, page, address):
        self.page, self.address, self.complaints = page, address, []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path):
        """Go to a path; it must be answered with a page."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def wide(self):
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def serious(self):
        """What axe finds against the page, of the two grades that keep somebody out."""
        found = Axe().run(self.page, options=AXE).response["violations"]
        return [
            f"{one['id']}: {one['help']} ({', '.join(str(node['target'][0]) for node in one['nodes'][:3])})"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]


@pytest.fixture
def visit(served_city, cookies_of, new_context):
    """``visit(role, width=…)``: a browser window of that width in which the role is signed in."""

    def opened(role=None, *, width=1440, **options):
        context = new_context(**options)
        if role:
            context.add_cookies(cookies_of(role))
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        return Visit(page, served_city)

    return opened


@pytest.fixture
def come_in(served_reviews, new_context):
    """``come_in(username, width=…)``: a window of the reviews in which somebody has signed in by the door."""

    def opened(username, *, width=1440, **options):
        page = new_context(**options).new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{served_reviews}/sign-in/login/")
        page.fill("[name=login]", username)
        page.fill("[name=password]", review_scene.PASSWORD)
        page.click("form:has([name=password]) button[type=submit]")
        page.wait_for_url(f"{served_reviews}/")
        return Visit(page, served_reviews)

    return opened
