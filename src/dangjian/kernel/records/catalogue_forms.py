"""What is asked about an item of a catalogue. A room names what its items are, and adds what else they have."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm, day_field

from .services import MOST


def order_field() -> forms.IntegerField:
    """A place in the order."""
    return forms.IntegerField(label=_("Order"), min_value=1, max_value=MOST)


class ItemForm(ActForm):
    """A new item; the room puts its ``name`` before."""

    ordinal = order_field()
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    on = day_field(_("From"))


class MoveItemForm(ActForm):
    """Another place in the order."""

    ordinal = order_field()

    def prepare(self) -> None:
        """Its place now."""
        self.start_from_record("ordinal")


class EndItemForm(ActForm):
    """From when on an item no longer stands in the catalogue."""

    on = day_field(_("Until (not included)"))
