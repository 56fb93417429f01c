"""Writes of the complaint and suggestion box."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments.services import attach
from dangjian.kernel.audit.actions import action
from dangjian.kernel.audit.services import record
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.notices.services import send
from dangjian.kernel.tree.models import Organisation

from .models import Suggestion
from .permissions import ANSWER_SUGGESTION

MADE = action("desk.suggestion.made", gettext_lazy("put something into the suggestion box"))
ANSWERED = action("desk.suggestion.answered", gettext_lazy("answered a complaint or suggestion"))


class SuggestionError(ServiceError):
    """A suggestion that cannot be made or answered."""


@transaction.atomic
def make_suggestion(
    *, kind: str, text: str, page: str, organisation: Organisation, by: Actor, file: Any = None
) -> Suggestion:
    """Put a complaint or suggestion into the box of an organisation; the answer is due in a set number of days.

    Args:
        file: an uploaded picture or paper that shows what is meant, None for none.

    Raises:
        AttachmentError: the file is not taken.
    """
    assert by.account_id is not None
    suggestion = Suggestion.objects.create(
        organisation=organisation,
        happened_on=by.today,
        entered_by=by.name,
        kind=kind,
        text=text,
        page=page[:300],
        account_id=by.account_id,
        answer_due_on=by.today + timedelta(days=settings.DANGJIAN_ANSWER_DAYS),
    )
    if file:
        attach(file, to=suggestion, organisation=organisation, by=by, permission=ANSWER_SUGGESTION)
    record(MADE, suggestion, by=by, organisation=organisation, label=suggestion.get_kind_display())
    return suggestion


@transaction.atomic
def answer_suggestion(suggestion: Suggestion, *, answer: str, by: Actor, url: str = "") -> Suggestion:
    """Answer it once and tell the person who asked.

    Raises:
        SuggestionError: somebody answered it already.
    """
    suggestion = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    if suggestion.answered_on:
        raise SuggestionError(_("It has been answered by {name} already.").format(name=suggestion.answered_by))
    suggestion.answer, suggestion.answered_on, suggestion.answered_by = answer, by.today, by.name
    suggestion.save(update_fields=["answer", "answered_on", "answered_by"])
    record(ANSWERED, suggestion, by=by, organisation=suggestion.organisation, label=suggestion.get_kind_display())
    send(to=suggestion.account_id, subject=_("Your suggestion has been answered"), body=answer, url=url, by=by)
    return suggestion
