"""What people type about appraisals: opening, self-assessment, ballots, counts, grades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm, ServiceForm, day_field

from ..ballots import CHOICES
from ..enums import BallotWay, Grade
from ..models import Appraisee
from ..queries import appraisals as queries

YEARS_BACK = 2
SEVERAL_LINES = {"rows": 3}


class OpenForm(ActForm):
    """Which year, and how votes are cast."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    ballots = forms.ChoiceField(
        label=_("How votes are cast"),
        choices=BallotWay.choices,
        widget=forms.RadioSelect,
        help_text=_("Fixed from now on: how secret the vote is cannot be changed later."),
    )
    on = day_field(_("Opened on"), help_text=_("Who takes part and is graded follows from the facts of this day."))

    def prepare(self) -> None:
        years, this_year = self.fields["year"], self.actor.today.year
        assert isinstance(years, forms.TypedChoiceField)
        years.choices = [(year, str(year)) for year in range(this_year, this_year - YEARS_BACK - 1, -1)]


class DayForm(ActForm):
    """The day of a step."""

    on = day_field(_("On"))


class WithdrawForm(DayForm):
    """Why a round is withdrawn."""

    reason = forms.CharField(label=_("Why withdrawn"), max_length=200)


class SelfAssessmentForm(ActForm):
    """A few lines under each of the four qualifications."""

    politics = forms.CharField(
        label=_("Politically qualified"), max_length=2000, widget=forms.Textarea(attrs=SEVERAL_LINES)
    )
    discipline = forms.CharField(
        label=_("Qualified in discipline"), max_length=2000, widget=forms.Textarea(attrs=SEVERAL_LINES)
    )
    character = forms.CharField(
        label=_("Qualified in character"), max_length=2000, widget=forms.Textarea(attrs=SEVERAL_LINES)
    )
    role = forms.CharField(
        label=_("Qualified in playing one's part"), max_length=2000, widget=forms.Textarea(attrs=SEVERAL_LINES)
    )

    def prepare(self) -> None:
        written = getattr(self.about, "self_assessment", None)
        for name, field in self.fields.items():
            field.initial = getattr(written, name, "")


class SlipForm(ServiceForm):
    """The code of a slip."""

    code = forms.CharField(label=_("Code of the voting slip"), max_length=40)


class BallotForm(ServiceForm):
    """One mark for each member who is graded; none means to abstain.

    Args:
        places: the places with a grade to give.
    """

    def __init__(self, *args: Any, places: Sequence[Appraisee], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for place in places:
            self.fields[f"mark_{place.pk}"] = forms.ChoiceField(
                label=place.member.name, required=False, choices=Grade.choices, widget=forms.RadioSelect
            )

    @property
    def marks(self) -> dict[int, str]:
        """Key of a place -> grade."""
        return {int(name.removeprefix("mark_")): value for name, value in self.cleaned_data.items() if value}


class PaperCountForm(DayForm):
    """What two counters counted in a round."""

    first_counter = forms.CharField(label=_("First counter"), max_length=60)
    second_counter = forms.CharField(label=_("Second counter"), max_length=60)
    took_part = forms.MultipleChoiceField(label=_("Who was there"), widget=forms.CheckboxSelectMultiple, required=False)
    ballots = forms.IntegerField(label=_("Valid ballots"), min_value=0, max_value=9999)

    def prepare(self) -> None:
        places, offered = queries.places_of(self.about), self.fields["took_part"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = [(str(p.pk), p.member.name) for p in places if p.is_expected or p.may_vote]
        offered.initial = [str(place.pk) for place in places if place.is_expected]
        self.graded = [place for place in places if place.is_graded]
        for place in self.graded:
            for choice in CHOICES:
                self.fields[f"sum_{place.pk}_{choice}"] = forms.IntegerField(
                    label=place.member.name, min_value=0, max_value=9999, required=False
                )

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields before the table of sums."""
        return [self[name] for name in ("on", "first_counter", "second_counter", "took_part", "ballots")]

    @property
    def lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The table of sums: a name and its fields, a row each."""
        return [(p.member.name, [self[f"sum_{p.pk}_{choice}"] for choice in CHOICES]) for p in self.graded]

    def arguments(self) -> dict[str, Any]:
        named = {name: self.cleaned_data[name] for name in ("on", "first_counter", "second_counter", "ballots")}
        sums = {p.pk: [self.cleaned_data.get(f"sum_{p.pk}_{c}") or 0 for c in CHOICES] for p in self.graded}
        return {**named, "took_part": [int(key) for key in self.cleaned_data["took_part"]], "sums": sums}


class GradesForm(DayForm):
    """The grades that the branch decided in a round."""

    def prepare(self) -> None:
        for place in queries.graded_of(self.about):
            self.fields[f"grade_{place.pk}"] = forms.ChoiceField(
                label=place.member.name, choices=[("", "—"), *Grade.choices], initial=place.grade
            )
        self.fields["over_reason"] = forms.CharField(
            label=_("Why more than a third are excellent"),
            max_length=200,
            required=False,
            initial=self.about.over_reason,
            help_text=_("Only where they are."),
        )

    def arguments(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name.startswith("grade_")}
        grades = {int(name.removeprefix("grade_")): value for name, value in given.items()}
        return {"grades": grades, "on": self.cleaned_data["on"], "over_reason": self.cleaned_data["over_reason"]}
