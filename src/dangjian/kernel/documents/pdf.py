"""PDF by typst. Everything from users goes in as JSON, never into the source of a template.

Fonts: the free Noto Serif SC and Noto Sans SC come with the project. An office that holds licences for FangSong,
KaiTi, SimHei and Xiaobiaosong puts the files into the folder `DANGJIAN_FONTS`; they are then taken where the
standard asks for them.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from django.conf import settings
from django.utils.translation import gettext as _

from dangjian.kernel.documents.blocks import (
    Block,
    Heading,
    Items,
    OfficialParts,
    Paragraph,
    Pictures,
    Run,
    Table,
    Text,
    chinese_date,
    runs,
)
from dangjian.kernel.documents.cells import CellKind, Column, printable, shown
from dangjian.kernel.documents.errors import DocumentError
from dangjian.kernel.documents.pdf_pictures import TEMPLATES, PictureFolder, picture_folder

PROGRAM = Path(__file__).with_name("typeset.py")
"""Run, never imported: a worker need not hold what only it uses."""
MAX_TABLE_ROWS = 2_000
MAX_SECONDS = 60
_RIGHT = {CellKind.INTEGER, CellKind.NUMBER, CellKind.PERCENT}


def render_pdf(template: str, data: dict[str, Any], *, root: Path = TEMPLATES, seconds: int = MAX_SECONDS) -> bytes:
    """Print `<root>/<template>.typ` with `data` (JSON), as PDF/A-2b where the fonts have all characters.

    Pictures that the data name lie in `root` beside the template. Raises `DocumentError` when it takes longer than
    `seconds`.
    """
    own = settings.DANGJIAN_FONTS
    order = {
        "template": str(root / f"{template}.typ"),
        "root": str(root),
        "fonts": [str(folder) for folder in (own, Path(pylopdf_fonts_zh_cn.__file__).parent) if folder],
        "data": json.dumps(_clean(data) | {"own_fonts": bool(own)}, ensure_ascii=False),
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what users typed goes in as data
            [sys.executable, "-I", str(PROGRAM)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=seconds,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise DocumentError(_("The document took too long to set. Make it shorter."))
    return done.stdout


def _clean(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: _clean(entry) for key, entry in value.items()}
        case list():
            return [_clean(entry) for entry in value]
        case _:
            return value


def official_pdf(document: OfficialParts) -> bytes:
    """An official document in the layout of GB/T 9704-2012."""
    with picture_folder() as folder:
        data = {
            "title": [line.strip() for line in document.title.splitlines()],
            "issuer": document.issuer,
            "number": document.number,
            "recipients": "、".join(document.recipients),
            "blocks": [_block(block, folder) for block in document.blocks()],
            "attachments": list(document.attachments),
            "signature": document.signature,
            "date": chinese_date(document.signed_on) if document.signed_on else "",
            "remark": document.remark,
            "copies": "，".join(document.copies),
            "printed_by": document.printed_by,
            "printed": f"{chinese_date(document.printed_on)}印发" if document.printed_on else "",
        }
        return render_pdf("official", data, root=folder.folder)


def table_pdf(*, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], watermark: str = "") -> bytes:
    """A list on A4 across, its head repeated, `watermark` (who printed it when) on every page.

    Raises `DocumentError` beyond 2,000 rows: such a list is for a spreadsheet.
    """
    kept = list(islice(rows, MAX_TABLE_ROWS + 1))
    if len(kept) > MAX_TABLE_ROWS:
        raise DocumentError(
            _("A printed list holds at most {count} rows. Narrow it, or take the spreadsheet.").format(
                count=MAX_TABLE_ROWS
            )
        )
    return render_pdf(
        "table",
        {
            "title": title,
            "watermark": watermark,
            "pages": _("Page {page} of {count}"),
            "table": _table(Table(columns, kept)),
        },
    )


def _block(block: Block, folder: PictureFolder) -> dict[str, Any]:
    match block:
        case Heading(level, text, number):
            return {"kind": "heading", "level": level, "number": number, "runs": _runs(text)}
        case Paragraph(text):
            return {"kind": "paragraph", "runs": _runs(text)}
        case Items(items, numbered):
            marks = [f"{index}." if numbered else "—" for index in range(1, len(items) + 1)]
            pairs = zip(marks, items, strict=True)
            return {"kind": "items", "items": [{"mark": mark, "runs": _runs(item)} for mark, item in pairs]}
        case Table():
            return {"kind": "table", **_table(block)}
        case Pictures(_pictures, per_row):
            return {"kind": "pictures", "per_row": per_row, "pictures": folder.lay(block)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "landscape": table.landscape,
        "columns": [
            {"label": str(column.label), "width": column.width, "right": column.kind in _RIGHT}
            for column in table.columns
        ],
        "rows": [
            [_cell(value, column.kind) for value, column in zip(row, table.columns, strict=True)] for row in table.rows
        ],
    }


def _cell(value: object, kind: CellKind) -> list[dict[str, str]]:
    if isinstance(value, Run):
        return _runs((value,))
    return _runs(shown(value, kind))


def _runs(text: Text) -> list[dict[str, str]]:
    return [{"text": run.text, "note": run.note} for run in runs(text)]
