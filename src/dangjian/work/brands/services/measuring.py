"""What a brand is measured by: figures and records that are there already."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor

from .. import actions
from ..drafts import locked
from ..errors import BrandError
from ..models import Brand, Measure
from ..offered import figures_offered, kinds_offered
from ..plain_words import visible
from .noting import note

MOST_MEASURES = 6


@transaction.atomic
def add_measure(brand: Brand, *, measure: str, words: str = "", by: Actor | None) -> Measure:
    """Measure the brand by a figure or by the records of a kind.

    Args:
        measure: "figure:" or "records:" and the key.
        words: only records in which these are found.

    Raises:
        BrandError: nothing of the list, too many, twice the same, or words with a figure.
    """
    brand = locked(brand)
    sort, _colon, key = measure.partition(":")
    offered = {"figure": figures_offered, "records": kinds_offered}.get(sort)
    if offered is None or key not in dict(offered()):
        raise BrandError(_("Choose a figure or a kind of records of the list."), field="measure")
    narrowed = visible(words, "words")[:40]
    if sort == "figure" and narrowed:
        raise BrandError(_("A figure counts everything; words narrow records only."), field="words")
    if brand.measures.count() >= MOST_MEASURES:
        raise BrandError(_("At most {most} measures: choose what says most.").format(most=MOST_MEASURES))
    facts = {"figure": key if sort == "figure" else "", "record_kind": key if sort == "records" else ""}
    if brand.measures.filter(**facts, words=narrowed).exists():
        raise BrandError(_("The brand is measured by this already."), field="measure")
    made: Measure = Measure.objects.create(brand=brand, words=narrowed, **facts)
    note(actions.MEASURED, brand, by, measure=measure, words=narrowed)
    return made


@transaction.atomic
def drop_measure(measure: Measure, *, by: Actor | None) -> None:
    """Measure the brand by this no longer."""
    brand = locked(measure.brand)
    note(actions.UNMEASURED, brand, by, measure=measure.figure or measure.record_kind, words=measure.words)
    Measure.objects.filter(pk=measure.pk).delete()
