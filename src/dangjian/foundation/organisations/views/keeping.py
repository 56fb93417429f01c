"""Contact facts, terms, units, leading groups and areas."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes
from dangjian.kernel.tree.models import Organisation

from .. import forms, services
from ..models import Area, LeadingGroup, Term, Unit, UnitLink
from ..permissions import EDIT_AREAS, EDIT_PROFILE, EDIT_UNITS, EXTEND_TERMS, RECORD_TERMS
from ..terms import EXTENSION_YEARS, latest_extension, term_rule
from .acts import Act, perform


@writes(EDIT_PROFILE)
def profile(request: Any, organisation: int) -> HttpResponse:
    """Edit the contact facts of an organisation."""
    shown = fetch(Organisation, organisation, request.actor, EDIT_PROFILE)
    title = _("Contact facts of {organisation}").format(organisation=shown)
    apply = partial(services.edit_profile, shown)
    return perform(request, shown, Act(forms.ProfileForm, apply, title, _("Save"), _("The facts are saved.")))


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
        forms.StartTermForm,
        partial(services.start_term, shown),
        title=_("Election of {organisation}").format(organisation=shown),
        submit=_("Record the election"),
        done=_("The election is recorded and the new term runs."),
        follows=follows,
        warning=() if rule else [_("An organisation of this kind has no term.")],
    )
    return perform(request, shown, act)


def _term(request: Any, term: int, permission: str) -> Term:
    return fetch(Term.objects.select_related("organisation"), term, request.actor, permission)


@writes(EXTEND_TERMS)
def extend_term(request: Any, term: int) -> HttpResponse:
    """Record an approved extension."""
    shown = _term(request, term, EXTEND_TERMS)
    latest = _("At most {years} year: until {day}.").format(years=EXTENSION_YEARS, day=latest_extension(shown.due_on))
    act = Act(
        forms.ExtendTermForm,
        partial(services.extend_term, shown),
        title=_("Extend the term of {organisation}").format(organisation=shown.organisation),
        submit=_("Record the extension"),
        done=_("The extension is recorded."),
        follows=[forms.term_explained(shown), latest],
    )
    return perform(request, shown.organisation, act)


@writes(RECORD_TERMS)
def end_term(request: Any, term: int) -> HttpResponse:
    """End a term without recording the next."""
    shown = _term(request, term, RECORD_TERMS)
    act = Act(
        forms.EndTermForm,
        partial(services.end_term, shown),
        title=_("End the term of {organisation}").format(organisation=shown.organisation),
        submit=_("End the term"),
        done=_("The term is ended."),
        follows=[forms.term_explained(shown)],
    )
    return perform(request, shown.organisation, act)


@writes(EDIT_UNITS)
def add_unit(request: Any, organisation: int) -> HttpResponse:
    """Enter a unit and link it."""
    shown = fetch(Organisation, organisation, request.actor, EDIT_UNITS)
    title = _("New unit of {organisation}").format(organisation=shown)
    apply = partial(services.add_unit, shown)
    return perform(request, shown, Act(forms.UnitForm, apply, title, _("Save"), _("The unit is entered and linked.")))


@writes(EDIT_UNITS)
def link_unit(request: Any, organisation: int) -> HttpResponse:
    """Link a unit that is known."""
    shown = fetch(Organisation, organisation, request.actor, EDIT_UNITS)
    title = _("Link a unit with {organisation}").format(organisation=shown)
    apply = partial(services.link_unit, shown)
    return perform(request, shown, Act(forms.LinkForm, apply, title, _("Link"), _("The unit is linked.")))


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
        forms.ChangeUnitForm,
        partial(services.change_unit, shown, organisation=organisation),
        title=_("Unit {unit}").format(unit=shown),
        submit=_("Save"),
        done=_("The facts are saved."),
        back=reverse("organisations:unit", args=[shown.pk]),
    )
    return perform(request, organisation, act, start_from=shown)


@writes(EDIT_UNITS)
def end_unit_link(request: Any, unit_link: int) -> HttpResponse:
    """End the link of a unit and an organisation."""
    shown = fetch(UnitLink.objects.select_related("organisation", "unit"), unit_link, request.actor, EDIT_UNITS)
    title = _("End the link: {link}").format(link=shown)
    act = Act(forms.EndForm, partial(services.end_unit_link, shown), title, _("End"), _("The link is ended."))
    return perform(request, shown.organisation, act)


@writes(EDIT_UNITS)
def set_up_leading_group(request: Any, unit: int) -> HttpResponse:
    """Enter the leading group of a unit."""
    shown, organisation = _unit_and_organisation(request, unit)
    act = Act(
        forms.LeadingGroupForm,
        partial(services.set_up_leading_group, shown, organisation=organisation),
        title=_("Leading group of {unit}").format(unit=shown),
        submit=_("Save"),
        done=_("The leading group is entered."),
        back=reverse("organisations:unit", args=[shown.pk]),
    )
    return perform(request, organisation, act)


@writes(EDIT_UNITS)
def end_leading_group(request: Any, leading_group: int) -> HttpResponse:
    """End a leading group."""
    shown = fetch(LeadingGroup.objects.select_related("unit"), leading_group, request.actor, EDIT_UNITS)
    _unit, organisation = _unit_and_organisation(request, shown.unit_id)
    act = Act(
        forms.EndForm,
        partial(services.end_leading_group, shown, organisation=organisation),
        title=_("End the leading group: {group}").format(group=shown),
        submit=_("End"),
        done=_("The leading group is ended."),
        back=reverse("organisations:unit", args=[shown.unit_id]),
    )
    return perform(request, organisation, act)


@writes(EDIT_AREAS)
def add_area(request: Any, organisation: int) -> HttpResponse:
    """Add an area to a work committee."""
    shown = fetch(Organisation, organisation, request.actor, EDIT_AREAS)
    if not shown.is_work_committee:
        raise Http404
    title = _("New area of {organisation}").format(organisation=shown)
    apply = partial(services.add_area, shown)
    return perform(request, shown, Act(forms.AreaForm, apply, title, _("Save"), _("The area is added.")))


@writes(EDIT_AREAS)
def change_area(request: Any, area: int) -> HttpResponse:
    """Rename or reorder an area."""
    shown = fetch(Area.objects.select_related("organisation"), area, request.actor, EDIT_AREAS)
    title = _("Area {area}").format(area=shown)
    act = Act(forms.ChangeAreaForm, partial(services.change_area, shown), title, _("Save"), _("The area is saved."))
    return perform(request, shown.organisation, act, start_from=shown)


@writes(EDIT_AREAS)
def end_area(request: Any, area: int) -> HttpResponse:
    """End an area."""
    shown = fetch(Area.objects.select_related("organisation"), area, request.actor, EDIT_AREAS)
    title = _("End the area {area}").format(area=shown)
    act = Act(forms.EndForm, partial(services.end_area, shown), title, _("End"), _("The area is ended."))
    return perform(request, shown.organisation, act)
