"""The command ``dangjian``."""

from .main import main

__all__ = ["main"]
