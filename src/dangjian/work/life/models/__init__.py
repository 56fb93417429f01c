"""Tables of organisational life, one noun a file."""

from .appraisals import Appraisee, BallotBox, DemocraticAppraisal, GradeCount, SelfAssessment
from .elections import BallotCount, Election, ElectionStep, Nominee, Tally
from .meetings import Attendance, CountsAs, Decision, Meeting, Practice, Reply
from .talks import MustTalkReason, Talk, TalkParticipant

__all__ = [
    "Appraisee",
    "Attendance",
    "BallotBox",
    "BallotCount",
    "CountsAs",
    "Decision",
    "DemocraticAppraisal",
    "Election",
    "ElectionStep",
    "GradeCount",
    "Meeting",
    "MustTalkReason",
    "Nominee",
    "Practice",
    "Reply",
    "SelfAssessment",
    "Talk",
    "TalkParticipant",
    "Tally",
]
