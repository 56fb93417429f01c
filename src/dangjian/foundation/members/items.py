"""The items of the register: the sixteen of the national collection of 2017, and those this platform adds.

One declaration serves the member page, the form, completeness, corrections and the question who is master of what.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .codes import EDUCATION, ETHNIC_GROUP, POSITION, SEX, CodeSet
from .enums import Category, ConditionKind
from .models import Condition


class Mask(StrEnum):
    """How an item is hidden."""

    NONE = ""
    IDENTITY = "identity"
    PHONE = "phone"
    WHOLE = "whole"


@dataclass(frozen=True)
class Item:
    """One item of a record.

    Attributes:
        key: field of the member, or what stands in the membership row.
        label: its name.
        national: whether it is one of the sixteen items; those are mastered by the national system.
        missing: look-up prefix to the member -> condition under which the record lacks it; None for what cannot be.
        codes: the code set of its values.
        mask: how it is hidden.
        editable: whether it is a field of the member that may be changed and corrected.
        is_date: whether it is a day.
    """

    key: str
    label: str | Promise
    national: bool
    missing: Callable[[str], Q] | None = None
    codes: CodeSet | None = None
    mask: Mask = Mask.NONE
    editable: bool = True
    is_date: bool = False

    @property
    def is_private(self) -> bool:
        """Whether it is shown masked."""
        return self.mask is not Mask.NONE


def _empty(*fields: str) -> Callable[[str], Q]:
    return lambda prefix: Q(**{prefix + field: "" for field in fields})


def _no_day(field: str) -> Callable[[str], Q]:
    return lambda prefix: Q(**{prefix + field: None})


def _mobile_without_place(prefix: str) -> Q:
    rows = Condition.objects.filter(kind=ConditionKind.MOBILE, destination="", ends_on=None)
    return Q(Exists(rows.filter(member=OuterRef(f"{prefix}pk"))))


def _full_without_day(prefix: str) -> Q:
    return Q(**{f"{prefix}full_member_on": None, f"{prefix}current__category": Category.FULL})


ITEMS: tuple[Item, ...] = (
    Item("name", pgettext_lazy("person", "Name"), True, _empty("name")),
    Item("sex", _("Sex"), True, _empty("sex"), codes=SEX),
    Item("ethnic_group", _("Ethnic group"), True, _empty("ethnic_group"), codes=ETHNIC_GROUP),
    Item("identity_number", _("Identity number"), True, _empty("identity_number"), mask=Mask.IDENTITY),
    Item("born_on", _("Date of birth"), True, _no_day("born_on"), is_date=True),
    Item("education", _("Education"), True, _empty("education"), codes=EDUCATION),
    Item("category", _("Category"), True, editable=False),
    Item("branch", _("Branch"), True, editable=False),
    Item("joined_on", _("Joined on"), True, _no_day("joined_on"), is_date=True),
    Item(
        "full_member_on",
        _("Full member since"),
        True,
        _full_without_day,
        is_date=True,
    ),
    Item("position_code", _("Post"), True, _empty("position_code"), codes=POSITION),
    Item("mobile_phone", _("Telephone"), True, _empty("mobile_phone", "landline"), mask=Mask.PHONE),
    Item("home_address", _("Home address"), True, _empty("home_address"), mask=Mask.WHOLE),
    Item("status", _("Membership status"), True, editable=False),
    Item("out_of_contact", _("Out of contact"), True, editable=False),
    Item("mobile", _("Mobile member and where to"), True, _mobile_without_place, editable=False),
    Item("landline", _("Landline with area code"), False),
    Item("community", _("Community"), False),
    Item("applied_on", _("Applied on"), False, is_date=True),
    Item("activist_on", _("Activist since"), False, is_date=True),
    Item("prospect_on", _("Development target since"), False, is_date=True),
)
BY_KEY: dict[str, Item] = {item.key: item for item in ITEMS}
NATIONAL_ITEMS: tuple[Item, ...] = tuple(item for item in ITEMS if item.national)
EDITABLE: tuple[Item, ...] = tuple(item for item in ITEMS if item.editable)
PRIVATE: tuple[Item, ...] = tuple(item for item in ITEMS if item.is_private)
DATE_KEYS = frozenset(item.key for item in ITEMS if item.is_date)
FIELDS: tuple[str, ...] = tuple(item.key for item in EDITABLE)


def label_of(key: str) -> str:
    """The words for an item, the key itself when it is none."""
    return str(BY_KEY[key].label) if key in BY_KEY else key
