"""States of anything that is owed. The words and marks of a state are those of ``dangjian.ui.states``."""

from enum import StrEnum


class State(StrEnum):
    """How something owed stands on a day. Derived from evidence at every look, never stored."""

    NOT_DUE = "not-due"
    DUE = "due"
    LATE = "late"
    DONE = "done"
    EXCUSED = "excused"
    EXPLAINED = "explained"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something now."""
        return self in (State.DUE, State.LATE)
