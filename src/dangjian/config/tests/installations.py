"""Installations of their own for these tests: a database, a folder, and the command as an office would call it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings

DATA_KEY = "one:" + "A" * 43 + "="
KEYS = {"DANGJIAN_SECRET_KEY": "a secret of the tests", "DANGJIAN_DATA_KEY": DATA_KEY, "DANGJIAN_AUDIT_KEY": "audit"}


def on_postgresql():
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


@dataclass
class Installation:
    """A folder with everything that an installation has, and the URL of its database."""

    var: Path
    url: str
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self):
        # Nothing of the tests' own settings, such as DJANGO_ALLOW_ASYNC_UNSAFE, which no installation has.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DANGJIAN_", "DJANGO_"))}
        return {**kept, **KEYS, "DANGJIAN_VAR": str(self.var), "DATABASE_URL": self.url, **self.variables}

    def start(self, *arguments, **variables):
        code = "from dangjian.config.cli import main; main()"
        return subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            env={**self.environment, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments, **variables):
        """The finished command: its `code`, its standard `out`, and everything it `said`."""
        process = self.start(*arguments, **variables)
        out, err = process.communicate(timeout=300)
        return Said(process.returncode, out, out + err)

    def script(self, code):
        """A program that runs inside this installation."""
        begin = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'dangjian.config.settings'\nimport django\n"
        command = [sys.executable, "-c", f"{begin}django.setup()\n{code}"]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)

    def do(self, code):
        process = self.script(code)
        out, _err = process.communicate(timeout=300)
        assert process.returncode == 0
        return out

    def rows(self, statement):
        if self.url.startswith("postgresql"):
            with psycopg.connect(self.url) as connection:
                return connection.execute(statement).fetchall()
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection:
            return connection.execute(statement).fetchall()

    def tables(self):
        if self.url.startswith("postgresql"):
            found = self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        else:
            found = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return sorted(name for (name,) in found)

    def everything(self):
        """Every table with all its rows as the database gives them; JSON texts of SQLite read, as PostgreSQL does."""
        return {table: sorted(map(repr, self.rows(f"SELECT * FROM {table}"))) for table in self.tables()}


@dataclass
class Said:
    code: int
    out: str
    said: str


def of_sqlite(folder, copied_from=None):
    folder.mkdir(parents=True)
    place = folder / "dangjian.sqlite3"
    if copied_from is not None:
        found = copied_from.url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(found)) as source, closing(sqlite3.connect(place)) as target:
            source.backup(target)
        copy_files(copied_from.var, folder)
    return Installation(folder, f"sqlite:///{place}")


def copy_files(source, target):
    for name in ("files", "imports"):
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)


def of_postgresql(folder, name, copied_from=None):
    folder.mkdir(parents=True)
    template = f" TEMPLATE {copied_from.url.partition('?')[0].rpartition('/')[2]}" if copied_from else ""
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}{template}")
    if copied_from is not None:
        copy_files(copied_from.var, folder)
    return Installation(folder, url_of(name))


def url_of(name):
    given = settings.DATABASES["default"]
    options = {"host": given["HOST"], "port": given["PORT"]}
    login = quote(given["USER"]) + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    return f"postgresql://{login}@/{name}?{urlencode({key: value for key, value in options.items() if value})}"
