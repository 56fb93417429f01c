"""One consistent view of the whole database while others go on writing."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from .columns import select_sql

Rows = Callable[[type[models.Model]], Iterator[tuple[Any, ...]]]
AT_ONCE = 2000


@contextlib.contextmanager
def snapshot(folder: Path) -> Iterator[Rows]:
    """Gives a function that streams the rows of a model as they all stood at one moment.

    SQLite is copied by its backup interface and read from the copy, so no writer waits and the log does not grow;
    PostgreSQL is read in one read-only transaction at the level REPEATABLE READ.

    Args:
        folder: where the copy of an SQLite database may lie meanwhile; it needs as much room as the database.
    """
    opened = _copied(folder) if connection.vendor == "sqlite" else _read_only()
    with opened as rows:
        yield rows


@contextlib.contextmanager
def _copied(folder: Path) -> Iterator[Rows]:
    with (
        tempfile.NamedTemporaryFile(dir=folder, prefix=".dangjian-copy-", suffix=".sqlite3") as file,
        contextlib.closing(sqlite3.connect(file.name, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous=OFF")
        connection.ensure_connection()
        connection.connection.backup(copy)

        def rows(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
            cursor = copy.execute(select_sql(model))
            while found := cursor.fetchmany(AT_ONCE):
                yield from found

        yield rows


@contextlib.contextmanager
def _read_only() -> Iterator[Rows]:
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

        def rows(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
            with connection.chunked_cursor() as cursor:
                cursor.execute(select_sql(model))
                while found := cursor.fetchmany(AT_ONCE):
                    yield from found

        yield rows
