"""Dangjian: work is done once, as a record; everything else is derived from records."""

__version__ = "0.1.0"
