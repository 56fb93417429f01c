"""The named refusals of the room."""

from dangjian.kernel.errors import ServiceError


class MeetingError(ServiceError):
    """A meeting that cannot be called, held or recorded so."""


class ElectionError(ServiceError):
    """A step of an election that cannot be taken so."""


class TalkError(ServiceError):
    """A talk, or a reason for talks, that cannot be recorded so."""


class AppraisalError(ServiceError):
    """A step of an appraisal that cannot be taken so."""


class PlanError(ServiceError):
    """A year plan, goal or division of work that cannot be kept so."""
