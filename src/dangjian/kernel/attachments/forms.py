"""What is asked when a file is attached or withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm

from .enums import Consent

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


class DescribeForm(ActForm):
    """What a picture shows, and whether those in it agreed to be shown."""

    caption = forms.CharField(label=_("What the picture shows"), max_length=100, required=False)
    consent = forms.ChoiceField(
        label=_("People in the picture"),
        choices=[("", _("Nothing said")), *Consent.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    agreed_by = forms.CharField(
        label=_("Who agreed to be shown, and how"),
        max_length=200,
        required=False,
        help_text=_("Such as: Li Ming and Wang Fang, in person, on 3 May 2017."),
    )

    def prepare(self) -> None:
        self.start_from_record("caption", "consent", "agreed_by")


class WithdrawForm(ActForm):
    """Why a file is taken away."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=200)
