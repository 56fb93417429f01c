"""A brand that is found: confirmed, put into practice, shown to the public."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor

from .. import actions
from ..drafts import check_past, locked, save
from ..errors import BrandError
from ..models import Brand, ConsultationPoint
from .noting import note
from .proposing import version_of


@transaction.atomic
def confirm_brand(brand: Brand, *, on: date, today: date, by: Actor | None) -> Brand:
    """Confirm the brand as the leading group decided it; the wording of now is kept as a version.

    Raises:
        BrandError: confirmed before, nobody deliberated on it, opinions are not answered, or such a day.
    """
    brand = locked(brand)
    if brand.confirmed_on is not None:
        raise BrandError(_("This brand is confirmed already."))
    first = brand.deliberations.filter(withdrawn_on=None).order_by("happened_on").first()
    if first is None:
        raise BrandError(_("Record first when the leading group deliberated on it."))
    check_past(on, today, first.happened_on)
    if not (brand.meaning.strip() and brand.promise.strip()):
        raise BrandError(_("Write down what the brand means and what it promises before you confirm it."))
    unanswered = ConsultationPoint.objects.filter(consultation__brand=brand, answered_on=None).count()
    if unanswered:
        words = _("Answer every opinion first; still open: {number}.")
        raise BrandError(words.format(number=unanswered))
    kept = version_of(brand, reason=_("confirmed"), today=today, by=by)
    save(brand, confirmed_on=on)
    note(actions.CONFIRMED, brand, by, on=on.isoformat(), version=kept.number)
    return brand


@transaction.atomic
def practise_brand(brand: Brand, *, on: date, today: date, by: Actor | None) -> Brand:
    """Put a confirmed brand into practice.

    Raises:
        BrandError: not confirmed, in practice already, or such a day.
    """
    brand = locked(brand)
    if brand.confirmed_on is None:
        raise BrandError(_("Confirm the brand first."))
    if brand.practised_since is not None:
        raise BrandError(_("This brand is in practice already."))
    check_past(on, today, brand.confirmed_on)
    save(brand, practised_since=on)
    note(actions.PRACTISED, brand, by, on=on.isoformat())
    return brand


@transaction.atomic
def show_brand(brand: Brand, *, today: date, by: Actor | None) -> Brand:
    """Show a confirmed brand to the public.

    Raises:
        BrandError: not confirmed, or shown already.
    """
    brand = locked(brand)
    if brand.confirmed_on is None:
        raise BrandError(_("Only a confirmed brand is shown to the public."))
    if brand.shown_since is not None:
        raise BrandError(_("This brand is shown already."))
    save(brand, shown_since=today)
    note(actions.SHOWN, brand, by)
    return brand


@transaction.atomic
def hide_brand(brand: Brand, *, by: Actor | None) -> Brand:
    """Take a brand from public view; its address then says nothing.

    Raises:
        BrandError: it is not shown.
    """
    brand = locked(brand, living=False)
    if brand.shown_since is None:
        raise BrandError(_("This brand is not shown."))
    save(brand, shown_since=None)
    note(actions.HIDDEN, brand, by)
    return brand
