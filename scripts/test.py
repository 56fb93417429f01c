"""What `make test` runs after set-up: the checks beside every test on SQLite, then on PostgreSQL every test that opens
a database, but the browser's.

Prints pytest's own summary last, and fails when any part fails.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator

import browser
from stamps import ROOT

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"]
CHECKS = ["make", "--no-print-directory", "--keep-going", "check"]
OUTSIDE = ("DATABASE_URL", "MAKEFLAGS", "MAKELEVEL")


def headed(title: str) -> None:
    print(f"\n── {title}", flush=True)


def environment(**variables: str) -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if name not in OUTSIDE}, **variables}


def succeeds(command: list[str], **variables: str) -> bool:
    return subprocess.run(command, cwd=ROOT, env=environment(**variables), check=False).returncode == 0


@contextlib.contextmanager
def beside(command: list[str]) -> Iterator[Callable[[], bool]]:
    """Starts a command beside what follows; the function given shows what it said, and whether it succeeded."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=said, stderr=subprocess.STDOUT)

        def ended() -> bool:
            done = process.wait() == 0
            said.seek(0)
            print(said.read() or "All hold.", flush=True)
            return done

        try:
            yield ended
        finally:
            process.terminate()
            process.wait()


def main(options: list[str]) -> int:
    # Types are checked by one process for a minute: a core that would idle while a browser is fetched.
    with beside(CHECKS) as checks:
        if browser.main():
            return 1
        headed("Tests on SQLite, with the browser")
        on_sqlite = succeeds([*PYTEST, *options], DANGJIAN_BROWSER=browser.find() or "")
        headed("Checks: lint, types, imports, translations, migrations")
        checked = checks()
    headed(
        "Tests that open a database on PostgreSQL, without the browser"
        + ("" if checked else " (the checks above failed)")
        + ("" if on_sqlite else " (tests on SQLite failed)")
    )
    command = [sys.executable, str(ROOT / "scripts" / "postgres.py"), *PYTEST, "-m", "database and not browser"]
    on_postgres = succeeds([*command, *options])
    return 0 if checked and on_sqlite and on_postgres else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
