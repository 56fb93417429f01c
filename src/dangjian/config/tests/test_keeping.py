"""A backup holds everything as it stood at one moment, and comes back whole or not at all."""

import json
import time
from zipfile import ZipFile

import pytest

from dangjian.config.keeping.archive import check_contents, opened_archive, place_of
from dangjian.config.keeping.errors import ArchiveError, KeyMismatch

from .installations import DATA_KEY, KEYS, of_sqlite, on_postgresql

WRITER = """
import itertools
from dangjian.config.tests.filling import branch, register
there = branch()
print("writing", flush=True)
for number in itertools.count():
    register(there, 1)
    print(number, flush=True)
"""
SIGNED_IN = {"django_session", "usersessions_usersession"}
# Restoring is itself written to the audit: one more entry of the chain that belongs to no organisation.
TALLIED = {"figures_tallyday", "figures_tally", "figures_tallymark"}  # counted from what is restored
NOTED = {"audit_entry", "audit_head", "sqlite_sequence"}


@pytest.fixture
def backup(saved):
    return saved[1]


@pytest.fixture
def with_its_keys(settings):
    """This process has the keys of the installations."""
    settings.SECRET_KEY = KEYS["DANGJIAN_SECRET_KEY"]
    settings.DANGJIAN_DATA_KEY = KEYS["DANGJIAN_DATA_KEY"]
    settings.DANGJIAN_AUDIT_KEY = KEYS["DANGJIAN_AUDIT_KEY"]
    return settings


def check(path):
    archive, manifest = opened_archive(path)
    with archive:
        check_contents(archive, manifest)


def counts(installation):
    return {table: installation.rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in installation.tables()}


def assert_empty(installation):
    made_by_migrating = {"django_migrations", "django_content_type", "auth_permission"}
    left = {table for table, count in counts(installation).items() if count} - made_by_migrating
    assert left == set()


def read(rows):
    """Rows with the JSON in them read, since the order of its keys means nothing."""

    def value(one):
        if isinstance(one, str) and one[:1] in ("[", "{"):
            one = json.loads(one)
        return json.dumps(one, sort_keys=True) if isinstance(one, dict | list) else one

    return sorted(repr([value(one) for one in row]) for row in rows)


def test_every_row_and_every_file_comes_back(saved, empty):
    (filled, backup), other = saved, empty()
    done = other.run("restore", backup)
    assert done.code == 0, done.said
    assert "The audit chain holds." in done.said
    assert filled.tables() == other.tables()
    compared = 0
    for table in set(filled.tables()) - SIGNED_IN - NOTED - TALLIED - {"django_migrations"}:
        rows = filled.rows(f"SELECT * FROM {table}")
        assert read(rows) == read(other.rows(f"SELECT * FROM {table}")), table
        compared += len(rows)
    assert compared > 400
    entries = "SELECT * FROM audit_entry ORDER BY id"
    assert read(filled.rows(entries)[:-1]) == read(other.rows(entries)[:-1])
    assert files_of(filled) == files_of(other)
    assert len(files_of(other)) == 2


def files_of(installation):
    found = [path for name in ("files", "imports") for path in (installation.var / name).rglob("*") if path.is_file()]
    return {path.relative_to(installation.var): path.read_bytes() for path in found}


def test_new_rows_can_be_written_after_a_restore(backup, empty):
    other = empty()
    assert other.run("restore", backup).code == 0
    other.do("from dangjian.config.tests.filling import branch, register; register(branch(), 2)")
    assert counts(other)["members_member"] == 62
    checked = other.run("doctor", "--audit", "--caches", "--json")
    found = {one["check"]: one["state"] for one in json.loads(checked.out)}
    assert {"audit.chains", "attachments.files", "config.indexes", "imports.batches"} <= found.keys()
    assert {key for key, state in found.items() if state == "found"} <= {
        "config.settings",
        "config.administrators",
        "config.disk",
    }


def digests(path):
    with ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    return {table["name"]: table["sha256"] for table in manifest["tables"] if table["name"] not in NOTED}


def test_a_backup_moves_between_kinds_of_databases_and_back(backup, empty, tmp_path):
    """On PostgreSQL: to SQLite and back again; on SQLite the same way among SQLite."""
    between, back = of_sqlite(tmp_path / "between"), empty()
    for target, source, written in ((between, backup, "second.zip"), (back, tmp_path / "second.zip", "third.zip")):
        done = target.run("restore", source)
        assert done.code == 0, done.said
        assert target.run("backup", tmp_path / written).code == 0
    assert digests(backup) == digests(tmp_path / "second.zip") == digests(tmp_path / "third.zip")


def test_a_backup_is_of_one_moment_while_others_write(filled, empty, tmp_path):
    path = tmp_path / "busy.zip"
    writer = filled.script(WRITER)
    try:
        assert writer.stdout.readline() == "writing\n"
        begun = counts(filled)["members_member"]
        done = filled.run("backup", path)
        assert writer.poll() is None, "the writer was refused"
    finally:
        writer.kill()
        writer.communicate()
    assert done.code == 0, done.said
    assert counts(filled)["members_member"] > begun + 5, "the writer had to wait"
    other = empty()
    assert other.run("restore", path).code == 0
    held = counts(other)
    # Each member is written in one transaction with a membership row and an audit entry.
    assert begun <= held["members_member"] == held["members_membership"]
    registered = (
        "SELECT COUNT(*) FROM audit_entry WHERE action = 'members.member.admitted' OR action LIKE 'members.member.%'"
    )
    assert other.rows(registered)[0][0] == held["members_member"]


def rewritten(path, target, name, change):
    with ZipFile(path) as source, ZipFile(target, "w") as changed:
        for entry in source.namelist():
            data = source.read(entry)
            changed.writestr(entry, change(data) if entry == name else data)
    return target


@pytest.mark.parametrize(
    ("name", "change", "word"),
    [
        ("tables/members_member.jsonl", lambda data: data.replace("欧阳".encode(), "司马".encode(), 1), "was changed"),
        ("manifest.json", lambda data: data.replace(b'"rows": 60', b'"rows": 59', 1), "seal"),
        ("manifest.json", lambda data: data[: len(data) // 2], "cannot be read"),
        ("manifest.json", lambda data: b'{"format": "other"}', "cannot be read"),
        ("manifest.json", lambda data: b"[]", "cannot be read"),
    ],
)
def test_a_changed_archive_is_refused(backup, with_its_keys, tmp_path, name, change, word):
    check(backup)
    with pytest.raises(ArchiveError, match=word):
        check(rewritten(backup, tmp_path / "changed.zip", name, change))


def test_what_was_added_or_cut_off_is_refused(backup, with_its_keys, tmp_path):
    added, cut = tmp_path / "added.zip", tmp_path / "cut.zip"
    added.write_bytes(backup.read_bytes())
    with ZipFile(added, "a") as archive:
        archive.writestr("files/../../evil", b"x")
    cut.write_bytes(backup.read_bytes()[:-200])
    for path, word in ((added, "does not list"), (cut, "damaged"), (tmp_path / "none.zip", "There is no file")):
        with pytest.raises(ArchiveError, match=word):
            check(path)


def test_the_command_refuses_in_one_sentence_and_writes_nothing(backup, empty, tmp_path):
    other = empty()
    changed = rewritten(backup, tmp_path / "changed.zip", "tables/members_member.jsonl", lambda data: data + b"[]\n")
    done = other.run("restore", changed)
    assert (done.code, "was changed after it was written" in done.said, "Traceback" in done.said) == (2, True, False)
    assert_empty(other)


@pytest.mark.parametrize("name", ["files/../../x", "files//x", "elsewhere/x", "files", "files/a\\..\\x"])
def test_a_file_cannot_be_put_elsewhere(name):
    with pytest.raises(ArchiveError):
        place_of(name)


@pytest.mark.parametrize(
    ("setting", "other", "words"),
    [
        ("DANGJIAN_DATA_KEY", "one:" + "B" * 43 + "=", "another data key"),
        ("DANGJIAN_AUDIT_KEY", "another", "another audit key"),
        ("DANGJIAN_DATA_KEY", DATA_KEY + ",zero:" + "B" * 43 + "=", "blind indexes"),
    ],
)
def test_other_keys_are_said_plainly(backup, with_its_keys, setting, other, words):
    setattr(with_its_keys, setting, other)
    with pytest.raises(KeyMismatch, match=words):
        opened_archive(backup)


def test_a_database_with_rows_or_of_another_version_is_refused(saved, empty):
    filled, backup = saved
    before = filled.everything()
    done = filled.run("restore", backup)
    assert (done.code, "not empty" in done.said) == (2, True)
    assert filled.everything() == before
    other = empty()
    forget = "DELETE FROM django_migrations WHERE app = 'desk'"
    other.do(f"from django.db import connection\nconnection.cursor().execute({forget!r})")
    done = other.run("restore", backup)
    assert (done.code, "Install that version" in done.said) == (2, True)


def test_a_backup_never_replaces_a_file(saved, tmp_path):
    filled, _path = saved
    path = tmp_path / "old.zip"
    path.write_text("the last good one")
    done = filled.run("backup", path)
    assert (done.code, path.read_text()) == (2, "the last good one")
    assert filled.run("backup", tmp_path / "none" / "b.zip").code == 2
    assert list(tmp_path.glob(".*")) == []


def test_a_restore_killed_in_the_middle_leaves_nothing(backup, empty):
    other = empty()
    process = other.start("restore", backup)
    for line in process.stderr:
        if "members_membership" in line:
            break
    process.kill()
    process.communicate()
    assert process.returncode == -9
    deadline = time.monotonic() + 20
    while on_postgresql() and time.monotonic() < deadline and counts(other)["members_member"]:
        time.sleep(0.1)  # the server notices that its client is gone
    assert_empty(other)
    again = other.run("restore", backup)
    assert again.code == 0, again.said
