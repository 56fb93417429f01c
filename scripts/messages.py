"""Keeps the translations: `extract` updates the .po files, `check` says what is wrong, `compile` makes the .mo files.

Each app owns `locale/zh_Hans/LC_MESSAGES/django.po`; code outside any app (the package itself) belongs to
`src/dangjian/locale`. `extract` and `check` take names of apps, such as `tree` or `kernel/tree`; without names, all.

Traditional Chinese is derived from the simplified files and never committed. OpenCC's `s2hk` changes characters only;
`s2twp` would also exchange words for those usual in Taiwan, and official names must stay as they are.
"""

import argparse
import io
import re
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

SOURCE = Path(__file__).resolve().parent.parent / "src" / "dangjian"
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg", ".md"}
KEYWORDS: dict[str, tuple | None] = {
    name + lazy: positions
    for name, positions in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for lazy in ("", "_lazy")
} | {"_": None, "gettext_noop": None}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)[^{}]*\}")
HEADER = {
    "Project-Id-Version": "Dangjian",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


class Message(NamedTuple):
    """What a translation is looked up by."""

    context: str | None
    singular: str
    plural: str = ""

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.singular


def app_folder(path: Path) -> Path:
    """The nearest folder above a file that is a Django app, or the whole package."""
    return next((folder for folder in path.parents if (folder / "apps.py").exists()), SOURCE)


def messages_of(path: Path) -> Iterator[Message]:
    from babel.messages.extract import extract  # noqa: PLC0415 - optional dependency: compiling works without

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = templatized(text, str(path))
    for _line, found, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        singular, plural = found if isinstance(found, tuple) else (found, "")
        if singular:
            yield Message(context, singular, plural)


def templatized(text: str, name: str) -> str:
    """A template as gettext calls; in brackets, so that Python's tokenizer does not mind how its lines are indented."""
    from django.utils.translation.template import (  # noqa: PLC0415 - slow import, and compiling works without
        TranslatorCommentWarning,
        templatize,
    )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TranslatorCommentWarning)
        return f"(\n{templatize(text, origin=name)}\n)"


def sources() -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*")):
        inside = path.relative_to(SOURCE).parts
        if path.name == "conftest.py" or "tests" in inside or "migrations" in inside or "static" in inside:
            continue
        if path.suffix == ".py" or (path.suffix in TEMPLATE_SUFFIXES and "templates" in inside):
            yield path


def wanted() -> dict[Path, dict[tuple[str | None, str], Message]]:
    """Per app folder, the messages that its code and templates ask for."""
    apps: dict[Path, dict[tuple[str | None, str], Message]] = defaultdict(dict)
    for path in sources():
        for message in messages_of(path):
            known = apps[app_folder(path)].get(message.key)
            if known is None or not known.plural:
                apps[app_folder(path)][message.key] = message
    return apps


def catalogue(app: Path) -> Path:
    return app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def chosen(apps: set[Path], names: list[str]) -> list[Path]:
    if not names:
        return sorted(apps)
    found = [app for app in sorted(apps) if any(app.as_posix().endswith(f"/{name.strip('/')}") for name in names)]
    if not found:
        sys.exit(f"No app has messages under the name {', '.join(names)}.")
    return found


def all_apps(messages: dict[Path, dict]) -> set[Path]:
    return set(messages) | {po.parents[3] for po in SOURCE.rglob("zh_Hans/LC_MESSAGES/django.po")}


def extract_into(app: Path, messages: dict[tuple[str | None, str], Message]) -> None:
    """Adds what is missing with an empty translation, removes what nothing asks for, keeps every translation."""
    path = catalogue(app)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    kept = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=100_000)
    new.metadata = HEADER
    for key in sorted(messages, key=lambda key: (key[1], key[0] or "")):
        message, before = messages[key], kept.get(key)
        entry = polib.POEntry(msgctxt=message.context, msgid=message.singular, msgid_plural=message.plural)
        text = (before.msgstr_plural.get(0, "") or before.msgstr) if before else ""
        if message.plural:
            entry.msgstr_plural = {0: text}
        else:
            entry.msgstr = text
        if before:
            entry.flags = before.flags
            entry.tcomment = before.tcomment
        new.append(entry)
    if messages:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.save(str(path))
    elif path.exists():
        path.unlink()


def placeholders(text: str) -> set[str]:
    return {named or braced for named, braced in PLACEHOLDER.findall(text.replace("{{", "").replace("}}", ""))}


def entry_faults(entry: polib.POEntry, message: Message) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    if not texts or not all(texts):
        yield "not translated"
    elif any(placeholders(text) != placeholders(message.plural or message.singular) for text in texts):
        yield f"placeholders differ: {texts[0]!r}"
    if entry.fuzzy:
        yield "marked fuzzy"


def faults(app: Path, messages: dict[tuple[str | None, str], Message]) -> Iterator[str]:
    """What is wrong with one app's translations, a line each."""
    path = catalogue(app)
    entries = list(polib.pofile(str(path))) if path.exists() else []
    have = {(entry.msgctxt, entry.msgid): entry for entry in entries}
    for key, message in messages.items():
        if key not in have or have[key].obsolete:
            yield f"missing: {message.singular!r}"
        else:
            yield from (f"{fault}: {message.singular!r}" for fault in entry_faults(have[key], message))
    yield from (
        f"nothing asks for: {entry.msgid!r}" for entry in entries if (entry.msgctxt, entry.msgid) not in messages
    )
    yield from (f"kept as obsolete: {entry.msgid!r}" for entry in entries if entry.obsolete)


def conflicts(apps: set[Path]) -> Iterator[str]:
    """The same English text with two translations: Django merges all apps, so one would silently win."""
    seen: dict[tuple[str | None, str], dict[str, str]] = defaultdict(dict)
    for app in sorted(apps):
        if catalogue(app).exists():
            for entry in polib.pofile(str(catalogue(app))):
                text = entry.msgstr or entry.msgstr_plural.get(0, "")
                if text and not entry.obsolete:
                    seen[entry.msgctxt, entry.msgid].setdefault(text, app.name)
    for (_context, msgid), texts in seen.items():
        if len(texts) > 1:
            both = ", ".join(f"{text!r} ({name})" for text, name in texts.items())
            yield f"two translations (use one, or pgettext): {msgid!r} as {both}"


def check(names: list[str]) -> int:
    messages = wanted()
    apps = all_apps(messages)
    found = 0
    for app in chosen(apps, names):
        for fault in faults(app, messages.get(app, {})):
            found += 1
            print(f"{app.relative_to(SOURCE.parent)}: {fault}")
    if not names:
        for fault in conflicts(apps):
            found += 1
            print(fault)
    return 1 if found else 0


def extract(names: list[str]) -> int:
    messages = wanted()
    for app in chosen(all_apps(messages), names):
        extract_into(app, messages.get(app, {}))
    return 0


def compile_all() -> int:
    """Writes zh_Hans and zh_Hant .mo files beside the sources, only where they are older than the .po file."""
    from opencc import OpenCC  # noqa: PLC0415 - slow import, and checking works without

    to_traditional = OpenCC("s2hk").convert
    for path in sorted(SOURCE.rglob("zh_Hans/LC_MESSAGES/django.po")):
        simplified = path.with_suffix(".mo")
        traditional = path.parents[2] / "zh_Hant" / "LC_MESSAGES" / "django.mo"
        if all(made.exists() and made.stat().st_mtime > path.stat().st_mtime for made in (simplified, traditional)):
            continue
        po = polib.pofile(str(path))
        po.save_as_mofile(str(simplified))
        for entry in po:
            entry.msgstr = to_traditional(entry.msgstr)
            entry.msgstr_plural = {form: to_traditional(text) for form, text in entry.msgstr_plural.items()}
        po.metadata["Language"] = "zh_Hant"
        traditional.parent.mkdir(parents=True, exist_ok=True)
        po.save_as_mofile(str(traditional))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("extract", "check", "compile"))
    parser.add_argument("apps", nargs="*", help="only these apps")
    asked = parser.parse_args()
    if asked.task == "compile":
        return compile_all()
    return check(asked.apps) if asked.task == "check" else extract(asked.apps)


if __name__ == "__main__":
    sys.exit(main())
