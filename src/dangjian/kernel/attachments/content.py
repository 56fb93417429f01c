"""What a file is by its content, whatever it is called; and what of it may be kept.

Only kinds that the office needs and that run nothing when opened are taken. Pictures are written anew, so that place,
device and time of the photograph (which may lie hidden in a picture) do not come in.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from dangjian.kernel.attachments.errors import AttachmentError

MAX_PIXELS = 50_000_000
LONGER_SIDE = 2560
"""Pixels that are kept of a picture: an A4 page at 215 dpi. A phone takes three times as many, and whatever shows the
picture would have to decode them each time."""
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 5_000
MAX_TEXT = 20 * 1024 * 1024
_OOXML = "application/vnd.openxmlformats-officedocument."
_OFFICE = {
    "word/": (f"{_OOXML}wordprocessingml.document", ("docx",)),
    "xl/": (f"{_OOXML}spreadsheetml.sheet", ("xlsx",)),
    "ppt/": (f"{_OOXML}presentationml.presentation", ("pptx",)),
}
_OLD_OFFICE = {
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "xls": "application/vnd.ms-excel",
    "et": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "dps": "application/vnd.ms-powerpoint",
}
_PICTURES = {"PNG": ("image/png", ("png",)), "JPEG": ("image/jpeg", ("jpg", "jpeg")), "WEBP": ("image/webp", ("webp",))}
_EXECUTABLES = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_PDF_ACTIONS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile)\b")
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|html|svg|script|head|body)", re.IGNORECASE)
_TEXT_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml|xl/sharedStrings\.xml|ppt/slides/slide\d+\.xml")
_TAG = re.compile(r"<[^>]*>")
_PARAGRAPH_END = re.compile(r"</(?:w:p|si|a:p)>")


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept of a file: its bytes, its media type, and the text in it as far as it can be read cheaply."""

    data: bytes
    media_type: str
    text: str = ""


def examined(data: bytes, name: str) -> Content:
    """The content of a file called `name`, as it may be kept.

    Raises:
        AttachmentError: empty, of a kind that is not taken, called something else than it is, or damaged.
    """
    if not data:
        raise AttachmentError(_("The file is empty."))
    if data.startswith(_EXECUTABLES):
        raise AttachmentError(_("Programs are not taken."))
    if data.startswith(_ARCHIVES):
        raise AttachmentError(_("Archives are not taken. Add the files one by one."))
    if data.startswith(b"PK\x03\x04"):
        content, endings = _package(data)
    elif data[:1024].lstrip().startswith(b"%PDF-"):
        content, endings = _pdf(data), ("pdf",)
    elif data.startswith(_OLE):
        content, endings = _old_office(data, _ending(name)), tuple(_OLD_OFFICE)
    elif _is_picture(data):
        content, endings = _picture(data)
    else:
        content, endings = _plain_text(data), ("txt", "csv", "md")
    if _ending(name) not in endings:
        raise AttachmentError(
            _("The name ends in “.{ending}”, but the content is that of a “.{found}” file.").format(
                ending=_ending(name), found=endings[0]
            )
        )
    return content


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def _package(data: bytes) -> tuple[Content, tuple[str, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise AttachmentError(_("The file unpacks to far more than its size. It is not taken."))
            names = [part.filename for part in parts]
            if any("vbaproject" in name.lower() or "activex" in name.lower() for name in names):
                raise AttachmentError(_("The file contains macros. Save it without macros and add it again."))
            if "OFD.xml" in names:
                return Content(data, "application/ofd"), ("ofd",)
            for folder, (media_type, endings) in _OFFICE.items():
                if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
                    return Content(data, media_type, _package_text(package)), endings
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        raise AttachmentError(_("The file is damaged or protected by a password."))
    raise AttachmentError(_("Archives are not taken. Add the files one by one."))


def _package_text(package: zipfile.ZipFile) -> str:
    texts: list[str] = []
    left = MAX_TEXT
    for part in package.infolist():
        if _TEXT_PARTS.fullmatch(part.filename) and left > 0:
            with package.open(part) as stream:
                raw = stream.read(left).decode("utf-8", "replace")
            left -= len(raw)
            texts.append(_TAG.sub("", _PARAGRAPH_END.sub("\n", raw)))
    return "\n".join(texts)


def _pdf(data: bytes) -> Content:
    if _PDF_ACTIONS.search(data):
        raise AttachmentError(_("The PDF contains scripts or embedded files. Print it to a new PDF and add that."))
    return Content(data, "application/pdf")


def _old_office(data: bytes, ending: str) -> Content:
    if _MACROS in data:
        raise AttachmentError(_("The file contains macros. Save it without macros and add it again."))
    return Content(data, _OLD_OFFICE.get(ending, "application/msword"))


def _is_picture(data: bytes) -> bool:
    return data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")) or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    )


def _picture(data: bytes) -> tuple[Content, tuple[str, ...]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=tuple(_PICTURES))
        if picture.width * picture.height > MAX_PIXELS:
            raise AttachmentError(_("The picture has too many pixels. Make it smaller and add it again."))
        kind = picture.format or ""
        picture.draft(None, (LONGER_SIDE, LONGER_SIDE))
        upright = ImageOps.exif_transpose(picture)
        bare = upright.convert("RGB") if kind == "JPEG" else upright.convert("RGBA" if _is_clear(upright) else "RGB")
        bare.info.clear()
        bare.thumbnail((LONGER_SIDE, LONGER_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        buffer = io.BytesIO()
        bare.save(buffer, kind, **({} if kind == "PNG" else {"quality": 88}))
    except Image.DecompressionBombError:
        raise AttachmentError(_("The picture has too many pixels. Make it smaller and add it again."))
    except UnidentifiedImageError:
        raise AttachmentError(_("Only PNG, JPEG and WebP pictures are taken, and this is none or damaged."))
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError):
        raise AttachmentError(_("The picture is damaged."))
    media_type, endings = _PICTURES[kind]
    return Content(buffer.getvalue(), media_type), endings


def _is_clear(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _plain_text(data: bytes) -> Content:
    if b"\x00" in data or _MARKUP.match(data):
        raise AttachmentError(
            _("Files of this kind are not taken. Use Word, Excel, PDF, OFD, a picture or plain text.")
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return Content(data, "text/plain", data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise AttachmentError(_("Files of this kind are not taken. Use Word, Excel, PDF, OFD, a picture or plain text."))
