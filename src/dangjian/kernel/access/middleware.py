"""Build the actor of a request, once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from .actors import Actor
from .clock import today
from .sources import held_by

ACTING_FOR = "acting_for"


class ActorMiddleware:
    """Sets ``request.actor`` for signed-in people and ``None`` for everybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.request_id = uuid.uuid4().hex
        request.actor = (
            actor_for(request.user, request_id=request.request_id, acting_for=request.session.get(ACTING_FOR))
            if request.user.is_authenticated
            else None
        )
        return self.get_response(request)


def actor_for(account: Any, *, request_id: str = "", acting_for: int | None = None) -> Actor:
    """The actor of an account today.

    Args:
        account: the signed-in account.
        request_id: ties the audit entries of one request together.
        acting_for: the key of the organisation chosen in the page head; ignored when no role is held there.
    """
    day = today()
    held = held_by(account, day)
    chosen = next((h for h in held if h.organisation_id == acting_for), held[0] if held else None)
    return Actor(
        account_id=account.pk,
        name=account.display_name,
        organisation=chosen.organisation if chosen else None,
        held=held,
        today=day,
        member_id=account.member_id,
        request_id=request_id,
    )
