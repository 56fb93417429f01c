"""Refusals about work reports that a user may read."""

from dangjian.kernel.errors import ServiceError


class ReportError(ServiceError):
    """A report that cannot be written or issued so."""
