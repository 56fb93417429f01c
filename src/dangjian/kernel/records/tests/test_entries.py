from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.db.models import DateField

from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records.entries import Entry, entries_of
from dangjian.kernel.records.kinds import Column, RecordKind, registry
from dangjian.kernel.records.steps import NAMES
from dangjian.kernel.tree.models import Organisation

KIND = RecordKind(
    key="tests.thing",
    label="Things",
    model=Organisation,
    permission="",
    rows=Organisation.objects.all,
    columns=(
        Column("on", "On", lambda row: row.on, cell=CellKind.DATE),
        Column("name", "Name", lambda row: row.name, link=True),
        Column("note", "Note", lambda row: row.note),
        Column("phone", "Phone", lambda row: "138****0000", private=True),
    ),
)
ROWS = [SimpleNamespace(on=date(2017, 10, 1), name="甲", note=""), SimpleNamespace(on=None, name="", note="later")]


def test_columns_are_said_without_what_is_empty_or_private():
    first, second = entries_of(KIND, ROWS, None)
    assert first == Entry("甲", (("On", "2017-10-01"),))
    assert second == Entry("Things", (("Note", "later"),))


def test_a_kind_tells_its_own_entries_page_by_page():
    told = replace(KIND, entry=lambda rows, actor: [Entry(f"{row.name}!", roll="all came") for row in rows])
    assert [entry.title for entry in entries_of(told, ROWS, None)] == ["甲!", "!"]


def test_no_record_is_lost_by_a_kind_that_tells_too_few():
    with pytest.raises(ValueError, match=r"tests\.thing told 1 entries of 2"):
        entries_of(replace(KIND, entry=lambda rows, actor: [Entry("one")]), ROWS, None)


@pytest.mark.parametrize("kind", [kind for kind in registry.values() if kind.chapter], ids=lambda kind: kind.key)
def test_what_stands_in_a_ledger_has_a_step_and_a_day(kind):
    assert 1 <= kind.chapter <= len(NAMES)
    if kind.day:
        field = kind.model.objects.filter(**{f"{kind.day}__isnull": True}).query.where.children[0].lhs.target
        assert type(field) is DateField
