"""What people type about honours and certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm, day_field

from ..queries import nominations as reads
from .calls import SEVERAL_LINES, offer_choices


class HonourForm(ActForm):
    """An honour that others gave, from the paper that says so."""

    member = forms.ChoiceField(label=_("Given to"), required=False)
    name = forms.CharField(label=_("Title of honour"), max_length=60)
    given_by = forms.CharField(label=_("Given by"), max_length=100)
    document_number = forms.CharField(label=_("Number of the decision"), max_length=60)
    on = day_field(_("Given on"))

    def prepare(self) -> None:
        self.members = {str(one.pk): one for one in reads.members_to_nominate(self.about)}
        people = ((key, one.name) for key, one in self.members.items())
        offer_choices(self, "member", [("", self.about.name), *people])

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "member": self.members.get(self.cleaned_data["member"])}


class RevokeForm(ActForm):
    """Why an honour is revoked, and by which paper."""

    reason = forms.CharField(label=_("Why revoked"), max_length=300, widget=forms.Textarea(attrs=SEVERAL_LINES))
    number = forms.CharField(label=_("Number of the revocation"), max_length=60)
    on = day_field(_("Revoked on"))
