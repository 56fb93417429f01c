"""What people type about calls and their parts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm, day_field
from dangjian.kernel.records import kinds
from dangjian.kernel.records.catalogue_forms import ItemForm
from dangjian.kernel.records.eligibility import conditions_for

from ..enums import PhaseKind, Subject
from ..models import AwardClass, Call
from ..queries import calls as queries

SEVERAL_LINES = {"rows": 4}


def offer_choices(form: ActForm, name: str, choices: list[Any]) -> None:
    """Let a field offer these choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class DayForm(ActForm):
    """The day of a step."""

    on = day_field(_("On"))


class ReasonForm(ActForm):
    """A reason that others read."""

    reason = forms.CharField(
        label=_("Reason, which others read"), max_length=300, widget=forms.Textarea(attrs=SEVERAL_LINES)
    )


class CallOffForm(DayForm):
    """Why a call is called off."""

    reason = forms.CharField(label=_("Why called off"), max_length=200)


class ProgrammeForm(ItemForm):
    """A new programme of the catalogue."""

    name = forms.CharField(label=_("What is awarded"), max_length=60)
    is_yearly = forms.BooleanField(label=_("Awarded every year"), required=False)
    field_order = ("name", "is_yearly")


class DrawUpForm(ActForm):
    """What the call is for, and whether it begins like an earlier one."""

    programme = forms.ChoiceField(label=_("Programme"))
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    title = forms.CharField(label=_("Title"), max_length=120)
    like = forms.ChoiceField(
        label=_("Begin like"),
        required=False,
        help_text=_("Classes, conditions, criteria and phases are taken over, days moved by whole years."),
    )

    def prepare(self) -> None:
        self.programmes = {str(one.pk): one for one in queries.programmes(self.actor.today)}
        offer_choices(self, "programme", [(key, one.name) for key, one in self.programmes.items()])
        this_year = self.actor.today.year
        offer_choices(self, "year", [(year, str(year)) for year in (this_year, this_year + 1, this_year - 1)])
        self.earlier = {str(one.pk): one for one in queries.issued_by(self.about)[:10]}
        offer_choices(
            self, "like", [("", _("The outline of the programme")), *((k, c.title) for k, c in self.earlier.items())]
        )

    def arguments(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "programme": self.programmes[cleaned["programme"]],
            "year": cleaned["year"],
            "title": cleaned["title"],
            "like": self.earlier.get(cleaned["like"]),
        }


class CallForm(ActForm):
    """What a call says."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("What the call says"), max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    notice_days = forms.IntegerField(label=_("Working days of public notice"), min_value=1, max_value=60)
    needs_discipline = forms.BooleanField(
        label=_("A receipt of the discipline inspection department is asked"), required=False
    )
    needs_personnel = forms.BooleanField(label=_("A receipt of the personnel department is asked"), required=False)
    is_blind = forms.BooleanField(label=_("Reviewers do not see names"), required=False)
    reviews_each = forms.IntegerField(label=_("Reviewers for each nomination"), min_value=0, max_value=60)
    posts_bind_years = forms.IntegerField(
        label=_("Years for which a former post binds a reviewer"), min_value=0, max_value=20
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.start_from_record(*self.fields)


class ClassForm(ActForm):
    """A class with its quota; it is about the call, or about the class that is changed."""

    name = forms.CharField(label=_("Name of the honour"), max_length=60)
    subject = forms.ChoiceField(label=_("For"), choices=Subject.choices)
    record_kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    quota = forms.IntegerField(label=_("Quota"), min_value=1, max_value=32000)
    limit_each = forms.IntegerField(
        label=_("How many each organisation right below the issuer may enter"),
        min_value=1,
        max_value=32000,
        required=False,
        help_text=_("Empty: as many as it likes."),
    )
    runner_up_of = forms.ChoiceField(label=_("Filled from those next in line of"), required=False)
    rank = forms.IntegerField(label=_("Order"), min_value=1, max_value=99, initial=1)

    def prepare(self) -> None:
        self.changed = self.about if isinstance(self.about, AwardClass) else None
        call: Call = self.changed.call if self.changed else self.about
        self.others = {str(one.pk): one for one in call.classes.all() if one != self.changed}
        offer_choices(self, "runner_up_of", [("", "—"), *((key, one.name) for key, one in self.others.items())])
        named = [(key, kind.label) for key, kind in kinds.registry.items() if kind.organisation and kind.permission]
        offer_choices(self, "record_kind", [("", "—"), *named])
        if self.changed:
            self.start_from_record("name", "subject", "record_kind", "quota", "limit_each", "rank")
            self.fields["runner_up_of"].initial = str(self.changed.runner_up_of_id or "")
        else:
            self.fields["rank"].initial = len(self.others) + 1

    def arguments(self) -> dict[str, Any]:
        chosen = self.others.get(self.cleaned_data["runner_up_of"])
        return {**self.cleaned_data, "runner_up_of": chosen, "award_class": self.changed}


class ConditionForm(ActForm):
    """A condition for a class."""

    key = forms.ChoiceField(label=_("Condition of eligibility"))
    number = forms.IntegerField(
        label=_("How many"), min_value=0, max_value=100, required=False, help_text=_("Empty: what is usual.")
    )
    source = forms.CharField(label=_("Where it is written"), max_length=120, required=False)

    def prepare(self) -> None:
        offered = conditions_for(self.about.record_kind or self.about.subject)
        offer_choices(self, "key", [(one.key, str(one.label).format(number="n")) for one in offered])


class CriterionForm(ActForm):
    """A criterion; it is about the call, or about the criterion that is changed."""

    name = forms.CharField(label=_("Criterion"), max_length=60)
    explanation = forms.CharField(label=_("What to look at"), max_length=300, required=False)
    weight = forms.DecimalField(label=_("Weight in percent"), max_digits=5, decimal_places=2)
    ceiling = forms.IntegerField(label=_("Highest score"), initial=10, min_value=1, max_value=1000)
    is_live = forms.BooleanField(label=_("Scored at the presentation"), required=False)
    rank = forms.IntegerField(label=_("Order"), min_value=1, max_value=99, initial=1)

    def prepare(self) -> None:
        self.changed = None if isinstance(self.about, Call) else self.about
        if self.changed:
            self.start_from_record(*self.fields)

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "criterion": self.changed}


class PhaseForm(ActForm):
    """From when to when a phase runs."""

    kind = forms.ChoiceField(label=_("Phase"), choices=PhaseKind.choices)
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until (not included)"))
