"""What people type about work reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.figures.asked import period_choices
from dangjian.kernel.periods import Period, PeriodKind

from .models import MOST_TEXT
from .starting import Beginning, beginnings, usual_title

ROWS = 26


def period_field(chosen: Period, actor: Actor) -> forms.TypedChoiceField:
    """The periods around ``chosen`` that have begun."""
    around = dict.fromkeys([*period_choices(chosen, actor.today), chosen])
    return forms.TypedChoiceField(
        label=_("Period"), choices=[(one.key, one.name) for one in around], coerce=Period.parse, initial=chosen.key
    )


class StartForm(ActForm):
    """Which report to begin, from which text."""

    title = forms.CharField(label=_("Title"), max_length=120)
    beginning = forms.ChoiceField(label=_("Begin from"))

    def prepare(self) -> None:
        year = Period.containing(PeriodKind.YEAR, self.actor.today)
        self.fields["title"].initial = usual_title(self.about, year)[:120]
        self.known: dict[str, Beginning] = {one.key: one for one in beginnings(self.actor)}
        self.fields["period"] = period_field(year, self.actor)
        self.fields["beginning"].choices = [(one.key, one.name) for one in self.known.values()]  # type: ignore[attr-defined]
        self.order_fields(["title", "period", "beginning"])

    def arguments(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        return {"text": self.known[typed.pop("beginning")].text, **typed}


class WriteForm(ActForm):
    """Title, period and text of a draft, with the version the writer opened."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        max_length=MOST_TEXT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": ROWS, "spellcheck": "false", "maxlength": False}),
        help_text=_(
            "# to #### begin a heading, - or 1. a list. [[key]] is the number of a figure, [[key code period]] that of "
            "another organisation or period, [[table key key]] on a line of its own a table of the organisations below."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def prepare(self) -> None:
        self.start_from_record("title", "text", "version")
        self.fields["period"] = period_field(self.about.about, self.actor)
        self.order_fields(["title", "period", "text", "version"])

    def opened_anew(self, version: int) -> WriteForm:
        """The same words over the version that stands now, so that the next saving is a choice made knowingly."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]
        return self


class ReasonForm(ActForm):
    """Why an issued report is corrected."""

    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=200,
        help_text=_("The issued report stays as it is; the corrected one names it and this reason."),
    )


class TemplateForm(ActForm):
    """Under which name the text of a report is kept as a template."""

    name = forms.CharField(
        label=_("Name of the template"),
        max_length=80,
        help_text=_("A template of the same name is replaced; reports written from it stay as they are."),
    )
