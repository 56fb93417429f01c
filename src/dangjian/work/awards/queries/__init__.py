"""Reads of the awards room."""
