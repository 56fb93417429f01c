"""The path of an organisation: the ids of its ancestors and its own, each closed by a slash (``/1/14/203/``).

A subtree is a range of paths. Ranges are served by an ordinary index on SQLite and PostgreSQL alike, which
``LIKE`` is not (docs/decisions/0001-stack.md).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThan

AFTER_SLASH = "0"


def upper_bound(path: str) -> str:
    """The first string that sorts after every path inside ``path``: "/1/14/" gives "/1/140"."""
    return path[:-1] + AFTER_SLASH


def subtree_q(field: str, path: str) -> Q:
    """The condition that ``field`` (a look-up that ends at a path column) lies at or below ``path``."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": upper_bound(path)})


class Beside(Func):
    """A column by which SQLite does not search: it keeps no statistics and takes every range for a narrow one."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def reach_q(field: str, path: str) -> Q:
    """As ``subtree_q``, for what an actor may reach: the whole tree narrows no other table; no search begins there."""
    if path.count("/") > 2 or "__" not in field:
        return subtree_q(field, path)
    column = Beside(F(field))
    return Q(GreaterThanOrEqual(column, path)) & Q(LessThan(column, upper_bound(path)))


def inside(path: str, ancestor: str) -> bool:
    """Whether ``path`` is ``ancestor`` or lies below it."""
    return path.startswith(ancestor)


def ancestors(path: str) -> list[str]:
    """All paths from the root down to ``path`` itself."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


def outermost(paths: set[str]) -> tuple[str, ...]:
    """The paths of a set that lie below no other path of it, sorted."""
    return tuple(sorted(p for p in paths if not any(p != q and inside(p, q) for q in paths)))


class PathField(models.CharField):  # type: ignore[type-arg]
    """A path column compared byte by byte on every database, so that ranges mean subtrees."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
