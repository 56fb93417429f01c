"""The code base under test: what the house asks of every file, so that nobody has to remember it.

Each test gathers all faults and shows them at once. Laws over the registries (figures, obligations, audit, scope)
stand in tests of their own.
"""

import ast
import importlib
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template.loader import engines
from django.urls import URLPattern, get_resolver

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "dangjian"

# Views of packages have no mark of ours. Each prefix says who guards them instead; our own views are never exempt.
GUARDED_ELSEWHERE = {
    "sign-in/": "sign-in and a person's own second factor, guarded by allauth itself",
    "api/": "the read API asks for a token and a permission in each operation",
}
# In pieces, so that this file does not hold what it looks for.
FORBIDDEN_TEXT = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "python" + r"hosted",
            r"registry\." + "npm",
            r"registry\." + "yarn",
            r"deb\." + "debian",
            "/wo" + "rk/",
            "/ro" + "ot/",
            "/fa" + "rm/",
        )
    )
)
JUNK_DRAWERS = {"utils", "common", "helpers", "misc", "util", "helper"}
WRITING_WORDS = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
READING_FILES = ("views", "forms", "queries", "figures", "rules", "records")
MOST_LINES = {"file": 400, "test file": 600, "function": 50, "view": 25, "template": 120}


def nothing(faults):
    """Passes when there are no faults; otherwise shows every one of them."""
    assert not faults, "\n" + "\n".join(map(str, faults))


# ── what there is ────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def python_files():
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def code_files():
    return [path for path in python_files() if "tests" not in path.parts and path.stem != "conftest"]


def files_called(*names):
    """Modules `views.py` and the modules of packages `views/`, for each of these names."""
    return [path for path in code_files() if path.stem in names or path.parent.name in names]


@cache
def template_files():
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".xml", ".svg"})


@cache
def tracked_files():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@cache
def tree_of(path):
    """The syntax tree of a file, each node knowing its parent."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for parent in ast.walk(tree):
        for child in ast.iter_child_nodes(parent):
            child.parent = parent
    return tree


def place(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def functions(path):
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function):
    """Lines from `def` to the end, without the docstring."""
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= first.end_lineno - first.lineno + 1
    return lines


def room_of(name):
    """The app a dotted module name lies in, such as `dangjian.foundation.members`."""
    labels = [config.name for config in apps.get_app_configs() if f"{name}.".startswith(f"{config.name}.")]
    return max(labels, key=len, default="")


def dotted(path):
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)


# ── imports and files ────────────────────────────────────────────────────────────────────────────────────────────────


def test_imports_only_go_down_the_floors():
    # In a process of its own, since the linter switches off the loggers of the one it runs in.
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([linter, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_no_room_imports_the_pages_of_another():
    faults = []
    for path in code_files():
        if path.parent.name == "config":
            continue
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.ImportFrom) or node.level or not (node.module or "").startswith("dangjian."):
                continue
            imported = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            for name in imported:
                of_a_page = {"views", "forms", "urls"} & set(name.split("."))
                kernel_door = name.startswith("dangjian.kernel.access.views")
                if of_a_page and not kernel_door and room_of(name) != room_of(dotted(path)):
                    faults.append(f"{place(path, node)} imports {name}")
    nothing(faults)


def test_no_junk_drawers():
    nothing([path.relative_to(ROOT) for path in python_files() if {path.stem, path.parent.name} & JUNK_DRAWERS])


def test_files_and_functions_stay_short():
    faults = []
    for path in python_files():
        lines = path.read_text(encoding="utf-8").count("\n")
        most = MOST_LINES["test file" if "tests" in path.parts else "file"]
        if lines > most:
            faults.append(f"{path.relative_to(ROOT)} has {lines} lines of at most {most}")
    views = set(files_called("views"))
    for path in code_files():
        most = MOST_LINES["view" if path in views and "kernel/access" not in path.as_posix() else "function"]
        faults += [
            f"{place(path, node)} {node.name} has {length(node)} lines of at most {most}"
            for node in functions(path)
            if length(node) > most
        ]
    nothing(faults)


def test_templates_stay_short():
    counted = {path: path.read_text(encoding="utf-8").count("\n") for path in template_files()}
    most = MOST_LINES["template"]
    nothing([f"{path.relative_to(ROOT)}: {lines}" for path, lines in counted.items() if lines > most])


def test_no_registry_and_no_path_of_a_machine_is_named():
    faults = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        faults += [f"{path.relative_to(ROOT)}: {found.group()}" for found in FORBIDDEN_TEXT.finditer(text)]
    nothing(faults)


def test_nothing_built_or_foreign_is_committed():
    built = (".min.js", ".min.css", ".map", ".woff", ".woff2", ".ttf", ".otf", ".mo", ".sqlite3", ".pyc")
    nothing([path.name for path in tracked_files() if path.name.endswith(built)])


def names_of(module, beside):
    """What a module of the project, or a script beside, offers."""
    script = beside / f"{module}.py"
    if not script.exists():
        return dir(importlib.import_module(module))
    return [
        name
        for node in tree_of(script).body
        for name in (
            [node.name]
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            else [alias.asname or alias.name for alias in node.names]
            if isinstance(node, ast.Import | ast.ImportFrom)
            else [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
        )
    ]


def test_every_script_finds_what_it_imports():
    """Scripts are run now and then only: what was renamed under them must not wait until then."""
    faults = []
    for path in sorted((ROOT / "scripts").glob("*.py")):
        for node in ast.walk(tree_of(path)):
            own = isinstance(node, ast.ImportFrom) and (
                node.module.startswith("dangjian") or (path.parent / f"{node.module}.py").exists()
            )
            for alias in node.names if own else ():
                inner = (SOURCE.parent / node.module.replace(".", "/") / alias.name).with_suffix(".py")
                if alias.name not in names_of(node.module, path.parent) and not inner.exists():
                    faults.append(f"{place(path, node)} imports {alias.name} from {node.module}")
    nothing(faults)


def test_words_are_marked_by_names_that_the_extraction_knows():
    nothing(
        [
            f"{place(path, node)} calls {name.name} “{name.asname}”: its words would be left untranslated unseen"
            for path in code_files()
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for name in node.names
            if "gettext" in name.name and name.asname not in (None, "_")
        ]
    )


# ── data ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("dangjian.")]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_model_says_where_its_scope_is():
    faults = []
    for model in our_models():
        scope_path, unscoped = getattr(model, "scope_path", ""), getattr(model, "unscoped", "")
        if bool(scope_path) == bool(unscoped):
            faults.append(f"{model._meta.label}: exactly one of scope_path and unscoped (a reason) is needed")
    nothing(faults)


def test_every_room_says_what_it_is_for():
    floors = ("foundation", "insight", "work", "community", "learning")
    rooms = [apps_file.parent for floor in floors for apps_file in (SOURCE / floor).glob("*/apps.py")]
    nothing([str(room.relative_to(ROOT)) for room in rooms if not (room / "README.md").exists()])


def chain_of(node):
    """The names of a dotted chain of calls that a node stands in, from there outwards: `.filter().visible_to()`."""
    names = []
    while getattr(node.parent, "value", None) is node or getattr(node.parent, "func", None) is node:
        node = node.parent
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
    caller = node.parent
    if isinstance(caller, ast.Call) and node in caller.args and isinstance(caller.func, ast.Name):
        names.append(caller.func.id)
    return names


def test_pages_and_forms_read_only_what_is_visible_to_the_actor():
    faults = []
    for path in files_called("views", "forms"):
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Attribute) or node.attr not in ("objects", "_default_manager"):
                continue
            if not {"visible_to", "fetch", "none"} & set(chain_of(node)):
                faults.append(f"{place(path, node)} reads {ast.unparse(node)} without visible_to")
    nothing(faults)


def test_only_services_write():
    faults = []
    for path in files_called(*READING_FILES):
        if "services" in path.parts or "/kernel/" in path.as_posix():
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING_WORDS:
                faults.append(f"{place(path, node)} calls .{node.func.attr}()")
    nothing(faults)


def writes(function):
    """Whether a function opens a transaction or changes rows itself."""
    marked = any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return marked or any(isinstance(call, ast.Attribute) and call.attr in WRITING_WORDS for call in calls)


def test_services_say_by_whom():
    faults = []
    for path in files_called("services"):
        if "/kernel/" in path.as_posix():
            continue
        for node in tree_of(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or not writes(node):
                continue
            if "by" not in {argument.arg for argument in node.args.kwonlyargs}:
                faults.append(f"{place(path, node)} {node.name} has no keyword-only argument by")
    nothing(faults)


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def url_patterns(resolver=None, prefix=""):
    """Every URL with its view, also those included from elsewhere."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from url_patterns(entry, route)


def test_every_url_says_who_may_call_it():
    faults = []
    for route, view in url_patterns():
        module = getattr(view, "view_class", view).__module__
        exempt = route.startswith(tuple(GUARDED_ELSEWHERE)) and not module.startswith("dangjian.")
        if not exempt and not hasattr(view, "access"):
            faults.append(f"/{route}: {module}.{getattr(view, '__name__', view)} has no access mark")
    nothing(faults)


@cache
def all_text():
    """All code and templates, without those of tests."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (*code_files(), *template_files()))


@cache
def composed_names():
    """Names of templates with a part filled in at run time, such as f"desk/{kind}.html", as patterns."""
    written = re.findall(r'f"([\w/-]*\{[^"]*\.(?:html|txt|xml|svg))"', all_text())
    return [re.compile(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(name))) for name in written]


def template_name(path):
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def overrides_a_package(name):
    """Whether a package has a template of this name, which ours takes the place of."""
    folders = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    return any((folder / name).exists() for folder in folders if SOURCE not in folder.parents)


def test_every_template_is_used():
    by_django = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    faults = []
    for path in template_files():
        name = template_name(path)
        if name.startswith("cotton/"):
            tag = (
                name.removeprefix("cotton/")
                .rsplit(".", 1)[0]
                .removesuffix("/index")
                .replace("/", ".")
                .replace("_", "-")
            )
            used = re.search(rf"<c-{re.escape(tag)}[\s/>]", all_text())
        else:
            used = name in by_django or name in all_text() or overrides_a_package(name)
            used = used or any(pattern.fullmatch(name) for pattern in composed_names())
        if not used:
            faults.append(name)
    nothing(faults)


def test_every_template_compiles():
    for path in template_files():
        engines["django"].get_template(template_name(path))


def test_no_script_or_style_stands_inside_a_template():
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"|href=\"javascript:", re.IGNORECASE)
    faults = []
    for path in template_files():
        if path.suffix == ".html" and "mail" not in path.parts:
            faults += [f"{template_name(path)}: {found.group()}" for found in inline.finditer(path.read_text("utf-8"))]
    nothing(faults)


# ── memory ───────────────────────────────────────────────────────────────────────────────────────────────────────────

# Together they take a third of a worker, and what they do is asked for on few days: they are imported where it is done.
HEAVY = ("pypinyin", "pypdf", "openpyxl", "typst", "icu")


def test_a_worker_that_serves_pages_has_not_loaded_what_few_of_them_need():
    ask = (
        "import sys; import django; django.setup(); from django.urls import get_resolver; "
        "list(get_resolver().url_patterns); print(*(name for name in sys.argv[1:] if name in sys.modules))"
    )
    asked = subprocess.run([sys.executable, "-c", ask, *HEAVY], capture_output=True, text=True, check=False)
    assert (asked.stdout.split(), asked.returncode) == ([], 0), asked.stderr


# ── languages ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_translations_are_complete():
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "messages.py"), "check"], capture_output=True, text=True, check=False
    )
    nothing((checked.stdout + checked.stderr).splitlines())
    assert checked.returncode == 0


def test_every_catalogue_is_loaded(settings):
    folders = {Path(config.path) / "locale" for config in apps.get_app_configs()} | set(
        map(Path, settings.LOCALE_PATHS)
    )
    nothing([str(path) for path in SOURCE.rglob("locale") if path.is_dir() and path not in folders])
