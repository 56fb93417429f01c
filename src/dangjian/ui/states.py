"""The six states of anything that is owed, each a word, a mark and a colour together; never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class State:
    """`key` names the style, `word` is read, `icon` is the mark."""

    key: str
    word: str | Promise
    icon: str


STATES: dict[str, State] = {
    state.key: state
    for state in (
        State("not-due", pgettext_lazy("state", "Not due yet"), "circle-dashed"),
        State("due", pgettext_lazy("state", "Due"), "clock"),
        State("late", pgettext_lazy("state", "Late"), "alert-triangle"),
        State("done", pgettext_lazy("state", "Done"), "check"),
        State("excused", pgettext_lazy("state", "Excused"), "minus"),
        State("explained", pgettext_lazy("state", "Not done, explained"), "message-circle"),
    )
}


def state_named(key: object) -> State | None:
    """The state for `not-due`, `not_due`, `NOT_DUE` or an enum member with such a value; None for anything else."""
    value = getattr(key, "value", key)
    return STATES.get(str(value).lower().replace("_", "-"))
