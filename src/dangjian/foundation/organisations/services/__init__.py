"""Every write of the room: changes of the tree as dated events, and what belongs to organisations."""

from .areas import AreaError, add_area, change_area, end_area
from .events import OrganisationError, correct_event
from .merging import dissolve, merge, split_off
from .profiles import edit_profile
from .terms import TermError, annul_term, end_term, extend_term, start_term
from .tree import change_kind, found, move, rename
from .units import (
    UnitError,
    add_unit,
    change_unit,
    end_leading_group,
    end_unit_link,
    link_unit,
    set_up_leading_group,
)

__all__ = [
    "AreaError",
    "OrganisationError",
    "TermError",
    "UnitError",
    "add_area",
    "add_unit",
    "annul_term",
    "change_area",
    "change_kind",
    "change_unit",
    "correct_event",
    "dissolve",
    "edit_profile",
    "end_area",
    "end_leading_group",
    "end_term",
    "end_unit_link",
    "extend_term",
    "found",
    "link_unit",
    "merge",
    "move",
    "rename",
    "set_up_leading_group",
    "split_off",
    "start_term",
]
