"""What is asked about a planned meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.obligations.forms import ServiceForm, day_field
from dangjian.kernel.tree.models import Organisation

from ..enums import KINDS_HELD_BY
from .meetings import text_field


class DayForm(ServiceForm):
    """Only the day, and the topic where one is taken back: sent by dragging, by the buttons beside an item, by undo."""

    on = day_field(_("Planned day"))
    topic = forms.CharField(max_length=120, required=False)


class ItemForm(ServiceForm):
    """Day, topic and agenda of a planned meeting."""

    on = day_field(_("Planned day"))
    topic = forms.CharField(label=_("Topic"), max_length=120, required=False)
    agenda = text_field(_("Agenda"), rows=4, help_text=_("One item a line. Nothing secret."))


class AddItemForm(ItemForm):
    """A further planned meeting."""

    kind = forms.ChoiceField(label=_("Kind"))
    field_order = ("kind", "on", "topic", "agenda")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = KINDS_HELD_BY.get(organisation.kind, ())
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in held]  # type: ignore[attr-defined]
