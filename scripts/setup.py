"""Prepares everything `make run` and `make test` need, each step only when its inputs have changed.

Called with a Python 3.11 or newer of the machine and the name of a step: `environment` (.venv with the pinned,
hash-checked packages; `--dev` adds those for tests), `frontend`, `messages`, `database`, `demo`; each does the
steps before it. Standard library only, since nothing is installed yet.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from stamps import ROOT, Stamp, digest

VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / "stamps"
REQUIREMENTS = ROOT / "requirements"
SOURCE = ROOT / "src" / "dangjian"
FRONTEND = ROOT / "frontend"
BUILT = SOURCE / "ui" / "static" / "ui" / "build"
VAR = Path(os.environ.get("DANGJIAN_VAR", ROOT / "var"))
OLDEST_NODE = 18


class SetupError(Exception):
    """Something the machine lacks, said in a sentence."""


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def run(*command: str | Path, cwd: Path = ROOT, quiet: bool = False, **variables: str) -> None:
    """Runs a command and shows what it said when it fails.

    Raises: SetupError with the command line and, where it was quiet, its output.
    """
    line = [str(part) for part in command]
    done = subprocess.run(
        line,
        check=False,
        cwd=cwd,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    if done.returncode:
        raise SetupError(f"{' '.join(line)} failed.\n{done.stdout or ''}")


def output(*command: str | Path) -> str:
    """What a command prints, or nothing where it is missing or fails."""
    try:
        return subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def make_venv() -> None:
    if (BIN / "python").exists():
        return
    say("creating the environment in .venv")
    try:
        run(sys.executable, "-m", "venv", VENV, quiet=True)
    except SetupError as error:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(f"{error}\nOn Debian the module is in the package python3-venv.") from error


def installer_environment() -> dict[str, str]:
    """uv does not read pip's configuration: hand it the mirror that this machine's pip is told to use."""
    mirror = output(BIN / "pip", "config", "get", "global.index-url")
    variables = {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}
    if mirror and not ({"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & os.environ.keys()):
        variables["UV_DEFAULT_INDEX"] = mirror
    return variables


def install(name: str) -> None:
    """Installs one list of requirements, each file checked against its hash: by uv for speed, else by pip."""
    stamp = Stamp(STAMPS / name, digest([REQUIREMENTS / f"{name}.txt"], sys.version))
    if stamp.done:
        return
    say(f"installing the packages of requirements/{name}.txt")
    listed = ("install", "--require-hashes", "--requirement", REQUIREMENTS / f"{name}.txt")
    if not output(BIN / "uv", "--version"):
        try:
            run(BIN / "python", "-m", "pip", "install", "--require-hashes", "-r", REQUIREMENTS / "uv.txt", quiet=True)
        except SetupError:
            say("uv cannot be installed here: taking pip, which is slower")
    try:
        run(BIN / "uv", "pip", *listed, quiet=True, **installer_environment())
    except (SetupError, OSError):
        run(BIN / "python", "-m", "pip", *listed)
    stamp.set()


def install_project() -> None:
    stamp = Stamp(STAMPS / "project", digest([ROOT / "pyproject.toml"]))
    if not stamp.done or not (BIN / "dangjian").exists():
        say("installing the command dangjian")
        no_network = ("--no-deps", "--no-index", "--no-build-isolation", "--quiet")
        run(BIN / "python", "-m", "pip", "install", *no_network, "--editable", ROOT, quiet=True)
        stamp.set()


def environment(dev: bool = False) -> None:
    make_venv()
    # The list for tests holds the base list at the same versions.
    if dev or not Stamp(STAMPS / "dev", digest([REQUIREMENTS / "dev.txt"], sys.version)).done:
        install("dev" if dev else "base")
    install_project()


def node_folder() -> Path | None:
    """The folder of a Node of the machine that is new enough, with npm beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = output(node, "--version").lstrip("v").split(".")[0]
    return Path(node).parent if version.isdigit() and int(version) >= OLDEST_NODE else None


def frontend() -> None:
    """Front-end packages by their lock file, then the bundle into the git-ignored folder of the app `ui`."""
    folder = node_folder()
    if folder is None:
        install("node")
        folder = BIN
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    locked = Stamp(STAMPS / "npm", digest([FRONTEND / "package-lock.json", FRONTEND / "package.json"]))
    if not locked.done or not (FRONTEND / "node_modules").is_dir():
        say("installing the packages of the front end")
        run(folder / "npm", "ci", "--ignore-scripts", cwd=FRONTEND, quiet=True, PATH=path)
        locked.set()
    sources = [p for p in FRONTEND.rglob("*") if p.is_file() and "node_modules" not in p.parts]
    built = Stamp(STAMPS / "frontend", digest(sources))
    if not built.done or not BUILT.is_dir():
        say("building the front end")
        run(folder / "node", "build.mjs", cwd=FRONTEND, quiet=True, PATH=path)
        built.set()


def messages() -> None:
    stamp = Stamp(STAMPS / "messages", digest(SOURCE.rglob("*.po")))
    if not stamp.done or not all(po.with_suffix(".mo").exists() for po in SOURCE.rglob("*.po")):
        say("compiling the translations")
        run(BIN / "python", ROOT / "scripts" / "messages.py", "compile", quiet=True)
        stamp.set()


def django(*command: str) -> None:
    run(BIN / "python", "-m", "django", *command, DJANGO_SETTINGS_MODULE="dangjian.config.settings")


def migrate() -> None:
    inputs = [*SOURCE.rglob("migrations/*.py"), REQUIREMENTS / "base.txt"]
    address = os.environ.get("DATABASE_URL", "")
    stamp = Stamp(VAR / "migrated", digest(inputs, address))
    if address or not stamp.done or not (VAR / "dangjian.sqlite3").exists():
        say("migrating the database")
        django("migrate", "--verbosity", "0")
        stamp.set()


def database(model_city: bool) -> None:
    """Migrates; with `model_city`, fills a database that was made here and now, and starts anew if that was cut off."""
    VAR.mkdir(parents=True, exist_ok=True)
    unfinished = VAR / "model-city-unfinished"
    if model_city and not os.environ.get("DATABASE_URL"):
        if unfinished.exists():
            say("building the model city was cut off: starting it anew")
            for left in VAR.glob("dangjian.sqlite3*"):
                left.unlink()
        if not (VAR / "dangjian.sqlite3").exists():
            unfinished.touch()
    migrate()
    if unfinished.exists():
        say("building the model city (first start only)")
        run(BIN / "dangjian", "demo")
        unfinished.unlink()


STEPS = ("environment", "frontend", "messages", "database", "demo")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    asked = parser.parse_args()
    last = STEPS.index(asked.step)
    begun = time.monotonic()
    try:
        environment(asked.dev)
        if last >= STEPS.index("frontend"):
            frontend()
        if last >= STEPS.index("messages"):
            messages()
        if last >= STEPS.index("database"):
            database(model_city=asked.step == "demo")
    except SetupError as error:
        print(f"Set-up stopped: {error}", file=sys.stderr)
        return 1
    if (seconds := time.monotonic() - begun) > 2:
        say(f"set-up took {seconds:.0f} seconds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
