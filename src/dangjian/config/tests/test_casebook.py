"""`dangjian casebook`, and what `dangjian doctor` says of a casebook that came out, in an installation of its own."""

import io
import json
import zipfile

import pytest
from docx import Document
from pypdf import PdfReader

TITLE, OTHER = "优秀案例汇编", "典型案例选"
SET_UP = f"""
from datetime import date
from dangjian.kernel.access.actors import Held, platform
from dangjian.kernel.access.roles import Role
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.services import place
from dangjian.work.casebook import services
founded = {{"starts_on": date(2010, 1, 1)}}
names = {{"name": "中共甲局机关党委", "short_name": "甲局"}}
committee = place(code="35", name="中共市直机关工委", short_name="工委", kind="work_committee", parent=None, **founded)
first = place(code="35-01", kind="organ_committee", parent=committee, **names, **founded)
author, editor = (platform(date(2017, 10, 9), name=name, held=[Held.at(Role.COMMITTEE_STAFF, committee)])
                  for name in ("作者", "编辑"))
texts = {{"summary": "把窗口建成先锋岗。", "practice": "党员轮流值守。", "effect": "材料齐全的当场办结。"}}
about = {{"period": Period.year_of(2017), "by": author}}
case = services.begin_case(organisation=first, title="无忧办税", **about)
case = services.write_case(case, version=1, title="无忧办税", by=author, **texts)
case = services.hand_in(case, version=2, by=author)
services.pass_case(case, version=2, by=None)
for title in ("{TITLE}", "{TITLE}", "{OTHER}"):
    book = services.begin_edition(organisation=committee, title=title, **about)
    services.choose_cases(book, cases=[case], by=editor)
services.issue_edition(book, by=editor)
"""
MAKE = "from dangjian.work.casebook.work import work_next\nwhile work_next(): pass"


@pytest.fixture
def office(empty):
    made = empty()
    made.do(SET_UP)
    return made


def words_of(data, kind):
    """Everything that a file says."""
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(data).pages)
    if kind == "docx":
        return "".join(one.text for one in Document(data).paragraphs)
    with zipfile.ZipFile(data) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))


@pytest.mark.parametrize(("kind", "as_option"), [("pdf", False), ("docx", True), ("epub", False)])
def test_the_command_writes_a_casebook(office, tmp_path, kind, as_option):
    target = tmp_path / ("book" if as_option else f"book.{kind}")
    options = ("--format", kind) if as_option else ()
    done = office.run("casebook", OTHER, *options, "--output", target)
    assert done.code == 0, done.said
    assert f"1 cases of {OTHER}" in done.out
    assert "材料齐全的当场办结" in words_of(io.BytesIO(target.read_bytes()), kind).replace("\n", "")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    taken = office.rows("SELECT target_label, changes FROM audit_entry WHERE action = 'casebook.file.made'")
    assert [label for label, _changes in taken] == [OTHER]


def test_one_of_several_of_the_same_title_is_asked_for_by_its_number(office, tmp_path):
    target = tmp_path / "book.epub"
    done = office.run("casebook", TITLE, "--output", target)
    numbers = [str(pk) for (pk,) in office.rows(f"SELECT id FROM casebook_edition WHERE title = '{TITLE}'")]
    assert done.code == 2
    assert all(number in done.said for number in numbers)
    assert not target.exists()
    assert office.run("casebook", numbers[0], "--output", target).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("没有这本", "--output", "a.pdf"), OTHER),
        ((OTHER, "--output", "a.txt"), "--format"),
        ((OTHER, "--format", "html", "--output", "a.html"), "epub"),
        ((OTHER, "--output", "/nowhere/at/all/a.pdf"), "/nowhere"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(office, arguments, said):
    done = office.run("casebook", *arguments)
    assert done.code == 2
    assert said in done.said
    assert "Traceback" not in done.said
    assert office.rows("SELECT 1 FROM audit_entry WHERE action = 'casebook.file.made'") == []


def found(installation):
    """What the doctor says of casebooks."""
    said = installation.run("doctor", "--json", LANGUAGE="en")
    assert said.code in (0, 1), said.said
    return {one["check"]: one["findings"] for one in json.loads(said.out) if one["check"].startswith("casebook")}


def test_the_doctor_compares_a_book_and_its_files_with_their_digests(office):
    office.do(MAKE)
    assert found(office) == {"casebook.intact": [], "casebook.files": []}
    kept = dict(office.rows("SELECT kind, stored_as FROM casebook_editionfile"))
    folder = office.var / "casebooks"
    (folder / kept["pdf"]).unlink()
    changed = folder / kept["docx"]
    changed.write_bytes(changed.read_bytes()[:-1] + b"x")
    gone, other = sorted(found(office)["casebook.files"], key=lambda one: "missing" not in one["what"])
    assert (OTHER in gone["what"], "PDF" in gone["what"]) == (True, True)
    assert (OTHER in other["what"], "Word" in other["what"], "digest" in other["what"]) == (True, True, True)


def test_the_doctor_names_the_book_whose_words_were_changed_behind_it(office):
    office.do(
        "from dangjian.work.casebook.models import CaseVersion\n"
        "CaseVersion.objects.filter(number=2).update(effect='假的成效。')"
    )
    (finding,) = found(office)["casebook.intact"]
    assert OTHER in finding["what"]
