"""What people type about talks: made for a phone, under two minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.models import Organisation

from ..enums import DayPart, PairType, TalkMethod, TalkSide
from ..models import MustTalkReason, Talk
from ..queries import talks as queries


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class ServiceForm(forms.Form):
    """A form that shows a service's refusal beside its field."""

    def refuse(self, error: ServiceError) -> None:
        """Put the refusal where it belongs; nothing typed is lost."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


MORE = ("talkers", "outsiders", "day_part", "place", "method", "pair_type")


class TalkForm(ServiceForm):
    """With whom, why, about what; the rest has a value already or follows from the posts held that day.

    Args:
        actor: who writes.
        organisation: the branch the talk belongs to.
        talk: the entry that is corrected, None for a new one.
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
    on = day_field(_("Held on"))
    day_part = forms.ChoiceField(label=_("Time of day"), required=False, choices=[("", "—"), *DayPart.choices])
    place = forms.CharField(label=_("Place"), max_length=60, required=False)
    method = forms.ChoiceField(label=_("How it was held"), choices=TalkMethod.choices, initial=TalkMethod.INDIVIDUAL)
    pair_type = forms.ChoiceField(
        label=_("Between whom"),
        required=False,
        choices=[("", _("As the posts held that day say")), *PairType.choices],
    )
    correction_reason = forms.CharField(label=_("Why the entry is corrected"), max_length=200)

    def __init__(self, *args: Any, actor: Actor, organisation: Organisation, talk: Talk | None = None, **kw: Any):
        super().__init__(*args, **kw)
        self.actor, self.talk = actor, talk
        self._offer_people(organisation)
        self._reasons = {str(one.pk): one for one in queries.all_reasons()}
        offered = list(queries.reasons_on(actor.today))
        if talk and talk.reason and talk.reason not in offered:
            offered.append(talk.reason)
        self._field("reason").choices = [("", _("None of them")), *((str(one.pk), one.name) for one in offered)]
        self.fields["on"].initial = actor.today
        if talk is None:
            del self.fields["correction_reason"]
        else:
            self._show(talk)

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


class ReasonForm(ServiceForm):
    """A new occasion of the catalogue."""

    name = forms.CharField(label=_("Occasion"), max_length=120)
    ordinal = forms.IntegerField(label=_("Order"), min_value=1, max_value=99)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    on = day_field(_("From"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = actor.today


class MoveReasonForm(ServiceForm):
    """Another place in the order."""

    ordinal = forms.IntegerField(label=_("Order"), min_value=1, max_value=99)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)


class EndReasonForm(ServiceForm):
    """From when on an occasion no longer stands in the catalogue."""

    on = day_field(_("Until (not included)"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = actor.today
