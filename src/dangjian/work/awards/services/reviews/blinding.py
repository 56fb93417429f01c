"""The author takes the names out of a nomination and confirms that none is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action

from ...blinding import Hidden, Name, names_in
from ...models import Nomination
from ...phases import Deed, Seat
from ...queries.reviews.names import candidate_name, names_of
from .steps import ReviewError, allowed, locked

CONFIRMED = action("awards.blind.confirmed", gettext_lazy("confirmed the text without names of “{target}”"))


@transaction.atomic
def confirm_blind(
    nomination: Nomination,
    *,
    blind_title: str,
    blind_deeds: str,
    kept: Sequence[str] = (),
    confirmed: bool,
    today: date,
    by: Actor | None,
) -> Nomination:
    """Confirm the title and the deeds as the panel will read them.

    Args:
        kept: names of people that are ordinary words in this text, and may stay; never the candidate's own.
        confirmed: that the author has read both and no name is left.

    Raises:
        ReviewError: the phase is another, the text is empty, a name is left, or it is not confirmed.
    """
    call = locked(nomination.call_id)
    allowed(call, Seat.APPLICANT, Deed.BLIND, today)
    found: Nomination = (
        Nomination.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=nomination.pk)
    )
    if found.withdrawn_on is not None:
        raise ReviewError(_("This nomination was withdrawn."))
    known, candidate = names_of(found), candidate_name(found)
    may_stay = {word for word in kept if word != candidate}
    for field, text in (("blind_title", blind_title), ("blind_deeds", blind_deeds)):
        if not text.strip():
            raise ReviewError(_("The panel needs a text to read."), field=field)
        left = _left(text, known, may_stay)
        if left:
            names = _(", ").join(name.text for name in left[:5])
            raise ReviewError(_("Names can still be read: {names}. Take them out.").format(names=names), field=field)
    if not confirmed:
        raise ReviewError(_("Read both once more and confirm that no name is left."), field="confirmed")
    found.blind_title, found.blind_deeds = blind_title.strip()[:120], blind_deeds.strip()
    found.blind_confirmed_on = today
    found.version += 1
    found.save(update_fields=["blind_title", "blind_deeds", "blind_confirmed_on", "version"])
    changes = {"kept words": len(kept)} if kept else {}
    audit.record(CONFIRMED, found, by=by, organisation=found.organisation, changes=changes)
    return found


def _left(text: str, known: Sequence[Name], may_stay: set[str]) -> list[Name]:
    return [name for name in names_in(text, known) if name.kind != Hidden.PERSON or name.text not in may_stay]
