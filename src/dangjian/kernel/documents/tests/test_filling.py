"""Word files of others: what may be named, what is refused and where, and what can never happen."""

import io
import zipfile

import pytest
from docx import Document

from dangjian.kernel.documents.errors import DocumentError
from dangjian.kernel.documents.filling import program
from dangjian.kernel.documents.filling.checking import problems_of
from dangjian.kernel.documents.filling.fields import Field, FieldForm, token_of
from dangjian.kernel.documents.filling.filled import filled

FIELDS = (
    Field("organisation", "Organisation", "甲局"),
    Field("chapters", "Chapters", form=FieldForm.CHAPTERS),
    Field("entries", "Entries", form=FieldForm.LIST, parts=(("title", "Title"), ("day", "Day"))),
)
VALUES = {
    "organisation": "甲局 <b> & {{ secret }}",
    "chapters": token_of("chapters"),
    "entries": [{"title": "一", "day": "1"}, {"title": "二", "day": "2"}],
}


def word(*paragraphs, cell="", header="", footer=""):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if cell:
        document.add_table(1, 1).cell(0, 0).text = cell
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def texts_of(data):
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_fields_lists_and_conditions_are_filled_as_text():
    data = word(
        "{{ organisation }}",
        "{{ chapters }}",
        "{%p for one in entries %}",
        "{{ one.title }} {{ one.day }}",
        "{%p endfor %}",
        "{% if organisation %}there{% else %}not there{% endif %}",
        header="{{organisation}}",
    )
    assert problems_of(data, FIELDS) == []
    found = filled(data, VALUES)
    assert texts_of(found) == ["甲局 <b> & {{ secret }}", token_of("chapters"), "一 1", "二 2", "there"]
    assert Document(io.BytesIO(found)).sections[0].header.paragraphs[0].text == "甲局 <b> & {{ secret }}"


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("{{ organisaton }}", "organisation"),
        ("{{ entries }}", "for entrie in entries"),
        ("a {{ chapters }}", "chapters"),
        ("{% for x in entries %}", "for"),
        ("{% endfor %}", "endfor"),
        ("{% else %}", "else"),
        ("{{ one.title }}", "one.title"),
        ("{{ organisation|upper }}", "organisation|upper"),
        ("{{ organisation.upper() }}", "upper()"),
        ("{{ organisation.__class__ }}", "__class__"),
        ("{{ 7 * 7 }}", "7 * 7"),
        ("{% set x = 1 %}", "set x"),
        ("{% include 'x' %}", "include"),
        ("{# a note #}", "a note"),
        ("{{ organisation", "{{"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(paragraph, said):
    (problem,) = problems_of(word("一", paragraph), FIELDS)
    assert "2" in problem
    assert said in problem


def test_places_in_tables_headers_and_footers_are_named():
    problems = problems_of(
        word("{{ organisation }}", cell="{{ chapters }}", header="{{ a }}", footer="{{ b }}"), FIELDS
    )
    assert len(problems) == 3
    assert "页眉" in problems[1]
    assert "页脚" in problems[2]


def test_a_list_inside_a_list_is_refused():
    data = word("{% for a in entries %}", "{% for b in entries %}", "{% endfor %}", "{% endfor %}")
    assert len(problems_of(data, FIELDS)) == 1


def test_a_file_without_fields_is_not_meant():
    assert len(problems_of(word("nothing"), FIELDS)) == 1


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("attachedTemplate", "External"), ("image", "External"), ("oleObject", "Internal"), ("aFChunk", "Internal")],
)
def test_files_that_load_or_carry_others_are_refused(kind, mode):
    relation = (
        f'<Relationship Id="rId99" Target="http://example.org/x" TargetMode="{mode}" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )
    data = changed(word("{{ organisation }}"), "word/_rels/document.xml.rels", b"</Relationships>", relation.encode())
    (problem,) = problems_of(data, FIELDS)
    assert kind in problem


def changed(data, name, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as made:
        for part in package.namelist():
            content = package.read(part)
            made.writestr(part, content.replace(old, new) if part == name else content)
    return out.getvalue()


HOSTILE = [
    "{{ organisation.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{{ organisation['__class__'] }}",
    "{{ organisation|attr('__class__') }}",
    "{{ cycler.__init__ }}",
    "{{ range(10000000000) }}",
    "{{ 9**9**9 }}",
    "{{ organisation * 1000000000 }}",
    "{% for a in entries %}{% for b in entries %}x{% endfor %}{% endfor %}",
    "{% for a in entries recursive %}{{ loop(entries) }}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set x = organisation %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{{ self }}",
    "{{ unknown }}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_fields_is_ever_run_wherever_it_hides(text):
    """Not only in paragraphs: also where nobody sees it, such as in an attribute or the properties of the file."""
    with pytest.raises(DocumentError):
        filled(word(text), VALUES)
    hidden = text.replace("'", "").replace('"', "").replace("<", "")
    attribute = changed(word("x"), "word/document.xml", b"<w:body>", f'<w:body w:rsid="{hidden}">'.encode())
    with pytest.raises(DocumentError):
        filled(attribute, VALUES)
    document = Document()
    document.core_properties.title = text
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(DocumentError):
        filled(out.getvalue(), VALUES)


def test_filling_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr("dangjian.kernel.documents.filling.filled.MAX_SECONDS", 0.01)
    with pytest.raises(DocumentError):
        filled(word("{{ organisation }}"), VALUES)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"no file"])
def test_what_is_no_word_file_cannot_be_filled(data):
    with pytest.raises(DocumentError):
        filled(data, VALUES)


def test_the_program_has_limits():
    assert program.MEMORY <= 1 << 30
    assert program.SECONDS < 60
