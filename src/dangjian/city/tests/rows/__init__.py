"""Rows of any model in any place: found in the model city, or made here where the city has none.

What is tested over the registries (access, scope, figures, lists) walks over these. A model that neither the city
fills nor a module here makes fails those tests, so a new room is noticed.
"""

from . import awards, foundation, work
from .foundation import account, movable
from .making import branch_of, makers, member_of, rows_at

__all__ = ("account", "awards", "branch_of", "foundation", "makers", "member_of", "movable", "rows_at", "work")
