"""Tables of the awards room, by noun."""

from .calls import AwardClass, AwardProgramme, Call, CallPhase, Criterion
from .honours import Honour
from .nominations import Nomination

__all__ = ("AwardClass", "AwardProgramme", "Call", "CallPhase", "Criterion", "Honour", "Nomination")
