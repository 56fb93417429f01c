"""Tables of organisational life, one noun a file."""

from .appraisals import Appraisee, BallotBox, DemocraticAppraisal, GradeCount, SelfAssessment
from .elections import BallotCount, Election, ElectionStep, Nominee, Tally
from .meetings import Attendance, CountsAs, Decision, Meeting, Practice, Reply
from .method import Duty, Goal
from .plans import CalendarFeed, PlanItem
from .talks import MustTalkReason, Talk, TalkParticipant

__all__ = [
    "Appraisee",
    "Attendance",
    "BallotBox",
    "BallotCount",
    "CalendarFeed",
    "CountsAs",
    "Decision",
    "DemocraticAppraisal",
    "Duty",
    "Election",
    "ElectionStep",
    "Goal",
    "GradeCount",
    "Meeting",
    "MustTalkReason",
    "Nominee",
    "PlanItem",
    "Practice",
    "Reply",
    "SelfAssessment",
    "Talk",
    "TalkParticipant",
    "Tally",
]
