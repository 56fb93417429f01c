"""The steps of a brand's life: deliberation, opinions, confirmation, practice, public view."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes
from dangjian.work.awards.permissions import NOMINATE

from .. import services
from ..forms.steps import AnswerForm, AskForm, DayForm, DeliberationForm, EnterForm, OpinionsForm, WithdrawForm
from ..permissions import ADVISE_BRAND, KEEP_BRAND, SHOW_BRAND
from ..queries import brands as queries
from ..queries.entering import open_classes
from ..records import page_of
from .brands import brand_or_404


@writes(KEEP_BRAND)
def record_deliberation(request: Any, brand: int) -> HttpResponse:
    """Record a deliberation."""
    found = brand_or_404(brand, request.actor, KEEP_BRAND)
    act = Act(
        form=DeliberationForm,
        service=partial(services.record_deliberation, found, today=request.actor.today),
        about=found,
        title=_("Record a deliberation"),
        sub=found.name,
        submit=_("Save"),
        done=_("Recorded, with the wording of now as the version it was about."),
        back=page_of(found),
    )
    return perform(request, act)


@writes(KEEP_BRAND)
def withdraw_deliberation(request: Any, deliberation: int) -> HttpResponse:
    """Withdraw a deliberation that was entered by mistake."""
    found = fetch(queries.deliberations_shown(), deliberation, request.actor, KEEP_BRAND)
    act = Act(
        form=WithdrawForm,
        service=partial(services.withdraw_deliberation, found, today=request.actor.today),
        title=_("Withdraw a deliberation"),
        sub=str(found),
        submit=_("Withdraw"),
        done=_("Withdrawn. It stays with the reason and counts no longer."),
        back=page_of(found.brand),
    )
    return perform(request, act)


@writes(KEEP_BRAND)
def ask(request: Any, brand: int) -> HttpResponse:
    """Ask an organisation above for opinions."""
    found = brand_or_404(brand, request.actor, KEEP_BRAND)
    act = Act(
        form=AskForm,
        service=partial(services.ask_for_opinions, found, today=request.actor.today),
        about=found,
        title=_("Ask for opinions"),
        sub=found.name,
        submit=_("Ask for opinions"),
        done=_("Asked. The question stands on the list of what waits there."),
        back=page_of(found),
        follows=[_("The wording of now is kept as the version that is asked about.")],
    )
    return perform(request, act)


@writes(NOMINATE)
def enter(request: Any, brand: int) -> HttpResponse:
    """Enter a brand for a review."""
    found = brand_or_404(brand, request.actor, NOMINATE)
    if not open_classes(found, request.actor).exists():
        return render(request, "brands/closed.html", {"brand": found})
    act = Act(
        form=EnterForm,
        service=partial(services.enter_brand, found, today=request.actor.today),
        about=found,
        title=_("Enter for review"),
        sub=found.name,
        submit=_("Save as a draft"),
        done=_("Saved as a draft. What the records say stands below; enter it when it is ready."),
        back=page_of(found),
        then=lambda made: reverse("awards:nomination", args=[made.pk]),
    )
    return perform(request, act)


@writes(KEEP_BRAND)
def withdraw_asking(request: Any, consultation: int) -> HttpResponse:
    """Withdraw a question that nobody has answered."""
    found = fetch(queries.consultations_shown(), consultation, request.actor, KEEP_BRAND)
    service = partial(services.withdraw_asking, found, today=request.actor.today)
    return press(request, service, done=_("The question is withdrawn."), back=page_of(found.brand))


@writes(ADVISE_BRAND)
def give_opinions(request: Any, consultation: int) -> HttpResponse:
    """Give opinions for the organisation that was asked."""
    found = fetch(queries.consultations_shown(), consultation, request.actor, ADVISE_BRAND)
    if not request.actor.may(ADVISE_BRAND, found.asked.path):
        raise PermissionDenied
    act = Act(
        form=OpinionsForm,
        service=partial(services.give_opinions, found, today=request.actor.today),
        title=_("Give opinions"),
        sub=f"{found.brand_version.name} · {found.organisation}",
        submit=_("Give opinions"),
        done=_("Given. Each opinion is answered one by one."),
        back=page_of(found.brand),
        template="brands/opinions.html",
        context={"consultation": found},
    )
    return perform(request, act)


@writes(KEEP_BRAND)
def answer_point(request: Any, point: int) -> HttpResponse:
    """Say what became of one opinion."""
    found = fetch(queries.points_shown(), point, request.actor, KEEP_BRAND)
    act = Act(
        form=AnswerForm,
        service=partial(services.answer_point, found, today=request.actor.today),
        about=found,
        title=_("Answer an opinion"),
        sub=f"{found.consultation.asked} · {found.opinion}",
        submit=_("Save"),
        done=_("Answered."),
        back=f"{page_of(found.consultation.brand)}#consultations",
    )
    return perform(request, act)


def _on_a_day(request: Any, brand: int, service: Any, title: str, done: str) -> HttpResponse:
    found = brand_or_404(brand, request.actor, KEEP_BRAND)
    act = Act(
        form=DayForm,
        service=partial(service, found, today=request.actor.today),
        title=title,
        sub=found.name,
        submit=title,
        done=done,
        back=page_of(found),
    )
    return perform(request, act)


@writes(KEEP_BRAND)
def confirm(request: Any, brand: int) -> HttpResponse:
    """Confirm a brand as the leading group decided it."""
    return _on_a_day(request, brand, services.confirm_brand, _("Confirm the brand"), _("The brand is confirmed."))


@writes(KEEP_BRAND)
def practise(request: Any, brand: int) -> HttpResponse:
    """Put a brand into practice."""
    return _on_a_day(request, brand, services.practise_brand, _("Put into practice"), _("The brand is in practice."))


@writes(SHOW_BRAND)
def show(request: Any, brand: int) -> HttpResponse:
    """Show a brand to the public."""
    found = brand_or_404(brand, request.actor, SHOW_BRAND)
    service = partial(services.show_brand, found, today=request.actor.today)
    return press(request, service, done=_("The public sees this brand now."), back=page_of(found))


@writes(SHOW_BRAND)
def hide(request: Any, brand: int) -> HttpResponse:
    """Take a brand from public view."""
    found = brand_or_404(brand, request.actor, SHOW_BRAND)
    done = _("The public sees this brand no longer.")
    return press(request, partial(services.hide_brand, found), done=done, back=page_of(found))
