"""Writes accepted rows of a roster in bulk: new members, changed details, dated rows, conditions, posts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.imports.cells import Level
from dangjian.kernel.imports.targets import Action, Applied, CleanRow, StagedRow
from dangjian.kernel.tree.models import Organisation

from ..enums import Category, ConditionKind, PostTitle
from ..errors import MemberError
from ..items import FIELDS
from ..models import Condition, Member, Membership, Post
from ..services.register import NewMember, filled, register_many
from .branches import Branches
from .changes import CONDITIONS, Changes, changes_of
from .holding import Held, load
from .judging import Judge

Undo = dict[str, Any]


def write(
    rows: Sequence[StagedRow], *, organisation: Organisation, today: date, by: Actor | None, branches: Branches
) -> Iterator[Applied]:
    """Write a chunk; what was checked before is checked again, since others worked meanwhile.

    Raises:
        MemberError: the register no longer stands as it stood when the rows were checked.
    """
    _still_so(rows, organisation, today, branches)
    undo: dict[int, Undo] = {}
    keys = _create([row for row in rows if row.action == Action.CREATE], organisation, today, by, branches, undo)
    _update([row for row in rows if row.action == Action.UPDATE], today, undo)
    for row in rows:
        yield Applied(row.id, keys.get(row.id) or row.target_id or 0, undo[row.id])


def _still_so(rows: Sequence[StagedRow], organisation: Organisation, today: date, branches: Branches) -> None:
    clean_rows = [CleanRow(row.sheet, row.number, {}, dict(row.values)) for row in rows]
    verdicts = Judge(organisation, branches, today).again(clean_rows)
    for row, clean, verdict in zip(rows, clean_rows, verdicts, strict=True):
        refused = any(note.level is Level.PROBLEM for notes in clean.notes.values() for note in notes)
        same = (verdict.action, verdict.target_id) == (row.action, row.target_id)
        if refused or not same or clean.values.get("seen") != row.values.get("seen"):
            words = _("Row {row} ({sheet}): the register changed since the rows were checked. Check them again.")
            raise MemberError(words.format(row=row.number, sheet=row.sheet))


def _create(
    rows: Sequence[StagedRow],
    organisation: Organisation,
    today: date,
    by: Actor | None,
    branches: Branches,
    undo: dict[int, Undo],
) -> dict[int, int]:
    """Enter new members. Returns row to member."""
    groups = Organisation.objects.in_bulk({row.values["group_id"] for row in rows if row.values.get("group_id")})
    new = [
        NewMember(
            details={key: row.values[key] for key in FIELDS if row.values.get(key) not in (None, "")},
            organisation=branches.rows[row.values["branch"]],
            starts_on=row.values.get("branch_on") or today,
            category=row.values["category"],
            work_status=row.values["work_status"],
            status=row.values["status"],
            group=groups.get(row.values.get("group_id")),
        )
        for row in rows
    ]
    done = register_many(new, by=by, organisation=organisation, record=False)
    wanted = []
    for row, member, first in zip(rows, done.members, done.rows, strict=True):
        undo[row.id] = {"row": first, "version": 1, "conditions": [], "posts": []}
        wanted.append((row, member, [str(kind) for key, kind in CONDITIONS.items() if row.values.get(key) is True]))
    _start(wanted, today, undo)
    _appoint([(row, member, row.values.get("titles") or []) for row, member, _kinds in wanted], today, undo)
    return {row.id: member for row, member in zip(rows, done.members, strict=True)}


def _update(rows: Sequence[StagedRow], today: date, undo: dict[int, Undo]) -> None:
    if not rows:
        return
    keys = [row.target_id for row in rows if row.target_id]
    list(Member.objects.select_for_update(of=("self",)).filter(pk__in=keys).values_list("pk"))
    people = load(keys, today)
    planned: list[tuple[StagedRow, Held, Changes]] = []
    for row in rows:
        held = people[row.target_id or 0]
        changes = changes_of(held, row.values, today)
        undo[row.id] = {
            "before": {key: _plain(getattr(held.member, key)) for key in changes.details},
            "version": held.member.version + 1,
            "conditions": [],
            "posts": [],
            "ended": [held.conditions[kind].pk for kind in changes.ends],
        }
        planned.append((row, held, changes))
    _follow(planned, today, undo)
    _change(planned)
    Condition.objects.filter(pk__in=[pk for row in rows for pk in undo[row.id]["ended"]]).update(ends_on=today)
    _start([(row, held.member.pk, changes.starts) for row, held, changes in planned], today, undo)
    _appoint([(row, held.member.pk, changes.titles) for row, held, changes in planned], today, undo)


def _follow(planned: Sequence[tuple[StagedRow, Held, Changes]], today: date, undo: dict[int, Undo]) -> None:
    """Close the newest membership rows and open the next ones where category, status, work or group change."""
    following: list[Membership] = []
    for row, held, changes in planned:
        if not changes.row:
            continue
        before = held.current
        on = _day_of(row, held, changes, today)
        columns = {
            name: getattr(before, name) for name in ("organisation_id", "group_id", "category", "status", "work_status")
        }
        following.append(
            Membership(member=held.member, starts_on=on, reason=changes.reason, **{**columns, **changes.row})
        )
        undo[row.id] |= {"closed": before.pk}
        Membership.objects.filter(pk=before.pk).update(ends_on=on)
    opened = iter(Membership.objects.bulk_create(following))
    for row, held, changes in planned:
        if changes.row:
            held.member.current = next(opened)
            undo[row.id]["row"] = held.member.current.pk


def _day_of(row: StagedRow, held: Held, changes: Changes, today: date) -> date:
    """A granted full membership counts from its own day where the newest row allows it; anything else from today."""
    full: date | None = row.values.get("full_member_on")
    if changes.row.get("category") == Category.FULL and full and held.current.starts_on <= full <= today:
        return full
    return max(today, held.current.starts_on)


def _change(planned: Sequence[tuple[StagedRow, Held, Changes]]) -> None:
    """One statement for all: rows that are there already are updated in place."""
    changed = []
    for _row, held, changes in planned:
        filled(held.member, changes.details).version += 1
        changed.append(held.member)
    columns = [field.name for field in Member._meta.concrete_fields if not field.primary_key]
    Member.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=columns)


def _start(wanted: Sequence[tuple[StagedRow, int, list[str]]], today: date, undo: dict[int, Undo]) -> None:
    rows, owners = [], []
    for row, member, kinds in wanted:
        for kind in kinds:
            since = row.values.get("out_of_contact_on") if kind == ConditionKind.OUT_OF_CONTACT else None
            where = row.values.get("destination") if kind == ConditionKind.MOBILE else ""
            rows.append(Condition(member_id=member, kind=kind, starts_on=since or today, destination=where or ""))
            owners.append(row.id)
    for owner, condition in zip(owners, Condition.objects.bulk_create(rows), strict=True):
        undo[owner]["conditions"].append(condition.pk)


def _appoint(wanted: Sequence[tuple[StagedRow, int, list[str]]], today: date, undo: dict[int, Undo]) -> None:
    rows, owners = [], []
    for row, member, titles in wanted:
        for title in titles:
            place = row.values["group_id"] if title == PostTitle.GROUP_LEADER else row.values["branch"]
            since = row.values.get("post_on") or today
            rows.append(Post(member_id=member, organisation_id=place, title=title, starts_on=since))
            owners.append(row.id)
    for owner, post in zip(owners, Post.objects.bulk_create(rows), strict=True):
        undo[owner]["posts"].append(post.pk)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
