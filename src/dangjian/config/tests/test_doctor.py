"""The doctor finds what was planted, and names the first broken entry of the audit."""

import json

from dangjian.config.tests.installations import on_postgresql

ALWAYS = {"config.settings", "config.administrators", "config.disk"}
"""Not what is tested here: these installations have no administrators, and the machine's disk is its own affair."""


def found(installation, *options):
    done = installation.run("doctor", "--json", *options)
    assert done.code in (0, 1), done.said
    return {one["check"]: [f["what"] for f in one["findings"]] for one in json.loads(done.out) if one["findings"]}


def without_guards(installation, *statements):
    """Somebody who may change the database itself takes the triggers away first."""
    if on_postgresql():
        guards = ["ALTER TABLE audit_entry DISABLE TRIGGER ALL"]
    else:
        guards = [f"DROP TRIGGER audit_entry_no_{verb}" for verb in ("update", "delete")]
    installation.do(planting(*guards, *statements))


def test_all_is_well(filled):
    assert found(filled, "--audit", "--caches").keys() <= ALWAYS


PLANTED = {
    "tree.paths": ("UPDATE tree_organisation SET path = '/9/' WHERE code = '35-1'", "1 organisations"),
    "members.current": ("UPDATE members_member SET current_id = NULL WHERE id IN ({first})", "1 members"),
    "members.open_rows": (
        "UPDATE members_membership SET ends_on = '2020-01-01' WHERE member_id IN ({first})",
        "no open",
    ),
    "notices.outbox": ("UPDATE notices_outgoing SET state = 'given-up', last_error = 'no route'", "no route"),
    "organisations.search_names": ("DELETE FROM organisations_searchname", "2 organisations"),
    "members.spellings": ("UPDATE members_member SET pinyin = 'x' WHERE id IN ({first})", "1 members"),
    "config.indexes": ("UPDATE members_member SET phone_index = 'x'", "60 rows"),
}


def planting(*statements):
    first = "SELECT MIN(id) FROM members_member"
    lines = [f"cursor.execute({statement.format(first=first)!r})" for statement in statements]
    return "\n".join(("from django.db import connection", "cursor = connection.cursor()", *lines))


def test_planted_faults_are_found(filled):
    filled.do(planting(*(statement for statement, _words in PLANTED.values())))
    for path in (filled.var / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    faults = found(filled, "--caches")
    assert faults.keys() - ALWAYS == {*PLANTED, "attachments.files"}
    assert "记录.txt" in faults["attachments.files"][0]
    for check, (_statement, words) in PLANTED.items():
        assert words in " ".join(faults[check])


def test_migrations_that_are_missing_are_found_and_nothing_else_is_asked(filled):
    filled.do(planting("DELETE FROM django_migrations WHERE app = 'desk'"))
    faults = found(filled)
    assert "not applied" in faults["config.migrations"][0]
    assert faults.keys() <= {"config.migrations", "config.settings"}


def test_the_first_broken_entry_of_each_chain_is_named(filled):
    without_guards(
        filled,
        "UPDATE audit_entry SET account_name = 'x' WHERE chain = 2 AND position IN (7, 12)",
        "DELETE FROM audit_entry WHERE chain = 1 AND position >= 2",
    )
    assert "audit.chains" not in found(filled)
    first, second = sorted(found(filled, "--audit")["audit.chains"])
    assert "chain 1 " in first
    assert "entry 2 should come next" in first
    assert "chain 2 " in second
    assert "entry 7 was changed" in second


def test_entries_under_an_old_key_are_found_and_renewed(filled):
    filled.variables = {"DANGJIAN_DATA_KEY": "two:" + "B" * 43 + "=,one:" + "A" * 43 + "="}
    assert "old key" in found(filled)["config.keys"][0]
    renewed = filled.run("renew-keys")
    assert renewed.code == 0, renewed.said
    assert found(filled, "--caches", "--audit").keys() <= ALWAYS


def test_exit_codes(filled, tmp_path):
    table = filled.run("doctor")
    assert (table.code, "findings" in table.said) == (1, True)
    filled.url = f"sqlite:///{tmp_path}/no/such/folder.sqlite3"
    gone = filled.run("doctor")
    assert (gone.code, "Traceback" in gone.said) == (2, False)


def test_a_new_installation_becomes_well(empty):
    place = empty()
    place.variables = {
        "DANGJIAN_PRODUCTION": "1",
        "DANGJIAN_SECRET_KEY": "x" * 40,
        "DANGJIAN_HOSTS": "party.example",
    }
    for role in ("system_administrator", "security_officer", "auditor"):
        done = place.run(
            "account", "create", role, "--name", role, "--role", role, "--organisation", "35", "--found", "中共某市工委"
        )
        assert done.code == 0, done.said
        assert "One-time password" in done.said
    again = place.run("account", "create", "b", "--name", "b", "--role", "auditor", "--organisation", "35")
    assert again.code == 2
    assert place.run("account", "password", "auditor", "--second-factors").code == 0
    assert place.run("account", "password", "nobody").code == 2
    assert found(place, "--audit", "--caches").keys() <= {"config.disk"}
