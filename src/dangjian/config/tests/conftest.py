"""Installations, each test with its own; migrated once and copied."""

from itertools import count

import pytest

from .installations import of_postgresql, of_sqlite, on_postgresql

_numbers = count(1)
FILL = "from dangjian.config.tests.filling import fill; fill(60)"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory, worker):
    folder = tmp_path_factory.mktemp("installations") / "migrated"
    made = of_postgresql(folder, f"dangjian_migrated_{worker}") if on_postgresql() else of_sqlite(folder)
    assert made.run("migrate").code == 0
    return made


@pytest.fixture(scope="session")
def worker(request):
    """The number of this process, so that two of them do not make the same database."""
    return getattr(request.config, "workerinput", {}).get("workerid", "gw")


@pytest.fixture
def empty(migrated, tmp_path, worker):
    """A function that gives a migrated, empty installation."""

    def make():
        number = next(_numbers)
        folder = tmp_path / f"empty-{number}"
        if on_postgresql():
            return of_postgresql(folder, f"dangjian_empty_{worker}_{number}", migrated)
        return of_sqlite(folder, migrated)

    return make


@pytest.fixture(scope="session")
def template(migrated, tmp_path_factory, worker):
    folder = tmp_path_factory.mktemp("installations") / "filled"
    if on_postgresql():
        made = of_postgresql(folder, f"dangjian_filled_{worker}", migrated)
    else:
        made = of_sqlite(folder, migrated)
    made.do(FILL)
    return made


@pytest.fixture
def filled(template, tmp_path, worker):
    """An installation with a little of everything."""
    number = next(_numbers)
    folder = tmp_path / f"filled-{number}"
    if on_postgresql():
        return of_postgresql(folder, f"dangjian_copy_{worker}_{number}", template)
    return of_sqlite(folder, template)


@pytest.fixture(scope="session")
def saved(template, tmp_path_factory, worker):
    """An installation with a little of everything, and its backup; for tests that change neither."""
    folder = tmp_path_factory.mktemp("installations") / "saved"
    if on_postgresql():
        made = of_postgresql(folder, f"dangjian_saved_{worker}", template)
    else:
        made = of_sqlite(folder, template)
    path = folder / "backup.zip"
    done = made.run("backup", path)
    assert done.code == 0, done.said
    return made, path
