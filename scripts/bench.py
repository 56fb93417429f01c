"""What `make bench` runs: the platform against the least that could do the same, written to docs/performance.md.

`python scripts/bench.py` measures 10,000 members on SQLite. `--members 10000 1000000 --database sqlite postgresql
--parts pages export import tree` measures everything. A model city of a million members takes some minutes to build and
is kept for the next run on SQLite; PostgreSQL gets its rows from the one kept on SQLite, where there is one. The part
`tree` makes trees of 10,000 and of 5,000,000 organisations on SQLite (`--organisations`), the part `life` puts a
hundred cities (`--cities`) beside each other on SQLite by copying the first; they are kept as well.
Numbers are ratios taken in turns within one run, so that a slow or busy machine changes little.
"""

import argparse
import contextlib
import json
import os
import platform
import shutil
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
FOUND = KEPT / "found.json"
MEMBERS_OF_ONE = 10_000
"""Members of a model city of scale 1, a little fewer than it has, so that a size is reached and not missed."""
PARTS = ("pages", "export", "import", "ledger", "casebook", "reviews", "tree", "life")
DEFAULT = ("pages", "export", "import", "ledger", "casebook", "reviews", "life")
"""What `make bench` measures; trees of millions and members of a million are asked for by name."""
ORGANISATIONS = (10_000, 5_000_000)


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
        command(["migrate"], variables, quiet=True)  # one that was built before may lack the last tables
        command(["figures", "--count"], variables, quiet=True)  # migrating may have forgotten what was kept of figures
        yield variables
        return
    with running() as address:
        variables["DATABASE_URL"] = address
        kept = KEPT / f"sqlite-{members}"
        if (kept / "built").exists():
            say(f"copying the model city of {members:,} members")
            command(["migrate"], variables, quiet=True)
            filled("copy", variables, str(kept / "dangjian.sqlite3"))
        else:
            build(variables, members)
        yield variables


@contextlib.contextmanager
def tree_database(organisations: int) -> Iterator[dict[str, str]]:
    """Gives the variables of an installation with nothing but a tree of about this size, filled by the part itself."""
    folder = KEPT / f"tree-{organisations}"
    folder.mkdir(parents=True, exist_ok=True)
    address = f"sqlite:///{folder / 'dangjian.sqlite3'}"
    variables = {"DANGJIAN_VAR": str(folder), "DATABASE_URL": address, "DANGJIAN_TODAY": "2017-10-09"}
    command(["migrate"], variables, quiet=True)
    yield variables


@contextlib.contextmanager
def cities_database(cities: int) -> Iterator[dict[str, str]]:
    """Gives the variables of an installation with so many model cities beside each other, on SQLite."""
    with database("sqlite", MEMBERS_OF_ONE) as one:
        if cities == 1:
            yield one
            return
    folder = KEPT / f"cities-{cities}"
    variables = {**one, "DANGJIAN_VAR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'dangjian.sqlite3'}"}
    if not (folder / "built").exists():
        shutil.rmtree(folder, ignore_errors=True)
        say(f"copying a model city until there are {cities}")
        shutil.copytree(one["DANGJIAN_VAR"], folder, ignore=shutil.ignore_patterns("built"))
        filled("cities", variables, "--cities", str(cities))
        (folder / "built").touch()
    yield variables


def build(variables: dict[str, str], members: int) -> None:
    scale = members / MEMBERS_OF_ONE if members > 2 * MEMBERS_OF_ONE else 1
    say(f"building a model city of about {members:,} members")
    command(["migrate"], variables, quiet=True)
    command(["demo", "--scale", f"{scale:g}", "--no-progress"], variables, quiet=True)


def command(arguments: list[str], variables: dict[str, str], quiet: bool = False) -> None:
    out = subprocess.DEVNULL if quiet else None
    subprocess.run([BIN / "dangjian", *arguments], env={**os.environ, **variables}, stdout=out, check=True)


def inside(part: str, variables: dict[str, str], *more: str) -> dict:
    """What one part found, in a process of its own so that its memory is its own."""
    work = [sys.executable, str(ROOT / "scripts" / "bench_inside.py"), part, *more]
    done = subprocess.run(work, env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return {"failed": f"exit code {done.returncode}"}
    return json.loads(done.stdout.splitlines()[-1])


def filled(part: str, variables: dict[str, str], *more: str) -> None:
    """Fill a database by a part. One that stays half empty would be measured as if it were full."""
    if failed := inside(part, variables, *more).get("failed"):
        raise RuntimeError(f"{part}: {failed}")


def earlier() -> tuple[list[dict], list[dict], list[dict]]:
    """What earlier runs found: databases of some sizes, trees, and cities beside each other."""
    if not FOUND.exists():
        return [], [], []
    found = json.loads(FOUND.read_text(encoding="utf-8"))
    return found["runs"], found["trees"], found["cities"]


def put(runs: list[dict], run: dict) -> None:
    """Put what was found of a database and size with the others, each part in place of what was found before."""
    for known in runs:
        if (known["database"], known["members"]) == (run["database"], run["members"]):
            known["parts"] |= run["parts"]
            return
    runs.append(run)


def measured_trees(options: argparse.Namespace) -> list[dict]:
    trees = []
    for organisations in sorted(options.organisations):
        with tree_database(organisations) as variables:
            say(f"a tree of {organisations:,} organisations")
            trees.append(inside("tree", variables, "--rounds", str(options.rounds), "--rows", str(organisations)))
    return [found for found in trees if "failed" not in found]


def measured_cities(options: argparse.Namespace) -> list[dict]:
    cities = []
    for number in sorted({1, options.cities}):
        with cities_database(number) as variables:
            say(f"organisational life, {number} cities")
            cities.append(inside("life", variables, "--rounds", str(options.rounds)) | {"cities": number})
    return [found for found in cities if "failed" not in found]


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
    parser.add_argument("--parts", nargs="+", default=list(DEFAULT), choices=PARTS)
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each page")
    parser.add_argument("--rows", type=int, default=100_000, help="rows that are imported, and at most exported")
    parser.add_argument("--organisations", type=int, nargs="+", default=list(ORGANISATIONS), help="sizes of the tree")
    parser.add_argument("--add", action="store_true", help="keep on the page what earlier runs of this machine found")
    parser.add_argument("--cities", type=int, default=100, help="model cities beside each other, for the part life")
    parser.add_argument("--print-only", action="store_true", help="leave docs/performance.md as it is")
    options = parser.parse_args(arguments)
    runs, trees, cities = earlier() if options.add else ([], [], [])
    for kind in options.database:
        for members in options.members:
            with database(kind, members) as variables:
                found = {}
                for part in (part for part in options.parts if part not in ("tree", "life")):
                    say(f"{kind}, {members:,} members: {part}")
                    counts = ["--rounds", str(options.rounds), "--rows", str(options.rows)]
                    found[part] = inside(part, variables, *counts)
            put(runs, {"database": kind, "members": members, "parts": found})
    trees = measured_trees(options) if "tree" in options.parts else trees
    cities = measured_cities(options) if "life" in options.parts else cities
    FOUND.write_text(json.dumps({"runs": runs, "trees": trees, "cities": cities}), encoding="utf-8")
    text = document(machine(), runs, trees, cities)
    print(text)
    if not options.print_only:
        (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
    return 1 if any("failed" in part for run in runs for part in run["parts"].values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
