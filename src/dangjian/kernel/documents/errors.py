"""What keeps a document from being made."""

from dangjian.kernel.errors import ServiceError


class DocumentError(ServiceError):
    """A document cannot be made; the text may be shown to the reader."""
