"""What every step of a round asks first."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.ui.formats import day_text

from ...enums import Stage
from ...errors import AppraisalError
from ...models import DemocraticAppraisal


def locked(appraisal: DemocraticAppraisal, *stages: Stage) -> DemocraticAppraisal:
    """The round as it stands now, locked for the transaction.

    Raises:
        AppraisalError: it stands at none of these stages.
    """
    rows = DemocraticAppraisal.objects.select_for_update(of=("self",)).select_related("organisation")
    found: DemocraticAppraisal = rows.get(pk=appraisal.pk)
    if found.stage not in stages:
        words = _("This step is not next: the round stands at “{stage}”.")
        raise AppraisalError(words.format(stage=found.stage.label))
    return found


def refuse_day(on: date, *, not_before: date | None, by: Actor | None) -> None:
    """Refuse a day that lies ahead, or before the step before.

    Raises:
        AppraisalError: it does.
    """
    if by and on > by.today:
        raise AppraisalError(_("This day lies ahead."), field="on")
    if not_before and on < not_before:
        raise AppraisalError(
            _("This day lies before the step before it ({day}).").format(day=day_text(not_before)), field="on"
        )
