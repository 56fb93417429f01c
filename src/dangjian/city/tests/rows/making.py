"""How rows of any model in any place come about: found in the model city, or made where it has none."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

from dangjian.foundation.members.models import Member
from dangjian.kernel.tree.models import Organisation

NOW = datetime(2017, 10, 9, 2, tzinfo=UTC)
SINCE = date(2016, 1, 1)
numbers = itertools.count(1)
makers = {}


def makes(model):
    """Register how a row of a model comes about at an organisation; usable as a decorator."""

    def registered(make):
        makers[model] = make
        return make

    return registered


def rows_at(model, organisation, most=1):
    """Rows of a model at or below an organisation: the city's own first, then as many new ones as are wanted."""
    found = []
    if getattr(model, "scope_path", ""):
        within = model._default_manager.filter(
            **{f"{model.scope_path}__gte": organisation.path, f"{model.scope_path}__lt": organisation.path[:-1] + "0"}
        )
        found = list(within.order_by("-pk").distinct()[:most])
    while len(found) < most:
        assert model in makers, f"{model._meta.label}: the model city has none, and nothing here makes one"
        found.append(makers[model](organisation))
    return found


def branch_of(organisation):
    """A branch at or below an organisation that has members."""
    for branch in Organisation.objects.under(organisation.path).branches().filter(ends_on=None).order_by("path"):
        if Member.objects.current().filter(current__organisation=branch).exists():
            return branch
    raise AssertionError(f"no branch with members below {organisation}")


def member_of(organisation):
    """The next member of a branch there: each call another one."""
    members = Member.objects.current().filter(current__organisation=branch_of(organisation)).order_by("pk")
    return members[next(numbers) % members.count()]
