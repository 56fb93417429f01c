"""Tables of the awards room, by noun."""

from .calls import AwardClass, AwardProgramme, Call, CallCondition, CallPhase, Criterion
from .honours import Honour
from .nominations import Nomination
from .notices import Objection, PublicNotice
from .opinions import LevelOpinion, OpinionReceipt
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
    "CallCondition",
    "CallPhase",
    "Criterion",
    "DeclaredConflict",
    "Honour",
    "LevelOpinion",
    "Nomination",
    "Objection",
    "OpinionReceipt",
    "PublicNotice",
    "ReviewAssignment",
    "ReviewEntry",
    "ReviewRemark",
    "Reviewer",
    "Score",
    "ScoreRevision",
)
