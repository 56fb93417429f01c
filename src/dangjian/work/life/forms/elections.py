"""What people type about elections. Names are looked up in the register; services decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.models import Member
from dangjian.kernel.access.act_forms import ActForm, day_field
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.models import Organisation

from ..elections.clauses import election_rule
from ..enums import Assembly, CountedBody, ElectedBody, StepKind
from ..models import Nominee
from ..queries.elections import Dossier, named_members, titles_to_give
from ..services.elections import CountedBallot

MOST = 9_999
_BETWEEN_NAMES = re.compile(r"[\n\r、，,；;]+")
_WITH_BRANCH = re.compile(r"^(?P<name>[^（(]+?)\s*[（(](?P<branch>[^）)]+)[）)]$")
_WITH_VOTES = re.compile(r"^(?P<name>.+?)[\s:：]*(?P<votes>\d{1,4})\s*票?$")


def number_field(label: Any, **options: Any) -> forms.IntegerField:
    """A number of people or papers."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, widget=widget, **options)


def names_field(label: Any, *, lines: int = 1, **options: Any) -> forms.CharField:
    """Names of members, looked up in the register."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
    return forms.CharField(label=label, max_length=2000, widget=widget, **options)


def members_named(text: str, organisation: Organisation, day: date) -> list[Member]:
    """The members whom names mean, in their order; a name that several have is written with the branch in brackets.

    Raises:
        ValidationError: one is not found, or several are called so (their branches are named).
    """
    asked = [part.strip() for part in _BETWEEN_NAMES.split(text) if part.strip()]
    parts = [(found["name"], found["branch"]) if (found := _WITH_BRANCH.match(part)) else (part, "") for part in asked]
    rows = named_members(organisation, day, [name for name, _branch in parts])
    members = []
    for name, branch in parts:
        fitting = [row for row in rows[name] if branch in ("", row.organisation.short_name)]
        if not fitting:
            words = gettext("No member called {name} belongs here on that day. Look in the list of voters.")
            raise forms.ValidationError(words.format(name=name))
        if len(fitting) > 1:
            branches = "、".join(f"{name}（{row.organisation.short_name}）" for row in fitting)
            words = gettext("Several are called {name}. Write the branch behind the name: {branches}.")
            raise forms.ValidationError(words.format(name=name, branches=branches))
        members.append(fitting[0].member)
    return members


class OpenForm(ActForm):
    """The decision to hold an election."""

    on = day_field(_("Day of the decision"))
    body = forms.ChoiceField(label=_("To be elected"), choices=ElectedBody.choices)
    seats = number_field(
        _("Seats"), help_text=_("Members of the committee; without a committee 1 for the secretary, 2 with a deputy.")
    )
    assembly = forms.ChoiceField(label=_("Elected by"), choices=Assembly.choices)
    delegates = number_field(_("Delegates"), required=False, help_text=_("Only of a congress."))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ElectionForm(ActForm):
    """Base of the forms of one election: they carry the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].initial = self.dossier.election.version

    @property
    def dossier(self) -> Dossier:
        """The election that the form is about."""
        dossier: Dossier = self.about
        return dossier

    def clean_names(self, field: str, day: date | None) -> list[Member]:
        """The members that a field names; what is wrong stands by it."""
        text = self.cleaned_data.get(field) or ""
        try:
            return members_named(text, self.dossier.election.organisation, day or self.actor.today)
        except forms.ValidationError as error:
            self.add_error(field, error)
            return []


class StepForm(ElectionForm):
    """A step that is a day and a number."""

    on = day_field(_("On"))
    number = forms.CharField(
        label=_("Document number"), max_length=60, required=False, help_text=_("As it stands on the paper.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class NumberedStepForm(StepForm):
    """A step taken by a paper: its number is asked for."""

    number = forms.CharField(label=_("Document number"), max_length=60, help_text=_("As it stands on the paper."))


class ApprovalForm(NumberedStepForm):
    """The approval of the result, and from when the posts are held."""

    posts_on = day_field(
        _("Posts held from"), help_text=_("By default the day of the election. The former posts end on that day.")
    )

    def prepare(self) -> None:
        held = self.dossier.taken.get(StepKind.HELD)
        self.fields["posts_on"].initial = held.on if held else self.actor.today
        self.order_fields(["on", "number", "posts_on", "note"])


class NominationForm(ElectionForm):
    """Who is nominated, and who is to become secretary or deputy."""

    on = day_field(_("On"))
    number = forms.CharField(label=_("Document number"), max_length=60, help_text=_("As it stands on the paper."))
    candidates = names_field(_("Candidates"), lines=6)
    secretary = names_field(_("Candidate for secretary"))
    deputy = names_field(_("Candidate for deputy"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def prepare(self) -> None:
        if not self.dossier.has_committee:
            del self.fields["candidates"]
            self.fields["secretary"].help_text = _("One name, or several where voters are to choose.")
            return
        least = election_rule(self.actor.today).least_candidates(self.dossier.election.seats)
        words = gettext("One name a line, at least {least} for {seats} seats. The order is put right on the ballot.")
        self.fields["candidates"].help_text = words.format(least=least, seats=self.dossier.election.seats)
        self.fields["secretary"].help_text = _("One of the candidates.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        on = cleaned.get("on")
        titles: dict[Member, str] = {}
        for field, title in (("secretary", PostTitle.SECRETARY), ("deputy", PostTitle.DEPUTY_SECRETARY)):
            for member in self.clean_names(field, on):
                titles.setdefault(member, title.value)
        named = self.clean_names("candidates", on) if self.dossier.has_committee else list(titles)
        for member, post in titles.items():
            if self.dossier.has_committee and member not in named and "candidates" not in self.errors:
                field = "secretary" if post == PostTitle.SECRETARY else "deputy"
                self.add_error(field, gettext("{name} is not among the candidates.").format(name=member))
        self.named = [(member, titles.get(member, "")) for member in named]
        return cleaned

    def arguments(self) -> dict[str, Any]:
        wanted = {key: self.cleaned_data[key] for key in ("on", "number", "note", "version")}
        return {**wanted, "candidates": self.named}


class CallForm(ElectionForm):
    """The meeting to which the voters are called."""

    on = day_field(_("Called on"))
    meeting_on = day_field(_("Day of the meeting"))
    meeting_place = forms.CharField(label=_("Place of the meeting"), max_length=100, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ReasonForm(ElectionForm):
    """Why something is withdrawn."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"), max_length=200, help_text=_("It stays to be seen, with this reason.")
    )


class EndForm(ElectionForm):
    """The end of an election before its time."""

    on = day_field(_("On"))
    number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    reason = forms.CharField(label=_("Why it is called off"), max_length=300)


class SeatsForm(ElectionForm):
    """The resolution to leave seats empty."""

    on = day_field(_("On"))
    reason = forms.CharField(
        label=_("Resolution of the voters"),
        max_length=300,
        help_text=_("What was resolved and how many agreed: more than half of the voters."),
    )


class PostsForm(ElectionForm):
    """Which post everybody elected holds."""

    on = day_field(_("On"))

    def prepare(self) -> None:
        titles = {nominee.member_id: nominee.title for nominee in self.dossier.candidates}
        usual = PostTitle.COMMITTEE_MEMBER if self.dossier.has_committee else PostTitle.SECRETARY
        for member in self.dossier.elected:
            self.fields[f"title-{member.pk}"] = forms.ChoiceField(
                label=member.name, choices=titles_to_give(), initial=titles.get(member.pk) or usual
            )
        self.fields["note"] = forms.CharField(label=_("Note"), max_length=300, required=False)

    def arguments(self) -> dict[str, Any]:
        wanted = {key: self.cleaned_data[key] for key in ("on", "note", "version")}
        posts = [(member, self.cleaned_data[f"title-{member.pk}"]) for member in self.dossier.elected]
        return {**wanted, "posts": posts}


VOTES = (
    ("yes", pgettext_lazy("vote", "For")),
    ("no", pgettext_lazy("vote", "Against")),
    ("abstained", pgettext_lazy("vote", "Abstained")),
)


class CountForm(ElectionForm):
    """A counted ballot."""

    held_on = day_field(_("Held on"))
    present = number_field(_("Present, of those entitled"))
    distributed = number_field(_("Ballots handed out"))
    collected = number_field(_("Ballots collected"))
    valid = number_field(_("Valid ballots"))
    void = number_field(_("Void ballots"))
    scrutineer = names_field(_("Scrutineer"), required=False, help_text=_("No candidate."))
    counter = names_field(_("Counter"), required=False, help_text=_("No candidate."))

    body = CountedBody.ASSEMBLY

    def prepare(self) -> None:
        self.fields["held_on"].initial = self.dossier.election.meeting_on or self.actor.today
        roll = self.dossier.roll
        if roll and roll.left_out:
            words = gettext(
                "The superior agreed and the meeting resolved not to count {number} members among those entitled"
            )
            resolved = words.format(number=len(roll.left_out))
            self.fields["leaves_out"] = forms.BooleanField(label=resolved, required=False)
        for nominee in self.standing:
            for key, label in VOTES:
                self.fields[f"{key}-{nominee.member_id}"] = number_field(f"{nominee.member} · {label}", required=False)
        self.fields["written_in"] = names_field(
            _("Written in by voters"),
            lines=2,
            required=False,
            help_text=_("One name a line, with the number of votes behind it."),
        )

    @property
    def standing(self) -> Sequence[Nominee]:
        """Whose names stand on the ballot."""
        if self.body == CountedBody.COMMITTEE:
            return self.dossier.for_posts
        return self.dossier.still_standing

    @property
    def facts_fields(self) -> list[Any]:
        """The fields above the votes."""
        return [field for field in self.visible_fields() if "-" not in field.name and field.name != "written_in"]

    @property
    def rows(self) -> list[tuple[Nominee, list[Any], list[Any]]]:
        """The votes of each person as fields, with what is wrong."""
        rows = []
        for nominee in self.standing:
            fields = [self[f"{key}-{nominee.member_id}"] for key, _label in VOTES]
            rows.append((nominee, fields, [message for field in fields for message in field.errors]))
        return rows

    def refuse(self, error: ServiceError) -> None:
        error.field = error.field.replace("votes-", "yes-") if error.field.startswith("votes-") else error.field
        if error.field.startswith("yes-") and error.field not in self.fields:
            error.field = "written_in"
        super().refuse(error)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        on = cleaned.get("held_on")
        for field in ("scrutineer", "counter"):
            cleaned[field] = next(iter(self.clean_names(field, on)), None)
        cleaned["written_in"] = self._written_in(cleaned.get("written_in") or "", on)
        return cleaned

    def _written_in(self, text: str, on: date | None) -> dict[Member, int]:
        found: dict[Member, int] = {}
        for line in filter(None, (part.strip() for part in _BETWEEN_NAMES.split(text))):
            match = _WITH_VOTES.match(line)
            if not match:
                self.add_error("written_in", gettext("Write name and votes, such as: 王小明 3."))
                return {}
            try:
                organisation = self.dossier.election.organisation
                (member,) = members_named(match["name"], organisation, on or self.actor.today)
            except forms.ValidationError as error:
                self.add_error("written_in", error)
                return {}
            found[member] = int(match["votes"])
        return found

    def arguments(self) -> dict[str, Any]:
        return {"ballot": self._ballot(), "version": self.cleaned_data["version"]}

    def _ballot(self) -> CountedBallot:
        numbers = ("held_on", "present", "distributed", "collected", "valid", "void", "scrutineer", "counter")
        votes = {
            nominee.member: tuple(self.cleaned_data.get(f"{key}-{nominee.member_id}") or 0 for key, _label in VOTES)
            for nominee in self.standing
        }
        return CountedBallot(
            **{key: self.cleaned_data[key] for key in numbers},
            votes=votes,  # type: ignore[arg-type]
            written_in=self.cleaned_data["written_in"],
            leaves_out=bool(self.cleaned_data.get("leaves_out")),
        )


class CommitteeCountForm(CountForm):
    """A counted ballot of the first meeting of the committee."""

    body = CountedBody.COMMITTEE

    def prepare(self) -> None:
        super().prepare()
        held = self.dossier.taken.get(StepKind.HELD)
        self.fields["held_on"].initial = held.on if held else self.actor.today
