"""What a file really is, judged by its content and never by its name; and whether it is safe to open."""

from __future__ import annotations

import zipfile
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from .errors import UnusableFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_MB = 1024 * 1024
MAX_UNPACKED = 2048 * _MB
MAX_SHARED_TEXTS = 512 * _MB
MAX_ENTRIES = 5000
MAX_RATIO = 300
RATIO_MATTERS_FROM = 64 * _MB


def max_bytes() -> int:
    """The largest file accepted, in bytes."""
    return int(settings.DANGJIAN_UPLOAD_LIMIT)


def kind_of(file: IO[bytes]) -> str:
    """`xlsx`, `xls` or `csv`, or a refusal.

    Raises:
        UnusableFile: for everything else, with a sentence that names what the file is.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise UnusableFile(_("The file is empty."))
    if size > max_bytes():
        raise UnusableFile(
            _("The file is larger than %(limit)s MB. Delete pictures and unused sheets, or split it.")
            % {"limit": max_bytes() // _MB}
        )
    head = file.read(4096)
    file.seek(0)
    if head.startswith((_ZIP, b"PK\x05\x06")):
        _check_zip(file)
        return "xlsx"
    if head.startswith(_OLE):
        _check_ole(file)
        return "xls"
    _refuse_known(head)
    return "csv"


def _refuse_known(head: bytes) -> None:
    for magic, name in (
        (b"\x89PNG", _("a picture")),
        (b"\xff\xd8\xff", _("a picture")),
        (b"GIF8", _("a picture")),
        (b"BM", _("a picture")),
        (b"RIFF", _("a picture or a recording")),
        (b"%PDF", _("a PDF")),
        (b"{\\rtf", _("a text document")),
        (b"Rar!", _("a compressed archive")),
        (b"7z\xbc\xaf", _("a compressed archive")),
        (b"\x1f\x8b", _("a compressed archive")),
        (b"MZ", _("a program")),
    ):
        if head.startswith(magic) and (len(magic) > 2 or b"\0" in head[:64] or not head[2:3].isalnum()):
            raise UnusableFile(_("This is %(kind)s, not a spreadsheet. Choose the spreadsheet file.") % {"kind": name})
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or (
        start.startswith(b"<?xml") and b"<html" in start
    ):
        raise UnusableFile(
            _("This is a web page under a spreadsheet's name. Open it in the spreadsheet program and save it as .xlsx.")
        )
    if start.startswith(b"<?xml"):
        raise UnusableFile(
            _("This is an XML file, not a workbook. Open it in the spreadsheet program and save it as .xlsx.")
        )
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableFile(_("This is not a spreadsheet. Use .xlsx, .xls or .csv."))


def _check_ole(file: IO[bytes]) -> None:
    """An old compound file: a workbook, a workbook with a password, or something else in the same wrapping."""
    data = file.read()
    file.seek(0)

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise password_protected()
    if holds("_VBA_PROJECT") or holds("_VBA_PROJECT_CUR"):
        raise contains_macros()
    if holds("WordDocument"):
        raise UnusableFile(_("This is a text document, not a spreadsheet. Copy its table into a spreadsheet."))
    if not (holds("Workbook") or holds("Book")):
        raise UnusableFile(_("This is not a spreadsheet. Use .xlsx, .xls or .csv."))


def _check_zip(file: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeError) as error:
        raise damaged() from error
    names = {entry.filename.replace("\\", "/").lstrip("/").lower() for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or (unpacked > RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO)
        or sum(e.file_size for e in entries if e.filename.lower().endswith("sharedstrings.xml")) > MAX_SHARED_TEXTS
    ):
        raise UnusableFile(
            _("The file would unpack to an enormous size and was not opened. Copy the rows into a new workbook.")
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise password_protected()
    _check_parts(names)


def _check_parts(names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise contains_macros()
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise UnusableFile(
            _("This kind of workbook is not read. Open it in the spreadsheet program and save it as .xlsx.")
        )
    if any(name.startswith("word/") for name in names):
        raise UnusableFile(_("This is a text document, not a spreadsheet. Copy its table into a spreadsheet."))
    if any(name.startswith("ppt/") for name in names):
        raise UnusableFile(_("This is a presentation, not a spreadsheet. Choose the spreadsheet file."))
    if "xl/workbook.xml" not in names and "[content_types].xml" not in names:
        raise UnusableFile(_("This is a compressed archive, not a spreadsheet. Upload the spreadsheet inside it."))


def password_protected() -> UnusableFile:
    return UnusableFile(_("The workbook is protected by a password. Remove the password, save it and upload it again."))


def contains_macros() -> UnusableFile:
    return UnusableFile(
        _("The workbook contains macros and was not opened. Save it as an ordinary .xlsx and upload that.")
    )


def damaged() -> UnusableFile:
    return UnusableFile(
        _("The file is damaged or not completely copied. Open it in the spreadsheet program and save it again.")
    )
