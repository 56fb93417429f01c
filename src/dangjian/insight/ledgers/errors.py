"""What keeps a ledger from being made."""

from dangjian.kernel.errors import ServiceError


class LedgerError(ServiceError):
    """A step that is not possible; the text may be shown to the reader."""
