"""What the read API answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Schema


class Problem(Schema):
    """A refusal in a sentence."""

    detail: str = Field(description="What is wrong and what to do.")


class OrganisationOut(Schema):
    """An organisation of the tree."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent: str | None = Field(description="Code of the superior organisation.")
    starts_on: date
    ends_on: date | None


class ColumnOut(Schema):
    """A column of a record kind."""

    key: str
    label: str


class KindOut(Schema):
    """A record kind that the holder of the token may list."""

    key: str
    label: str
    columns: list[ColumnOut]
    filters: list[str] = Field(description="Query parameters that narrow the list.")
    shows_persons: bool = Field(description="Calls are written down for the persons shown.")


class Page(Schema):
    """One page of rows."""

    page: int
    has_next: bool
    rows: list[dict[str, Any]]


class OrganisationPage(Schema):
    """One page of organisations."""

    page: int
    has_next: bool
    rows: list[OrganisationOut]


class FigureOut(Schema):
    """A figure of the dictionary."""

    key: str
    label: str
    unit: str
    definition: str
    owner: str
    version: int
    effective_on: date


class ValueOut(Schema):
    """A value with everything that makes it one."""

    key: str
    organisation: str
    period: str
    as_of: date
    value: float | None = Field(description="Null when withheld or when there is nothing to divide by.")
    numerator: float | None
    denominator: float | None
    unit: str
    version: int
    withheld: bool
