"""What is asked in a review: of reviewers, of the moderator, and of the author whose names are taken out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm
from dangjian.kernel.tree.models import Organisation

from ..models import Criterion, ReviewEntry, Reviewer
from ..queries.reviews import names, panel
from ..queries.reviews.conflicts import homes_of
from ..review_permissions import MODERATE_REVIEW

LINES = {"rows": 4}


def scale_of(criterion: Criterion) -> str:
    """What to look at, and on which scale."""
    scale = gettext("0 to {ceiling}, weight {weight} %").format(
        ceiling=criterion.ceiling, weight=f"{criterion.weight.normalize():f}"
    )
    return f"{criterion.explanation} ({scale})" if criterion.explanation else scale


def score_field(criterion: Criterion, **options: Any) -> forms.DecimalField:
    """A score in steps of a half, with the digits of a telephone at hand."""
    return forms.DecimalField(
        label=criterion.name,
        help_text=scale_of(criterion),
        min_value=0,
        max_value=criterion.ceiling,
        max_digits=5,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
        **options,
    )


class ScoresForm(ActForm):
    """One sheet: a score for each criterion, and words. Its ``about`` knows ``criteria`` and the ``own`` scores."""

    def prepare(self) -> None:
        for criterion in self.about.criteria:
            self.fields[f"score_{criterion.pk}"] = score_field(criterion, initial=self.about.own.get(criterion.pk))
        sheet = self.about.assignment
        self.fields["strengths"] = forms.CharField(
            label=_("What is good"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs=LINES),
            help_text=_("The applicant reads it after the decision, without your name."),
            initial=sheet.strengths,
        )
        self.fields["remark"] = forms.CharField(
            label=_("Remark for the panel"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs=LINES),
            initial=sheet.remark,
        )

    @property
    def rubric(self) -> list[tuple[Criterion, forms.BoundField]]:
        """Each criterion with its field."""
        return [(criterion, self[f"score_{criterion.pk}"]) for criterion in self.about.criteria]

    @property
    def words(self) -> list[forms.BoundField]:
        """The fields for words."""
        return [self[name] for name in ("strengths", "remark") if name in self.fields]

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        scores = {criterion.pk: given[f"score_{criterion.pk}"] for criterion in self.about.criteria}
        return {"scores": scores, **{name: given[name] for name in ("strengths", "remark") if name in given}}


class LiveForm(ScoresForm):
    """The sheet of a presentation: scores alone, for one hand."""

    def prepare(self) -> None:
        super().prepare()
        del self.fields["strengths"], self.fields["remark"]


class DeclareForm(ActForm):
    """With which organisations a reviewer is bound. Its ``about`` is the seat."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("I am bound to these organisations"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Work, family, supervision or anything else that could make others doubt your judgement."),
    )
    confirmed = forms.BooleanField(label=_("These are all, or there are none."), required=False)

    def prepare(self) -> None:
        offered: Any = self.fields["organisations"]
        offered.queryset = homes_of(self.about.call)
        offered.initial = list(self.about.conflicts.values_list("organisation", flat=True))


class ReasonForm(ActForm):
    """Why something is done."""

    reason = forms.CharField(label=_("Grounds"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class RemarkForm(ActForm):
    """A word in the discussion."""

    text = forms.CharField(label=pgettext_lazy("review", "Remark"), max_length=2000, widget=forms.Textarea(attrs=LINES))


class ReviseForm(ActForm):
    """A score revised with a reason. Its ``about`` is the score."""

    reason = forms.CharField(label=_("Grounds"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        self.fields["value"] = score_field(self.about.criterion)
        self.order_fields(("value", "reason"))


class SeatForm(ActForm):
    """Who is called onto the panel: names of accounts, one a line. Its ``about`` is the call."""

    accounts = forms.CharField(
        label=_("User names"),
        max_length=4000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("One a line. Somebody from outside gets an account first; it needs no role."),
    )

    def clean_accounts(self) -> list[Any]:
        """The accounts that the lines mean."""
        words = list(dict.fromkeys(line.strip() for line in self.cleaned_data["accounts"].splitlines() if line.strip()))
        found = panel.accounts_called(words)
        missing = [word for word in words if word not in found]
        if missing:
            raise forms.ValidationError(
                gettext("No account that may sign in is called so: {names}.").format(
                    names=gettext(", ").join(missing[:5])
                )
            )
        return [found[word] for word in words]


class GiveEntriesForm(ActForm):
    """Entries for one reviewer. Its ``about`` is the reviewer."""

    entries = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("review", "Entries"),
        queryset=ReviewEntry.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        offered: Any = self.fields["entries"]
        offered.queryset = ReviewEntry.objects.visible_to(self.actor, MODERATE_REVIEW).filter(
            pk__in=[entry.pk for entry in panel.free_entries(self.about, self.actor.today)]
        )


class GiveReviewerForm(ActForm):
    """One more reviewer for an entry. Its ``about`` is the entry."""

    reviewer = forms.ModelChoiceField(label=_("Reviewer"), queryset=Reviewer.objects.none())

    def prepare(self) -> None:
        offered: Any = self.fields["reviewer"]
        free = panel.free_reviewers(self.about, self.actor.today)
        offered.queryset = Reviewer.objects.visible_to(self.actor, MODERATE_REVIEW).filter(
            pk__in=[one.pk for one in free]
        )
        offered.label_from_instance = lambda one: f"{one} · {one.account.display_name}"
        offered.queryset = offered.queryset.select_related("account")


class ShortListForm(ActForm):
    """The short list: chosen, then shown with its number, then made. Its ``about`` is the list of results."""

    entries = forms.MultipleChoiceField(label=pgettext_lazy("review", "Entries"), widget=forms.CheckboxSelectMultiple)
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        offered: Any = self.fields["entries"]
        offered.choices = [(str(result.entry.pk), self._words(result)) for result in self.about]
        listed = [str(result.entry.pk) for result in self.about if result.nomination.short_listed_on]
        offered.initial = self.initial.get("entries") or listed

    def clean(self) -> dict[str, Any]:
        """Ask once more with the number and the list in front of people's eyes."""
        chosen = self.cleaned_data.get("entries", [])
        if chosen and self.cleaned_data.get("expected") != len(chosen):
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["expected"] = str(len(chosen))
            self.data = data
            by_key = {str(result.entry.pk): result for result in self.about}
            names_of = gettext(", ").join(str(by_key[key].entry) for key in chosen)
            words = ngettext(
                "{n} entry will be short-listed: {names}. Press the button again to confirm.",
                "{n} entries will be short-listed: {names}. Press the button again to confirm.",
                len(chosen),
            )
            self.add_error("entries", words.format(n=len(chosen), names=names_of))
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        chosen = set(self.cleaned_data["entries"])
        entries = [result.entry for result in self.about if str(result.entry.pk) in chosen]
        return {"entries": entries, "expected": self.cleaned_data["expected"]}

    @staticmethod
    def _words(result: Any) -> str:
        place = "—" if result.place is None else str(result.place)
        value = "—" if result.value is None else str(result.value)
        return f"{place} · {result.entry} · {result.nomination.title} · {value}"


class BlindForm(ActForm):
    """The text as the panel reads it. Its ``about`` is the nomination."""

    blind_title = forms.CharField(label=_("Title without names"), max_length=120)
    blind_deeds = forms.CharField(
        label=_("Deeds without names"), max_length=20000, widget=forms.Textarea(attrs={"rows": 16})
    )
    kept = forms.MultipleChoiceField(
        label=_("In this text these are ordinary words, not names"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what is marked here may stay. The candidate's own name never may."),
    )
    confirmed = forms.BooleanField(label=_("I have read both, and no name is left in them."), required=False)

    def prepare(self) -> None:
        found = names.draft_of(self.about)
        self.fields["blind_title"].initial = found.title
        self.fields["blind_deeds"].initial = found.deeds
        offered: Any = self.fields["kept"]
        offered.choices = [(name, name) for name in found.people]
        if not found.people:
            del self.fields["kept"]
        self.found = found
