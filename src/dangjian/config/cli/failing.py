"""How a command ends when something is wrong: one sentence on standard error, an exit code scripts can use."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import DatabaseError
from django.utils import translation

from dangjian.kernel.errors import ServiceError

from .main import EXIT_UNUSABLE


def plainly(function: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a refusal or a database that does not answer into a sentence and exit code 2."""

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            with translation.override(click.get_current_context().find_root().params.get("language") or "en"):
                return function(*args, **kwargs)
        except ServiceError as error:
            _end(str(error))
        except (CommandError, ImproperlyConfigured) as error:
            _end(str(error))
        except DatabaseError as error:
            _end(f"The database does not answer as it should: {error}. Run “dangjian doctor”.")

    return guarded


def _end(sentence: str) -> None:
    click.echo(sentence, err=True)
    raise SystemExit(EXIT_UNUSABLE)
