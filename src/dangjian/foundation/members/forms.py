"""Parse and clean what people type; choices are those the actor may use. Services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm, day_field, one_named
from dangjian.kernel.tree.models import Organisation

from . import queries, validation
from .enums import EXIT_REASONS, Category, ChangeReason, ConditionKind, PostTitle, WorkStatus
from .items import BY_KEY, EDITABLE
from .letters import rule_on
from .models import Member
from .permissions import APPOINT, REGISTER
from .services import next_letter_number

ENTRIES = (ChangeReason.REGISTERED, ChangeReason.ADMITTED, ChangeReason.TRANSFERRED_IN)


def note_field() -> forms.CharField:
    """A short remark; whoever types is reminded of what does not belong there."""
    return forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("No health matters, no sums, nothing secret.")
    )


class MemberForm(ActForm):
    """Base of the forms about one member."""

    @property
    def branch(self) -> Organisation:
        """The present branch of the member."""
        assert self.about.current is not None
        return self.about.current.organisation


def _item_field(key: str) -> forms.Field:
    item = BY_KEY[key]
    if item.is_date:
        return day_field(item.label, required=False)
    if item.codes:
        return forms.ChoiceField(label=str(item.label), choices=[("", "—"), *item.codes.form_choices], required=False)
    length = getattr(Member._meta.get_field(key), "max_length", None) or 200
    return forms.CharField(label=str(item.label), max_length=length, required=key == "name")


class DetailsForm(ActForm):
    """The items of a record. Private ones stand empty: what is left empty there stays as it is."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        for item in EDITABLE:
            self.fields[item.key] = _item_field(item.key)
            value = getattr(self.about, item.key, "") if self.about else ""
            if self.about and item.is_private:
                hidden = queries.masked(self.about, item.key)
                self.fields[item.key].help_text = (
                    gettext("Held: {masked}. Leave empty to keep it.").format(masked=hidden) if hidden else ""
                )
            else:
                self._offer(item.key, value)
        if self.about:
            self.fields["version"].initial = self.about.version

    def _offer(self, key: str, value: Any) -> None:
        field = self.fields[key]
        field.initial = value
        codes = BY_KEY[key].codes
        if codes and isinstance(field, forms.ChoiceField) and value and value not in dict(codes.choices):
            field.choices = [("", "—"), (value, codes.label(value)), *codes.form_choices]

    def details(self) -> dict[str, Any]:
        """What was typed, as the service takes it; private items only where something was typed."""
        return {
            item.key: self.cleaned_data[item.key]
            for item in EDITABLE
            if item.key in self.cleaned_data
            and not (self.about and item.is_private and not self.cleaned_data[item.key])
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        today = self.actor.today
        for key, sentence in validation.problems({k: v for k, v in cleaned.items() if k in BY_KEY}, today=today):
            if key not in self.errors:
                self.add_error(key, sentence)
        return cleaned

    def arguments(self) -> dict[str, Any]:
        return {"version": self.cleaned_data["version"], **self.details()}

    def in_words(self, name: str, value: Any) -> Any:
        return gettext("(hidden)") if BY_KEY[name].is_private else super().in_words(name, value)


class RegisterForm(DetailsForm):
    """A new member: the branch, the first row and the items."""

    field_order = ("organisation", "starts_on", "category", "work_status", "reason")
    organisation = forms.CharField(
        label=_("Branch"), max_length=120, help_text=_("Code or name of the branch."), widget=forms.TextInput()
    )
    starts_on = day_field(_("Belongs to it since"))
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    work_status = forms.ChoiceField(label=_("Work status"), choices=WorkStatus.choices)
    reason = forms.ChoiceField(label=_("How entered"), choices=[(reason.value, reason.label) for reason in ENTRIES])

    def prepare(self) -> None:
        super().prepare()
        del self.fields["version"]
        acting = self.actor.organisation
        if acting and acting.is_branch:
            self.fields["organisation"].initial = acting.code

    def arguments(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in self.field_order} | self.details()

    def clean_organisation(self) -> Organisation:
        rows = Organisation.objects.branches().visible_to(self.actor, REGISTER).filter(ends_on=None)
        return one_named(rows, self.cleaned_data["organisation"])


class DatedForm(MemberForm):
    """A change on a day, with a remark."""

    on = day_field(_("Since"))
    note = note_field()


class WorkForm(DatedForm):
    """Another work status."""

    field_order = ("work_status", "on", "note")
    work_status = forms.ChoiceField(label=_("Work status"), choices=WorkStatus.choices)


class GroupForm(DatedForm):
    """Another Party group of the branch."""

    field_order = ("group", "on", "note")
    group = forms.ModelChoiceField(
        label=_("Party group"), queryset=Organisation.objects.none(), required=False, empty_label=_("None")
    )

    def prepare(self) -> None:
        self.fields["group"].queryset = queries.group_choices(self.branch)  # type: ignore[attr-defined]


class LeaveForm(DatedForm):
    """An exit."""

    field_order = ("reason", "on", "note")
    reason = forms.ChoiceField(label=_("Reason"), choices=[(reason.value, reason.label) for reason in EXIT_REASONS])


class ConditionForm(ActForm):
    """A condition from a day on."""

    kind = forms.ChoiceField(
        label=_("What is noted"),
        choices=ConditionKind.choices,
        help_text=_("The cause of an exemption is not asked and not kept."),
    )
    on = day_field(_("Since"))
    until = day_field(_("Until (not included)"), required=False)
    destination = forms.CharField(label=_("Where to"), max_length=100, required=False)


class EndForm(ActForm):
    """The end of something."""

    on = day_field(_("Ends on"), help_text=_("The first day on which it no longer holds."))


class OnForm(ActForm):
    """A day."""

    on = day_field(_("Compared on"))


class PostForm(MemberForm):
    """An appointment."""

    organisation = forms.CharField(label=_("Organisation"), max_length=120, help_text=_("Code or name."))
    title = forms.ChoiceField(label=_("Party post"), choices=PostTitle.choices)
    on = day_field(_("Since"))

    def prepare(self) -> None:
        self.fields["organisation"].initial = self.branch.code

    def clean_organisation(self) -> Organisation:
        rows = Organisation.objects.visible_to(self.actor, APPOINT)
        return one_named(rows, self.cleaned_data["organisation"])


class TransferForm(MemberForm):
    """A letter of introduction."""

    to = forms.CharField(label=_("To branch"), max_length=120, help_text=_("Code or name of the receiving branch."))
    letter_number = forms.CharField(label=_("Letter number"), max_length=40, required=False)
    on = day_field(_("Issued on"))
    valid_days = forms.IntegerField(label=_("Valid for days"), min_value=1)
    dues_paid_until = day_field(_("Dues paid up to"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def prepare(self) -> None:
        rule = rule_on(self.actor.today)
        self.fields["letter_number"].initial = next_letter_number(self.branch, self.actor.today)
        self.fields["letter_number"].help_text = gettext("Offered; change it if your book says otherwise.")
        self.fields["valid_days"].initial = rule.usual_days
        self.fields["valid_days"].help_text = gettext("At most {most} days.").format(most=rule.longest_days)

    def clean_to(self) -> Organisation:
        return one_named(queries.branches_to_receive(), self.cleaned_data["to"])


class AnswerForm(ActForm):
    """The receipt of a letter, or its return."""

    accept = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Accept the member")), ("no", _("Return the letter"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    on = day_field(_("Answered on"))
    answer = forms.CharField(
        label=_("Words of the answer"),
        max_length=200,
        required=False,
        help_text=_("Needed when the letter is returned."),
    )


class WithdrawForm(ActForm):
    """A letter taken back."""

    on = day_field(_("Withdrawn on"))
    answer = forms.CharField(label=_("Reason"), max_length=200, required=False)


class DecideForm(ActForm):
    """A decision on a proposed correction."""

    accept = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Accept and change the record")), ("no", _("Leave the record as it is"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer to the member"), max_length=200, required=False, help_text=_("Needed when nothing is changed.")
    )


class CorrectionForm(ActForm):
    """What somebody finds wrong in their own record."""

    item = forms.ChoiceField(label=_("Entry"), choices=[])
    proposed = forms.CharField(
        label=_("Should read"), max_length=200, help_text=_("Days as 1985-07-01; everything else in words.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def prepare(self) -> None:
        self.fields["item"].choices = [(item.key, item.label) for item in EDITABLE]  # type: ignore[attr-defined]


class ContactForm(ActForm):
    """A link of a leader to an area or an organisation."""

    leader = forms.ModelChoiceField(label=_("Leader"), queryset=Member.objects.none())
    area = forms.ModelChoiceField(label=_("Area"), queryset=Member.objects.none(), required=False)
    organisation = forms.CharField(
        label=_("or organisation"), max_length=120, required=False, help_text=_("Code or name.")
    )
    on = day_field(_("Since"))

    def prepare(self) -> None:
        committee = self.actor.organisation
        assert committee is not None
        leaders = queries.leaders_to_link(committee, self.actor.today)
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
        self.fields["area"].queryset = committee.areas.filter(ends_on=None)  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation | None:
        text = self.cleaned_data["organisation"]
        assert self.actor.organisation is not None
        return one_named(queries.existing_below(self.actor.organisation), text) if text.strip() else None


class RevealForm(ActForm):
    """Why one needs to see a hidden entry."""

    item = forms.CharField(max_length=30, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The member can read who looked, when and why."),
    )
