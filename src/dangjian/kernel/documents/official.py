"""Official documents as Word and PDF, from the same parts."""

from dangjian.kernel.documents import pdf, word
from dangjian.kernel.documents.blocks import (
    Block,
    Heading,
    Items,
    OfficialParts,
    Paragraph,
    Picture,
    Pictures,
    Run,
    Table,
    Text,
)

__all__ = ["Block", "Heading", "Items", "OfficialDocument", "Paragraph", "Picture", "Pictures", "Run", "Table", "Text"]


class OfficialDocument(OfficialParts):
    """A document in the layout of GB/T 9704-2012; see `OfficialParts` for its elements."""

    def docx(self) -> bytes:
        """The document for Word, naming the fonts of the standard and their substitutes; notes stand at its end."""
        return word.official_docx(self)

    def pdf(self) -> bytes:
        """The document as PDF/A-2b in free fonts, or those in `DANGJIAN_FONTS`; notes stand at the foot of the page."""
        return pdf.official_pdf(self)
