"""Forms of the suggestion box."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm

from .models import SuggestionKind


class SuggestionForm(ActForm):
    """What somebody wants to say."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SuggestionKind.choices, initial=SuggestionKind.SUGGESTION)
    text = forms.CharField(
        label=_("What you want to say"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6, "data-autosave": ""})
    )
    file = forms.FileField(
        label=_("Picture or paper"), required=False, help_text=_("For example a picture of the screen. No secrets.")
    )
    page = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)


class AnswerForm(ActForm):
    """The answer."""

    answer = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
