"""The page on which the author takes the names out of a nomination."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes

from ..forms.reviews import BlindForm
from ..models import Nomination
from ..queries.reviews.names import files_of
from ..review_permissions import CONFIRM_BLIND
from ..services import reviews as services


def _nomination(request: Any, key: int) -> Nomination:
    return fetch(
        Nomination.objects.select_related("organisation", "call__organisation", "member"),
        key,
        request.actor,
        CONFIRM_BLIND,
    )


@writes(CONFIRM_BLIND)
def names(request: Any, nomination: int) -> HttpResponse:
    """The text as the panel will read it: names found and taken out, to be read and confirmed."""
    found = _nomination(request, nomination)
    address = reverse("reviews:names", args=[found.pk])
    act = Act(
        form=BlindForm,
        service=partial(services.confirm_blind, found, today=request.actor.today),
        about=found,
        title=_("Take names out"),
        submit=_("Confirm"),
        done=_("Confirmed. The panel reads this text and no other."),
        back=address,
        sub=f"{found} · {found.call}",
        template="awards/review/names.html",
        context={"nomination": found, "files": files_of(found)},
    )
    return perform(request, act)


@writes(CONFIRM_BLIND)
def write_anew(request: Any, nomination: int) -> HttpResponse:
    """Write the attached files anew, without names and metadata."""
    found = _nomination(request, nomination)
    service = partial(services.write_files_anew, found, today=request.actor.today)
    done = _("Written anew. Look at the copies, then confirm.")
    return press(request, service, done=done, back=reverse("reviews:names", args=[found.pk]))
