"""Pages on which a brand is written: the proposal that keeps itself, its preview, logo, measures and versions."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dangjian.kernel.access.act_forms import posted
from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads, writes
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.models import Organisation

from .. import services
from ..forms.proposals import LogoForm, MeasureForm, ProposalForm, VersionForm
from ..models import Brand
from ..permissions import KEEP_BRAND, VIEW_BRAND
from ..queries.brands import measures_shown
from ..queries.showcase import Face, face_of
from ..services.proposing import WORDING
from .brands import brand_or_404


def proposal_of(brand: Brand) -> str:
    """The page on which a brand is written."""
    return reverse("brands:proposal", args=[brand.pk])


@writes(KEEP_BRAND)
def begin(request: Any) -> HttpResponse:
    """Begin a brand: the page of a proposal that is kept once a name is typed."""
    acted_for = request.actor.organisation
    asked = request.GET.get("organisation") or (acted_for.pk if acted_for else "")
    place = fetch(Organisation, asked, request.actor, KEEP_BRAND)
    form = ProposalForm(posted(request), actor=request.actor, about=place)
    propose = partial(services.propose_brand, organisation=place, today=request.actor.today)
    return _written(request, form, propose, {"organisation": place})


@writes(KEEP_BRAND)
def proposal(request: Any, brand: int) -> HttpResponse:
    """Write a proposal on one page; it keeps itself and shows what the public will see."""
    found = brand_or_404(brand, request.actor, KEEP_BRAND)
    if found.ended_on is not None:
        return redirect("brands:brand", found.pk)
    form = ProposalForm(posted(request), actor=request.actor, about=found)
    return _written(request, form, partial(services.write_brand, found), {"brand": found})


def _written(request: Any, form: ProposalForm, service: Any, context: dict[str, Any]) -> HttpResponse:
    """Keep what was typed, if it can be kept; the page, or to a page that keeps itself its state and preview."""
    kept: Brand | None = None
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "version" or "brand" in context}
        try:
            kept = service(**given, by=request.actor)
        except ServiceError as error:
            form.refuse(error)
    if kept is not None and not is_htmx(request):
        messages.success(request, _("Saved."))
        return redirect(proposal_of(kept))
    brand = kept or context.get("brand")
    place = brand.organisation if brand else context["organisation"]
    values = {"form": form, "brand": brand, "organisation": place, "face": _face(form, brand, place.name)}
    typed_version = form["version"].value()
    values |= {"kept_at": localtime() if kept else None, "version": kept.version if kept else typed_version or ""}
    values["logo_form"] = LogoForm(actor=request.actor, about=brand)
    part = "brands/_kept.html" if is_htmx(request) else "brands/proposal.html"
    response = render(request, part, values, status=422 if form.errors else 200)
    if kept is not None:
        response["HX-Trigger"] = "kept"
        response["HX-Replace-Url"] = proposal_of(kept)
    return response


def _face(form: ProposalForm, brand: Brand | None, organisation: str) -> Face:
    """What the preview shows: the words as they stand in the form, kept or not."""
    typed = {name: str(form[name].value() or "") for name in WORDING}
    taken = {str(getattr(one, "pk", one)) for one in form["services"].value() or ()}
    offered = form.fields["services"].queryset  # type: ignore[attr-defined]
    logo = face_of(brand).logo if brand else ""
    services = [one.name for one in offered if str(one.pk) in taken]
    return Face(organisation=organisation, **typed, services=services, logo=logo)


@reads(VIEW_BRAND)
def preview(request: Any, brand: int) -> HttpResponse:
    """The page of a brand as the public sees it, before it is shown."""
    found = brand_or_404(brand, request.actor, VIEW_BRAND)
    return render(request, "brands/preview.html", {"brand": found, "face": face_of(found)})


@writes(KEEP_BRAND)
def logo(request: Any, brand: int) -> HttpResponse:
    """Give a brand a logo."""
    found = brand_or_404(brand, request.actor, KEEP_BRAND)
    act = Act(
        form=LogoForm,
        service=partial(services.set_logo, found),
        about=found,
        title=_("Logo"),
        sub=found.name,
        submit=_("Save"),
        done=_("The logo is kept."),
        back=proposal_of(found),
    )
    return perform(request, act)


@writes(KEEP_BRAND)
def add_measure(request: Any, brand: int) -> HttpResponse:
    """Choose what a brand is measured by."""
    found = brand_or_404(brand, request.actor, KEEP_BRAND)
    act = Act(
        form=MeasureForm,
        service=partial(services.add_measure, found),
        about=found,
        title=_("Add a measure"),
        sub=found.name,
        submit=_("Save"),
        done=_("The page of its work shows it from now on."),
        back=reverse("brands:work", args=[found.pk]),
        follows=[_("Only what the platform holds anyway: nobody reports anything for it.")],
    )
    return perform(request, act)


@writes(KEEP_BRAND)
def drop_measure(request: Any, measure: int) -> HttpResponse:
    """Measure a brand by this no longer."""
    found = fetch(measures_shown(), measure, request.actor, KEEP_BRAND)
    back = reverse("brands:work", args=[found.brand_id])
    return press(request, partial(services.drop_measure, found), done=_("The measure is dropped."), back=back)


@writes(KEEP_BRAND)
def keep_version(request: Any, brand: int) -> HttpResponse:
    """Keep the wording of now as a version."""
    found = brand_or_404(brand, request.actor, KEEP_BRAND)
    act = Act(
        form=VersionForm,
        service=partial(services.keep_version, found, today=request.actor.today),
        about=found,
        title=_("Keep a version"),
        sub=found.name,
        submit=_("Keep"),
        done=lambda kept: _("Version {number} is kept.").format(number=kept.number),
        back=reverse("brands:versions", args=[found.pk]),
        follows=[
            _("Versions are also kept by themselves at each deliberation, question for opinions and confirmation.")
        ],
    )
    return perform(request, act)
