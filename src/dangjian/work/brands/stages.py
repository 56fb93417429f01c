"""Where brands stand: read in the database from their days, nominations and honours, and kept nowhere.

What happens to a brand in a room above, such as a case that is written about it, is declared by that room
(``declare_later``); this one knows none by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from dangjian.work.awards.models import Honour, Nomination

from .enums import BrandStage
from .models import BrandVersion, Consultation, Deliberation

RECORD_KIND = "brands.brand"
"""Under this key brands are put forward and honoured."""
Keys = Callable[[], QuerySet[Any]]
_later: dict[BrandStage, Keys] = {}


def declare_later(stage: BrandStage, keys: Keys) -> None:
    """Declare that brands reach a stage in a room above.

    Args:
        keys: the primary keys of the brands that have reached it, as a query set of values.

    Raises:
        ValueError: no such later stage, or declared twice.
    """
    if stage not in (BrandStage.CASE_WRITTEN, BrandStage.PUBLISHED) or stage in _later:
        raise ValueError(f"the stage {stage} cannot be declared, or is declared twice")
    _later[stage] = keys


def honours_of_brands() -> QuerySet[Any]:
    """Honours that brands bear."""
    found: QuerySet[Any] = Honour.objects.standing().filter(record_kind=RECORD_KIND)
    return found


RUNNER_UP = Q(award_class__runner_up_of__isnull=False)
"""Honours that fall to those next in line: the nomination award."""


KNOWN_TO_ALL = Q(call__is_blind=False)
"""Entries of which everybody may know while the review lasts: who takes part in a blind one is no matter of a list."""


def with_stage(brands: QuerySet[Any], known: Q = KNOWN_TO_ALL) -> QuerySet[Any]:
    """Brands with ``stage``, a value of ``BrandStage``, in the same query.

    Args:
        known: the nominations of a running review of which the reader may know. A brand whose entry is not among them
            stands where it would without.
    """
    honours = honours_of_brands().filter(record_id=OuterRef("pk"))
    entries = Nomination.objects.standing().filter(record_kind=RECORD_KIND, record_id=OuterRef("pk"))
    undecided = entries.filter(known, call__decided_on=None, call__called_off_on=None, refused_on=None)
    decided = entries.exclude(call__decided_on=None)
    asked = Consultation.objects.filter(brand=OuterRef("pk"), withdrawn_on=None)
    answered = asked.exclude(given_on=None)
    later = [When(pk__in=_later[stage](), then=Value(stage.value)) for stage in reversed(BrandStage) if stage in _later]
    steps = (
        When(ended_on__isnull=False, then=Value(BrandStage.ENDED.value)),
        *later,
        *(
            When(Exists(rows), then=Value(stage.value))
            for stage, rows in (
                (BrandStage.EXCELLENT, honours.exclude(RUNNER_UP)),
                (BrandStage.NOMINATED, honours.filter(RUNNER_UP)),
                (BrandStage.SHORT_LISTED, undecided.exclude(entry__live_order=None)),
                (BrandStage.ENTERED, undecided),
                (BrandStage.NOT_SELECTED, decided),
            )
        ),
        When(practised_since__isnull=False, then=Value(BrandStage.IN_PRACTICE.value)),
        When(confirmed_on__isnull=False, then=Value(BrandStage.CONFIRMED.value)),
        *(
            When(Exists(rows), then=Value(stage.value))
            for stage, rows in (
                (BrandStage.REVISED, _revised()),
                (BrandStage.OPINIONS_GIVEN, answered),
                (BrandStage.CONSULTED, asked),
                (BrandStage.DELIBERATED, Deliberation.objects.filter(brand=OuterRef("pk"), withdrawn_on=None)),
            )
        ),
    )
    stage = Case(*steps, default=Value(BrandStage.IDEA.value), output_field=CharField())
    return brands.annotate(stage=stage)


def _revised() -> QuerySet[Any]:
    """Versions kept after opinions were given on an earlier one."""
    found: QuerySet[Any] = BrandVersion.objects.filter(
        brand=OuterRef("pk"),
        brand__consultations__withdrawn_on=None,
        brand__consultations__given_on__lte=F("made_on"),
        brand__consultations__brand_version__number__lt=F("number"),
    )
    return found
