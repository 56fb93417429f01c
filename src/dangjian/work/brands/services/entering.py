"""A brand in practice is entered for a review."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.work.awards.models import AwardClass, Nomination
from dangjian.work.awards.services import nominate

from .. import actions
from ..drafts import locked
from ..errors import BrandError
from ..models import Brand
from ..stages import RECORD_KIND, honours_of_brands
from .noting import note


@transaction.atomic
def enter_brand(brand: Brand, *, award_class: AwardClass, deeds: str, today: date, by: Actor | None) -> Nomination:
    """Begin the nomination of a brand for a class of a call; it is entered there when it is ready.

    Raises:
        BrandError: not in practice, ended, or it bears a first title already: no second entry for those awarded
            (S40, custom of published reviews).
        NominationError: the call takes no nominations today, or the brand is put forward for the class already.
    """
    brand = locked(brand)
    if brand.practised_since is None or brand.ended_on is not None:
        raise BrandError(_("Only a brand that is in practice is entered for a review."))
    titles = honours_of_brands().filter(record_id=brand.pk, award_class__runner_up_of=None)
    if titles.exists():
        raise BrandError(_("This brand bears a title already and is not entered again."))
    made: Nomination = nominate(
        award_class.call,
        award_class,
        organisation=brand.organisation,
        title=brand.name,
        deeds=deeds,
        record=(RECORD_KIND, brand.pk),
        today=today,
        by=by,
    )
    note(actions.ENTERED, brand, by, call=award_class.call.title)
    return made
