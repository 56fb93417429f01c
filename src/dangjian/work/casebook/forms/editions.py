"""What is asked about a casebook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm
from dangjian.kernel.periods import Period, PeriodKind

from ..models import Case, EditionPart
from ..models.editions import MOST_PREFACE
from ..permissions import VIEW_CASE
from ..services.compiling import DESCRIBED
from .cases import period_field


class BeginEditionForm(ActForm):
    """A casebook that is begun."""

    title = forms.CharField(label=_("Title"), max_length=60)

    def prepare(self) -> None:
        year = Period.containing(PeriodKind.YEAR, self.actor.today)
        self.fields["period"] = period_field(_("Period of the figures in the preface"), year, self.actor)


class DescribeForm(ActForm):
    """Cover, preface and imprint."""

    title = forms.CharField(label=_("Title"), max_length=60)
    cover = forms.CharField(
        label=_("Title on the cover, line by line"),
        max_length=80,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Break the title where it reads well. Empty: it is broken where the cover ends."),
    )
    subtitle = forms.CharField(label=_("Subtitle"), max_length=60, required=False)
    preface = forms.CharField(
        label=_("Preface"),
        max_length=MOST_PREFACE,
        required=False,
        widget=forms.Textarea({"rows": 12, "maxlength": False}),
        help_text=_("A paragraph a line. [[key]] is the number of a figure, frozen on the day of issue."),
    )
    compiled_by = forms.CharField(label=_("Compiled by"), max_length=80, required=False)
    chief_editor = forms.CharField(label=_("Chief editor"), max_length=60, required=False)
    editors = forms.CharField(label=_("Editors"), max_length=120, required=False)
    printed_by = forms.CharField(label=_("Printed by"), max_length=60, required=False)
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=1_000_000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def prepare(self) -> None:
        self.fields["period"] = period_field(_("Period of the figures in the preface"), self.about.about, self.actor)
        self.start_from_record(*(name for name in DESCRIBED if name != "period"), "copies", "version")
        self.order_fields(["title", "cover", "subtitle", "preface", "period"])


class ChooseForm(ActForm):
    """Which cases stand in a casebook."""

    cases = forms.ModelMultipleChoiceField(
        label=_("Cases"), queryset=Case.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        rows = Case.objects.visible_to(self.actor, VIEW_CASE).within(self.about.organisation.path or "-")
        field: Any = self.fields["cases"]
        field.queryset = rows.select_related("organisation").order_by("organisation__code", "pk")
        field.label_from_instance = lambda case: f"{case.title} · {case.organisation.short_name} · {case.stage.label}"
        field.initial = list(self.about.entries.values_list("case_id", flat=True))


class PartForm(ActForm):
    """The name of a part."""

    name = forms.CharField(label=_("Name of the part"), max_length=40)

    def prepare(self) -> None:
        self.start_from_record("name")


class MoveForm(ActForm):
    """Into which part a case goes."""

    part = forms.ModelChoiceField(label=_("Part"), queryset=EditionPart.objects.none())

    def prepare(self) -> None:
        self.fields["part"].queryset = self.about.edition.parts.all()  # type: ignore[attr-defined]
        self.start_from_record("part")
