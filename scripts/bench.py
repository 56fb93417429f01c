"""What `make bench` runs: the platform against the least that could do the same, written to docs/performance.md.

`python scripts/bench.py` measures 10,000 members on SQLite. `--members 10000 1000000 --database sqlite postgresql`
measures everything; a model city of a million members takes its time to build and is kept for the next run on SQLite.
Numbers are ratios taken in turns within one run, so that a slow or busy machine changes little.
"""

import argparse
import contextlib
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench_words import document
from postgres import running
from stamps import ROOT

BIN = ROOT / ".venv" / "bin"
KEPT = Path(os.environ.get("DANGJIAN_VAR", ROOT / "var")) / "bench"
MEMBERS_OF_ONE = 7_700
"""Members of a model city of scale 1, a little fewer than it has, so that a size is reached and not missed."""
PARTS = ("pages", "export", "import", "ledger")


def say(text: str) -> None:
    print(f"· {text}", flush=True)


@contextlib.contextmanager
def database(kind: str, members: int) -> Iterator[dict[str, str]]:
    """Gives the variables of an installation with a model city of about this size."""
    folder = KEPT / f"{kind}-{members}"
    folder.mkdir(parents=True, exist_ok=True)
    variables = {"DANGJIAN_VAR": str(folder), "DANGJIAN_TODAY": "2017-10-09", "DANGJIAN_SMALL_GROUP": "5"}
    if kind == "sqlite":
        variables["DATABASE_URL"] = f"sqlite:///{folder / 'dangjian.sqlite3'}"
        if not (folder / "built").exists():
            for left in folder.glob("dangjian.sqlite3*"):
                left.unlink()
            build(variables, members)
            (folder / "built").touch()
        yield variables
        return
    with running() as address:
        variables["DATABASE_URL"] = address
        build(variables, members)
        yield variables


def build(variables: dict[str, str], members: int) -> None:
    scale = members / MEMBERS_OF_ONE if members > 2 * MEMBERS_OF_ONE else 1
    say(f"building a model city of about {members:,} members")
    command(["migrate"], variables, quiet=True)
    command(["demo", "--scale", f"{scale:g}", "--no-progress"], variables, quiet=True)


def command(arguments: list[str], variables: dict[str, str], quiet: bool = False) -> None:
    out = subprocess.DEVNULL if quiet else None
    subprocess.run([BIN / "dangjian", *arguments], env={**os.environ, **variables}, stdout=out, check=True)


def measured(part: str, variables: dict[str, str], options: argparse.Namespace) -> dict:
    """What one part found, in a process of its own so that its memory is its own."""
    inside = [sys.executable, str(ROOT / "scripts" / "bench_inside.py"), part]
    inside += ["--rounds", str(options.rounds), "--rows", str(options.rows)]
    done = subprocess.run(inside, env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return {"failed": f"exit code {done.returncode}"}
    return json.loads(done.stdout.splitlines()[-1])


def machine() -> dict[str, str]:
    """The machine in words, without names of it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    model = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    return {
        "day": time.strftime("%Y-%m-%d"),
        "cores": f"{os.cpu_count()} cores ({model})",
        "memory": f"{memory:.1f} GB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}",
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, nargs="+", default=[10_000], help="sizes of the model city")
    parser.add_argument("--database", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"])
    parser.add_argument("--parts", nargs="+", default=list(PARTS), choices=PARTS)
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each page")
    parser.add_argument("--rows", type=int, default=100_000, help="rows that are imported, and at most exported")
    parser.add_argument("--print-only", action="store_true", help="leave docs/performance.md as it is")
    options = parser.parse_args(arguments)
    runs = []
    for kind in options.database:
        for members in options.members:
            with database(kind, members) as variables:
                found = {}
                for part in options.parts:
                    say(f"{kind}, {members:,} members: {part}")
                    found[part] = measured(part, variables, options)
            runs.append({"database": kind, "members": members, "parts": found})
    text = document(machine(), runs)
    print(text)
    if not options.print_only:
        (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
    return 1 if any("failed" in part for run in runs for part in run["parts"].values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
