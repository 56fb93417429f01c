"""What a row would change about a member whom the register has already. Blank cells change nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dangjian.kernel.privacy.masks import mask_identity, mask_phone

from ..enums import Category, ChangeReason, ConditionKind, MembershipStatus, WorkStatus
from ..items import BY_KEY, FIELDS, Mask
from ..masters import Master, master_of
from .fields import label_of, shown
from .holding import Held, Values

CONDITIONS = {
    "exempt": ConditionKind.EXEMPT,
    "window": ConditionKind.WINDOW,
    "out_of_contact": ConditionKind.OUT_OF_CONTACT,
    "mobile_member": ConditionKind.MOBILE,
}
_ROW = {"category": "category", "status": "status", "work_status": "work_status", "group_id": "group_id"}
_MASTERED_ROW = ("category", "status", "out_of_contact", "mobile_member")


@dataclass
class Changes:
    """What would be written.

    Attributes:
        details: items of the record to new values.
        row: columns of the membership row to new values.
        reason: why the membership row begins.
        starts, ends: kinds of conditions.
        titles: Party posts that are not held yet.
        differences: field to (what stands here, what the file says), as texts.
        asks: whether something mastered by the national system would be overwritten.
    """

    details: dict[str, Any] = field(default_factory=dict)
    row: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    starts: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    differences: dict[str, tuple[str, str]] = field(default_factory=dict)
    asks: bool = False

    def __bool__(self) -> bool:
        return bool(self.details or self.row or self.starts or self.ends or self.titles)


def changes_of(held: Held, values: Values, today: date) -> Changes:
    """Compare a row with what the register holds."""
    found = Changes()
    _details(found, held, values)
    _row(found, held, values)
    _conditions(found, held, values, today)
    place = held.current.organisation_id
    for title in values.get("titles") or ():
        if (title, values.get("group_id") if title == "group_leader" else place) not in held.titles:
            found.titles.append(title)
    if found.titles:
        mine = [title for title, where in sorted(held.titles) if where == place]
        found.differences["party_post"] = (
            shown("party_post", mine),
            shown("party_post", [*mine, *found.titles]),
        )
    return found


def _details(found: Changes, held: Held, values: Values) -> None:
    for key in FIELDS:
        value, before = values.get(key), getattr(held.member, key)
        if value in (None, "") or value == before:
            continue
        found.details[key] = value
        found.differences[key] = (_said(key, before), _said(key, value))
        found.asks |= bool(before) and master_of(key) == Master.NATIONAL


def _row(found: Changes, held: Held, values: Values) -> None:
    for key, column in _ROW.items():
        value, before = values.get(key), getattr(held.current, column)
        if value in (None, "") or value == before:
            continue
        found.row[column] = value
        found.asks |= key in _MASTERED_ROW
        if key == "group_id":
            found.differences["group"] = (str(held.current.group or ""), str(values.get("group") or ""))
        else:
            found.differences[key] = (shown(key, before), shown(key, value))
    found.reason = _reason(found.row)


def _reason(row: dict[str, Any]) -> str:
    if row.get("category") == Category.FULL:
        return ChangeReason.CONFIRMED
    if "status" in row:
        return ChangeReason.SUSPENDED if row["status"] == MembershipStatus.SUSPENDED else ChangeReason.RESTORED
    if "work_status" in row:
        return ChangeReason.RETIRED if row["work_status"] == WorkStatus.RETIRED else ChangeReason.WORK_CHANGED
    return ChangeReason.MOVED if row else ""


def _conditions(found: Changes, held: Held, values: Values, today: date) -> None:
    for key, kind in CONDITIONS.items():
        value, before = values.get(key), held.conditions.get(kind)
        if value is True and before is None:
            found.starts.append(kind)
        elif value is False and before is not None and before.starts_on < today:
            found.ends.append(kind)
        else:
            continue
        found.differences[key] = (shown(key, before is not None), shown(key, value))
        found.asks |= key in _MASTERED_ROW


def _said(key: str, value: Any) -> str:
    """A value for the preview; private ones masked on both sides."""
    item = BY_KEY[key]
    text = shown(key, value)
    if item.mask is Mask.IDENTITY:
        return mask_identity(text)
    if item.mask is Mask.PHONE:
        return mask_phone(text)
    return "＊＊＊＊＊＊" if item.is_private and text else text


__all__ = ["CONDITIONS", "Changes", "changes_of", "label_of"]
