"""What is asked when a file is attached or withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm

ENDINGS = "pdf ofd docx xlsx pptx doc xls ppt wps et dps png jpg jpeg webp txt csv md"


class AttachForm(ActForm):
    """A file for a record."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Word, Excel, PowerPoint, WPS, PDF, OFD, a picture or plain text."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS.split())}),
    )
    target = forms.CharField(max_length=60, widget=forms.HiddenInput)
    target_id = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def arguments(self) -> dict[str, Any]:
        return {"file": self.cleaned_data["file"]}


class WithdrawForm(ActForm):
    """Why a file is taken away."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=200)
