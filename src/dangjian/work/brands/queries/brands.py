"""A brand with everything its page tells, and what the pages of the room list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.models import Member, Post
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.figures.compute import Value, compute_all
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.periods import Period
from dangjian.kernel.together import Brief, together
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.scope import seen_q
from dangjian.work.awards.models import Honour, Nomination
from dangjian.work.awards.permissions import VIEW_HONOUR, VIEW_NOMINATION

from ..enums import BrandStage
from ..models import Brand, Consultation, ConsultationPoint, Deliberation, Measure, Service, TakenService
from ..permissions import KEEP_BRAND, VIEW_BRAND
from ..stages import KNOWN_TO_ALL, RECORD_KIND, with_stage

STRIP = ("brands.brands", "brands.rate_direct", "brands.not_direct", "brands.excellent", "brands.nominated")
"""The figures at the head of the room."""


def brands_shown() -> Any:
    """Brands with their organisation, the stage that everybody may know, services and responsible secretary."""
    return with_stage(_brands())


def brands_known_to(actor: Actor) -> Any:
    """The same with the stage as the actor may know it: with their own entries in a blind review, and those below."""
    return with_stage(_brands(), KNOWN_TO_ALL | seen_q(Nomination, actor, VIEW_NOMINATION))


def _brands() -> Any:
    services = Prefetch("taken_services", TakenService.objects.select_related("service"))
    return Brand.objects.select_related("organisation", "responsible", "logo").prefetch_related(services)


def services_on(day: date) -> QuerySet[Any]:
    """The services in force on a day, in their order."""
    found: QuerySet[Any] = Service.objects.on(day).order_by("ordinal", "pk")
    return found


def all_services() -> QuerySet[Any]:
    """The services with those that have ended, in their order."""
    found: QuerySet[Any] = Service.objects.order_by("ordinal", "pk")
    return found


def deliberations_shown() -> QuerySet[Any]:
    """Deliberations with their brand and organisation."""
    found: QuerySet[Any] = Deliberation.objects.select_related("brand", "organisation")
    return found


def consultations_shown() -> QuerySet[Any]:
    """Questions with what they are about."""
    found: QuerySet[Any] = Consultation.objects.select_related("brand", "organisation", "asked", "brand_version__logo")
    return found


def points_shown() -> QuerySet[Any]:
    """Opinions with the question that they belong to."""
    found: QuerySet[Any] = ConsultationPoint.objects.select_related("consultation__brand", "consultation__asked")
    return found


def measures_shown() -> QuerySet[Any]:
    """Measures with their brand."""
    found: QuerySet[Any] = Measure.objects.select_related("brand")
    return found


def secretaries_of(organisation: Organisation, day: date) -> QuerySet[Any]:
    """The members who may answer for a brand of an organisation: its secretaries and deputies on a day."""
    titles = (PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY)
    seats = Post.objects.on(day).filter(organisation=organisation, title__in=titles)
    found: QuerySet[Any] = Member.objects.filter(pk__in=seats.values("member")).order_by("pk")
    return found


def above(organisation: Organisation) -> QuerySet[Any]:
    """The organisations above, the work committee before the others: those of whom opinions are asked."""
    keys = [int(key) for key in (organisation.path or "").strip("/").split("/")[:-1] if key]
    found: QuerySet[Any] = Organisation.objects.filter(pk__in=keys).exclude(kind="authority").order_by("depth")
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """One day in the life of a brand, for its timeline."""

    on: date
    title: Any
    note: str = ""
    by: str = ""


@dataclass(frozen=True)
class Life:
    """What a brand has lived through, read from its records."""

    deliberations: Sequence[Any]
    consultations: Sequence[Consultation]
    versions: Sequence[Any]
    nominations: Sequence[Nomination]
    honours: Sequence[Honour]
    reviews: Sequence[Any]
    items: Sequence[Any]


def life_of(brand: Brand, actor: Actor) -> Life:
    """Everything dated about a brand that the actor may know; what has no rows below it in one query."""
    points = Prefetch("opinions", ConsultationPoint.objects.order_by("number"))
    asked = brand.consultations.select_related("asked", "brand_version").prefetch_related(points)
    entries = Nomination.objects.visible_to(actor, VIEW_NOMINATION).standing().of_record(RECORD_KIND, brand.pk)
    honours = Honour.objects.visible_to(actor, VIEW_HONOUR).of_record(RECORD_KIND, brand.pk)
    nominations, given, reviews, items = together(
        [
            Brief(entries.order_by("submitted_on", "pk"), ("submitted_on", "call__title", "award_class__name")),
            Brief(
                honours.order_by("happened_on", "pk"),
                ("happened_on", "name", "given_by", "revoked_on", "revocation_reason"),
            ),
            Brief(brand.reviews.order_by("-year"), ("year", "happened_on", "verdict", "remark")),
            Brief(brand.framework_tags.order_by("pk"), ("item",)),
        ]
    )
    return Life(
        deliberations=list(brand.deliberations.select_related("brand_version")),
        consultations=list(asked),
        versions=list(brand.versions.order_by("number")),
        nominations=nominations,
        honours=given,
        reviews=reviews,
        items=items,
    )


def strip_of(organisation: Organisation, today: date) -> list[Value]:
    """The figures at the head of the room, of the running year."""
    scope = Scope.of(organisation.path or "", Period.year_of(today.year), today)
    return compute_all([(key, scope) for key in STRIP])


def own_brands(actor: Actor) -> QuerySet[Any]:
    """The brands of the organisation acted for, those that live before those that ended."""
    rows: QuerySet[Any] = brands_known_to(actor).visible_to(actor, VIEW_BRAND).filter(organisation=actor.organisation)
    return rows.order_by("ended_on", "-happened_on", "-pk")


def open_questions(actor: Actor) -> QuerySet[Any]:
    """Questions that nobody has given opinions on, the oldest first; narrowed by whoever may answer."""
    rows = Consultation.objects.filter(given_on=None, withdrawn_on=None, brand__ended_on=None)
    found: QuerySet[Any] = rows.select_related("brand", "organisation", "asked").order_by("happened_on", "pk")
    return found


def unanswered(actor: Actor) -> QuerySet[Any]:
    """Opinions that the organisations in the actor's care have not answered."""
    rows = ConsultationPoint.objects.visible_to(actor, KEEP_BRAND).filter(
        answered_on=None, consultation__brand__confirmed_on=None, consultation__brand__ended_on=None
    )
    found: QuerySet[Any] = rows.order_by("consultation__given_on", "pk")
    return found


def stage_names() -> list[tuple[str, Any]]:
    """Stages and their names, in the order of a life."""
    return list(BrandStage.choices)
