"""The hand-over page: whoever leaves a post gives the successor one page. Rooms add blocks to it."""

from . import blocks as blocks
from .registry import Block, Line, pack_for, register

__all__ = ["Block", "Line", "pack_for", "register"]
