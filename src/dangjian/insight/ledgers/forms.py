"""What is chosen about ledgers; nothing of a ledger is ever typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.errors import ServiceError
from dangjian.kernel.periods import Period, PeriodError

from .enums import LedgerFormat, PictureLayout


class AskForm(forms.Form):
    """Which period, in which format."""

    period = forms.CharField(max_length=10)
    kind = forms.ChoiceField(choices=LedgerFormat.choices)

    def clean_period(self) -> Period:
        """The period as a value."""
        try:
            return Period.parse(self.cleaned_data["period"])
        except PeriodError as error:
            raise forms.ValidationError(str(error))


class LayoutForm(forms.Form):
    """How photographs stand."""

    pictures = forms.ChoiceField(label=_("Photographs"), choices=PictureLayout.choices, widget=forms.RadioSelect)


class TemplateForm(forms.Form):
    """A Word file with named fields."""

    file = forms.FileField(
        label=_("Word file"),
        help_text=_("A .docx file of at most 20 MB with named fields; it is tried out before it is taken."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def refuse(self, error: ServiceError) -> None:
        """Put the refusal beside the file."""
        for line in str(error).splitlines():
            self.add_error("file", line)
