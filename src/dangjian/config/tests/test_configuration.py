"""The page about variables tells of all of them, and of none that does not exist."""

import ast
import inspect
import re
from pathlib import Path

from dangjian.config import settings

PAGE = Path(__file__).resolve().parents[4] / "docs" / "configuration.md"
NAME = re.compile(r"DATABASE_URL|DANGJIAN_[A-Z_]+[A-Z]")


def read_by_settings():
    """Names that settings.py asks the environment for."""
    found = set()
    for node in ast.walk(ast.parse(inspect.getsource(settings))):
        asks = isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "switch", "listed")
        if asks and isinstance(node.args[0], ast.Constant):
            found.add(node.args[0].value)
    return found


def test_every_variable_has_its_line_and_no_other():
    lines = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert {name for cell in lines for name in NAME.findall(cell)} == read_by_settings()


def test_postgresql_does_not_compile_statements_and_keeps_what_an_address_asks_of_it():
    plain = settings.database("postgresql://clerk@/dangjian?host=/run/postgresql")
    assert (plain["HOST"], plain["OPTIONS"]) == ("/run/postgresql", {"options": "-c jit=off"})
    asked = settings.database("postgresql://clerk:secret@db/dangjian?options=-c%20work_mem%3D64MB&sslmode=require")
    assert asked["OPTIONS"] == {"options": "-c jit=off -c work_mem=64MB", "sslmode": "require"}
