"""What is asked about a planned meeting."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm, day_field

from .meetings import kinds_offered, text_field


class DayForm(forms.Form):
    """Only the day, and the topic where one is taken back: sent by dragging, by the buttons beside an item, by undo."""

    on = day_field(_("Planned day"))
    topic = forms.CharField(max_length=120, required=False)


class PlannedForm(ActForm):
    """Day, topic and agenda of a planned meeting."""

    on = day_field(_("Planned day"))
    topic = forms.CharField(label=_("Topic"), max_length=120, required=False)
    agenda = text_field(_("Agenda"), rows=4, help_text=_("One item a line. Nothing secret."))


class ItemForm(PlannedForm):
    """A planned meeting that is changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AddItemForm(PlannedForm):
    """A further planned meeting of an organisation."""

    kind = forms.ChoiceField(label=_("Kind"))
    field_order = ("kind", "on", "topic", "agenda")

    def prepare(self) -> None:
        """The kinds that such an organisation holds."""
        self.fields["kind"].choices = kinds_offered(self.about)  # type: ignore[attr-defined]
