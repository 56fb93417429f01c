"""Changes of the tree."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes
from dangjian.kernel.tree.models import Organisation

from .. import forms, queries, services
from ..models import OrganisationEvent
from ..permissions import CHANGE
from ..services.merging import what_remains
from .reading import page_of


def _to_change(request: Any, organisation: int) -> Organisation:
    return fetch(Organisation.objects.select_related("parent"), organisation, request.actor, CHANGE)


def _along(organisation: Organisation, actor: Any) -> list[str]:
    return queries.consequences(organisation, actor.today)


@writes(CHANGE)
def found(request: Any, organisation: int) -> HttpResponse:
    """Set up an organisation below one."""
    parent = _to_change(request, organisation)
    act = Act(
        form=forms.FoundForm,
        service=partial(services.found, parent=parent),
        about=parent,
        title=_("Set up an organisation below {organisation}").format(organisation=parent),
        submit=_("Set up"),
        done=_("The organisation is set up."),
        sub=parent.name,
        back=page_of(parent),
        then=page_of,
    )
    return perform(request, act)


@writes(CHANGE)
def rename(request: Any, organisation: int) -> HttpResponse:
    """Rename an organisation."""
    shown = _to_change(request, organisation)
    act = Act(
        form=forms.RenameForm,
        service=partial(services.rename, shown),
        about=shown,
        title=_("Rename {organisation}").format(organisation=shown),
        submit=_("Rename"),
        done=_("The new name is in use; the former one can still be found."),
        follows=[_("The former name stays findable and stands in the history.")],
        sub=shown.name,
        back=page_of(shown),
    )
    return perform(request, act)


@writes(CHANGE)
def move(request: Any, organisation: int) -> HttpResponse:
    """Move an organisation under another superior."""
    shown = _to_change(request, organisation)
    follows = [_("{thing} move along").format(thing=words) for words in _along(shown, request.actor)]
    if shown.parent:
        follows.append(_("Superior until now: {organisation}").format(organisation=shown.parent))
    act = Act(
        form=forms.MoveForm,
        service=partial(services.move, shown),
        title=_("Move {organisation}").format(organisation=shown),
        submit=_("Move"),
        done=_("The organisation stands under its new superior."),
        follows=follows,
        sub=shown.name,
        back=page_of(shown),
    )
    return perform(request, act)


@writes(CHANGE)
def change_kind(request: Any, organisation: int) -> HttpResponse:
    """Change the kind of an organisation."""
    shown = _to_change(request, organisation)
    act = Act(
        form=forms.KindForm,
        service=partial(services.change_kind, shown),
        about=shown,
        title=_("Change the kind of {organisation}").format(organisation=shown),
        submit=_("Change"),
        done=_("The kind is changed."),
        follows=[
            _("Kind until now: {kind}").format(kind=shown.get_kind_display()),
            _("A running term keeps its due day; the next election follows the rule of the new kind."),
        ],
        sub=shown.name,
        back=page_of(shown),
    )
    return perform(request, act)


@writes(CHANGE)
def merge(request: Any, organisation: int) -> HttpResponse:
    """Merge an organisation into another."""
    shown = _to_change(request, organisation)
    follows = [_("{thing} move along").format(thing=words) for words in _along(shown, request.actor)]
    act = Act(
        form=forms.MergeForm,
        service=partial(services.merge, shown),
        title=_("Merge {organisation} into another").format(organisation=shown),
        submit=_("Merge"),
        done=_("The organisations are merged."),
        follows=[*follows, _("It ends on that day and stays findable by its names.")],
        sub=shown.name,
        back=page_of(shown),
        then=page_of,
    )
    return perform(request, act)


@writes(CHANGE)
def split(request: Any, organisation: int) -> HttpResponse:
    """Split an organisation off from another."""
    shown = _to_change(request, organisation)
    act = Act(
        form=forms.SplitForm,
        service=partial(services.split_off, shown),
        about=shown,
        title=_("Split off from {organisation}").format(organisation=shown),
        submit=_("Split off"),
        done=_("The new organisation is set up. Transfer its members now."),
        follows=[_("The new organisation stands beside it, under the same superior and of the same kind.")],
        sub=shown.name,
        back=page_of(shown),
        then=page_of,
    )
    return perform(request, act)


@writes(CHANGE)
def dissolve(request: Any, organisation: int) -> HttpResponse:
    """Dissolve an organisation."""
    shown = _to_change(request, organisation)
    act = Act(
        form=forms.DissolveForm,
        service=partial(services.dissolve, shown),
        title=_("Dissolve {organisation}").format(organisation=shown),
        submit=_("Dissolve"),
        done=_("The organisation is dissolved."),
        follows=[
            _("It ends on that day and stays findable by its names."),
            _("A running term and unit links end."),
        ],
        warning=what_remains(shown, request.actor.today),
        sub=shown.name,
        back=page_of(shown),
    )
    return perform(request, act)


@writes(CHANGE)
def correct_event(request: Any, event: int) -> HttpResponse:
    """Put an entry of the history right by a new one."""
    shown = fetch(OrganisationEvent.objects.select_related("organisation"), event, request.actor, CHANGE)
    act = Act(
        form=forms.CorrectForm,
        service=partial(services.correct_event, shown),
        about=shown,
        title=_("Correct an entry: {event}").format(event=shown),
        submit=_("Save the correction"),
        done=_("The correction is entered; the first entry stays."),
        follows=[_("The first entry stays and is shown as corrected, with your reason.")],
        sub=shown.organisation.name,
        back=page_of(shown.organisation),
    )
    return perform(request, act)
