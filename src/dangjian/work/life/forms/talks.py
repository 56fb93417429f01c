"""What people type about talks: made for a phone, under two minutes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.act_forms import ActForm, day_field
from dangjian.kernel.records.catalogue_forms import ItemForm
from dangjian.kernel.tree.models import Organisation

from ..enums import DayPart, PairType, TalkMethod, TalkSide
from ..models import MustTalkReason, Talk
from ..queries import talks as queries

MORE = ("talkers", "outsiders", "day_part", "place", "method", "pair_type")


class TalkForm(ActForm):
    """With whom, why, about what; the rest has a value already or follows from the posts held that day.

    It is about the branch the talk belongs to, or about the entry that is corrected.
    """

    talkers = forms.MultipleChoiceField(label=_("Who talked"), widget=forms.CheckboxSelectMultiple)
    talked_to = forms.MultipleChoiceField(label=_("With whom"), widget=forms.CheckboxSelectMultiple, required=False)
    outsiders = forms.CharField(
        label=_("People outside the Party"), max_length=120, required=False, help_text=_("Names, where there were any.")
    )
    reason = forms.ChoiceField(label=_("Must-talk occasion"), required=False)
    outline = forms.CharField(
        label=_("Outline"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A line is enough. Stored encrypted; only the two sides and the secretary read it."),
    )
    on = day_field(_("Day of the talk"))
    day_part = forms.ChoiceField(label=_("Time of day"), required=False, choices=[("", "—"), *DayPart.choices])
    place = forms.CharField(label=_("Place"), max_length=60, required=False)
    method = forms.ChoiceField(label=_("How it was held"), choices=TalkMethod.choices, initial=TalkMethod.INDIVIDUAL)
    pair_type = forms.ChoiceField(
        label=_("Between whom"),
        required=False,
        choices=[("", _("As the posts held that day say")), *PairType.choices],
    )
    correction_reason = forms.CharField(label=_("Why the entry is corrected"), max_length=200)

    def prepare(self) -> None:
        self.talk = self.about if isinstance(self.about, Talk) else None
        self._offer_people(self.talk.organisation if self.talk else self.about)
        self._reasons = {str(one.pk): one for one in queries.all_reasons()}
        offered = list(queries.reasons_on(self.actor.today))
        if self.talk and self.talk.reason and self.talk.reason not in offered:
            offered.append(self.talk.reason)
        self._field("reason").choices = [("", _("None of them")), *((str(one.pk), one.name) for one in offered)]
        if self.talk is None:
            del self.fields["correction_reason"]
        else:
            self._show(self.talk)

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked of everybody."""
        return [self[name] for name in self.fields if name not in MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        """What has a value already or may stay empty."""
        return [self[name] for name in MORE if name in self.fields]

    @property
    def more_is_open(self) -> bool:
        """Whether something among it must be seen: a refusal, an entry to correct, no talker yet."""
        wrong = any(name in self.errors for name in MORE) if self.is_bound else False
        return wrong or self.talk is not None or not self.fields["talkers"].initial

    def _field(self, name: str) -> forms.ChoiceField:
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)
        return found

    def _offer_people(self, organisation: Organisation) -> None:
        known = queries.candidates(organisation, self.actor.today)
        if self.talk:
            missing = {one.member for one in self.talk.participants.all()} - {one.member for one in known}
            known = [*known, *(queries.Candidate(member, "") for member in missing)]
        people = [
            (str(one.member.pk), f"{one.member} · {one.words}" if one.words else str(one.member)) for one in known
        ]
        self._members = {str(one.member.pk): one.member for one in known}
        self._field("talkers").choices = people
        own = str(self.actor.member_id)
        self._field("talked_to").choices = people
        if own in self._members:
            self.fields["talkers"].initial = [own]

    def _show(self, talk: Talk) -> None:
        for side, name in ((TalkSide.TALKER, "talkers"), (TalkSide.TALKED_TO, "talked_to")):
            self.fields[name].initial = [str(one.member_id) for one in talk.participants.all() if one.side == side]
        for name in ("outsiders", "outline", "day_part", "place", "method", "pair_type"):
            self.fields[name].initial = getattr(talk, name)
        self.fields["reason"].initial = str(talk.reason_id or "")
        self.fields["on"].initial = talk.happened_on

    def _chosen(self, name: str) -> list[Member]:
        return [self._members[key] for key in self.cleaned_data[name]]

    def clean_talkers(self) -> list[Member]:
        return self._chosen("talkers")

    def clean_talked_to(self) -> list[Member]:
        return self._chosen("talked_to")

    def clean_reason(self) -> MustTalkReason | None:
        return self._reasons.get(self.cleaned_data["reason"])


class ReasonForm(ItemForm):
    """A new occasion of the catalogue."""

    name = forms.CharField(label=_("Occasion"), max_length=120)
    field_order = ("name",)
