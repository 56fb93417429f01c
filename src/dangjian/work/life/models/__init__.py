"""Tables of organisational life, one noun a file."""

from .appraisals import Appraisee, BallotBox, DemocraticAppraisal, GradeCount, SelfAssessment
from .meetings import Attendance, CountsAs, Decision, Meeting, Practice, Reply
from .talks import MustTalkReason, Talk, TalkParticipant

__all__ = [
    "Appraisee",
    "Attendance",
    "BallotBox",
    "CountsAs",
    "Decision",
    "DemocraticAppraisal",
    "GradeCount",
    "Meeting",
    "MustTalkReason",
    "Practice",
    "Reply",
    "SelfAssessment",
    "Talk",
    "TalkParticipant",
]
