"""Tables of the awards room, by noun."""

from .calls import AwardClass, AwardProgramme, Call, CallPhase, Criterion
from .honours import Honour
from .nominations import Nomination
from .reviews import (
    BlindCopy,
    DeclaredConflict,
    ReviewAssignment,
    ReviewEntry,
    Reviewer,
    ReviewRemark,
    Score,
    ScoreRevision,
)

__all__ = (
    "AwardClass",
    "AwardProgramme",
    "BlindCopy",
    "Call",
    "CallPhase",
    "Criterion",
    "DeclaredConflict",
    "Honour",
    "Nomination",
    "ReviewAssignment",
    "ReviewEntry",
    "ReviewRemark",
    "Reviewer",
    "Score",
    "ScoreRevision",
)
