"""Files written anew: nothing in them says who made them, whatever the kind, and names are out of their text."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import Workbook, load_workbook
from PIL import Image
from pypdf import PdfReader, PdfWriter

from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.permissions import VIEW_FILE
from dangjian.kernel.attachments.services import attach
from dangjian.kernel.documents.official import OfficialDocument, Paragraph
from dangjian.work.awards.blind_files import PDF, TEXT, cleaned
from dangjian.work.awards.blinding import Hidden, Name
from dangjian.work.awards.enums import PhaseKind
from dangjian.work.awards.errors import BlindFileError
from dangjian.work.awards.models import BlindCopy
from dangjian.work.awards.services import reviews
from dangjian.work.awards.services.reviews.steps import ReviewError

from .review_factories import DAY, assigned, call, nomination, panel

NAMES = [Name("乙局党总支", Hidden.ORGANISATION), Name("欧阳海燕", Hidden.PERSON)]
HIDDEN = ("乙局党总支", "欧阳海燕", "OUYANG-PC")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def picture(kind="PNG"):
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "OUYANG-PC"
    Image.new("RGB", (40, 30), "red").save(buffer, kind, exif=exif)
    return buffer.getvalue()


def word():
    document = Document()
    document.core_properties.author = "欧阳海燕"
    document.core_properties.last_modified_by = "OUYANG-PC"
    paragraph = document.add_paragraph("报送单位：乙局")
    paragraph.add_run("党").bold = True
    paragraph.add_run("总支，联系人欧阳 海燕。")
    document.add_paragraph("设立先锋岗，群众满意。")
    document.add_table(1, 1).cell(0, 0).text = "欧阳海燕"
    document.sections[0].header.paragraphs[0].text = "乙局党总支"
    document.add_picture(io.BytesIO(picture("JPEG")))
    document.add_comment(document.paragraphs[1].runs, text="请欧阳海燕核", author="OUYANG-PC", initials="OUYANG-PC")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def everything_in(data):
    """All bytes of a package, unpacked, as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {part.date_time[0] for part in package.infolist()} == {1980}
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_a_word_file_says_nothing_of_its_author_and_keeps_its_text():
    clean = cleaned(word(), WORD, NAMES)
    assert set(clean.found) == set(NAMES)
    inside = everything_in(clean.data)
    assert not [name for name in HIDDEN if name in inside]
    document = Document(io.BytesIO(clean.data))
    assert document.core_properties.author == ""
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "设立先锋岗，群众满意。" in texts
    assert texts[0].startswith("报送单位：")
    assert "总支" not in texts[0]
    assert len(document.inline_shapes) == 1


def test_a_sheet_loses_names_and_stays_a_sheet():
    book = Workbook()
    book.properties.creator = "欧阳海燕"
    book.active.append(["乙局党总支", "先锋岗", 12])
    buffer = io.BytesIO()
    book.save(buffer)
    clean = cleaned(buffer.getvalue(), SHEET, NAMES)
    assert not [name for name in HIDDEN if name in everything_in(clean.data)]
    row = next(load_workbook(io.BytesIO(clean.data)).active.iter_rows(values_only=True))
    assert row[1:] == ("先锋岗", 12)


def pdf(text, **says):
    source = OfficialDocument(title="事迹", body=[Paragraph(text)]).pdf()
    writer = PdfWriter(clone_from=io.BytesIO(source))
    writer.add_metadata({f"/{key}": value for key, value in says.items()})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_pdf_loses_its_properties():
    dirty = pdf("设立先锋岗", Author="OUYANG-PC", Title="乙局党总支")
    assert PdfReader(io.BytesIO(dirty)).metadata["/Author"] == "OUYANG-PC"
    clean = cleaned(dirty, PDF, NAMES)
    reader = PdfReader(io.BytesIO(clean.data))
    assert not {"/Author", "/Title", "/Creator"} & set(reader.metadata or {})
    assert reader.xmp_metadata is None
    assert b"OUYANG-PC" not in clean.data
    assert "设立先锋岗" in reader.pages[0].extract_text()


def test_a_name_in_a_pdf_is_said_and_the_file_refused():
    with pytest.raises(BlindFileError, match="乙局党总支"):
        cleaned(pdf("乙局党总支设立先锋岗"), PDF, NAMES)


def test_pictures_and_texts_are_written_anew():
    for kind, media_type in (("JPEG", "image/jpeg"), ("PNG", "image/png")):
        clean = cleaned(picture(kind), media_type, NAMES)
        assert not Image.open(io.BytesIO(clean.data)).getexif()
        assert b"OUYANG-PC" not in clean.data
    assert cleaned("联系欧阳海燕".encode(), TEXT, NAMES).data.decode().startswith("联系〔")


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(b"PK\x03\x04broken", WORD), (b"%PDF-1.7 broken", PDF), (b"\xd0\xcf\x11\xe0", "application/msword")],
)
def test_what_cannot_be_written_anew_is_refused_in_words(data, media_type):
    with pytest.raises(BlindFileError):
        cleaned(data, media_type, NAMES)


# ── with a nomination ────────────────────────────────────────────────────────────────────────────────────────────────


def put(row, data, name):
    return attach(SimpleUploadedFile(name, data), to=row, organisation=row.organisation, by=None, permission=VIEW_FILE)


def enter(one):
    browser = Client()
    browser.force_login(one, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
    return browser


@pytest.mark.django_db
def test_the_panel_gets_the_copy_and_never_the_file(small_city, settings):
    made = call(small_city.committee)
    row = nomination(made, small_city.second)
    original = put(row, word(), "乙局党总支材料.docx")
    day = {"today": DAY[PhaseKind.CHECKING], "by": None}
    assert reviews.write_files_anew(row, **day) == 1
    row.refresh_from_db()
    assert row.blind_confirmed_on is None
    sent = {"blind_title": "先锋岗", "blind_deeds": "见附件", "confirmed": True}
    reviews.confirm_blind(row, **sent, **day)
    panel(made)
    assigned(made)
    mine = row.entry.assignments.first()
    browser = enter(mine.reviewer.account)
    copy = BlindCopy.objects.get()
    address = reverse("reviews:file", args=[mine.pk, copy.pk])
    settings.DANGJIAN_TODAY = DAY[PhaseKind.DECLARING]
    assert browser.get(address).status_code == 404
    settings.DANGJIAN_TODAY = DAY[PhaseKind.SCORING]
    assert address in browser.get(reverse("reviews:review", args=[mine.pk])).content.decode()
    answer = browser.get(address)
    assert 'filename="1.docx"' in answer["Content-Disposition"]
    inside = everything_in(b"".join(answer.streaming_content))
    assert "乙局" not in inside
    assert browser.get(reverse("attachments:download", args=[original.pk])).status_code in (403, 404)
    other = row.entry.assignments.exclude(pk=mine.pk).first()
    assert browser.get(reverse("reviews:file", args=[other.pk, copy.pk])).status_code == 404


@pytest.mark.django_db
def test_a_file_that_cannot_be_cleaned_is_named_and_nothing_changes(small_city):
    row = nomination(call(small_city.committee), small_city.second)
    put(row, word(), "一.docx")
    put(row, pdf(f"{small_city.second.short_name}的做法"), "二.pdf")
    with pytest.raises(ReviewError, match=r"二\.pdf"):
        reviews.write_files_anew(row, today=DAY[PhaseKind.CHECKING], by=None)
    row.refresh_from_db()
    assert row.blind_confirmed_on is not None
    row_files = Attachment.objects.of(row)
    assert row_files.count() == 2


@pytest.mark.django_db
def test_written_twice_there_is_one_copy(small_city):
    row = nomination(call(small_city.committee), small_city.second)
    put(row, word(), "一.docx")
    for _n in range(2):
        reviews.write_files_anew(row, today=DAY[PhaseKind.CHECKING], by=None)
    copy = BlindCopy.objects.get()
    assert Attachment.objects.of(copy).count() == 1
