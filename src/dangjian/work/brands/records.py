"""Brands, deliberations and consultations as record kinds; the way in, the block, what waits, and the sixth step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import places
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.periods import Period
from dangjian.kernel.records import blocks
from dangjian.kernel.records.entries import Entry
from dangjian.kernel.records.filters import below, choice
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.proofs import Proof, register_proof
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting
from dangjian.kernel.tree.enums import PRIMARY_KINDS, OrganisationKind
from dangjian.kernel.tree.models import Organisation

from . import permissions
from .enums import BrandStage, FrameworkItem
from .models import Brand, Deliberation, Service
from .queries import brands as queries
from .stages import RECORD_KIND

CHAPTER = 6
"""Set up brand models: the sixth step of the branch work method."""


def page_of(brand: Any) -> str:
    """The page of a brand."""
    return reverse("brands:brand", args=[brand.pk])


def _direct(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    direct = Organisation.objects.direct().values("pk")
    if value == "direct":
        return rows.filter(organisation__in=direct)
    return rows.exclude(organisation__in=direct) if value == "other" else rows


def _stage(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(stage=value) if value in BrandStage.values else rows


def _service(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(taken_services__service__key=value) if value else rows


def _found(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    words = Q(name__icontains=text) | Q(slogan__icontains=text) | Q(organisation__short_name__icontains=text)
    return rows.filter(words | Q(organisation__name__icontains=text))


def _services(brand: Any) -> str:
    return "、".join(str(one) for one in brand.taken_services.all())


def _told(brands: Sequence[Any], actor: Actor) -> list[Entry]:
    """What a ledger says of brands; everything is loaded with them."""
    return [
        Entry(
            brand.name,
            (
                (gettext("Slogan"), brand.slogan),
                (gettext("State"), str(BrandStage(brand.stage).label)),
                (gettext("Services"), _services(brand)),
                (gettext("Responsible secretary"), brand.responsible.name if brand.responsible else ""),
            ),
            (
                (gettext("Meaning"), brand.meaning),
                (gettext("Carrier"), brand.carrier),
                (gettext("Promise"), brand.promise),
                (gettext("Business it links to"), brand.business),
            ),
        )
        for brand in brands
    ]


register(
    RecordKind(
        key=RECORD_KIND,
        label=_("Service brands"),
        model=Brand,
        permission=permissions.VIEW_BRAND,
        rows=queries.brands_shown,
        url=page_of,
        day="happened_on",
        chapter=CHAPTER,
        entry=_told,
        order=("organisation__code", "-happened_on", "pk"),
        icon="award",
        search=_found,
        brief=("name", "slogan", "stage", "organisation__short_name"),
        columns=(
            Column("name", _("Brand"), lambda b: b.name, ("name",), link=True, width=28),
            Column(
                "organisation",
                _("Organisation"),
                lambda b: b.organisation.short_name,
                ("organisation__code",),
                width=24,
            ),
            Column("stage", _("State"), lambda b: BrandStage(b.stage).label, ("stage",), width=16),
            Column("slogan", _("Slogan"), lambda b: b.slogan, width=32),
            Column("services", _("Services"), _services, private=False, width=28),
            Column("confirmed", _("Confirmed on"), lambda b: b.confirmed_on, ("confirmed_on",), cell=CellKind.DATE),
            Column(
                "practised",
                _("In practice since"),
                lambda b: b.practised_since,
                ("practised_since",),
                cell=CellKind.DATE,
            ),
        ),
        filters=(
            Filter("stage", _("State"), _stage, choices=lambda actor: queries.stage_names()),
            choice(
                "of_kind",
                _("Kind of organisation"),
                "organisation__kind",
                [(kind.value, OrganisationKind(kind).label) for kind in PRIMARY_KINDS],
            ),
            Filter(
                "direct",
                _("Directly subordinate"),
                _direct,
                choices=lambda actor: [("direct", _("direct")), ("other", _("not direct"))],
            ),
            Filter(
                "service",
                _("Service"),
                _service,
                choices=lambda actor: list(Service.objects.order_by("ordinal", "pk").values_list("key", "name")),
            ),
            choice("item", _("1263"), "framework_tags__item", list(FrameworkItem.choices)),
            Filter("organisation", _("Organisation"), below("organisation__path"), control="text"),
        ),
        empty=_("Service brands appear here when an organisation writes down the first idea of a name."),
    )
)
register(
    RecordKind(
        key="brands.deliberation",
        label=_("Deliberations on brands"),
        model=Deliberation,
        permission=permissions.VIEW_BRAND,
        rows=lambda: Deliberation.objects.filter(withdrawn_on=None).select_related("organisation", "brand"),
        url=lambda one: f"{reverse('brands:brand', args=[one.brand_id])}#deliberations",
        day="happened_on",
        chapter=CHAPTER,
        order=("-happened_on", "-pk"),
        icon="message-circle",
        columns=(
            Column(
                "on", _("Deliberated on"), lambda d: d.happened_on, ("happened_on", "pk"), link=True, cell=CellKind.DATE
            ),
            Column("brand", _("Brand"), lambda d: d.brand.name, ("brand__name",), width=28),
            Column("organisation", _("Organisation"), lambda d: d.organisation.short_name, width=24),
            Column("body", _("Who deliberated"), lambda d: d.get_body_display(), width=16),
            Column("outcome", _("What it came to"), lambda d: d.get_outcome_display(), width=18),
        ),
        filters=(Filter("organisation", _("Organisation"), below("organisation__path"), control="text"),),
        empty=_("Deliberations appear here when a leading group has talked about its brand."),
    )
)

places.register(
    places.Place(Brand, view=permissions.VIEW_BRAND, attach=permissions.KEEP_BRAND, url=page_of),
)
register_page(
    Page(
        "brands.home",
        _("Service brands"),
        lambda actor: reverse("brands:home"),
        "award",
        PageGroup.YEAR,
        permissions.VIEW_BRAND,
        order=60,
    )
)
blocks.register(
    blocks.Block(
        key="brands.brands",
        label=_("Service brands"),
        url=lambda organisation: reverse("brands:of", args=[organisation.pk]),
        permission=permissions.VIEW_BRAND,
        order=55,
    )
)


def _asked(actor: Actor) -> QuerySet[Any]:
    """Questions to the organisations for which the actor gives opinions."""
    paths = actor.prefixes(permissions.ADVISE_BRAND)
    held = [one.path for one in actor.held if any(one.path.startswith(path) for path in paths)]
    return queries.open_questions(actor).filter(asked__path__in=held)


register_waiting(
    permissions.ADVISE_BRAND,
    _asked,
    brief=("happened_on", "brand__name", "organisation__short_name"),
    item=lambda row, actor: Waiting(
        title=gettext("Opinions on the brand “{brand}”").format(brand=row.brand.name),
        note=row.organisation.short_name,
        url=reverse("brands:give-opinions", args=[row.pk]),
        on=row.happened_on,
        lane=Lane.DECIDE,
        state="due",
    ),
)
register_waiting(
    permissions.KEEP_BRAND,
    lambda actor: queries.unanswered(actor).filter(consultation__organisation=actor.organisation),
    brief=("number", "opinion", "consultation__given_on", "consultation__brand__name"),
    item=lambda row, actor: Waiting(
        title=gettext("Answer an opinion on “{brand}”").format(brand=row.consultation.brand.name),
        note=row.opinion[:60],
        url=reverse("brands:answer-point", args=[row.pk]),
        on=row.consultation.given_on,
        lane=Lane.DECIDE,
        state="due",
    ),
)


def _with_brand(*, practised: bool) -> QuerySet[Any]:
    """Organisations that have a living brand, or stand directly below one that has: they carry it together."""
    owners = Brand.objects.living().order_by()
    owners = owners.exclude(practised_since=None) if practised else owners
    found: QuerySet[Any] = Organisation.objects.filter(
        Q(pk__in=owners.values("organisation")) | Q(parent__in=owners.values("organisation"))
    )
    return found


def _formed(year: Period, day: date) -> QuerySet[Any]:
    return _with_brand(practised=False)


def _practised(year: Period, day: date) -> QuerySet[Any]:
    return _with_brand(practised=True)


def _of(organisation: int, year: Period) -> str:
    return reverse("brands:of", args=[organisation])


register_proof(
    Proof(
        key="brands.formed",
        step=CHAPTER,
        label=_("A service brand"),
        wants=_("A brand of the branch, or of the organisation directly above it, is being worked on or lives."),
        rows=_formed,
        organisation="pk",
        url=_of,
    )
)
register_proof(
    Proof(
        key="brands.practised",
        step=CHAPTER,
        label=_("The brand in practice"),
        wants=_("That brand is in practice."),
        rows=_practised,
        organisation="pk",
        url=_of,
    )
)
