"""What is asked at the steps of a brand's life."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm, day_field
from dangjian.kernel.records.catalogue_forms import ItemForm
from dangjian.kernel.tree.models import Organisation

from ..enums import DeliberatingBody, DeliberationOutcome, Ending, PointAnswer, Verdict
from ..models.brands import MOST_TEXT
from ..queries.brands import above
from ..queries.entering import open_classes, told

AREA = {"rows": 5}


def words_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A longer text."""
    area = forms.Textarea(attrs=AREA)
    return forms.CharField(label=label, max_length=MOST_TEXT, required=required, widget=area, help_text=help_text)


class DeliberationForm(ActForm):
    """When who said what, and to which end."""

    on = day_field(_("Deliberated on"))
    body = forms.ChoiceField(label=_("Who deliberated"), choices=DeliberatingBody.choices)
    opinions = words_field(_("Opinions"), help_text=_("The main points, not the minutes; nothing secret."))
    outcome = forms.ChoiceField(label=_("What it came to"), choices=DeliberationOutcome.choices)


class WithdrawForm(ActForm):
    """Why something is withdrawn."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=200)


class AskForm(ActForm):
    """Of whom opinions are asked, on what."""

    asked = forms.ModelChoiceField(label=_("Asked"), queryset=Organisation.objects.none())
    question = words_field(_("What opinions are asked on"), required=False)

    def prepare(self) -> None:
        """The organisations above, the work committee first."""
        choices = above(self.about.organisation)
        self.fields["asked"].queryset = choices  # type: ignore[attr-defined]
        self.fields["asked"].initial = choices.first()


class EnterForm(ActForm):
    """For which award, with which account of it."""

    award_class = forms.ModelChoiceField(label=_("Award"), queryset=open_classes(None, None), empty_label=None)
    deeds = forms.CharField(
        label=_("What the brand achieved"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("It begins with what the brand says of itself; add what came of it."),
    )

    def prepare(self) -> None:
        """The classes that are open today, and the words that are there already."""
        self.fields["award_class"].queryset = open_classes(self.about, self.actor)  # type: ignore[attr-defined]
        self.fields["deeds"].initial = told(self.about)


class OpinionsForm(ActForm):
    """Opinions, each a paragraph of its own."""

    opinions = words_field(
        _("Opinions"),
        required=False,
        help_text=_("One opinion a line: each is answered by itself. Leave it empty if there is nothing to add."),
    )

    def arguments(self) -> dict[str, Any]:
        """Lines as opinions; numbers and dashes in front of them go."""
        lines = self.cleaned_data["opinions"].splitlines()
        return {"opinions": [line.strip().lstrip("-•·").strip() for line in lines if line.strip()]}


class AnswerForm(ActForm):
    """What became of one opinion."""

    answer = forms.ChoiceField(label=_("Answer"), choices=PointAnswer.choices, widget=forms.RadioSelect)
    words = words_field(_("What was done, or why not"), required=False)

    def prepare(self) -> None:
        """What was answered before."""
        self.fields["answer"].initial = self.about.answer
        self.fields["words"].initial = self.about.answer_words


class DayForm(ActForm):
    """A day."""

    on = day_field(_("Day"))


class EndForm(ActForm):
    """How a brand ends, and what it leaves."""

    on = day_field(_("Ended on"))
    ending = forms.ChoiceField(label=_("How it ended"), choices=Ending.choices)
    words = words_field(_("What it leaves"), help_text=_("What has become daily practice, what is handed on."))

    def prepare(self) -> None:
        """The endings that fit."""
        formed = self.about.confirmed_on is not None
        fitting = [(value, label) for value, label in Ending.choices if (value != Ending.DROPPED) == formed]
        self.fields["ending"].choices = fitting  # type: ignore[attr-defined]


class ReviewForm(ActForm):
    """What the light review of one brand came to."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=Verdict.choices)
    remark = words_field(_("Remark"), required=False)


class ServiceForm(ItemForm):
    """A service of the catalogue."""

    name = forms.CharField(label=_("Service"), max_length=40)
    meaning = forms.CharField(label=_("What belongs to it"), max_length=200, required=False)
    field_order = ("name", "meaning")
