"""What a view may do, said once above it. A test walks all URLs and refuses a view without a mark."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from .actors import Actor

View = Callable[..., HttpResponseBase]
after_read: list[Callable[[Actor], None]] = []
"""Called with the actor after a read has been answered, outside the read-only connection."""

READING = ("SELECT", "WITH", "EXPLAIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "VALUES")


@dataclass(frozen=True)
class Access:
    """The mark on a view: mode "public", "signed-in", "reads" or "writes", and the permission asked for."""

    mode: str
    permission: str = ""


class WriteOnRead(RuntimeError):
    """A view that only reads tried to change the database."""


def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Database wrapper that lets only reading statements through."""
    if not sql.lstrip(" (\n").upper().startswith(READING):
        raise WriteOnRead(sql.split(" ", 3)[:3])
    return execute(sql, params, many, context)


def public(view: View) -> View:
    """Anybody may call it."""
    view.access = Access("public")  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Any signed-in person may call it: their own things. GET and HEAD cannot write."""
    return _guarded(view, Access("signed-in"), ("GET", "HEAD", "POST"))


def reads(permission: str) -> Callable[[View], View]:
    """Only for holders of ``permission`` somewhere; the connection refuses anything but reading."""
    return lambda view: _guarded(view, Access("reads", permission), ("GET", "HEAD"))


def writes(permission: str) -> Callable[[View], View]:
    """GET shows the form and cannot write; POST runs in one transaction, undone whole on an error."""
    return lambda view: _guarded(view, Access("writes", permission), ("GET", "HEAD", "POST"))


def _guarded(view: View, access: Access, methods: tuple[str, ...]) -> View:
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        if request.actor is None:
            return redirect_to_login(request.get_full_path())
        if access.permission and not request.actor.may(access.permission):
            raise PermissionDenied
        with ExitStack() as stack:
            if request.method == "POST":
                stack.enter_context(transaction.atomic())
            else:
                stack.enter_context(connection.execute_wrapper(refuse_writes))
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        for note in after_read:
            note(request.actor)
        return response

    guarded.access = access  # type: ignore[attr-defined]
    return guarded


def is_htmx(request: HttpRequest) -> bool:
    """Whether a part of the page was asked for, not the page."""
    return bool(getattr(request, "htmx", False))
