"""Tables of the casebook, by noun."""

from .cases import Case, CaseComment, CaseVersion, Wording
from .editions import KEPT_DAYS, ChosenCase, Edition, EditionFile, EditionPart, EditionPicture, PrintedNumber

__all__ = (
    "KEPT_DAYS",
    "Case",
    "CaseComment",
    "CaseVersion",
    "ChosenCase",
    "Edition",
    "EditionFile",
    "EditionPart",
    "EditionPicture",
    "PrintedNumber",
    "Wording",
)
