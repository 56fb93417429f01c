"""What the documents name is there: commands, targets, variables, files, words."""

import re
import subprocess
from functools import cache
from pathlib import Path

import click
import pytest

from dangjian.config.cli.main import SUBCOMMANDS, main

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "dangjian"
# In pieces, so that this file does not hold what it looks for.
REGISTRY_OR_MACHINE = re.compile(
    "|".join(
        ("py" + r"pi\.org", "python" + "hosted", r"registry\." + "npm", "/wo" + "rk/", "/ro" + "ot/", "/tm" + "p/w")
    )
)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`|^(?: {4}|\t)(.+)$", re.MULTILINE)


@cache
def documents():
    """All Markdown files of the repository, by their path in it."""
    listed = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths if path.is_file()}


def for_readers():
    """The two README files and docs/, without what is generated."""
    return {
        name: text
        for name, text in documents().items()
        if name.startswith(("README", "CONTRIBUTING", "docs/")) and not name.startswith("docs/catalogue/")
    }


def code_in(text):
    """What stands in backticks or in an indented block, piece by piece."""
    return [
        found[0] or found[1] for found in CODE.findall(re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    ]


def nothing(faults):
    assert not faults, "\n" + "\n".join(sorted(set(faults)))


def test_there_are_documents():
    assert {"README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/architecture.md"} <= set(documents())


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    faults = []
    for name, text in for_readers().items():
        for piece in code_in(text):
            faults += [f"{name}: make {t}" for t in re.findall(r"(?:^|\s)make ([a-z-]+)", piece) if t not in targets]
    nothing(faults)


def options_of(command):
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


def called(words):
    """The options and the names that do not exist in a call of the command, such as ["import", "roster", "FILE"]."""
    command, wrong = main, []
    known = {"--help", "-h", "--version"}
    for word in words:
        if isinstance(command, click.Group) and not word.startswith("-"):
            found = command.get_command(click.Context(command), word)
            if found is None:
                return [word]
            command = found
            known |= options_of(command)
        elif word.startswith("--"):
            wrong += [] if word.split("=")[0] in known else [word]
    return wrong


def test_every_subcommand_and_option_that_is_named_exists():
    faults = []
    for name, text in for_readers().items():
        for piece in code_in(text):
            for call in re.findall(r"(?:^|[\s/;])dangjian((?: +(?:[a-z][a-z-]*|--?[a-z-]+|[^\s#;|&]+))+)", piece):
                words = [word.strip(".,…") for word in call.split("#")[0].split()]
                if re.fullmatch("[a-z][a-z-]*", words[0]):
                    faults += [f"{name}: dangjian {call.strip()} ({wrong})" for wrong in called(words)]
    nothing(faults)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_subcommand_is_in_the_readme(readme):
    pieces = " ".join(code_in(documents()[readme]))
    nothing([name for name in SUBCOMMANDS if not re.search(rf"dangjian {name}\b(?!-)", pieces)])


def test_every_variable_that_is_named_is_read_and_every_variable_read_is_explained():
    read = set()
    for path in [*SOURCE.rglob("*.py"), *(ROOT / "scripts").glob("*")]:
        if path.is_file() and "tests" not in path.parts:
            read |= set(re.findall(r"""["'](DANGJIAN_[A-Z_]+|DATABASE_URL)["']""", path.read_text(encoding="utf-8")))
            read |= set(re.findall(r"settings\.(DANGJIAN_[A-Z_]+)", path.read_text(encoding="utf-8")))
    named = {
        name: set(re.findall(r"\b(DANGJIAN_[A-Z_]*[A-Z]|DATABASE_URL)\b", text)) for name, text in documents().items()
    }
    nothing([f"{name}: {variable} is read nowhere" for name, found in named.items() for variable in found - read])
    settings = (SOURCE / "config" / "settings.py").read_text(encoding="utf-8")
    switches = set(re.findall(r"""(?:get|switch|listed)\(\s*"(DANGJIAN_[A-Z_]+|DATABASE_URL)\"""", settings))
    nothing([f"docs/configuration.md: {missing} is missing" for missing in switches - named["docs/configuration.md"]])


def anchors(text):
    """The anchors of the headings of a document."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_links_between_documents_resolve():
    faults = []
    for name, text in documents().items():
        for link in LINK.findall(text):
            if re.match(r"[a-z]+:", link):
                continue
            target, _, anchor = link.partition("#")
            path = (ROOT / name).parent / target if target else ROOT / name
            if not path.exists():
                faults.append(f"{name}: {link}")
            elif anchor and anchor not in anchors(path.read_text(encoding="utf-8")):
                faults.append(f"{name}: {link} (no such heading)")
    nothing(faults)


def test_pages_of_the_code_that_are_named_exist():
    """Paths in backticks, from the root, from the package or from the document; a module may be a package by now."""
    faults = []
    for name, text in documents().items():
        here = (ROOT / name).parent
        below = SOURCE if name.startswith("docs/") else here
        for piece in re.findall(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|html|css|svg|typ))`", text):
            named = {piece, piece.removesuffix(".py")}
            found = any((place / one).exists() for one in named for place in (ROOT, SOURCE, here))
            if not found and not any(any(below.rglob(one)) for one in named):
                faults.append(f"{name}: {piece}")
    nothing(faults)


def test_no_registry_and_no_path_of_a_machine():
    nothing([f"{name}: {m.group()}" for name, text in documents().items() for m in REGISTRY_OR_MACHINE.finditer(text)])


def test_every_decision_is_in_the_index_and_says_what_it_costs():
    index = documents()["docs/decisions/README.md"]
    pages = {n: t for n, t in documents().items() if re.match(r"docs/decisions/\d{4}-", n)}
    nothing([name for name in pages if f"({name.rsplit('/', 1)[1]})" not in index])
    nothing([f"{name} names no costs" for name, text in pages.items() if "\nCosts: " not in text])


def test_every_identifier_of_the_glossary_is_in_the_code():
    code = "\n".join(p.read_text(encoding="utf-8") for p in SOURCE.rglob("*.py") if "tests" not in p.parts)
    words = set(re.findall(r"\w+", code))
    rows = [line for line in documents()["docs/glossary.md"].splitlines() if line.startswith("| ") and "`" in line]
    assert rows
    nothing([one for line in rows for one in re.findall(r"`(\w+)`", line.split("|")[3]) if one not in words])


def test_every_package_says_what_it_is_for():
    packages = [path.parent for path in SOURCE.glob("**/apps.py")]
    nothing([str(package.relative_to(ROOT)) for package in packages if not (package / "README.md").is_file()])


def test_the_picture_is_small():
    assert (ROOT / "docs" / "images" / "desk.png").stat().st_size < 250_000
