"""The one write of figures: a value is frozen when it is issued."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation

from .compute import Value
from .models import Reading
from .readings import fingerprint


@transaction.atomic
def freeze(values: Sequence[tuple[Organisation, Value]], *, issued_in: str, by: Actor | None) -> list[Reading]:
    """Freeze computed values with the rows behind them.

    The caller issues something (a report, a score) and records that in the audit; readings are part of it.

    Args:
        values: each value with the organisation whose subtree it counts.
        issued_in: words for what it is issued in, such as the title of a report.
    """
    return [_frozen(organisation, value, issued_in, by) for organisation, value in values]


def _frozen(organisation: Organisation, value: Value, issued_in: str, by: Actor | None) -> Reading:
    behind = fingerprint(value.figure, value.scope)
    return Reading.objects.create(
        figure=value.figure.key,
        version=value.figure.version,
        organisation_id=organisation.pk,
        organisation_name=organisation.short_name,
        organisation_path=value.scope.path,
        period=value.scope.period.key,
        as_of=value.scope.as_of,
        number=_stored(value.number),
        numerator=_stored(value.numerator),
        denominator=_stored(value.denominator),
        withheld=value.withheld,
        rows=behind.rows,
        row_count=behind.count,
        digest=behind.digest,
        issued_in=issued_in[:120],
        issued_by=(by.name if by else "")[:60],
    )


def _stored(number: Any) -> Decimal | None:
    return None if number is None else round(Decimal(str(number)), 4)
