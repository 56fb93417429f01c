"""Parsers of single cells: pure functions that repair what can be repaired, say so, and never raise."""

from .base import (
    CellFault,
    Level,
    Note,
    Parse,
    Parsed,
    Value,
    as_text,
    fault_of,
    folded,
    is_blank,
    parse_text,
    parse_yes_no,
    sentence,
)
from .codes import CodeSet
from .dates import parse_date
from .identity import birth_date, looks_like_identity, parse_identity, sex
from .people import parse_name, parse_phone, split_people

__all__ = [
    "CellFault",
    "CodeSet",
    "Level",
    "Note",
    "Parse",
    "Parsed",
    "Value",
    "as_text",
    "birth_date",
    "fault_of",
    "folded",
    "is_blank",
    "looks_like_identity",
    "parse_date",
    "parse_identity",
    "parse_name",
    "parse_phone",
    "parse_text",
    "parse_yes_no",
    "sentence",
    "sex",
    "split_people",
]
