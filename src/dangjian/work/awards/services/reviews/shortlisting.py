"""The short list: made as a whole, after its number was seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action

from ...models import Call, Nomination, ReviewEntry
from ...phases import Deed, Seat
from .steps import ReviewError, allowed, locked

SHORT_LISTED = action("awards.review.short-listed", gettext_lazy("made the short list of “{target}”"))


@transaction.atomic
def make_short_list(call: Call, *, entries: Sequence[ReviewEntry], expected: int, today: date, by: Actor | None) -> int:
    """Put exactly these entries on the short list; whatever stood on it before does not, unless it is among them.

    Args:
        expected: the number of entries that was shown before.

    Raises:
        ReviewError: the phase is another, nothing is chosen, or the number is not the one that was shown.
    """
    call = locked(call)
    allowed(call, Seat.MODERATOR, Deed.SHORT_LIST, today)
    rows = ReviewEntry.objects.standing().filter(call=call, pk__in=[entry.pk for entry in entries])
    chosen = list(rows.values_list("nomination", flat=True))
    if not chosen:
        raise ReviewError(_("Choose at least one entry."), field="entries")
    if len(chosen) != expected:
        raise ReviewError(
            _("{shown} entries were shown, {found} would be short-listed now. Look at the list again.").format(
                shown=expected, found=len(chosen)
            ),
            field="expected",
        )
    of_call = Nomination.objects.filter(call=call)
    of_call.exclude(pk__in=chosen).update(short_listed_on=None)
    of_call.filter(pk__in=chosen, short_listed_on=None).update(short_listed_on=today)
    audit.record(SHORT_LISTED, call, by=by, organisation=call.organisation, changes={"entries": len(chosen)})
    return len(chosen)
