"""The kinds of what the kernel itself keeps: the audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit.actions import registry
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.audit.permissions import VIEW_ENTRY
from dangjian.kernel.documents.cells import CellKind

from .kinds import Column, Filter, RecordKind, Words, register


def _actions(actor: Actor) -> Sequence[tuple[str, Words]]:
    return [(key, str(declared.sentence).format(target="…")) for key, declared in sorted(registry.items())]


def _since(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    day = _day(value)
    return rows.filter(on__gte=day) if day else rows


def _until(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    day = _day(value)
    return rows.filter(on__lte=day) if day else rows


def _day(value: str) -> Any:
    try:
        return parse_date(value)
    except ValueError:
        return None


register(
    RecordKind(
        key="audit.entry",
        label=_("Audit"),
        model=Entry,
        permission=VIEW_ENTRY,
        rows=Entry.objects.all,
        columns=(
            Column("at", _("At"), lambda e: localtime(e.at), sort=("id",), cell=CellKind.MOMENT),
            Column("by", _("By"), lambda e: e.account_name or _("the platform")),
            Column("what", _("What happened"), lambda e: e.sentence, width=48),
            Column("organisation", _("Organisation"), lambda e: e.organisation_name, width=24),
            Column("changes", _("Details"), lambda e: ", ".join(map(str, e.changes)), width=32),
            Column("request", _("Request"), lambda e: e.request_id[:8]),
        ),
        filters=(
            Filter("action", _("Action"), lambda rows, value, actor: rows.filter(action=value), choices=_actions),
            Filter("since", _("From day"), _since, control="date"),
            Filter("until", _("To day"), _until, control="date"),
            Filter(
                "request",
                _("Request"),
                lambda rows, value, actor: rows.filter(request_id__startswith=value[:32]),
                control="text",
            ),
        ),
        search=lambda rows, text: rows.filter(target_label__contains=text) | rows.filter(account_name__contains=text),
        icon="history",
        order=("-id",),
        organisation="organisation_id",
        empty=_("Every action that changes something appears here by itself."),
    )
)
