"""What people type about asks and exemptions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm, day_field
from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.records import kinds
from dangjian.kernel.tree.models import Organisation

from .models import Ask, AskTarget
from .permissions import ASK_SEND
from .queries import Burden, burdens, this_month
from .services.asks import MOST_MINUTES
from .services.rules import TIGHTER

MOST_RECORDS = 20


def minutes_field(label: Any, *, least: int, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    """Minutes, up to a week's work."""
    return forms.IntegerField(
        label=label, min_value=least, max_value=MOST_MINUTES, required=required, help_text=help_text
    )


class ReceiversField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Organisations to choose from, each with what it is asked already this month and year, and was a year before."""

    widget = forms.CheckboxSelectMultiple
    burden: dict[int, tuple[Burden, ...]]

    def label_from_instance(self, organisation: Any) -> str:
        """Name and burden."""
        asked = self.burden.get(organisation.pk)
        if asked is None:
            return _("{organisation} (asked nothing this year or the year before)").format(organisation=organisation)
        month, year, before = asked
        words = _(
            "{organisation} (this month: {month.count}, about {month.minutes} minutes; this year: {year.count}, "
            "{year.minutes} minutes; the year before: {before.count}, {before.minutes} minutes)"
        )
        return words.format(organisation=organisation, month=month, year=year, before=before)


class AskForm(ActForm):
    """An ask to organisations one level below, with the burden of each in sight."""

    title = forms.CharField(label=_("What is asked"), max_length=80)
    reason = forms.CharField(
        label=_("Why it is needed"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What is known to the platform already need not be asked: look at the lists and figures first."),
    )
    owner = forms.CharField(label=_("Who answers questions"), max_length=60)
    due_on = day_field(_("Answer wanted by"))
    ends_on = day_field(_("Dies on"), help_text=_("From this day on nobody owes an answer any more."))
    minutes_estimate = minutes_field(_("Minutes it takes one receiver"), least=1, help_text=_("An honest estimate."))
    kind = forms.ChoiceField(
        label=_("Answered by a record of kind"),
        required=False,
        help_text=_("Leave it empty when a sentence is enough."),
    )
    receivers = ReceiversField(label=_("Receivers"), queryset=Organisation.objects.none())

    def prepare(self) -> None:
        field, actor = self.fields["receivers"], self.actor
        below = Organisation.objects.visible_to(actor, ASK_SEND).children_of(self.about).at(actor.today)
        field.queryset = below  # type: ignore[attr-defined]
        year = Period.containing(PeriodKind.YEAR, actor.today)
        field.burden = burdens(below, (this_month(actor.today), year, year.year_earlier()))  # type: ignore[attr-defined]
        choices = [(kind.key, kind.label) for kind in kinds.kinds_for(actor)]
        self.fields["kind"].choices = [("", _("A sentence is enough")), *choices]  # type: ignore[attr-defined]


class AnswerForm(ActForm):
    """The answer of one receiver: a sentence, or one of its latest records of the kind asked for."""

    text = forms.CharField(label=_("Answer"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    record = forms.ModelChoiceField(label=_("The record that answers"), queryset=Ask.objects.none(), required=False)
    actual_minutes = minutes_field(
        _("Minutes it really took"), least=0, required=False, help_text=_("It helps the asker to estimate better.")
    )

    def prepare(self) -> None:
        target: AskTarget = self.about
        self.fields["text"].initial = target.answer
        kind = kinds.registry.get(target.ask.kind)
        if kind is None or not self.actor.may(kind.permission, target.organisation.path):
            del self.fields["record"]
            return
        rows = kind.visible_to(self.actor).filter(**{kind.organisation: target.organisation_id})
        latest = rows.order_by("-pk").values_list("pk", flat=True)[:MOST_RECORDS]
        self.fields["record"].queryset = rows.filter(pk__in=list(latest))  # type: ignore[attr-defined]


class TightenForm(ActForm):
    """What a subtree is asked beyond a rule, by which decision, and from when."""

    at_least = forms.IntegerField(label=_("How many are wanted"), min_value=1, max_value=366, required=False)
    grace_days = forms.IntegerField(label=_("Days of grace"), min_value=0, max_value=366, required=False)
    days_earlier = forms.IntegerField(label=_("Days earlier than the rule"), min_value=1, max_value=366, required=False)
    reason = forms.CharField(label=_("Decision"), max_length=200, help_text=_("Which paper decided it."))
    starts_on = day_field(_("In force from"), help_text=_("It holds for the periods that begin on this day or later."))
    ends_on = day_field(_("Until (not included)"), required=False)

    def arguments(self) -> dict[str, Any]:
        numbers = {key: self.cleaned_data[key] for key in TIGHTER if self.cleaned_data[key] is not None}
        return {"parameters": numbers} | {key: self.cleaned_data[key] for key in ("reason", "starts_on", "ends_on")}


class ExemptionForm(ActForm):
    """Why an organisation is exempt, and until when."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until (not included)"), help_text=_("A year at most."))
