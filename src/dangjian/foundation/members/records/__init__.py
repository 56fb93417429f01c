"""Record kinds, ways in, blocks and what waits: declared by being imported."""

from . import others, register, rosters, ways

__all__ = ["others", "register", "rosters", "ways"]
