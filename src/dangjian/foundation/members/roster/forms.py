"""What is asked for on the way of a roster: the file, the columns, the reason of an export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import one_named
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation

from ..permissions import REGISTER, UNMASK


class OfOrganisationForm(forms.Form):
    """For one organisation in which a permission is held.

    Args:
        actor: who asks.
    """

    permission = REGISTER
    organisation = forms.CharField(
        label=_("Organisation"), max_length=120, help_text=_("Code or name. Rows may belong to any branch below it.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if actor.organisation:
            self.fields["organisation"].initial = f"{actor.organisation.code} {actor.organisation.short_name}"

    def clean_organisation(self) -> Organisation:
        rows = Organisation.objects.visible_to(self.actor, self.permission).filter(ends_on=None)
        return one_named(rows, self.cleaned_data["organisation"])


class UploadForm(OfOrganisationForm):
    """The spreadsheet."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
        help_text=_("Excel (.xlsx, .xls) or text (.csv). Choose it, or drop it on the button."),
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        limit = settings.DANGJIAN_UPLOAD_LIMIT
        if (file.size or 0) > limit:
            words = gettext("The file has more than %(limit)s MB. Split it into several.")
            raise forms.ValidationError(words % {"limit": limit // (1024 * 1024)})
        return file


class NationalExportForm(OfOrganisationForm):
    """Whose members go into a file with whole numbers, and why."""

    permission = UNMASK
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Kept, and shown to every member whose numbers are in the file.")
    )
