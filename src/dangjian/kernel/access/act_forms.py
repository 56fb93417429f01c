"""What forms of all rooms are made of: the base, a day, an organisation by its code or name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from dangjian.kernel.errors import ConflictError, ServiceError
from dangjian.kernel.tree.models import Organisation

from .actors import Actor

NAMED_AT_MOST = 5


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, also when it is empty; None when the form is only to be shown."""
    return request.POST if request.method == "POST" else None


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def one_named(rows: Any, text: str) -> Organisation:
    """The one organisation among rows that a code or a whole name means.

    Raises:
        ValidationError: none is found, or several are (they are named).
    """
    word = text.strip()
    for condition in ({"code": word.split(" ", 1)[0]}, {"short_name": word}, {"name": word}):
        found = list(rows.filter(**condition)[: NAMED_AT_MOST + 1])
        if len(found) == 1:
            return found[0]
        if found:
            names = gettext(", ").join(f"{one.code} {one.short_name}" for one in found[:NAMED_AT_MOST])
            raise forms.ValidationError(gettext("Several are called so. Give the code: {names}.").format(names=names))
    raise forms.ValidationError(gettext("No organisation with this code or name. Look it up in the tree."))


class ServiceForm(forms.Form):
    """A form that ends in one service.

    A field is named after the argument of the service that it fills; so a refusal, which names the argument, finds its
    field. A field ``version`` holds the version of the record that the reader saw.
    """

    conflicts: Sequence[tuple[str, Any]] = ()

    def refuse(self, error: ServiceError) -> None:
        """Put a refusal beside its field, or above the form; what somebody else saved meanwhile stands with it."""
        if isinstance(error, ConflictError):
            self._show_theirs(dict(error.theirs))
        self.add_error(error.field if error.field in self.fields else None, str(error))

    def in_words(self, name: str, value: Any) -> Any:
        """A value that stands in the record, as its field shows it to people."""
        return dict(getattr(self.fields[name], "choices", ())).get(value, value)

    def _show_theirs(self, theirs: dict[str, Any]) -> None:
        """Name what stands now, keep what was typed, and let the next save go over it knowingly."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(theirs.pop("version"))
        self.data = data
        self.conflicts = [
            (str(self.fields[name].label), self.in_words(name, value))
            for name, value in theirs.items()
            if name in self.fields and (self.cleaned_data.get(name) or "") != (value or "")
        ]


class ActForm(ServiceForm):
    """Base of the forms of acts. A field ``on`` starts with today.

    Args:
        actor: who acts.
        about: the record that the form is about; None where there is none yet.
    """

    def __init__(self, *args: Any, actor: Actor, about: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor, self.about = actor, about
        if "on" in self.fields:
            self.fields["on"].initial = actor.today
        self.prepare()

    def prepare(self) -> None:
        """Set initial values and choices; once ``actor`` and ``about`` are known."""

    def start_from_record(self, *names: str) -> None:
        """Show in these fields what the record says now."""
        for name in names:
            self.fields[name].initial = getattr(self.about, name)

    def arguments(self) -> dict[str, Any]:
        """What was typed, as keyword arguments of the service."""
        return self.cleaned_data
