"""Parse and clean what people type; the choices are those the actor may use. Services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm, day_field, one_named
from dangjian.kernel.tree.models import Organisation

from . import placement, queries
from .enums import TermEnd, UnitNature, UnitSituation
from .models import Area, Term, Unit
from .permissions import CHANGE, EDIT_UNITS


class ChangeForm(ActForm):
    """A change of the tree: when it happened and the paper that decided it."""

    on = day_field(_("Happened on"), help_text=_("A past day is fine: the entry shows when it was made."))
    document_number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    first: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.first, "on", "document_number", "note"])


class FoundForm(ChangeForm):
    """A new organisation below one."""

    first = ("kind", "name", "short_name", "code")
    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(
        label=_("Full name"), max_length=120, help_text=_("As on the seal; without a seal 中共, the unit and the kind.")
    )
    short_name = forms.CharField(label=_("Short name"), max_length=60, help_text=_("As people say it; shown in lists."))
    code = forms.CharField(label=_("Code"), max_length=32)

    def prepare(self) -> None:
        kinds = placement.kinds_below(self.about.kind)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class RenameForm(ChangeForm):
    """Another name."""

    first = ("name", "short_name")
    name = forms.CharField(label=_("Full name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.start_from_record("name", "short_name", "version")


class GoalForm(ChangeForm):
    """A change that names another organisation, by code or name."""

    goal = ""

    def prepare(self) -> None:
        self.fields[self.goal].help_text = _("Code or whole name, as in the tree.")

    def named(self) -> Organisation:
        """The organisation that was named, within reach."""
        rows = Organisation.objects.visible_to(self.actor, CHANGE).filter(ends_on=None)
        return one_named(rows, self.cleaned_data[self.goal])


class MoveForm(GoalForm):
    """Another superior."""

    first, goal = ("to",), "to"
    to = forms.CharField(label=_("New superior"), max_length=120)

    def clean_to(self) -> Organisation:
        return self.named()


class MergeForm(GoalForm):
    """The organisation that takes this one in."""

    first, goal = ("into",), "into"
    into = forms.CharField(label=_("Merged into"), max_length=120)

    def clean_into(self) -> Organisation:
        return self.named()


class KindForm(ChangeForm):
    """Another kind."""

    first = ("kind",)
    kind = forms.ChoiceField(label=_("Kind"))

    def prepare(self) -> None:
        parent = self.about.parent
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind, label)
            for kind, label in Organisation._meta.get_field("kind").choices or ()
            if kind != self.about.kind and placement.may_stand_below(str(kind), parent.kind if parent else None)
        ]


class SplitForm(ChangeForm):
    """A new organisation beside this one, with some of what stands below it."""

    first = ("name", "short_name", "code", "children")
    name = forms.CharField(label=_("Full name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    code = forms.CharField(label=_("Code"), max_length=32)
    children = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Go along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Members are transferred afterwards, one by one."),
    )

    def prepare(self) -> None:
        below = Organisation.objects.visible_to(self.actor, CHANGE).filter(parent=self.about, ends_on=None)
        self.fields["children"].queryset = below  # type: ignore[attr-defined]


class DissolveForm(ChangeForm):
    """The end of an organisation."""


class CorrectForm(ActForm):
    """A new entry that puts an old one right."""

    happened_on = day_field(_("Happened on"))
    document_number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    reason = forms.CharField(label=_("Why corrected"), max_length=200)

    def prepare(self) -> None:
        self.start_from_record("happened_on", "document_number", "note")


class ProfileForm(ActForm):
    """Contact facts."""

    contact_name = forms.CharField(label=_("Contact"), max_length=60, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=30, required=False, help_text=_("With area code."))
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    responsibility = forms.CharField(label=_("Field of work"), max_length=200, required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["area"].queryset = queries.areas_for(self.about)  # type: ignore[attr-defined]
        profile = getattr(self.about, "profile", None)
        for field in ("contact_name", "telephone", "address", "responsibility", "area", "version"):
            self.fields[field].initial = getattr(profile, field) if profile else 0 if field == "version" else None


class StartTermForm(ActForm):
    """An election."""

    starts_on = day_field(_("Elected on"))
    number = forms.IntegerField(
        label=_("Term no."), min_value=1, max_value=200, required=False, help_text=_("Counted on when left empty.")
    )
    approval_number = forms.CharField(
        label=_("Approval of the election"),
        max_length=60,
        required=False,
        help_text=_("Needed when the running term has not run out."),
    )


class ExtendTermForm(ActForm):
    """An approved extension."""

    extended_to = day_field(_("Extended to"))
    extension_number = forms.CharField(label=_("Approval of the extension"), max_length=60)


class EndTermForm(ActForm):
    """The end of a term without the next one."""

    on = day_field(_("Ended on"))
    # Annulling has its own way: the former term runs on then.
    ended_by = forms.ChoiceField(
        label=_("Ended by"), choices=[choice for choice in TermEnd.choices if choice[0] != TermEnd.ANNULLED]
    )


class EndForm(ActForm):
    """The end of a link, a leading group, an area."""

    on = day_field(_("Ended on"))


class UnitForm(ActForm):
    """A new unit, linked with the organisation."""

    name = forms.CharField(label=_("Unit name"), max_length=120)
    code = forms.RegexField(
        r"^[0-9A-Za-z]{9,18}$",
        label=_("Unified social credit code"),
        help_text=_("18 characters; the old organisation code of 9 is accepted."),
        error_messages={"invalid": _("Letters and digits only, 9 to 18 of them.")},
    )
    nature = forms.ChoiceField(label=_("Nature"), choices=UnitNature.choices)
    head_count = forms.IntegerField(label=_("Staff"), min_value=0, max_value=10_000_000, required=False)
    situation = forms.ChoiceField(label=_("Situation"), choices=UnitSituation.choices)
    starts_on = day_field(_("From"))

    def prepare(self) -> None:
        self.fields["starts_on"].initial = self.actor.today

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()


class ChangeUnitForm(ActForm):
    """The facts of a unit."""

    name = forms.CharField(label=_("Unit name"), max_length=120)
    nature = forms.ChoiceField(label=_("Nature"), choices=UnitNature.choices)
    head_count = forms.IntegerField(label=_("Staff"), min_value=0, max_value=10_000_000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.start_from_record("name", "nature", "head_count", "version")


class LinkForm(ActForm):
    """A unit that is known already."""

    unit = forms.CharField(label=_("Unit"), max_length=120, help_text=_("Code or whole name of a unit that is known."))
    situation = forms.ChoiceField(label=_("Situation"), choices=UnitSituation.choices)
    starts_on = day_field(_("From"))

    def clean_unit(self) -> Unit:
        text = str(self.cleaned_data["unit"]).strip()
        units = Unit.objects.visible_to(self.actor, EDIT_UNITS).distinct()
        found = list(units.filter(code=text.upper())) or list(units.filter(name=text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(gettext("No single unit has this code or name. Enter it as a new one."))
        return found[0]


class LeadingGroupForm(ActForm):
    """The leading group of a unit."""

    name = forms.CharField(label=_("Name"), max_length=120)
    starts_on = day_field(_("From"))


class AreaForm(ActForm):
    """An area."""

    name = forms.CharField(label=_("Area"), max_length=60)
    ordinal = forms.IntegerField(label=_("Order"), min_value=1, max_value=999, initial=1)


class ChangeAreaForm(AreaForm):
    """The facts of an area."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.start_from_record("name", "ordinal", "version")


def term_explained(term: Term) -> str:
    """Number and days of a term, for the head of a form."""
    return gettext("Term no. {number}, elected on {start}, due on {due}").format(
        number=term.number, start=term.starts_on, due=term.last_day
    )
