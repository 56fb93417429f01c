"""`dangjian import roster` as an office calls it: numbers, reasons, exit codes, and a process that is killed."""

import json
import time

import pytest

from dangjian.foundation.members.tests.rosters import WOMAN, book, number, row
from dangjian.kernel.imports.tests import workbooks

TREE = """
from datetime import date
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.services import place
def put(code, name, kind, parent):
    return place(code=code, name=name, short_name=name, kind=kind, parent=parent, starts_on=date(2010, 1, 1))
committee = put("35", "市直机关工委", Kind.WORK_COMMITTEE, None)
first = put("35-01", "甲局机关党委", Kind.ORGAN_COMMITTEE, committee)
put("35-01-01", "甲局第一支部", Kind.BRANCH, first)
put("35-01-02", "甲局第二支部", Kind.BRANCH, first)
"""
MEMBERS = "SELECT count(*) FROM members_member"


@pytest.fixture
def office(empty):
    made = empty()
    made.variables["DANGJIAN_TODAY"] = "2017-10-09"
    made.do(TREE)
    return made


def saved(tmp_path, file, name="名册.xlsx"):
    path = tmp_path / name
    path.write_bytes(file if isinstance(file, bytes) else file.getvalue())
    return path


def test_rows_reasons_and_exit_codes(office, tmp_path):
    broken = saved(tmp_path, book(row(), row("陈二", "二支部", **{**WOMAN, "身份证号": 3.5e17})), "broken.xlsx")
    dry = office.run("import", "roster", broken, "--organisation", "35-01", "--dry-run", "--json")
    found = json.loads(dry.out)
    assert dry.code == 1
    assert {key: found[key] for key in ("rows", "accepted", "refused", "repaired", "applied")} == {
        "rows": 2, "accepted": 1, "refused": 1, "repaired": 2, "applied": 0,
    }  # fmt: skip
    (refusal,) = found["refusals"]
    assert (refusal["sheet"], refusal["cell"]) == ("名册", "E5")
    assert "3.50E+17" in refusal["reason"]
    assert office.run("import", "roster", broken, "--organisation", "35-01", "--accept", "all").code == 1
    assert office.rows(MEMBERS) == [(0,)]
    some = office.run("import", "roster", broken, "--organisation", "35-01")
    assert (some.code, office.rows(MEMBERS)) == (1, [(1,)])
    assert "E5" in some.out
    whole = saved(tmp_path, book(row(), row("陈二", "二支部", **WOMAN)))
    done = office.run("import", "roster", whole, "--organisation", "35-01", "--json")
    found = json.loads(done.out)
    assert (done.code, found["new"], found["already_so"], found["applied"]) == (0, 1, 1, 1)
    again = office.run("import", "roster", whole, "--organisation", "35-01")
    assert (again.code, office.rows(MEMBERS)) == (0, [(2,)])


def test_what_cannot_be_used(office, tmp_path):
    for name, data in (
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 99),
        ("other.csv", "产品,价格\n苹果,3\n".encode()),
    ):
        said = office.run("import", "roster", saved(tmp_path, data, name), "--organisation", "35-01")
        assert (said.code, said.out) == (2, "")
        assert "Traceback" not in said.said
    roster = saved(tmp_path, book(row()))
    assert office.run("import", "roster", roster, "--organisation", "nowhere").code == 2
    assert office.run("import", "roster", tmp_path / "missing.xlsx", "--organisation", "35-01").code == 2


def many(count):
    head = ["姓名", "身份证号", "人员类别", "所在支部", "入党时间", "转正时间"]
    rows = [
        [f"林{chr(0x4E00 + n)}", number(f"{1950 + n // 300}0{n // 30 % 9 + 1}{n % 28 + 1:02d}", f"{n % 999:03d}"),
         "正式党员", "一支部" if n % 2 else "二支部", "2006.07", "2007.07"]
        for n in range(count)
    ]  # fmt: skip
    return workbooks.xlsx([head, *rows])


def progress_of(office):
    for path in (office.var / "imports").glob("*.progress"):
        try:
            return json.loads(path.read_text())
        except (FileNotFoundError, ValueError):
            continue
    return {"done": 0, "total": 0}


def test_a_killed_import_leaves_nothing_and_is_resumed(office, tmp_path):
    roster = saved(tmp_path, many(1500))
    arguments = ("import", "roster", roster, "--organisation", "35-01", "--accept", "all")
    process = office.start(*arguments)
    while not (found := progress_of(office))["total"] or not found["done"]:
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert office.rows(MEMBERS) == [(0,)]
    assert office.rows("SELECT state FROM imports_importbatch") == [("applying",)]
    resumed = office.run(*arguments)
    assert resumed.code == 0, resumed.said
    assert office.rows(MEMBERS) == [(1500,)]
    assert office.rows("SELECT count(*) FROM members_membership WHERE ends_on IS NULL") == [(1500,)]
    assert office.rows("SELECT state FROM imports_importbatch") == [("applied",)]


def test_a_worker_takes_up_what_a_killed_one_left(office, tmp_path):
    """The way of the web: whoever asked is known, so the next worker does it in their name."""
    roster = saved(tmp_path, many(1500))
    ask = f"""
from dangjian.foundation.accounts.services import open_account
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.tree.models import Organisation
from dangjian.foundation.members.roster.target import ROSTER
from dangjian.kernel.imports import services
from dangjian.kernel.imports.models import State
from dangjian.kernel.imports.queries import plan
from dangjian.kernel.imports.work import ask_for, work_next
from datetime import date
place = Organisation.objects.get(code="35-01")
account, _password = open_account(username="clerk", display_name="干事", organisation=place, by=None)
Grant.objects.create(account=account, role=Role.PARTY_OFFICE, organisation=place, starts_on=date(2010, 1, 1))
actor = actor_for(account)
with open({str(roster)!r}, "rb") as file:
    given = {{"organisation": place, "file": file, "name": "a.xlsx", "today": actor.today, "by": actor}}
    batch = services.upload(target=ROSTER.key, **given)
services.map_columns(batch=batch, columns={{sheet.sheet: sheet.columns for sheet in plan(batch)}}, by=actor)
batch = services.preview(batch=batch, today=actor.today, by=actor)
ask_for(batch=batch, work=State.APPLYING, today=actor.today, by=actor)
"""
    office.do(ask)
    worker = office.script("from dangjian.kernel.imports.work import work_next\nwork_next()")
    while not progress_of(office)["done"]:
        assert worker.poll() is None
        time.sleep(0.01)
    worker.kill()
    worker.communicate()
    assert office.rows(MEMBERS) == [(0,)]
    office.do("from dangjian.kernel.imports.work import work_next\nassert work_next()\nassert not work_next()")
    assert office.rows(MEMBERS) == [(1500,)]
    (by,) = office.rows("SELECT account_name FROM audit_entry WHERE action = 'imports.batch.applied'")
    assert by == ("干事",)
