"""The kinds and pages of what the beams below keep: the audit, and who looked at personal data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit.actions import registry
from dangjian.kernel.audit.models import Entry, Look
from dangjian.kernel.audit.permissions import VIEW_ENTRY, VIEW_LOOK
from dangjian.kernel.documents.cells import CellKind

from .kinds import Column, Filter, RecordKind, Words, register
from .pages import Page, PageGroup, register_page

DETAIL = 60
"""Characters of one changed value that a line of the audit shows."""


def _actions(actor: Actor) -> Sequence[tuple[str, Words]]:
    return [(key, str(declared.sentence).format(target="…")) for key, declared in sorted(registry.items())]


def _details(entry: Entry) -> str:
    """What changed, short enough for a line."""
    parts = (f"{name}: {_short(value)}" for name, value in entry.changes.items())
    return "; ".join(parts) if isinstance(entry.changes, dict) else ""


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= DETAIL else f"{text[:DETAIL]}…"


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
            Column("changes", _("Details"), _details, width=32),
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


def _at(value: str, days: int = 0) -> datetime | None:
    """The beginning of a day of the address, so many days later."""
    day = _day(value)
    return make_aware(datetime.combine(day + timedelta(days=days), time())) if day else None


def _looked_since(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    moment = _at(value)
    return rows.filter(at__gte=moment) if moment else rows


def _looked_until(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    moment = _at(value, days=1)
    return rows.filter(at__lt=moment) if moment else rows


register(
    RecordKind(
        key="audit.look",
        label=_("Who looked at personal data"),
        model=Look,
        permission=VIEW_LOOK,
        rows=Look.objects.all,
        columns=(
            Column("at", _("At"), lambda look: localtime(look.at), sort=("id",), cell=CellKind.MOMENT),
            Column("by", _("By"), lambda look: look.account_name or _("the platform")),
            Column("what", _("How"), lambda look: look.get_what_display()),
            Column("about", _("About"), lambda look: look.subject_label, width=24),
            Column("fields", _("Entries"), lambda look: ", ".join(map(str, look.fields)), width=32),
            Column("reason", _("Reason"), lambda look: look.reason, width=40),
            Column("request", _("Request"), lambda look: look.request_id[:8]),
        ),
        filters=(
            Filter(
                "what",
                _("How"),
                lambda rows, value, actor: rows.filter(what=value),
                choices=lambda actor: Look.What.choices,
            ),
            Filter("since", _("From day"), _looked_since, control="date"),
            Filter("until", _("To day"), _looked_until, control="date"),
            Filter(
                "who",
                _("By"),
                lambda rows, value, actor: rows.filter(account_name__contains=value[:60]),
                control="text",
            ),
        ),
        search=lambda rows, text: rows.filter(subject_label__contains=text) | rows.filter(reason__contains=text),
        icon="eye",
        order=("-id",),
        organisation="organisation_id",
        empty=_("Every look at personal data appears here by itself."),
    )
)
register_page(
    Page(
        "audit.entries",
        _("Audit"),
        lambda actor: reverse("records:list", args=["audit.entry"]),
        "history",
        PageGroup.ADMINISTRATION,
        VIEW_ENTRY,
        order=60,
    )
)
register_page(
    Page(
        "audit.looks",
        _("Who looked at personal data"),
        lambda actor: reverse("records:list", args=["audit.look"]),
        "eye",
        PageGroup.ADMINISTRATION,
        VIEW_LOOK,
        order=62,
    )
)
