"""The register of honours: a list, blocks on the pages of organisations and members, and one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records import blocks
from dangjian.kernel.records.entries import LedgerForm
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.own import OwnPage, register_own_page

from ..models import Honour
from ..permissions import VIEW_HONOUR
from ..queries.honours import honours_shown


def page_of(honour: Honour) -> str:
    """The page of an honour."""
    return reverse("awards:honour", args=[honour.pk])


def _standing(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(revoked_on__isnull=value == "standing") if value in ("standing", "revoked") else rows


def _for_whom(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(member__isnull=value == "organisations") if value in ("organisations", "members") else rows


register(
    RecordKind(
        key="awards.honour",
        label=_("Honours"),
        model=Honour,
        permission=VIEW_HONOUR,
        rows=honours_shown,
        url=page_of,
        day="happened_on",
        chapter=6,
        in_ledger=LedgerForm.TABLE,
        order=("-happened_on", "name", "-pk"),
        icon="certificate",
        shows_persons=True,
        search=lambda rows, text: rows.filter(title__icontains=text) | rows.filter(name__icontains=text),
        brief=("name", "title", "organisation__short_name", "given_by", "happened_on", "document_number", "revoked_on"),
        columns=(
            Column("name", _("Title of honour"), lambda h: h.name, sort=("name",), link=True, width=24),
            Column("title", _("Given to"), lambda h: h.title, sort=("title",), width=24),
            Column(
                "organisation",
                _("Organisation"),
                lambda h: h.organisation.short_name,
                sort=("organisation__code",),
                width=24,
            ),
            Column("given", _("Given on"), lambda h: h.happened_on, sort=("happened_on",), cell=CellKind.DATE),
            Column("by", _("Given by"), lambda h: h.given_by, width=28),
            Column("number", _("Number of the decision"), lambda h: h.document_number, width=20),
            Column("revoked", _("Revoked on"), lambda h: h.revoked_on, sort=("revoked_on",), cell=CellKind.DATE),
        ),
        filters=(
            Filter(
                "standing",
                _("State"),
                _standing,
                choices=lambda actor: [("standing", _("standing")), ("revoked", _("revoked"))],
            ),
            Filter(
                "whose",
                _("For"),
                _for_whom,
                choices=lambda actor: [
                    ("organisations", _("honours of organisations")),
                    ("members", _("honours of members")),
                ],
            ),
            Filter(
                "year",
                _("Year"),
                lambda rows, value, actor: (
                    rows.filter(happened_on__year=int(value)) if value in _years(actor) else rows
                ),
                choices=lambda actor: [(year, year) for year in _years(actor)],
            ),
        ),
        empty=_("Honours appear here with the decision on a call, or entered from the paper of whoever gave them."),
    )
)


def _years(actor: Actor) -> list[str]:
    return [str(year) for year in range(actor.today.year, actor.today.year - 10, -1)]


def _address(name: str) -> Callable[[Any], str]:
    return lambda record: reverse(name, args=[record.pk])


for about, address, key in (
    (blocks.ORGANISATION, "awards:honours-of", "awards.honours"),
    (blocks.MEMBER, "awards:honours-of-member", "awards.honours_of_member"),
):
    blocks.register(
        blocks.Block(
            key=key,
            label=_("Honours"),
            url=_address(address),
            permission=VIEW_HONOUR,
            order=60,
            about=about,
        )
    )
register_own_page(
    OwnPage(
        "awards.my_honours",
        _("My honours"),
        _("Honours given to me, and letters"),
        lambda actor: reverse("awards:my-honours"),
        order=40,
    )
)
