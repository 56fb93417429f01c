"""Holding a row during long work: one worker at a time, given back when it fails, taken over when its worker died.

The model of such a row has `state` (with choices), `claim` (32 characters), `trouble` (text) and an `organisation`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from dangjian.kernel.errors import ServiceError

from .progress import Progress, end_progress, note_progress, progress_of

Tell = Callable[[int, int], None]
"""Told the steps done and the steps in all (0 = not known)."""
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Hold:
    """How the rows of one kind of work are held.

    Attributes:
        name: folder of their progress, such as ``imports``.
        error: what is raised when a step does not fit the state.
    """

    name: str
    error: type[ServiceError]

    def locked(self, row: M, states: Iterable[str]) -> M:
        """The row as it is now, locked for the caller's transaction.

        Raises:
            ServiceError: it is in none of these states.
        """
        rows = type(row)._default_manager.select_for_update(of=("self",)).select_related("organisation")
        current: Any = rows.get(pk=row.pk)
        if current.state not in tuple(states):
            raise self.error(
                _("This step is not possible now: the state is “{state}”.").format(state=current.get_state_display())
            )
        return current

    @transaction.atomic
    def take(self, row: M, states: Iterable[str], working: str) -> M:
        """Take hold of a row for long work, also when the worker that held it is gone.

        Raises:
            ServiceError: it is in another state, or its worker is alive.
        """
        current: Any = self.locked(row, (*states, working))
        if current.state == working and self.progress(row).alive:
            raise self._held()
        current.state, current.claim, current.trouble = working, secrets.token_hex(16), ""
        current.save(update_fields=["state", "claim", "trouble"])
        note_progress(self._key(row), 0, 0)
        return current

    def still_ours(self, row: Any) -> None:
        """Make sure, inside the work's transaction, that nobody took the row over meanwhile.

        Raises:
            ServiceError: somebody did.
        """
        current: Any = type(row)._default_manager.select_for_update().only("claim").get(pk=row.pk)
        if current.claim != row.claim:
            raise self._held()

    @contextmanager
    def giving_back(self, row: Any, state: str) -> Iterator[None]:
        """On failure the row returns to `state` with the reason in words; progress ends in any case."""
        try:
            yield
        except Exception as error:
            reason = str(error) if isinstance(error, ServiceError) else _("An unexpected error stopped the work.")
            held = type(row)._default_manager.filter(pk=row.pk, claim=row.claim)
            held.update(state=state, claim="", trouble=reason)
            raise
        finally:
            end_progress(self._key(row))

    def report(self, row: models.Model, done: int, total: int, tell: Tell | None = None) -> None:
        """Tell how far the work is: to everybody through the progress file, and to the caller."""
        note_progress(self._key(row), done, total)
        if tell is not None:
            tell(done, total)

    def progress(self, row: models.Model) -> Progress:
        """How far the work on a row is, and whether somebody is at it."""
        return progress_of(self._key(row))

    def _key(self, row: models.Model) -> str:
        return f"{self.name}/{row.pk}"

    def _held(self) -> ServiceError:
        return self.error(_("Somebody is already working on this."))
