"""Takes applied rows of a roster back. Where something later stands on a row it stays, and the reason is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import ForeignKey, OneToOneField
from django.utils.translation import gettext as _

from dangjian.kernel.imports.targets import Action, Kept, StagedRow

from ..items import DATE_KEYS
from ..models import Condition, Member, Membership, Post
from ..services.register import filled


def undo(rows: Sequence[StagedRow]) -> list[Kept]:
    """Take a chunk back, whole rows only.

    Returns:
        the rows that stay, each with a sentence; it names no person.
    """
    members = Member.objects.select_for_update(of=("self",)).in_bulk([row.target_id for row in rows])
    stays = _in_the_way(rows, members)
    free = [row for row in rows if row.id not in stays]
    _take_back_changes([row for row in free if row.action == Action.UPDATE], members)
    _take_out([row for row in free if row.action == Action.CREATE])
    return [Kept(row.id, row.sheet, row.number, stays[row.id]) for row in rows if row.id in stays]


def _in_the_way(rows: Sequence[StagedRow], members: dict[int, Member]) -> dict[int, str]:
    """Row to the reason why it must stay."""
    found: dict[int, str] = {}
    mine = _written_by(rows)
    new = {row.target_id: row.id for row in rows if row.action == Action.CREATE}
    for model, owners in (
        (Member, new),
        (Membership, mine[Membership]),
        (Post, mine[Post]),
        (Condition, mine[Condition]),
    ):
        for pointing, field in _pointing_at(model):
            others = pointing._base_manager.filter(**{f"{field}__in": list(owners)})
            others = others.exclude(pk__in=list(mine.get(pointing, ())))
            for owner in others.values_list(field, flat=True).distinct():
                words = _("“{record}” was entered for this member since.")
                found.setdefault(owners[owner], words.format(record=pointing._meta.verbose_name))
    for row in rows:
        member = members.get(row.target_id or 0)
        if member is None:
            found[row.id] = _("The member is no longer in the register.")
        elif member.version != row.undo["version"] or (row.action == Action.CREATE and member.reconciled_on):
            found[row.id] = _("The record was changed since.")
    for model in (Post, Condition):
        still = set(model.objects.filter(pk__in=list(mine[model]), ends_on=None).values_list("pk", flat=True))
        for key, owner in mine[model].items():
            if key not in still:
                found.setdefault(owner, _("The record was changed since."))
    return found


def _written_by(rows: Sequence[StagedRow]) -> dict[Any, dict[int, int]]:
    """Model to the keys that the import wrote, each with its row."""
    written: dict[Any, dict[int, int]] = {Member: {}, Membership: {}, Condition: {}, Post: {}}
    for row in rows:
        if row.action == Action.CREATE:
            written[Member][row.target_id or 0] = row.id
        if row.undo.get("row"):
            written[Membership][row.undo["row"]] = row.id
        for model, key in ((Condition, "conditions"), (Post, "posts")):
            written[model] |= dict.fromkeys(row.undo[key], row.id)
    return written


def _pointing_at(model: Any) -> Iterable[tuple[Any, str]]:
    """Every table with a key that leads to this one, in whatever room it is."""
    for relation in model._meta.related_objects:
        if isinstance(relation.field, ForeignKey | OneToOneField):
            if model is Membership and relation.related_model is Member:
                continue
            yield relation.related_model, relation.field.name


def _take_back_changes(rows: Sequence[StagedRow], members: dict[int, Member]) -> None:
    changed = []
    for row in rows:
        member = members[row.target_id or 0]
        before = {key: _day(value) if key in DATE_KEYS else value for key, value in row.undo["before"].items()}
        filled(member, before).version += 1
        if row.undo.get("closed"):
            member.current_id = row.undo["closed"]
        changed.append(member)
    columns = [field.name for field in Member._meta.concrete_fields if not field.primary_key]
    Member.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=columns)
    Condition.objects.filter(pk__in=[pk for row in rows for pk in row.undo["ended"]]).update(ends_on=None)
    _delete_dated(rows)
    Membership.objects.filter(pk__in=[row.undo["row"] for row in rows if row.undo.get("row")]).delete()
    Membership.objects.filter(pk__in=[row.undo["closed"] for row in rows if row.undo.get("closed")]).update(
        ends_on=None
    )


def _take_out(rows: Sequence[StagedRow]) -> None:
    keys = [row.target_id for row in rows if row.target_id]
    _delete_dated(rows)
    Member.objects.filter(pk__in=keys).update(current=None)
    Membership.objects.filter(pk__in=[row.undo["row"] for row in rows]).delete()
    Member.objects.filter(pk__in=keys).delete()


def _delete_dated(rows: Sequence[StagedRow]) -> None:
    Condition.objects.filter(pk__in=[pk for row in rows for pk in row.undo["conditions"]]).delete()
    Post.objects.filter(pk__in=[pk for row in rows for pk in row.undo["posts"]]).delete()


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
