"""Figures about organisations: how many there are of which kind, and how their terms stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.figures.marking import OWN, watch
from dangjian.kernel.figures.measures import Count, Ratio
from dangjian.kernel.figures.registry import Figure, Scope, register
from dangjian.kernel.tree.enums import PRIMARY_KINDS, OrganisationKind
from dangjian.kernel.tree.models import Organisation

from . import queries

watch("organisations_term", OWN)

OWNER = _("Organisation section of the work committee")
SINCE = date(2017, 1, 1)
UNIT = pgettext_lazy("unit", "organisations")
ORGANISATIONS, TERMS = "organisations.organisation", "organisations.term"


def _counted(
    key: str,
    label: str | Promise,
    definition: str | Promise,
    records: Callable[[Scope], QuerySet[Any]],
    *,
    unit: str | Promise = UNIT,
    kind: str = ORGANISATIONS,
    version: int = 1,
    **more: Any,
) -> Figure:
    return register(
        Figure(
            key=key,
            label=label,
            unit=unit,
            definition=definition,
            owner=OWNER,
            version=version,
            effective_on=SINCE,
            measure=Count(),
            records=records,
            kind=kind,
            path="path" if kind == ORGANISATIONS else "organisation__path",
            tallied=True,
            of_tree=kind == ORGANISATIONS,
            **more,
        )
    )


def _ending_within(months: int) -> Callable[[Scope], QuerySet[Any]]:
    return lambda scope: queries.terms_ending_within(months, scope.as_of)


def _of_kind(*kinds: str) -> Callable[[Scope], QuerySet[Any]]:
    return lambda scope: Organisation.objects.at(scope.as_of).of_kinds(kinds, scope.past)


_counted(
    "organisations.direct",
    _("Direct organisations"),
    _(
        "Organ committees, general branches and branches of every kind that stand directly under a work committee and "
        "exist on the day. What stands further below is left out. Place and kind are those of that day."
    ),
    lambda scope: Organisation.objects.at(scope.as_of).direct(scope.past),
    version=2,
    article="direct-organisations",
    desk=1,
)
_counted(
    "organisations.primary",
    _("Primary organisations"),
    _(
        "All organ committees, general branches and branches of every kind that exist on the day, whether direct or "
        "not. Work committees, superior organisations and groups inside branches are left out."
    ),
    _of_kind(*PRIMARY_KINDS),
)
_counted(
    "organisations.branches",
    _("Branches"),
    _("Party branches, joint branches and temporary branches that exist on the day. General branches are left out."),
    lambda scope: Organisation.objects.at(scope.as_of).branches(scope.past),
    unit=_("branches"),
    desk=2,
    below=1,
)
_counted(
    "organisations.committees",
    _("Organ committees"),
    _("Organ Party committees that exist on the day, at whatever depth. Work committees are left out."),
    _of_kind(OrganisationKind.ORGAN_COMMITTEE),
)
_counted(
    "organisations.general_branches",
    _("General branches"),
    _("General Party branches that exist on the day, direct or below an organ committee."),
    _of_kind(OrganisationKind.GENERAL_BRANCH),
)
_counted(
    "organisations.joint_branches",
    _("Joint branches"),
    _("Joint branches, set up by several units with fewer than three full members each, that exist on the day."),
    _of_kind(OrganisationKind.JOINT_BRANCH),
    unit=_("branches"),
)
_counted(
    "organisations.temporary_branches",
    _("Temporary branches"),
    _("Temporary branches that exist on the day. They have no term and admit no members."),
    _of_kind(OrganisationKind.TEMPORARY_BRANCH),
    unit=_("branches"),
)
_counted(
    "organisations.with_term_duty",
    _("Organisations with terms"),
    _(
        "Organ committees, general branches, branches and joint branches that exist on the day: they are elected for a "
        "term. Temporary branches, groups and appointed committees are left out."
    ),
    lambda scope: queries.organisations_with_term(scope.as_of, scope.past),
)
_counted(
    "organisations.in_term",
    _("Organisations within their term"),
    _(
        "Organisations with terms for which a term is recorded that has begun and not run out on the day. An approved "
        "extension counts as part of the term."
    ),
    lambda scope: queries.organisations_in_term(scope.as_of, scope.past),
)
_counted(
    "organisations.without_term",
    _("Organisations without a recorded term"),
    _("Organisations with terms for which no term is recorded that had begun and not ended on the day."),
    lambda scope: queries.organisations_without_term(scope.as_of, scope.past),
)
for months, label, definition in (
    (
        6,
        _("Terms ending within 6 months"),
        _("Running terms whose last day, an approved extension included, lies within six months from the day on."),
    ),
    (
        3,
        _("Terms ending within 3 months"),
        _("Running terms whose last day, an approved extension included, lies within three months from the day on."),
    ),
    (
        1,
        _("Terms ending within a month"),
        _("Running terms whose last day, an approved extension included, lies within one month from the day on."),
    ),
):
    _counted(
        f"organisations.terms_ending_{months}_months",
        label,
        definition,
        _ending_within(months),
        unit=_("terms"),
        kind=TERMS,
        desk=6 if months == 6 else 0,
    )
_counted(
    "organisations.terms_overdue",
    _("Overdue terms"),
    _("Terms whose last day, an approved extension included, has passed on the day without an election."),
    lambda scope: queries.terms_overdue(scope.as_of),
    unit=_("terms"),
    kind=TERMS,
    below=4,
)
register(
    Figure(
        key="organisations.in_term_share",
        label=_("Share of organisations within their term"),
        unit="%",
        definition=_(
            "Organisations within their term, divided by all organisations with terms on the same day and in the same "
            "subtree."
        ),
        owner=OWNER,
        version=1,
        effective_on=SINCE,
        measure=Ratio("organisations.in_term", "organisations.with_term_duty"),
        kind=ORGANISATIONS,
        path="path",
        decimals=1,
    )
)
