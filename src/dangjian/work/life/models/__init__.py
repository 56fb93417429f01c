"""Tables of organisational life, one noun a file."""

from .elections import BallotCount, Election, ElectionStep, Nominee, Tally

__all__ = ["BallotCount", "Election", "ElectionStep", "Nominee", "Tally"]
