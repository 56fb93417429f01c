"""Tables of the awards room, by noun."""

from .calls import AwardClass, AwardProgramme, Call, CallCondition, CallPhase, Criterion
from .honours import Honour
from .nominations import Nomination
from .notices import Objection, PublicNotice
from .opinions import LevelOpinion, OpinionReceipt

__all__ = (
    "AwardClass",
    "AwardProgramme",
    "Call",
    "CallCondition",
    "CallPhase",
    "Criterion",
    "Honour",
    "LevelOpinion",
    "Nomination",
    "Objection",
    "OpinionReceipt",
    "PublicNotice",
)
