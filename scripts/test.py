"""What `make test` runs after set-up: the checks, every test on SQLite, then all but the browser's on PostgreSQL.

Prints pytest's own summary last, and fails when any part fails.
"""

import os
import subprocess
import sys

import browser
from stamps import ROOT

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"]


def headed(title: str) -> None:
    print(f"\n── {title}", flush=True)


def succeeds(command: list[str], **variables: str) -> bool:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "MAKEFLAGS", "MAKELEVEL")}
    return subprocess.run(command, cwd=ROOT, env={**kept, **variables}, check=False).returncode == 0


def main(options: list[str]) -> int:
    if browser.main():
        return 1
    chromium = {"DANGJIAN_BROWSER": browser.find() or ""}
    headed("Checks: lint, types, imports, translations, migrations")
    checked = succeeds(["make", "--no-print-directory", "--keep-going", "check"])
    headed("Tests on SQLite, with the browser")
    on_sqlite = succeeds([*PYTEST, *options], **chromium)
    headed(
        "Tests on PostgreSQL, without the browser"
        + ("" if checked else " (the checks above failed)")
        + ("" if on_sqlite else " (tests on SQLite failed)")
    )
    command = [sys.executable, str(ROOT / "scripts" / "postgres.py"), *PYTEST, "-m", "not browser", *options]
    on_postgres = succeeds(command)
    return 0 if checked and on_sqlite and on_postgres else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
