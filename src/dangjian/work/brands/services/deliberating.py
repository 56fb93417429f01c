"""Deliberations of a leading group on a brand: as often as it took."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.wording import passage

from .. import actions
from ..drafts import check_past, locked
from ..errors import BrandError
from ..models import Brand, Deliberation
from .noting import note
from .proposing import version_of


@transaction.atomic
def record_deliberation(
    brand: Brand,
    *,
    on: date,
    body: str,
    opinions: str,
    outcome: str,
    record: tuple[str, int] | None = None,
    today: date,
    by: Actor | None,
) -> Deliberation:
    """Record that a leading group deliberated on the brand; the wording of now is kept as the version it was about.

    Args:
        record: kind and key of the record of the meeting at which it was, where there is one.

    Raises:
        BrandError: a day that has not come or lies before the idea, or no opinions.
    """
    brand = locked(brand)
    check_past(on, today, brand.happened_on)
    words = passage(opinions)
    if not words:
        raise BrandError(_("Say in a few words what was said."), field="opinions")
    kind, key = record or ("", None)
    made: Deliberation = Deliberation.objects.create(
        brand=brand,
        organisation=brand.organisation,
        happened_on=on,
        entered_by=(by.name if by else "")[:60],
        brand_version=version_of(brand, reason=_("deliberated on"), today=today, by=by),
        body=body,
        opinions=words,
        outcome=outcome,
        record_kind=kind,
        record_id=key,
    )
    note(actions.DELIBERATED, brand, by, on=on.isoformat(), outcome=outcome)
    return made


@transaction.atomic
def withdraw_deliberation(deliberation: Deliberation, *, reason: str, today: date, by: Actor | None) -> Deliberation:
    """Withdraw a deliberation that was entered by mistake; it stays with the reason and counts no longer.

    Raises:
        BrandError: no reason, or it was withdrawn before.
    """
    brand = locked(deliberation.brand)
    found: Deliberation = Deliberation.objects.select_for_update(of=("self",)).get(pk=deliberation.pk)
    if found.withdrawn_on is not None:
        raise BrandError(_("This deliberation was withdrawn before."))
    if not reason.strip():
        raise BrandError(_("Say why it is withdrawn."), field="reason")
    found.withdrawn_on, found.withdrawal_reason = today, " ".join(reason.split())[:200]
    found.save(update_fields=["withdrawn_on", "withdrawal_reason"])
    note(actions.DELIBERATION_WITHDRAWN, brand, by, deliberation=found.pk, reason=found.withdrawal_reason)
    return found
