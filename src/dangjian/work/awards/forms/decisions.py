"""What people type about proposals, notices, objections, decisions and letters."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.act_forms import ActForm, day_field

from ..enums import ObjectionOutcome, ObjectionWay
from ..models import Nomination
from ..queries import decisions as queries
from ..queries import nominations as reads
from .calls import SEVERAL_LINES, offer_choices
from .counted import CountedForm, Line
from .nominations import ChosenForm, who_of, words_of

REASON = _("Stands in the letter to those who entered it.")


class ProposeForm(ActForm):
    """The proposal on one nomination."""

    award_class = forms.ChoiceField(label=_("Proposed for"), required=False)
    reason = forms.CharField(
        label=_("Reason of the decision"), max_length=2000, widget=forms.Textarea(attrs=SEVERAL_LINES), help_text=REASON
    )
    helped = forms.CharField(
        label=_("What helped, and what would help next time"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=SEVERAL_LINES),
        help_text=REASON,
    )

    def prepare(self) -> None:
        self.classes = {str(one.pk): one for one in reads.classes_for(self.about)}
        names = ((key, one.name) for key, one in self.classes.items())
        offer_choices(self, "award_class", [("", _("Not selected")), *names])
        self.fields["award_class"].initial = str(self.about.proposed_class_id or "")
        self.fields["reason"].initial, self.fields["helped"].initial = self.about.decision_reason, self.about.helped

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "award_class": self.classes.get(self.cleaned_data["award_class"])}


class ProposeSeveralForm(ChosenForm):
    """Who is proposed for a class, with one reason for them and one for the others."""

    reason = forms.CharField(
        label=_("Reason for those chosen"),
        max_length=2000,
        widget=forms.Textarea(attrs=SEVERAL_LINES),
        help_text=REASON,
    )
    others_reason = forms.CharField(
        label=_("Reason for the others"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=SEVERAL_LINES),
        help_text=_("Empty: they are left as they are."),
    )

    def prepare(self) -> None:
        super().prepare()
        named = [(key, self.placed(one)) for key, one in self.offered.items()]
        offer_choices(self, "nominations", named)

    def offer(self) -> Sequence[Nomination]:
        self.results = queries.scored(self.about, self.actor.today)
        rows = list(reads.of_call(self.about.call).admitted().filter(reads.may_fill(self.about)))
        return sorted(rows, key=self._order)

    def _order(self, nomination: Nomination) -> int:
        result = self.results.get(nomination.pk)
        return result.place if result and result.place else len(self.results) + 1

    def placed(self, nomination: Nomination) -> str:
        """A nomination with its place and value, where it was scored."""
        result = self.results.get(nomination.pk)
        if result is None or result.place is None:
            return who_of(nomination)
        facts = {"who": who_of(nomination), "place": result.place, "value": result.value}
        return gettext("{who} · place {place}, {value}").format(**facts)

    def initially(self) -> list[str]:
        """Those proposed already; before that, whom the results would choose."""
        proposed = [key for key, one in self.offered.items() if one.proposed_class_id == self.about.pk]
        chosen = queries.suggested(self.about, self.results)
        return proposed or [key for key, one in self.offered.items() if one.pk in chosen]

    @property
    def others(self) -> list[Nomination]:
        """Those of the class who are not chosen, where a reason for them is given."""
        chosen = {one.pk for one in self.chosen}
        rest = (one for one in self.offered.values() if one.pk not in chosen)
        if not self.cleaned_data["others_reason"].strip():
            return []
        return [one for one in rest if one.proposed_class_id in (None, self.about.pk)]

    def lines(self) -> Sequence[Line]:
        chosen = [
            Line(one.pk, words_of(one), gettext("proposed for {name}").format(name=self.about)) for one in self.chosen
        ]
        return [*chosen, *(Line(one.pk, words_of(one), gettext("not selected")) for one in self.others)]

    def summary(self) -> str:
        words = gettext("{n} of {quota} places of “{name}” are proposed; {others} are not selected.")
        facts = {"n": len(self.chosen), "quota": self.about.quota, "name": self.about, "others": len(self.others)}
        return words.format(**facts)

    def arguments(self) -> dict[str, Any]:
        typed = {name: self.cleaned_data[name] for name in ("reason", "others_reason")}
        return {**typed, "chosen": self.chosen, "others": self.others}


class ListedForm(CountedForm):
    """An act on all rows of a list that follows from the records."""

    note = ""

    @abstractmethod
    def rows(self) -> Sequence[Nomination]:
        """The nominations that the act touches."""

    def lines(self) -> Sequence[Line]:
        return [Line(one.pk, words_of(one), self.note_on(one)) for one in self.rows()]

    def note_on(self, nomination: Nomination) -> str:
        """What happens to one of them."""
        return str(nomination.proposed_class or _("Not selected"))


class PublishForm(ListedForm):
    """Where objections are taken while the notice runs."""

    contact = forms.CharField(
        label=_("Where objections are taken"), max_length=200, help_text=_("Office, telephone, address.")
    )

    def rows(self) -> Sequence[Nomination]:
        return queries.to_notice(self.about)

    def summary(self) -> str:
        n = len(self.rows())
        words = ngettext(
            "{n} proposal is published for {days} working days.",
            "{n} proposals are published for {days} working days.",
            n,
        )
        return words.format(n=n, days=self.about.notice_days)


class DecideForm(ListedForm):
    """The paper of the decision, and the day on which the honours are given."""

    number = forms.CharField(label=_("Number of the decision"), max_length=60)
    on = day_field(_("Day of the decision"))
    given_on = day_field(
        _("Given on"), required=False, help_text=_("Such as 1 July; empty: on the day of the decision.")
    )

    def rows(self) -> Sequence[Nomination]:
        return queries.proposals(self.about)

    def summary(self) -> str:
        n = len(self.rows())
        return ngettext("{n} honour is entered.", "{n} honours are entered.", n).format(n=n)


class LettersForm(ListedForm):
    """Nothing is asked: who gets a letter follows from the records."""

    def rows(self) -> Sequence[Nomination]:
        return queries.letters_to_send(self.about)

    def summary(self) -> str:
        n = len(self.rows())
        return ngettext("{n} letter is sent.", "{n} letters are sent.", n).format(n=n)


class ObjectionForm(ActForm):
    """An objection of somebody who is signed in, to one of those who stand in a notice."""

    nomination = forms.ChoiceField(label=_("Objected to"))
    content = forms.CharField(
        label=_("What is objected"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Stored encrypted; only the office that handles it reads it, and who wrote it."),
    )

    def prepare(self) -> None:
        self.listed = {str(one.pk): one for one in reads.listed_in(self.about)}
        offer_choices(self, "nomination", [(key, words_of(one)) for key, one in self.listed.items()])

    def arguments(self) -> dict[str, Any]:
        chosen = self.listed[self.cleaned_data["nomination"]]
        return {"nomination": chosen, "content": self.cleaned_data["content"], "objector": self.actor.name}


class TakenObjectionForm(ActForm):
    """An objection that came to the office by letter, telephone or in person."""

    way = forms.ChoiceField(
        label=_("How it came in"), choices=[one for one in ObjectionWay.choices if one[0] != ObjectionWay.PLATFORM]
    )
    received_on = day_field(_("Received on"))
    objector = forms.CharField(
        label=_("Who objects"), max_length=100, required=False, help_text=_("Empty where it came without a name.")
    )
    content = forms.CharField(label=_("What is objected"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))

    def prepare(self) -> None:
        self.fields["received_on"].initial = self.actor.today


class HandleForm(ActForm):
    """How an objection was handled."""

    outcome = forms.ChoiceField(
        label=_("Outcome of the objection"), choices=ObjectionOutcome.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("How it was handled"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Whoever objected on the platform reads it."),
    )
