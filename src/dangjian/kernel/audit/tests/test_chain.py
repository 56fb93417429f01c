import pytest
from django.db import DatabaseError, connection, transaction

from dangjian.kernel.audit.actions import action
from dangjian.kernel.audit.chain import verify
from dangjian.kernel.audit.models import Entry, Head
from dangjian.kernel.audit.services import record

SEEN = action("tests.thing.seen", "saw {target}")


@pytest.fixture
def three(small_city):
    actor = small_city.actor()
    return [record(SEEN, small_city.first, by=actor, organisation=small_city.first) for _n in range(3)]


def without_triggers(statement, *values):
    """What somebody with the database's own rights could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER audit_entry_no_update")
            cursor.execute("DROP TRIGGER audit_entry_no_delete")
        cursor.execute(statement, values)


def test_chain_holds_and_names_what_happened(three, small_city):
    assert list(verify()) == []
    assert [e.position for e in three] == [1, 2, 3]
    assert str(three[0]) == "saw 甲局机关党委"
    assert three[0].organisation_path == small_city.first.path


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET account_name = 'x'", "DELETE FROM audit_entry"])
def test_database_refuses_to_change_or_delete(three, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 3


def test_verify_names_first_changed_entry(three):
    without_triggers("UPDATE audit_entry SET target_label = 'x' WHERE id >= %s", three[1].pk)
    assert [(b.position, b.what) for b in verify()] == [(2, "changed")]


def test_verify_names_missing_entry(three):
    without_triggers("DELETE FROM audit_entry WHERE id = %s", three[1].pk)
    assert [(b.position, b.what) for b in verify()] == [(2, "missing")]


def test_verify_sees_a_chain_cut_short(three):
    without_triggers("DELETE FROM audit_entry WHERE id = %s", three[2].pk)
    assert [(b.position, b.what) for b in verify()] == [(3, "cut short")]


def test_verify_sees_a_forged_head(three):
    without_triggers("DELETE FROM audit_entry WHERE id = %s", three[2].pk)
    Head.objects.update(length=2, digest=three[1].digest)
    assert [(b.position, b.what) for b in verify()] == [(3, "cut short")]


def test_undeclared_action_is_an_error(small_city):
    with pytest.raises(KeyError):
        record("tests.thing.undeclared", None, by=None, organisation=small_city.first)
