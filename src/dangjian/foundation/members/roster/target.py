"""The members' roster as a kind of import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.imports.targets import Applied, Check, FieldSpec, Kept, StagedRow, Target, Write, register
from dangjian.kernel.tree.models import Organisation

from ..permissions import REGISTER
from .branches import Branches
from .fields import fields_of
from .judging import Judge
from .undoing import undo
from .writing import write


class Roster(Target):
    """Members of the branches at or below an organisation."""

    key = "members.roster"
    label = _("Members' roster")
    permission = REGISTER

    def fields(self, organisation: Organisation) -> tuple[FieldSpec, ...]:
        return fields_of(Branches(organisation))

    def open_check(self, *, organisation: Organisation, today: dt.date) -> Check:
        return Judge(organisation, Branches(organisation), today)

    def apply(
        self, rows: Sequence[StagedRow], *, organisation: Organisation, today: dt.date, by: Actor | None
    ) -> Iterable[Applied]:
        return self.open_apply(organisation=organisation, today=today, by=by)(rows)

    def open_apply(self, *, organisation: Organisation, today: dt.date, by: Actor | None) -> Write:
        return partial(write, organisation=organisation, today=today, by=by, branches=Branches(organisation))

    def undo(
        self, rows: Sequence[StagedRow], *, organisation: Organisation, today: dt.date, by: Actor | None
    ) -> list[Kept]:
        return undo(rows)


ROSTER = register(Roster())
