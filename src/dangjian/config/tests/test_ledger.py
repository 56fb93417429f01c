"""`dangjian ledger`, and a batch of ledgers whose worker is killed, in an installation of its own."""

import io
import time
import zipfile

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

SET_UP = """
from datetime import date
from dangjian.foundation.organisations.enums import EventKind
from dangjian.foundation.organisations.models import OrganisationEvent
from dangjian.kernel.tree.services import place
founded = {"starts_on": date(2010, 1, 1)}
names = {"name": "中共甲局机关党委", "short_name": "甲局"}
committee = place(code="35", name="中共市直机关工委", short_name="工委", kind="work_committee", parent=None, **founded)
first = place(code="35-01", kind="organ_committee", parent=committee, **names, **founded)
for number in range(1, 5):
    facts = {"name": f"中共甲局第{number}支部", "short_name": f"甲局第{number}支部", "kind": "branch"}
    branch = place(code=f"35-01-0{number}", parent=first, **facts, **founded)
    events = [
        OrganisationEvent(organisation=branch, kind=EventKind.RENAMED, happened_on=date(2017, 3, 1), note=f"第{one}条")
        for one in range(60)
    ]
    OrganisationEvent.objects.bulk_create(events)
"""
ASK = """
from datetime import date
from dangjian.foundation.accounts.services import open_account
from dangjian.insight.ledgers.services import ask_for_batch
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation
place = Organisation.objects.get(code="35-01")
account, _password = open_account(username="clerk", display_name="干事", organisation=place, by=None)
Grant.objects.create(account=account, role=Role.PARTY_OFFICE, organisation=place, starts_on=date(2010, 1, 1))
ask_for_batch(organisation=place, period=Period.year_of(2017), kind="docx", by=actor_for(account))
"""
WORK = "from dangjian.insight.ledgers.work import work_next\nwhile work_next(): pass"
RUNS = "SELECT state FROM ledgers_ledgerrun ORDER BY id"
STORED = "SELECT stored_as FROM ledgers_ledgerrun WHERE state = 'done' ORDER BY id"


@pytest.fixture
def office(empty):
    made = empty()
    made.do(SET_UP)
    return made


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_the_command_writes_a_ledger(office, tmp_path, kind):
    target = tmp_path / f"ledger.{kind}"
    done = office.run("ledger", "--organisation", "35-01-01", "--period", "2017", "--output", target)
    assert done.code == 0, done.said
    assert "60 records" in done.out
    data = io.BytesIO(target.read_bytes())
    found = {"docx": Document, "pdf": PdfReader, "xlsx": load_workbook}[kind](data)
    assert found is not None
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    ((action, label),) = office.rows("SELECT action, target_label FROM audit_entry WHERE action LIKE 'ledgers%'")
    assert (action, label) == ("ledgers.ledger.taken", "甲局第1支部")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--organisation", "99", "--output", "a.docx"), "99"),
        (("--organisation", "35", "--period", "soon", "--output", "a.docx"), "soon"),
        (("--organisation", "35", "--output", "a.txt"), "--format"),
        (("--organisation", "35", "--output", "/nowhere/at/all/a.docx"), "/nowhere"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(office, arguments, said):
    done = office.run("ledger", *arguments)
    assert done.code == 2
    assert said in done.said
    assert "Traceback" not in done.said


def test_a_killed_batch_goes_on_without_making_anything_twice(office):
    office.do(ASK)
    worker = office.script(WORK)
    while ("done",) not in office.rows(RUNS):
        assert worker.poll() is None
        time.sleep(0.01)
    worker.kill()
    worker.communicate()
    made = office.rows(STORED)
    assert 1 <= len(made) < 4
    office.do(WORK)
    assert office.rows(RUNS) == [("done",)] * 4
    assert office.rows(STORED)[: len(made)] == made
    ((state, packed),) = office.rows("SELECT state, stored_as FROM ledgers_ledgerbatch")
    assert state == "done"
    names = zipfile.ZipFile(office.var / "ledgers" / packed).namelist()
    assert len(names) == 4
    taken = office.rows("SELECT organisation_name FROM audit_entry WHERE action = 'ledgers.ledger.taken'")
    assert len(taken) == len(set(taken)) == 4
