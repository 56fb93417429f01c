"""How long rows are kept: declared by the rooms, asked by the job that removes what has had its time.

A room declares in its own `retention.py`; personal data are kept as short as their purpose allows (Personal
Information Protection Law, article 19) and network logs for at least six months (Cybersecurity Law).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

from dangjian.kernel.discovery import discover


@dataclass(frozen=True)
class Retention:
    """Rows of `model` (a class, or a label such as `audit.Look`) may go `days` days after the day or moment in `field`.

    `source` says in words why so long and no longer; `only` narrows to rows the rule is about. A row without a value
    in `field` stays.
    """

    model: str | type[models.Model]
    field: str
    days: int
    source: str | Promise
    only: models.Q | None = None

    def expired(self, today: date) -> "models.QuerySet[Any]":
        """Rows that have had their time on `today`, oldest first."""
        model = apps.get_model(self.model) if isinstance(self.model, str) else self.model
        last = today - timedelta(days=self.days)
        bound: date = last
        if isinstance(model._meta.get_field(self.field), models.DateTimeField):
            bound = timezone.make_aware(datetime.combine(last, time()))
        rows = model._base_manager.filter(**{f"{self.field}__lt": bound})
        return (rows if self.only is None else rows.filter(self.only)).order_by(self.field, "pk")


_declared: dict[tuple[str, str], Retention] = {}


def register(retention: Retention) -> Retention:
    """Declare how long rows are kept. Raises `ValueError` when the same field of the model is declared differently."""
    model = retention.model
    key = (model.lower() if isinstance(model, str) else model._meta.label_lower, retention.field)
    if _declared.setdefault(key, retention) != retention:
        raise ValueError(f"Retention of {retention.model}.{retention.field} is declared twice.")
    return retention


def retentions() -> tuple[Retention, ...]:
    """All declarations of the installed rooms."""
    discover("retention")
    return tuple(_declared.values())
