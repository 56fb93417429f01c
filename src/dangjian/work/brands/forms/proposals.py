"""What is asked of a proposal: one page, and the small forms around it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.act_forms import ActForm

from ..enums import FrameworkItem
from ..models import Service
from ..models.brands import LONGEST_NAME, MOST_TEXT
from ..offered import figures_offered, kinds_offered
from ..queries.brands import secretaries_of, services_on

AREA = {"rows": 4}


class ProposalForm(ActForm):
    """A brand on one page; ``about`` is the brand, or the organisation that begins one."""

    name = forms.CharField(
        label=_("Name"),
        max_length=500,
        help_text=format_lazy(_("At most {most} characters; a first idea is enough."), most=LONGEST_NAME),
    )
    slogan = forms.CharField(label=_("Slogan"), required=False, max_length=60)
    meaning = forms.CharField(
        label=_("Meaning"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs=AREA),
        help_text=_("What stands behind the name: whom it serves and how."),
    )
    carrier = forms.CharField(
        label=_("Carrier"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs=AREA),
        help_text=_("By what it is carried: posts, windows, teams, activities."),
    )
    promise = forms.CharField(
        label=_("Promise"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs=AREA),
        help_text=_("What the public may hold you to."),
    )
    business = forms.CharField(
        label=_("Business it links to"), required=False, max_length=MOST_TEXT, widget=forms.Textarea(attrs=AREA)
    )
    services = forms.ModelMultipleChoiceField(
        label=_("Services it takes as entry point"),
        queryset=Service.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    items = forms.MultipleChoiceField(
        label=_("Items of the 1263 mechanism"),
        choices=FrameworkItem.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    responsible = forms.ModelChoiceField(
        label=_("Responsible secretary"), queryset=Member.objects.none(), required=False
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Choices of the day and of the organisation; what the brand says now."""
        brand = self.about if hasattr(self.about, "show_code") else None
        place = brand.organisation if brand else self.about
        self.fields["services"].queryset = services_on(self.actor.today)  # type: ignore[attr-defined]
        self.fields["responsible"].queryset = secretaries_of(place, self.actor.today)  # type: ignore[attr-defined]
        if brand is None:
            return
        self.start_from_record("name", "slogan", "meaning", "carrier", "promise", "business", "responsible", "version")
        self.fields["services"].initial = [one.service_id for one in brand.taken_services.all()]
        self.fields["items"].initial = [one.item for one in brand.framework_tags.all()]


class LogoForm(ActForm):
    """A picture."""

    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG or WebP, at most 50 million pixels. Drawings (SVG) are not taken: save them as PNG."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
    )


class MeasureForm(ActForm):
    """A figure or a kind of records."""

    measure = forms.ChoiceField(label=_("Measured by"))
    words = forms.CharField(
        label=_("With these words"),
        required=False,
        max_length=40,
        help_text=_("Only for records: those in which these words are found."),
    )

    def prepare(self) -> None:
        """What is offered, records before figures."""
        records = [(f"records:{key}", label) for key, label in kinds_offered()]
        figures = [(f"figure:{key}", label) for key, label in figures_offered()]
        choices: Any = [("", "—"), (_("Kinds of records"), records), (_("Figures"), figures)]
        self.fields["measure"].choices = choices  # type: ignore[attr-defined]


class VersionForm(ActForm):
    """Why a version is kept."""

    reason = forms.CharField(label=_("What changed, and why"), required=False, max_length=200)
