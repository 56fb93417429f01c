"""What is asked about goals and duties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.enums import COMMITTEE_TITLES
from dangjian.foundation.members.models import Post
from dangjian.kernel.access.act_forms import ActForm, day_field
from dangjian.kernel.figures.registry import registry as figures

from ..models.method import STEP_CHOICES
from ..permissions import KEEP_PLAN


class GoalForm(ActForm):
    """A goal at a step; measured by a figure where one exists."""

    step = forms.TypedChoiceField(label=_("Step"), coerce=int, choices=STEP_CHOICES)
    text = forms.CharField(label=_("Goal"), max_length=200)
    figure = forms.ChoiceField(
        label=_("Measured by"), required=False, help_text=_("The figure then says by itself how far it is reached.")
    )
    target = forms.DecimalField(
        label=_("At least"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=1,
        help_text=_("In the unit of the figure, by the end of the year."),
    )

    def prepare(self) -> None:
        """The figures that are not about sensitive facts."""
        known = [(figure.key, f"{figure.label} ({figure.unit})") for figure in figures.values() if not figure.sensitive]
        self.fields["figure"].choices = [("", _("no figure")), *known]  # type: ignore[attr-defined]


class HolderField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Holders of posts, with the post."""

    def label_from_instance(self, post: Any) -> str:
        """Name and post."""
        return f"{post.member.name} · {post.get_title_display()}"


class DutyForm(ActForm):
    """Who sees to what, from when."""

    post = HolderField(label=_("Person responsible"), queryset=Post.objects.none())
    text = forms.CharField(label=_("Sees to"), max_length=200)
    starts_on = day_field(_("From"))

    def prepare(self) -> None:
        """Who holds a post in the committee of the organisation today."""
        day = self.actor.today
        seats = (
            Post.objects.visible_to(self.actor, KEEP_PLAN)
            .on(day)
            .filter(organisation=self.about, title__in=COMMITTEE_TITLES)
        )
        self.fields["starts_on"].initial = day
        self.fields["post"].queryset = seats.select_related("member").order_by("title", "pk")  # type: ignore[attr-defined]
