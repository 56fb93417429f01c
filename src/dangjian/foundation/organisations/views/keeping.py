"""Contact facts, terms, units, leading groups and areas."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes
from dangjian.kernel.tree.models import Organisation

from .. import forms, services
from ..models import Area, LeadingGroup, Term, Unit, UnitLink
from ..permissions import EDIT_AREAS, EDIT_PROFILE, EDIT_UNITS, EXTEND_TERMS, RECORD_TERMS
from ..terms import EXTENSION_YEARS, latest_extension, term_rule
from .reading import page_of


@writes(EDIT_PROFILE)
def profile(request: Any, organisation: int) -> HttpResponse:
    """Edit the contact facts of an organisation."""
    shown = fetch(Organisation, organisation, request.actor, EDIT_PROFILE)
    act = Act(
        form=forms.ProfileForm,
        service=partial(services.edit_profile, shown),
        about=shown,
        title=_("Contact facts of {organisation}").format(organisation=shown),
        submit=_("Save"),
        done=_("The facts are saved."),
        sub=shown.name,
        back=page_of(shown),
    )
    return perform(request, act)


@writes(RECORD_TERMS)
def start_term(request: Any, organisation: int) -> HttpResponse:
    """Record an election."""
    shown = fetch(Organisation, organisation, request.actor, RECORD_TERMS)
    rule = term_rule(shown.kind, request.actor.today)
    follows = [_("The running term ends on the day of the election.")]
    if rule:
        words = _("By the rule in force today a term lasts {years} years ({source}).")
        follows.append(words.format(years=rule.years, source=rule.source))
    act = Act(
        form=forms.StartTermForm,
        service=partial(services.start_term, shown),
        title=_("Election of {organisation}").format(organisation=shown),
        submit=_("Record the election"),
        done=_("The election is recorded and the new term runs."),
        follows=follows,
        warning=() if rule else [_("An organisation of this kind has no term.")],
        sub=shown.name,
        back=page_of(shown),
    )
    return perform(request, act)


def _term(request: Any, term: int, permission: str) -> Term:
    return fetch(Term.objects.select_related("organisation"), term, request.actor, permission)


@writes(EXTEND_TERMS)
def extend_term(request: Any, term: int) -> HttpResponse:
    """Record an approved extension."""
    shown = _term(request, term, EXTEND_TERMS)
    latest = _("At most {years} year: until {day}.").format(years=EXTENSION_YEARS, day=latest_extension(shown.due_on))
    act = Act(
        form=forms.ExtendTermForm,
        service=partial(services.extend_term, shown),
        title=_("Extend the term of {organisation}").format(organisation=shown.organisation),
        submit=_("Record the extension"),
        done=_("The extension is recorded."),
        follows=[forms.term_explained(shown), latest],
        sub=shown.organisation.name,
        back=page_of(shown.organisation),
    )
    return perform(request, act)


@writes(RECORD_TERMS)
def end_term(request: Any, term: int) -> HttpResponse:
    """End a term without recording the next."""
    shown = _term(request, term, RECORD_TERMS)
    act = Act(
        form=forms.EndTermForm,
        service=partial(services.end_term, shown),
        title=_("End the term of {organisation}").format(organisation=shown.organisation),
        submit=_("End the term"),
        done=_("The term is ended."),
        follows=[forms.term_explained(shown)],
        sub=shown.organisation.name,
        back=page_of(shown.organisation),
    )
    return perform(request, act)


@writes(EDIT_UNITS)
def add_unit(request: Any, organisation: int) -> HttpResponse:
    """Enter a unit and link it."""
    shown = fetch(Organisation, organisation, request.actor, EDIT_UNITS)
    act = Act(
        form=forms.UnitForm,
        service=partial(services.add_unit, shown),
        title=_("New unit of {organisation}").format(organisation=shown),
        submit=_("Save"),
        done=_("The unit is entered and linked."),
        sub=shown.name,
        back=page_of(shown),
    )
    return perform(request, act)


@writes(EDIT_UNITS)
def link_unit(request: Any, organisation: int) -> HttpResponse:
    """Link a unit that is known."""
    shown = fetch(Organisation, organisation, request.actor, EDIT_UNITS)
    act = Act(
        form=forms.LinkForm,
        service=partial(services.link_unit, shown),
        title=_("Link a unit with {organisation}").format(organisation=shown),
        submit=_("Link"),
        done=_("The unit is linked."),
        sub=shown.name,
        back=page_of(shown),
    )
    return perform(request, act)


def _unit_and_organisation(request: Any, unit: int) -> tuple[Unit, Organisation]:
    mine = UnitLink.objects.visible_to(request.actor, EDIT_UNITS).select_related("organisation")
    links = Prefetch("links", queryset=mine, to_attr="links_mine")
    shown: Any = fetch(Unit.objects.prefetch_related(links), unit, request.actor, EDIT_UNITS)
    return shown, shown.links_mine[0].organisation


@writes(EDIT_UNITS)
def change_unit(request: Any, unit: int) -> HttpResponse:
    """Change the facts of a unit."""
    shown, organisation = _unit_and_organisation(request, unit)
    act = Act(
        form=forms.ChangeUnitForm,
        service=partial(services.change_unit, shown, organisation=organisation),
        about=shown,
        title=_("Unit {unit}").format(unit=shown),
        submit=_("Save"),
        done=_("The facts are saved."),
        sub=organisation.name,
        back=reverse("organisations:unit", args=[shown.pk]),
    )
    return perform(request, act)


@writes(EDIT_UNITS)
def end_unit_link(request: Any, unit_link: int) -> HttpResponse:
    """End the link of a unit and an organisation."""
    shown = fetch(UnitLink.objects.select_related("organisation", "unit"), unit_link, request.actor, EDIT_UNITS)
    act = Act(
        form=forms.EndForm,
        service=partial(services.end_unit_link, shown),
        title=_("End the link: {link}").format(link=shown),
        submit=_("End"),
        done=_("The link is ended."),
        sub=shown.organisation.name,
        back=page_of(shown.organisation),
    )
    return perform(request, act)


@writes(EDIT_UNITS)
def set_up_leading_group(request: Any, unit: int) -> HttpResponse:
    """Enter the leading group of a unit."""
    shown, organisation = _unit_and_organisation(request, unit)
    act = Act(
        form=forms.LeadingGroupForm,
        service=partial(services.set_up_leading_group, shown, organisation=organisation),
        title=_("Leading group of {unit}").format(unit=shown),
        submit=_("Save"),
        done=_("The leading group is entered."),
        sub=organisation.name,
        back=reverse("organisations:unit", args=[shown.pk]),
    )
    return perform(request, act)


@writes(EDIT_UNITS)
def end_leading_group(request: Any, leading_group: int) -> HttpResponse:
    """End a leading group."""
    shown = fetch(LeadingGroup.objects.select_related("unit"), leading_group, request.actor, EDIT_UNITS)
    _unit, organisation = _unit_and_organisation(request, shown.unit_id)
    act = Act(
        form=forms.EndForm,
        service=partial(services.end_leading_group, shown, organisation=organisation),
        title=_("End the leading group: {group}").format(group=shown),
        submit=_("End"),
        done=_("The leading group is ended."),
        sub=organisation.name,
        back=reverse("organisations:unit", args=[shown.unit_id]),
    )
    return perform(request, act)


@writes(EDIT_AREAS)
def add_area(request: Any, organisation: int) -> HttpResponse:
    """Add an area to a work committee."""
    shown = fetch(Organisation, organisation, request.actor, EDIT_AREAS)
    if not shown.is_work_committee:
        raise Http404
    act = Act(
        form=forms.AreaForm,
        service=partial(services.add_area, shown),
        title=_("New area of {organisation}").format(organisation=shown),
        submit=_("Save"),
        done=_("The area is added."),
        sub=shown.name,
        back=page_of(shown),
    )
    return perform(request, act)


@writes(EDIT_AREAS)
def change_area(request: Any, area: int) -> HttpResponse:
    """Rename or reorder an area."""
    shown = fetch(Area.objects.select_related("organisation"), area, request.actor, EDIT_AREAS)
    act = Act(
        form=forms.ChangeAreaForm,
        service=partial(services.change_area, shown),
        about=shown,
        title=_("Area {area}").format(area=shown),
        submit=_("Save"),
        done=_("The area is saved."),
        sub=shown.organisation.name,
        back=page_of(shown.organisation),
    )
    return perform(request, act)


@writes(EDIT_AREAS)
def end_area(request: Any, area: int) -> HttpResponse:
    """End an area."""
    shown = fetch(Area.objects.select_related("organisation"), area, request.actor, EDIT_AREAS)
    act = Act(
        form=forms.EndForm,
        service=partial(services.end_area, shown),
        title=_("End the area {area}").format(area=shown),
        submit=_("End"),
        done=_("The area is ended."),
        sub=shown.organisation.name,
        back=page_of(shown.organisation),
    )
    return perform(request, act)
