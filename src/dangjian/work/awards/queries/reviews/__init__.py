"""Reads of a review: what the panel, the moderator and the author see, each after the table of phases."""
