"""Writes docs/catalogue/ from the registries: figures, standing rules, audited actions, permissions.

`write` (the default) writes the pages, `check` names the pages that are not what the registries say. Chinese words come
from the compiled translations, so compile them first; `make catalogue` does both.
"""

# ruff: noqa: E402 - Django is set up before the registries are imported

import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangjian.config.settings")
django.setup()

from django.utils import translation

import dangjian
from dangjian.kernel.access.permissions import registry as all_permissions
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.actions import registry as all_actions
from dangjian.kernel.figures.measures import CountDistinct, Ratio, Sum
from dangjian.kernel.figures.registry import registry as all_figures
from dangjian.kernel.obligations.standing import registry as all_rules

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "catalogue"
HOW_TO_WRITE = "Run: make catalogue"
NOTE = "Written by `make catalogue` from what the rooms declare; do not edit."


def declare_everything() -> None:
    """Import every module of ours, because actions are declared beside the services that record them."""
    for module in walk_packages(dangjian.__path__, "dangjian."):
        parts = module.name.split(".")
        if not {"tests", "migrations", "conftest", "wsgi"} & set(parts):
            import_module(module.name)


def in_chinese(words: object) -> str:
    """The simplified Chinese of a translatable text."""
    with translation.override("zh-hans"):
        return str(words)


def in_english(words: object) -> str:
    """The text as it stands in the code."""
    with translation.override("en"):
        return str(words)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def page(title: str, chinese: str, introduction: str, body: str) -> str:
    return f"# {title} {chinese}\n\n{introduction} {NOTE}\n\n{body}\n"


def figures() -> str:
    rows = []
    for figure in sorted(all_figures.values(), key=lambda figure: figure.key):
        rows.append(
            (
                f"`{figure.key}`",
                in_english(figure.label),
                in_chinese(figure.label),
                in_chinese(figure.unit),
                measure(figure.measure),
                in_english(figure.definition),
                in_english(figure.owner),
                f"{figure.version}, {figure.effective_on}",
                "yes" if figure.sensitive else "",
                f"`{figure.article}`" if figure.article else "",
            )
        )
    heads = ("key", "figure", "指标", "单位", "measure", "definition", "answers for it", "version, since")
    introduction = (
        f"{len(rows)} figures. *Withheld*: not shown for groups that are too small. *Article*: the figure of the "
        "newspaper article that `dangjian check-article` compares with it."
    )
    return page("Figures", "指标", introduction, table((*heads, "withheld", "article"), rows))


def measure(how: object) -> str:
    """How a set becomes a number, in words."""
    if isinstance(how, Ratio):
        return f"`{how.numerator}` / `{how.denominator}`" + (", %" if how.percent else "")
    if isinstance(how, CountDistinct):
        return f"different values of `{how.column}`"
    return f"sum of `{how.column}`" if isinstance(how, Sum) else "rows"


def rules() -> str:
    rows = []
    for rule in sorted(all_rules.values(), key=lambda rule: rule.key):
        for version in rule.versions:
            source = rule.source_of(version)
            written = f"{in_english(source.regulation)} {in_english(source.article)}".strip()
            rows.append(
                (
                    f"`{rule.key}`",
                    in_english(rule.title),
                    in_chinese(rule.title),
                    f"{rule.number_of(version)}, {version.effective_on}",
                    version.periods.value,
                    due_words(version.due),
                    version.grace_days,
                    version.at_least,
                    written,
                    in_chinese(source.regulation),
                )
            )
    heads = ("key", "what is owed", "应办事项", "version, since", "each", "due", "grace", "at least", "source", "依据")
    introduction = "What organisations owe by the regulations, each rule with its versions."
    return page("Standing rules", "常设规则", introduction, table(heads, rows))


def due_words(due: object) -> str:
    """A date column in which each organisation has its own day, or the name of a function of the period."""
    if isinstance(due, str):
        return f"the day in `{due}`"
    return str(getattr(due, "__qualname__", due)).split(".")[0].replace("_", " ")


def actions() -> str:
    rows = [
        (f"`{action.key}`", in_english(action.sentence), in_chinese(action.sentence))
        for action in sorted(all_actions.values(), key=lambda action: action.key)
    ]
    introduction = f"{len(rows)} actions. Who did it, when and for which organisation stands beside the sentence."
    return page("Audited actions", "审计动作", introduction, table(("key", "sentence", "记载"), rows))


def permissions() -> str:
    held = [role for role in Role if any(role in permission.roles for permission in all_permissions.values())]
    rows = [
        (
            f"`{permission.key}`",
            in_english(permission.label),
            in_chinese(permission.label),
            *("●" if role in permission.roles else "" for role in held),
        )
        for permission in sorted(all_permissions.values(), key=lambda permission: permission.key)
    ]
    heads = ("key", "permission", "权限", *(in_chinese(role.label) for role in held))
    roles = [(in_english(role.label), in_chinese(role.label), f"`{role.value}`") for role in Role]
    all_roles = table(("role", "角色", "value"), roles)
    introduction = (
        f"{len(rows)} permissions. A role is held at an organisation for a period and reaches its whole subtree; what "
        "a person does with their own things needs no permission."
    )
    return page("Permissions", "权限", introduction, f"{table(heads, rows)}\n\n## Roles\n\n{all_roles}")


PAGES = {"figures.md": figures, "rules.md": rules, "actions.md": actions, "permissions.md": permissions}


def differing() -> list[str]:
    """The names of the pages that are not what the registries say."""
    declare_everything()
    return [
        name
        for name, written in PAGES.items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != written()
    ]


def main(arguments: list[str]) -> int:
    if arguments == ["check"]:
        stale = differing()
        if stale:
            print(f"docs/catalogue: {', '.join(stale)} not as declared. {HOW_TO_WRITE}")
        return 1 if stale else 0
    declare_everything()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, written in PAGES.items():
        (FOLDER / name).write_text(written(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
