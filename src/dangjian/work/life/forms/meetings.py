"""What is asked when a meeting is called or recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.act_forms import ActForm, ServiceForm, day_field
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

from ..enums import KINDS_HELD_BY, Capacity
from ..models import Meeting
from ..models.meetings import MOST_TEXT
from ..queries.roll import Expected, sister_groups
from ..services.deciding import Decided
from ..services.recording import Minutes

DECISIONS = 3
MOST_DECISIONS = 30
MOST_DECISION, MOST_REASON = 300, 100
"""Characters that a decision, and the reason of an absence, may have."""


def time_field(label: Any, *, required: bool) -> forms.TimeField:
    """A time of the day."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=required, widget=widget)


def text_field(label: Any, *, rows: int, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Several lines, as they are pasted: marks that cannot be seen are left out."""
    return TidyField(
        label=label,
        required=required,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def kinds_offered(organisation: Organisation) -> list[tuple[str, Any]]:
    """The kinds of meeting that an organisation holds, for a choice."""
    return [(kind.value, kind.label) for kind in KINDS_HELD_BY.get(organisation.kind, ())]


UNSEEN = dict.fromkeys(
    [code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)]
    + [0x7F, 0xAD, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
)
"""Control, zero-width and direction characters, as they come along from word processors."""


class TidyField(forms.CharField):
    """Text pasted from Word or a web page: line breaks stay, control and zero-width characters go."""

    def to_python(self, value: Any) -> str:
        """The text without what cannot be seen."""
        return tidy(super().to_python(value) or "")


def tidy(text: str) -> str:
    """A text without what cannot be seen; its line breaks stay."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").translate(UNSEEN).strip()


class KindsForm(ActForm):
    """As what a meeting of an organisation counts, and with which groups it is held."""

    kinds = forms.MultipleChoiceField(label=_("Counts as"), widget=forms.CheckboxSelectMultiple)
    jointly = forms.ModelMultipleChoiceField(
        label=_("Together with the groups"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        """The kinds that such an organisation holds; sister groups for a group."""
        self.fields["kinds"].choices = kinds_offered(self.about)  # type: ignore[attr-defined]
        sisters = sister_groups(self.about)
        if self.about.kind == OrganisationKind.GROUP and sisters.exists():
            self.fields["jointly"].queryset = sisters  # type: ignore[attr-defined]
        else:
            del self.fields["jointly"]


class RollForm(KindsForm):
    """What was held and when, before the roll of that day is shown."""

    on = day_field(_("Day"), required=False)

    @property
    def chosen(self) -> tuple[list[str], list[Organisation], date]:
        """Kinds, groups that meet jointly, day; the usual kind and today where what was sent is refused."""
        data = self.cleaned_data if self.is_valid() or self.errors else {}
        usual = [str(kind) for kind, _label in kinds_offered(self.about)[:1]]
        return data.get("kinds") or usual, list(data.get("jointly", ())), data.get("on") or self.actor.today


class DetailsForm(ActForm):
    """When and where a meeting is, and what about."""

    on = day_field(_("Day"))
    begins_at = time_field(_("Begins at"), required=True)
    ends_at = time_field(_("Ends at"), required=False)
    place = TidyField(label=_("Place"), max_length=80)
    topic = TidyField(label=_("Topic"), max_length=120, required=False)
    agenda = text_field(_("Agenda"), rows=4, help_text=_("One item a line. Nothing secret."))


class CallForm(KindsForm, DetailsForm):
    """The call of a meeting: filled from the last one of its kind."""

    check_in = forms.BooleanField(
        label=_("Show a code at the door"), required=False, help_text=_("Whoever likes may enter it. Nobody has to.")
    )
    field_order = ("kinds", "jointly", "on", "begins_at", "ends_at", "place", "topic", "agenda", "check_in")


class ChangeCallForm(DetailsForm):
    """A call that is changed; as what it counts stays."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NotHeldForm(ActForm):
    """Why a meeting was not held."""

    reason = TidyField(label=_("Why it was not held"), max_length=200)
    on = day_field(_("Day it would have been"))


class ExplainForm(NotHeldForm):
    """Why a meeting that nobody called was not held."""

    kinds = forms.ChoiceField(label=_("Kind"))
    field_order = ("kinds", "on", "reason")

    def prepare(self) -> None:
        """The kinds that such an organisation holds."""
        self.fields["kinds"].choices = kinds_offered(self.about)  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """One kind at a time."""
        return {**super().arguments(), "kinds": [self.cleaned_data["kinds"]]}


class ReasonForm(ActForm):
    """A reason, in a sentence."""

    reason = TidyField(label=_("Reason"), max_length=200)


class ReplyForm(ActForm):
    """Coming, or cannot come because."""

    coming = forms.TypedChoiceField(
        label=_("Are you coming?"),
        choices=[("yes", _("I am coming")), ("no", _("Cannot come"))],
        coerce=lambda value: value == "yes",
    )
    reason = TidyField(label=_("Cannot come because"), max_length=100, required=False)
    code = TidyField(label=_("Code at the door"), max_length=8, required=False)


class PracticeForm(ActForm):
    """How records are kept from a day on."""

    review = forms.BooleanField(label=_("The superior organisation reviews filed meetings"), required=False)
    lock_days = forms.IntegerField(label=_("Days until a filed record is locked"), min_value=1, max_value=366)
    starts_on = day_field(_("From"))


class RecordForm(ServiceForm):
    """The record of a meeting that was held: everybody expected is present until somebody is marked absent.

    Args:
        expected: the roll of the day; the marks of attendance are read for it and for nobody else.
        leaders: the higher leaders who may have attended.
    """

    asks_about_copy = False
    """Set when the words repeat an earlier meeting: the page then offers to say that this is on purpose."""

    on = day_field(_("Day"))
    begins_at = time_field(_("Begins at"), required=False)
    ends_at = time_field(_("Ends at"), required=False)
    place = TidyField(label=_("Place"), max_length=80, required=False)
    topic = TidyField(label=_("Topic"), max_length=120, required=False)
    content = text_field(_("Main points"), rows=6, required=True, help_text=_("Two lines are enough. Nothing secret."))
    agenda = text_field(_("Agenda"), rows=3)
    chair = forms.TypedChoiceField(label=_("In the chair"), required=False, empty_value=None)
    recorder = forms.TypedChoiceField(label=_("Recorded by"), required=False, empty_value=None)
    lecturer = forms.TypedChoiceField(label=_("Lesson given by"), required=False, empty_value=None)
    leaders = forms.TypedMultipleChoiceField(
        label=_("Higher leaders attending"), required=False, widget=forms.CheckboxSelectMultiple
    )
    guests = TidyField(label=_("Guests without a vote"), max_length=200, required=False)
    absent = forms.CharField(label=_("Who was there"), required=False, widget=forms.HiddenInput)
    decisions = forms.CharField(label=_("Decisions"), required=False, widget=forms.HiddenInput)
    copied_on_purpose = forms.BooleanField(label=_("The words repeat on purpose"), required=False)

    def __init__(
        self, *args: Any, expected: Sequence[Expected], leaders: Sequence[Member], is_lesson: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        present = [one.member for one in expected]
        for name, offered in (
            ("chair", present),
            ("recorder", present),
            ("leaders", leaders),
            ("lecturer", [*present, *leaders]),
        ):
            self._offer(name, offered)
        if not is_lesson:
            del self.fields["lecturer"]
        if not leaders:
            del self.fields["leaders"]

    def _offer(self, name: str, members: Sequence[Member]) -> None:
        """The members of a roll that is read already, as the choices of a field."""
        field: Any = self.fields[name]
        known = {str(member.pk): member for member in members}
        nobody = [] if name == "leaders" else [("", "—")]
        field.choices = [*nobody, *((key, member.name) for key, member in known.items())]
        field.coerce = known.__getitem__

    @property
    def sent(self) -> MultiValueDict[str, str]:
        """What was sent; empty before."""
        return self.data if isinstance(self.data, MultiValueDict) else MultiValueDict()

    @property
    def marks(self) -> list[tuple[Expected, bool, str]]:
        """Everybody on the roll with mark and words as sent, else as answered.

        The mark of somebody expected says absent; of somebody who is not, came all the same.
        """
        initial: dict[int, str] = self.initial.get("absent_because", {})
        sent = {*self.sent.getlist("absent"), *self.sent.getlist("came")}
        marked = sent if self.is_bound else {str(key) for key in initial}
        return [
            (one, str(one.member.pk) in marked, self._reason(one.member.pk, initial.get(one.member.pk, "")))
            for one in self.expected
        ]

    def _reason(self, key: int, otherwise: str) -> str:
        return tidy(self.sent.get(f"because-{key}", "")) if self.is_bound else otherwise

    @property
    def decided(self) -> list[dict[str, str]]:
        """The rows of decisions as they stand in the form, with empty ones at the end."""
        rows = self._typed_decisions() if self.is_bound else list(self.initial.get("decided", ()))
        return [*rows, *({"text": "", "owner": "", "due_on": ""} for _n in range(max(1, DECISIONS - len(rows))))]

    def _typed_decisions(self) -> list[dict[str, str]]:
        names = ("text", "owner", "due_on")
        columns = [map(tidy, self.sent.getlist(f"decision-{name}")) for name in names]
        rows = [dict(zip(names, row, strict=True)) for row in zip_longest(*columns, fillvalue="")]
        return [row for row in rows if any(row.values())]

    def clean(self) -> dict[str, Any]:
        """Read decisions and marks; what cannot be is said with the number of its row or the name."""
        cleaned = super().clean() or {}
        rows = self._typed_decisions()
        if len(rows) > MOST_DECISIONS:
            words = gettext("At most {most} decisions. Write the others into the main points.")
            self.add_error("decisions", words.format(most=MOST_DECISIONS))
        cleaned["decisions"] = [self._decided(number, row) for number, row in enumerate(rows, start=1)]
        for one, marked, reason in self.marks:
            if marked and len(reason) > MOST_REASON:
                words = gettext("Why {name} was absent: at most {most} characters.")
                self.add_error("absent", words.format(name=one.member.name, most=MOST_REASON))
        return cleaned

    def _decided(self, number: int, row: dict[str, str]) -> Decided:
        due_on = None
        if len(row["text"]) > MOST_DECISION:
            words = gettext("Decision {number}: at most {most} characters.")
            self.add_error("decisions", words.format(number=number, most=MOST_DECISION))
        try:
            due_on = date.fromisoformat(row["due_on"]) if row["due_on"] else None
        except ValueError:
            words = gettext("Decision {number}: “{text}” is no day. Choose one from the calendar.")
            self.add_error("decisions", words.format(number=number, text=row["due_on"][:20]))
        owner = next((one.member for one in self.expected if str(one.member.pk) == row["owner"]), None)
        return Decided(row["text"], owner, due_on)

    def minutes(self) -> Minutes:
        """What was entered, for the service."""
        data = self.cleaned_data
        away = {one.member.pk: reason for one, marked, reason in self.marks if marked and one.due}
        came = [one.member.pk for one, marked, _reason in self.marks if marked and not one.due]
        plain = ("on", "content", "begins_at", "ends_at", "place", "topic", "agenda", "guests", "chair", "recorder")
        return Minutes(
            **{name: data[name] for name in plain},
            lecturer=data.get("lecturer"),
            leaders=list(dict.fromkeys(data.get("leaders", ()))),
            absent=away,
            came_all_the_same=came,
            decisions=data["decisions"],
        )


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """What a record form begins with: what is known of the meeting, and the answers to its call.

    A correction begins with everything that the record says which it corrects.
    """
    first: Any = meeting.corrects if meeting.corrects is not None and not meeting.attendances.exists() else meeting
    attendances = list(first.attendances.select_related("member"))
    because = {row.member_id: row.reason for row in meeting.replies.all() if not row.coming}
    if attendances:
        because = {row.member_id: row.reason for row in attendances if row.due and not row.present}
        because |= {row.member_id: "" for row in attendances if not row.due and row.capacity != Capacity.LEADER}
    names = ("begins_at", "ends_at", "place", "topic", "agenda", "content", "guests")
    people = ("chair", "recorder", "lecturer")
    decided = [
        {
            "text": row.text,
            "owner": str(row.owner_id or ""),
            "due_on": row.due_on.isoformat() if row.due_on else "",
        }
        for row in first.decisions.all()
    ]
    return {
        "on": meeting.happened_on,
        **{name: getattr(meeting, name) for name in names},
        **{name: getattr(meeting, f"{name}_id") for name in people},
        "absent_because": because,
        "decided": decided,
        "leaders": [row.member_id for row in attendances if row.capacity == Capacity.LEADER],
    }
