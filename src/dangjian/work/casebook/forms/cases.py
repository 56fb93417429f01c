"""What is asked about a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.figures.asked import period_choices
from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.tree.models import Organisation
from dangjian.work.brands.models import Brand

from ..enums import CaseField, CasePart
from ..models.cases import MOST_SUMMARY, MOST_TEXT, WORDING
from ..queries import brands_of

ROWS = {CasePart.SUMMARY: 4, CasePart.PRACTICE: 14}


def period_field(label: Any, chosen: Period, actor: Actor) -> forms.TypedChoiceField:
    """The periods around one that have begun."""
    around = dict.fromkeys([*period_choices(chosen, actor.today), chosen])
    return forms.TypedChoiceField(
        label=label, choices=[(one.key, one.name) for one in around], coerce=Period.parse, initial=chosen.key
    )


class ClassForm(ActForm):
    """Of which brand and field a case is, and of which period its figures are."""

    brand = forms.ModelChoiceField(
        label=_("Service brand"), queryset=Brand.objects.none(), required=False, empty_label=_("Of no brand")
    )
    field = forms.ChoiceField(label=_("Field of the case"), choices=CaseField.choices)

    def prepare(self) -> None:
        organisation = self.about if isinstance(self.about, Organisation) else self.about.organisation
        self.fields["brand"].queryset = brands_of(organisation, self.actor)  # type: ignore[attr-defined]
        chosen = Period.containing(PeriodKind.YEAR, self.actor.today)
        if not isinstance(self.about, Organisation):
            self.start_from_record("brand", "field")
            chosen = self.about.about
        self.fields["period"] = period_field(_("Period of its figures"), chosen, self.actor)


class BeginForm(ClassForm):
    """A case that is begun."""

    title = forms.CharField(label=_("Title"), max_length=60)
    field_order = ("title", "brand", "field", "period")


class WriteForm(ActForm):
    """The words of a case, with the version that the writer opened."""

    title = forms.CharField(label=_("Title"), max_length=60)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def prepare(self) -> None:
        for part in CasePart:
            most = MOST_SUMMARY if part == CasePart.SUMMARY else MOST_TEXT
            self.fields[part] = forms.CharField(
                label=part.label,
                max_length=most,
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": ROWS.get(part, 8), "maxlength": False}),
            )
        self.fields[CasePart.PRACTICE].help_text = _(
            "# begins a heading, - or 1. a list. [[key]] is the number of a figure; choose it below."
        )
        self.start_from_record(*WORDING, "version")
        self.order_fields([*WORDING, "version"])


class HandInForm(ActForm):
    """Whether those who are named agreed, and the version that is handed in."""

    people_agreed = forms.BooleanField(label=_("Everybody named in the case agreed to be named"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def prepare(self) -> None:
        self.start_from_record("version")


class ReasonForm(ActForm):
    """Why a case goes back."""

    reason = forms.CharField(label=_("What should be different"), max_length=500, widget=forms.Textarea({"rows": 4}))


class RemarkForm(ActForm):
    """A remark on a part."""

    part = forms.ChoiceField(
        label=_("On the part"), choices=[("", _("The whole case")), *CasePart.choices], required=False
    )
    text = forms.CharField(label=_("Remark on a case"), max_length=500, widget=forms.Textarea({"rows": 3}))


class AnswerForm(ActForm):
    """What was done about a remark."""

    answer = forms.CharField(label=_("What was done"), max_length=500, widget=forms.Textarea({"rows": 3}))
