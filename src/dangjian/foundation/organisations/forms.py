"""Parse and clean what people type; the choices are those the actor may use. Services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.tree.models import Organisation

from . import placement, queries
from .enums import TermEnd, UnitNature, UnitSituation
from .models import Area, OrganisationEvent, Term, Unit
from .permissions import CHANGE, EDIT_UNITS

NAMED_AT_MOST = 5


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def organisation_named(text: str, actor: Actor, permission: str) -> Organisation:
    """The one organisation that a code or a whole name means.

    Raises:
        ValidationError: none is found, or several are (they are named).
    """
    rows = Organisation.objects.visible_to(actor, permission).filter(ends_on=None)
    code = text.split(" ", 1)[0].strip()
    found = list(rows.filter(code=code)) or list(rows.filter(short_name=text.strip())[: NAMED_AT_MOST + 1])
    found = found or list(rows.filter(name=text.strip())[: NAMED_AT_MOST + 1])
    if len(found) == 1:
        return found[0]
    if not found:
        raise forms.ValidationError(gettext("No organisation with this code or name. Look it up in the tree."))
    names = gettext(", ").join(
        f"{organisation.code} {organisation.short_name}" for organisation in found[:NAMED_AT_MOST]
    )
    raise forms.ValidationError(gettext("Several are called so. Give the code: {names}.").format(names=names))


class OrganisationForm(forms.Form):
    """Base of the forms that change one organisation.

    Args:
        organisation: the one that is changed.
        actor: who changes it.
    """

    def __init__(self, *args: Any, organisation: Organisation, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.actor = organisation, actor
        self.conflicts: list[tuple[str, Any]] = []
        self.prepare()

    def prepare(self) -> None:
        """Set initial values and choices; once ``organisation`` and ``actor`` are known."""

    def show_conflict(self, error: ConflictError) -> None:
        """Keep what was typed, name what stands now, and let the next save go over it knowingly."""
        theirs = dict(error.theirs)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(theirs.pop("version"))
        self.data = data
        self.conflicts = [
            (str(self.fields[name].label), value)
            for name, value in theirs.items()
            if name in self.fields and (self.cleaned_data.get(name) or "") != (value or "")
        ]
        self.add_error(None, str(error))


class ChangeForm(OrganisationForm):
    """A change of the tree: when it happened and the paper that decided it."""

    on = day_field(_("Happened on"), help_text=_("A past day is fine: the entry shows when it was made."))
    document_number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    first: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.first, "on", "document_number", "note"])
        self.fields["on"].initial = self.actor.today


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
        kinds = placement.kinds_below(self.organisation.kind)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class RenameForm(ChangeForm):
    """Another name."""

    first = ("name", "short_name")
    name = forms.CharField(label=_("Full name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        for field in ("name", "short_name", "version"):
            self.fields[field].initial = getattr(self.organisation, field)


class GoalForm(ChangeForm):
    """A change that names another organisation, by code or name."""

    goal = ""

    def prepare(self) -> None:
        self.fields[self.goal].help_text = _("Code or whole name, as in the tree.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get(self.goal):
            try:
                cleaned[self.goal] = organisation_named(cleaned[self.goal], self.actor, CHANGE)
            except forms.ValidationError as error:
                self.add_error(self.goal, error)
        return cleaned


class MoveForm(GoalForm):
    """Another superior."""

    first, goal = ("to",), "to"
    to = forms.CharField(label=_("New superior"), max_length=120)


class MergeForm(GoalForm):
    """The organisation that takes this one in."""

    first, goal = ("into",), "into"
    into = forms.CharField(label=_("Merged into"), max_length=120)


class KindForm(ChangeForm):
    """Another kind."""

    first = ("kind",)
    kind = forms.ChoiceField(label=_("Kind"))

    def prepare(self) -> None:
        parent = self.organisation.parent
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind, label)
            for kind, label in Organisation._meta.get_field("kind").choices or ()
            if kind != self.organisation.kind and placement.may_stand_below(str(kind), parent.kind if parent else None)
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
        below = Organisation.objects.visible_to(self.actor, CHANGE).filter(parent=self.organisation, ends_on=None)
        self.fields["children"].queryset = below  # type: ignore[attr-defined]


class DissolveForm(ChangeForm):
    """The end of an organisation."""


class CorrectForm(OrganisationForm):
    """A new entry that puts an old one right."""

    happened_on = day_field(_("Happened on"))
    document_number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    reason = forms.CharField(label=_("Why corrected"), max_length=200)

    def start_from(self, event: OrganisationEvent) -> None:
        """Show what the wrong entry says."""
        for field in ("happened_on", "document_number", "note"):
            self.fields[field].initial = getattr(event, field)


class ProfileForm(OrganisationForm):
    """Contact facts."""

    contact_name = forms.CharField(label=_("Contact"), max_length=60, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=30, required=False, help_text=_("With area code."))
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    responsibility = forms.CharField(label=_("Field of work"), max_length=200, required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["area"].queryset = queries.areas_for(self.organisation)  # type: ignore[attr-defined]
        profile = getattr(self.organisation, "profile", None)
        for field in ("contact_name", "telephone", "address", "responsibility", "area", "version"):
            self.fields[field].initial = getattr(profile, field) if profile else 0 if field == "version" else None


class StartTermForm(OrganisationForm):
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


class ExtendTermForm(OrganisationForm):
    """An approved extension."""

    extended_to = day_field(_("Extended to"))
    extension_number = forms.CharField(label=_("Approval of the extension"), max_length=60)


class EndTermForm(OrganisationForm):
    """The end of a term without the next one."""

    on = day_field(_("Ended on"))
    # Annulling has its own way: the former term runs on then.
    ended_by = forms.ChoiceField(
        label=_("Ended by"), choices=[choice for choice in TermEnd.choices if choice[0] != TermEnd.ANNULLED]
    )


class EndForm(OrganisationForm):
    """The end of a link, a leading group, an area."""

    on = day_field(_("Ended on"))

    def prepare(self) -> None:
        self.fields["on"].initial = self.actor.today


class UnitForm(OrganisationForm):
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


class ChangeUnitForm(OrganisationForm):
    """The facts of a unit."""

    name = forms.CharField(label=_("Unit name"), max_length=120)
    nature = forms.ChoiceField(label=_("Nature"), choices=UnitNature.choices)
    head_count = forms.IntegerField(label=_("Staff"), min_value=0, max_value=10_000_000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def start_from(self, unit: Unit) -> None:
        """Show what stands now."""
        for field in ("name", "nature", "head_count", "version"):
            self.fields[field].initial = getattr(unit, field)


class LinkForm(OrganisationForm):
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


class LeadingGroupForm(OrganisationForm):
    """The leading group of a unit."""

    name = forms.CharField(label=_("Name"), max_length=120)
    starts_on = day_field(_("From"))


class AreaForm(OrganisationForm):
    """An area."""

    name = forms.CharField(label=_("Area"), max_length=60)
    ordinal = forms.IntegerField(label=_("Order"), min_value=1, max_value=999, initial=1)


class ChangeAreaForm(AreaForm):
    """The facts of an area."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def start_from(self, area: Area) -> None:
        """Show what stands now."""
        for field in ("name", "ordinal", "version"):
            self.fields[field].initial = getattr(area, field)


def term_explained(term: Term) -> str:
    """Number and days of a term, for the head of a form."""
    return gettext("Term no. {number}, elected on {start}, due on {due}").format(
        number=term.number, start=term.starts_on, due=term.last_day
    )
