"""Whose token it is, and that a call of the API only reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpRequest
from ninja.security import HttpBearer

from dangjian.foundation.accounts.queries import account_of_key
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.clock import today
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.views import refuse_writes
from dangjian.kernel.audit.looks import flush


class TokenAuth(HttpBearer):
    """``Authorization: Bearer …`` with a personal token that has not ended."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        found = account_of_key(token, today())
        if found is None:
            return None
        actor = actor_for(found[0], request_id=request.request_id)  # type: ignore[attr-defined]
        request.actor = actor  # type: ignore[attr-defined]
        return actor


def only_reading(operation: Callable[..., Any]) -> Callable[..., Any]:
    """The connection refuses writing while the answer is made; afterwards it is written down who looked."""

    @wraps(operation)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        with connection.execute_wrapper(refuse_writes):
            answer = operation(request, *args, **kwargs)
        flush(request.actor)
        return answer

    return guarded
