import io
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dangjian.kernel.attachments import content
from dangjian.kernel.attachments.content import LONGER_SIDE, examined
from dangjian.kernel.attachments.errors import AttachmentError
from dangjian.kernel.attachments.services import clean_name
from dangjian.kernel.documents.cells import Column, Sheet
from dangjian.kernel.documents.official import OfficialDocument, Paragraph
from dangjian.kernel.documents.xlsx import xlsx_file


def picture(kind="JPEG", size=(40, 30), **options):
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind, **options)
    return buffer.getvalue()


def package(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def word(*paragraphs):
    file, buffer = docx.Document(), io.BytesIO()
    for text in paragraphs:
        file.add_paragraph(text)
    file.save(buffer)
    return buffer.getvalue()


def test_what_the_office_writes_is_taken():
    with xlsx_file([Sheet("名册", [Column("姓名")], [["张三"]])]) as file:
        assert examined(file.read(), "名册.xlsx").media_type.endswith("spreadsheetml.sheet")
    assert "正文" in examined(word("正文"), "a.DOCX").text
    pdf = OfficialDocument(title="通知", body=[Paragraph("正文")]).pdf()
    assert examined(pdf, "通知.pdf").media_type == "application/pdf"
    assert examined("记录".encode("gb18030"), "a.txt").text == "记录"
    assert examined(package(**{"OFD.xml": "<x/>"}), "a.ofd").media_type == "application/ofd"


def test_a_picture_comes_in_without_place_and_device():
    exif = Image.Exif()
    exif[0x010F] = "maker"
    exif.get_ifd(0x8825)[2] = (26.0, 16.0, 0.0)
    exif[0x0112] = 6
    kept = Image.open(io.BytesIO(examined(picture(exif=exif, comment=b"hidden"), "a.jpg").data))
    assert dict(kept.getexif()) == {}
    assert "comment" not in kept.info
    assert kept.size == (30, 40)


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("WEBP", "a.webp"), ("JPEG", "a.jpeg")])
def test_pictures_are_read_again_after_rewriting(kind, name):
    kept = examined(picture(kind), name)
    assert Image.open(io.BytesIO(kept.data)).format == kind


MACRO = {"[Content_Types].xml": "", "word__document.xml": "<x/>", "word__vbaProject.bin": b"x"}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.txt"),
        (b"MZ\x90\x00", "a.pdf"),
        (b"\x7fELF", "a.txt"),
        (b"#!/bin/sh\n", "a.txt"),
        (b"Rar!\x1a\x07", "a.rar"),
        (package(a="b"), "a.zip"),
        (package(a="b"), "a.docx"),
        (package(**MACRO), "a.docx"),
        (b"PK\x03\x04broken", "a.docx"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a.svg"),
        (b"  <!DOCTYPE html><script>1</script>", "a.txt"),
        (b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (x) >>", "a.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "a.doc"),
        (b"\x89PNG\r\n\x1a\nbroken", "a.png"),
        (picture("GIF"), "a.gif"),
        (b"\x00\x01\x02", "a.txt"),
        (b"\xff\xff\xff", "a.txt"),
        (picture("PNG"), "a.xlsx"),
        (b"text", "a.exe"),
        (b"text", "noending"),
    ],
)
def test_anything_else_is_refused_in_words(data, name):
    with pytest.raises(AttachmentError) as refused:
        examined(data, name)
    assert str(refused.value)


def test_a_package_that_swells_is_not_unpacked():
    bomb = package(**{"[Content_Types].xml": "", "word__document.xml": b"0" * (content.MAX_UNPACKED + 1)})
    assert len(bomb) < 1_000_000
    with pytest.raises(AttachmentError):
        examined(bomb, "a.docx")


def test_a_picture_of_too_many_pixels_is_not_read(monkeypatch):
    monkeypatch.setattr(content, "MAX_PIXELS", 100)
    with pytest.raises(AttachmentError):
        examined(picture("PNG"), "a.png")


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"%PDF-", b"RIFF0000WEBP"]),
)
def test_any_bytes_are_taken_or_refused(data, head):
    for name in ("a.txt", "a.png", "a.docx"):
        try:
            assert examined(head + data, name).data
        except AttachmentError:
            continue


@given(st.text(max_size=300))
def test_any_name_becomes_a_file_name(name):
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= 150
    assert not set(cleaned) & set('/\\:*?"<>|\n\u202e')


def test_the_ending_survives_a_long_name():
    assert clean_name("/etc/" + "长" * 300 + ".docx").endswith("长.docx")
    assert clean_name("a\u202excod.exe") == "axcod.exe"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_of_a_large_picture_so_much_is_kept_as_a_page_needs(kind):
    kept = examined(picture(kind, size=(4032, 3024)), f"会场.{kind.lower()}")
    assert Image.open(io.BytesIO(kept.data)).size == (LONGER_SIDE, LONGER_SIDE * 3 // 4)
    small = examined(picture(kind, size=(640, 480)), f"会场.{kind.lower()}")
    assert Image.open(io.BytesIO(small.data)).size == (640, 480)
