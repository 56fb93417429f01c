"""What every test stands on: a database and files of its own, no network, and a browser with Chinese fonts."""

import os
import shutil
import socket
from pathlib import Path

import hypothesis
import pylopdf_fonts_zh_cn
import pytest
from django.conf import settings
from django.test import SimpleTestCase

# The same examples on every machine; no deadline, since the machine may be shared.
hypothesis.settings.register_profile("dangjian", deadline=None, derandomize=True)
hypothesis.settings.load_profile("dangjian")

# Playwright keeps an event loop in the main thread, and Django would take every query there for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

BROWSER_FIXTURES = {"page", "context", "new_context", "browser"}
# All that opens a database begins with one of these; pytest-django refuses one to every other test.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "django_db_blocker", "migrated"}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
</fontconfig>
"""


def pytest_collection_modifyitems(items):
    """Whatever uses a browser or a database is marked so: a machine may lack the one, and only what opens the other
    has something to say on a second database.
    """
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        if opens_database(item):
            item.add_marker("database")


def opens_database(item):
    """By its mark, its class, or a fixture that it or one of our fixtures asks for; pytest-django's ask for all."""
    if item.get_closest_marker("django_db") or issubclass(getattr(item, "cls", None) or object, SimpleTestCase):
        return True
    info = item._fixtureinfo
    ours = [found[-1] for name, found in info.name2fixturedefs.items() if not name.startswith(("_django", "django_"))]
    return bool(DATABASE_FIXTURES & {*info.initialnames, *(name for fixture in ours for name in fixture.argnames)})


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory):
    """Files that tests write never meet those of the developer's own database in var/."""
    var = tmp_path_factory.mktemp("var")
    settings.DANGJIAN_VAR = var
    settings.MEDIA_ROOT = var / "files"
    settings.STATIC_ROOT = var / "static"
    settings.STATIC_ROOT.mkdir()
    # Argon2 is slow on purpose; what it protects is not tested with thousands of log-ins.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file: the live server's threads then have connections of their own, as in real life."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """A test that reaches for another machine fails."""
    connect = socket.socket.connect

    def refused(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise PermissionError(f"A test tried to reach {address[0]}.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refused)
        yield


@pytest.fixture(scope="session")
def fonts_conf(tmp_path_factory):
    """A fontconfig file with the Chinese fonts of a package, so that no test needs fonts of the machine."""
    folder = tmp_path_factory.mktemp("fonts")
    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    conf = folder / "fonts.conf"
    conf.write_text(FONTS_CONF.format(fonts=fonts, cache=folder / "cache"))
    return conf


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, fonts_conf):
    program = os.environ.get("DANGJIAN_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    return {
        **browser_type_launch_args,
        **({"executable_path": program} if program else {}),
        "args": CHROMIUM_FLAGS,
        "env": {**os.environ, "FONTCONFIG_FILE": str(fonts_conf)},
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "zh-CN", "viewport": {"width": 1440, "height": 900}}
