"""What people type about appraisals: opening, self-assessment, ballots, counts, grades."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..ballots import CHOICES
from ..enums import BallotWay, Grade
from ..models import Appraisee, SelfAssessment
from .talks import ServiceForm, day_field

YEARS_BACK = 2
SEVERAL_LINES = {"rows": 3}


class OpenForm(ServiceForm):
    """Which year, and how votes are cast."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    ballots = forms.ChoiceField(
        label=_("How votes are cast"),
        choices=BallotWay.choices,
        widget=forms.RadioSelect,
        help_text=_("Fixed from now on: how secret the vote is cannot be changed later."),
    )
    on = day_field(_("Opened on"), help_text=_("Who takes part and is graded follows from the facts of this day."))

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        years = self.fields["year"]
        assert isinstance(years, forms.TypedChoiceField)
        years.choices = [(year, str(year)) for year in range(today.year, today.year - YEARS_BACK - 1, -1)]
        self.fields["on"].initial = today


class DayForm(ServiceForm):
    """The day of a step."""

    on = day_field(_("On"))

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today


class WithdrawForm(DayForm):
    """Why a round is withdrawn."""

    reason = forms.CharField(label=_("Why withdrawn"), max_length=200)


class SelfAssessmentForm(ServiceForm):
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

    def __init__(self, *args: Any, written: SelfAssessment | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
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
    """What two counters counted.

    Args:
        places: everybody's places.
    """

    first_counter = forms.CharField(label=_("First counter"), max_length=60)
    second_counter = forms.CharField(label=_("Second counter"), max_length=60)
    took_part = forms.MultipleChoiceField(label=_("Who was there"), widget=forms.CheckboxSelectMultiple, required=False)
    ballots = forms.IntegerField(label=_("Valid ballots"), min_value=0, max_value=9999)

    def __init__(self, *args: Any, places: Sequence[Appraisee], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = self.fields["took_part"]
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

    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        named = {name: self.cleaned_data[name] for name in ("on", "first_counter", "second_counter", "ballots")}
        sums = {p.pk: [self.cleaned_data.get(f"sum_{p.pk}_{c}") or 0 for c in CHOICES] for p in self.graded}
        return {**named, "took_part": [int(key) for key in self.cleaned_data["took_part"]], "sums": sums}


class GradesForm(DayForm):
    """The grades that the branch decided.

    Args:
        places: the places with a grade to give.
    """

    def __init__(self, *args: Any, places: Sequence[Appraisee], over_reason: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        for place in places:
            self.fields[f"grade_{place.pk}"] = forms.ChoiceField(
                label=place.member.name, choices=[("", "—"), *Grade.choices], initial=place.grade
            )
        self.fields["over_reason"] = forms.CharField(
            label=_("Why more than a third are excellent"),
            max_length=200,
            required=False,
            initial=over_reason,
            help_text=_("Only where they are."),
        )

    @property
    def grades(self) -> dict[int, str]:
        """Key of a place -> grade."""
        named = {name: value for name, value in self.cleaned_data.items() if name.startswith("grade_")}
        return {int(name.removeprefix("grade_")): value for name, value in named.items()}
