"""Tables of organisational life, one noun a file."""

from .appraisals import Appraisee, BallotBox, DemocraticAppraisal, GradeCount, SelfAssessment
from .talks import MustTalkReason, Talk, TalkParticipant

__all__ = [
    "Appraisee",
    "BallotBox",
    "DemocraticAppraisal",
    "GradeCount",
    "MustTalkReason",
    "SelfAssessment",
    "Talk",
    "TalkParticipant",
]
