import io
from datetime import date

import pypdf
import pytest

from dangjian.kernel.documents.cells import CellKind, Column
from dangjian.kernel.documents.errors import DocumentError
from dangjian.kernel.documents.pdf import MAX_TABLE_ROWS, table_pdf

COLUMNS = [Column("姓名"), Column("入党日期", kind=CellKind.DATE), Column("党费", kind=CellKind.NUMBER)]


def test_a_list_lies_across_with_head_and_watermark_on_every_page():
    content = table_pdf(
        title="党员名册", columns=COLUMNS, rows=[["张三", date(2001, 7, 1), 12.5]] * 90, watermark="李四 2026-11-23"
    )
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) > 1
    for page in pages:
        text = page.extract_text().replace(" ", "")
        assert page.mediabox.width > page.mediabox.height
        assert "姓名" in text
        assert "李四2026-11-23" in text
    assert "2001-07-01" in pages[0].extract_text()


def test_an_empty_list_is_a_page():
    assert len(pypdf.PdfReader(io.BytesIO(table_pdf(title="空", columns=COLUMNS, rows=[]))).pages) == 1


def test_a_list_too_long_for_paper_is_refused():
    with pytest.raises(DocumentError):
        table_pdf(title="长", columns=COLUMNS, rows=(["a", None, 1] for _ in range(MAX_TABLE_ROWS + 1)))
