"""Cases and casebooks as record kinds, the ways in, the block of an organisation, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments.places import Place
from dangjian.kernel.attachments.places import register as takes_files
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records.blocks import Block
from dangjian.kernel.records.blocks import register as register_block
from dangjian.kernel.records.entries import Entry as Told
from dangjian.kernel.records.filters import below, between, choice
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting
from dangjian.work.brands.enums import BrandStage
from dangjian.work.brands.stages import declare_later

from . import permissions
from .enums import CaseField, CaseStage
from .models import Case, ChosenCase, Edition

STEP = 6
"""Raise brands and models: the sixth step of the branch work method."""
STAGES = {
    CaseStage.WRITING: Q(handed_in_on=None),
    CaseStage.HANDED_IN: Q(handed_in_on__isnull=False, passed_on=None),
    CaseStage.READY: Q(passed_on__isnull=False),
}


def _at_stage(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(STAGES[CaseStage(value)]) if value in CaseStage.values else rows


def _issued(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(issued_on=None) if value == "no" else rows.exclude(issued_on=None) if value == "yes" else rows


def _told(cases: Sequence[Case], actor: Actor) -> list[Told]:
    """A case in a ledger: what it is about, and what it says in short."""
    return [
        Told(
            case.title,
            [(_("Service brand"), case.brand.name if case.brand else ""), (_("State"), str(case.stage.label))],
            [(_("Summary"), case.summary)],
        )
        for case in cases
    ]


register(
    RecordKind(
        key="casebook.case",
        label=_("Cases"),
        model=Case,
        permission=permissions.VIEW_CASE,
        rows=lambda: Case.objects.select_related("organisation", "brand"),
        url=lambda case: reverse("casebook:case", args=[case.pk]),
        day="happened_on",
        chapter=STEP,
        entry=_told,
        order=("-happened_on", "-pk"),
        icon="file-text",
        brief=("title", "organisation__short_name", "happened_on", "brand__name"),
        search=lambda rows, text: rows.filter(Q(title__icontains=text) | Q(summary__icontains=text)),
        columns=(
            Column("title", _("Title"), lambda c: c.title, ("title", "pk"), link=True, width=36),
            Column(
                "organisation",
                _("Organisation"),
                lambda c: c.organisation.short_name,
                ("organisation__code",),
                width=24,
            ),
            Column("day", _("Begun on"), lambda c: c.happened_on, ("happened_on", "pk"), cell=CellKind.DATE, width=12),
            Column("brand", _("Service brand"), lambda c: c.brand.name if c.brand else "", width=24),
            Column("field", _("Field of the case"), lambda c: c.get_field_display(), width=20),
            Column("stage", _("State"), lambda c: c.stage.label, width=14),
            Column("passed", _("Passed for print on"), lambda c: c.passed_on, cell=CellKind.DATE, width=12),
        ),
        filters=(
            Filter("stage", _("State"), _at_stage, choices=lambda actor: CaseStage.choices),
            choice("field", _("Field of the case"), "field", CaseField.choices),
            Filter("organisation", _("Organisation"), below("organisation__path"), control="text"),
            between("from", _("From day"), "happened_on__gte"),
            between("to", _("To day"), "happened_on__lte"),
        ),
        empty=_("Cases appear here when an organisation begins to write one, as a rule about its service brand."),
    )
)
register(
    RecordKind(
        key="casebook.edition",
        label=_("Casebooks"),
        model=Edition,
        permission=permissions.VIEW_EDITION,
        rows=lambda: Edition.objects.select_related("organisation").annotate(cases=Count("entries")),
        url=lambda edition: reverse("casebook:edition", args=[edition.pk]),
        day="happened_on",
        order=("-happened_on", "-pk"),
        icon="books",
        columns=(
            Column("title", _("Title"), lambda e: e.title, ("title", "pk"), link=True, width=40),
            Column("organisation", _("Organisation"), lambda e: e.organisation.short_name, width=24),
            Column("cases", _("Cases"), lambda e: e.cases, ("cases",), cell=CellKind.INTEGER, width=8),
            Column("issued", _("Came out on"), lambda e: e.issued_on, ("issued_on", "pk"), cell=CellKind.DATE),
        ),
        filters=(
            Filter(
                "issued",
                _("State"),
                _issued,
                choices=lambda actor: [("no", _("in the making")), ("yes", _("came out"))],
            ),
        ),
        empty=_("A casebook gathers chosen cases into one book, for print and for screens."),
    )
)

takes_files(
    Place(
        model=Case,
        view=permissions.VIEW_CASE,
        attach=permissions.WRITE_CASE,
        url=lambda case: reverse("casebook:case", args=[case.pk]),
    )
)
register_block(
    Block(
        key="casebook.cases",
        label=_("Cases"),
        url=lambda organisation: reverse("casebook:of-organisation", args=[organisation.pk]),
        permission=permissions.VIEW_CASE,
        order=60,
    )
)
register_page(
    Page(
        "casebook.cases",
        _("Cases"),
        lambda actor: reverse("records:list", args=["casebook.case"]),
        "file-text",
        PageGroup.YEAR,
        permissions.VIEW_CASE,
        order=70,
    )
)
register_page(
    Page(
        "casebook.editions",
        _("Casebooks"),
        lambda actor: reverse("records:list", args=["casebook.edition"]),
        "books",
        PageGroup.YEAR,
        permissions.COMPILE_EDITION,
        order=71,
    )
)


def _with_editors(actor: Actor) -> QuerySet[Any]:
    return Case.objects.visible_to(actor, permissions.EDIT_CASE).with_editors().order_by("handed_in_on", "pk")


def _to_edit(case: Any, actor: Actor) -> Waiting:
    return Waiting(
        title=gettext("Case “{title}”").format(title=case.title),
        note=gettext("handed in by {organisation}; read it and pass it for print").format(
            organisation=case.organisation.short_name
        ),
        url=reverse("casebook:case", args=[case.pk]),
        on=case.handed_in_on,
        lane=Lane.DECIDE,
    )


register_waiting(
    permissions.EDIT_CASE, _with_editors, brief=("title", "organisation__short_name", "handed_in_on"), item=_to_edit
)


def _written() -> QuerySet[Any]:
    return Case.objects.exclude(brand=None).exclude(passed_on=None).order_by().values("brand")


def _published() -> QuerySet[Any]:
    printed = ChosenCase.objects.filter(edition__issued_on__isnull=False)
    return printed.exclude(case__brand=None).order_by().values("case__brand")


declare_later(BrandStage.CASE_WRITTEN, _written)
declare_later(BrandStage.PUBLISHED, _published)
