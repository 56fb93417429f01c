"""The inbox of a person, and the outbox's failures for the system administrator."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.views import reads, signed_in, writes

from . import queries, services
from .forms import PreferenceForm
from .permissions import OUTBOX_RETRY, OUTBOX_VIEW

PAGE = 20


@signed_in
def inbox(request: Any) -> HttpResponse:
    """One's own notices, newest first."""
    account = request.actor.account_id
    page = Paginator(queries.inbox(account), PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/inbox.html", {"page": page, "unread": queries.unread_count(account)})


@signed_in
def show_notice(request: Any, pk: int) -> HttpResponse:
    """One of one's own notices; POST marks it read and leads on to its matter."""
    notice = queries.own_notice(request.actor.account_id, pk)
    if request.method == "POST":
        services.mark_read(notice, now=timezone.now())
        return redirect(notice.url or "notices:notice", *([] if notice.url else [notice.pk]))
    return render(request, "notices/notice.html", {"notice": notice})


@signed_in
def mark_all_read(request: Any) -> HttpResponse:
    """Clear the badge."""
    if request.method == "POST":
        services.mark_all_read(account_id=request.actor.account_id, now=timezone.now())
    return redirect("notices:inbox")


@signed_in
def preferences(request: Any) -> HttpResponse:
    """How to be told."""
    account = request.actor.account_id
    chosen = queries.preference_of(account)
    act = Act(
        form=PreferenceForm,
        service=partial(services.choose, account_id=account),
        initial={"email": chosen.email, "digest_hour": chosen.digest_hour},
        title=_("How to be told"),
        submit=_("Save"),
        done=_("Noted."),
        back=reverse("notices:inbox"),
    )
    return perform(request, act)


@reads(OUTBOX_VIEW)
def outbox(request: Any) -> HttpResponse:
    """Letters that were given up."""
    page = Paginator(queries.given_up(), PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/outbox.html", {"page": page, "may_retry": request.actor.may(OUTBOX_RETRY)})


@writes(OUTBOX_RETRY)
def retry_letter(request: Any, pk: int) -> HttpResponse:
    """Have a letter tried again."""
    letter = queries.letter_or_404(pk)
    retry = partial(services.retry, letter, now=timezone.now())
    return press(request, retry, done=_("It will be tried again within a minute."), back=reverse("notices:outbox"))
