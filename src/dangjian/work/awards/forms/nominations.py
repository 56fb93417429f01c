"""What people type about nominations."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dangjian.kernel.access.act_forms import ActForm, day_field
from dangjian.kernel.tree.models import Organisation

from ..enums import Department, Subject
from ..models import Nomination
from ..queries import nominations as queries
from ..queries.homes import by_home
from .calls import SEVERAL_LINES, offer_choices
from .counted import CountedForm, Line


class NominateForm(ActForm):
    """Who is put forward and for what; it is about the class and the organisation it comes from."""

    member = forms.ChoiceField(label=_("Member"))
    deeds = forms.CharField(
        label=_("Deeds"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("A few sentences are enough. It may be filled in later, until the nomination is entered."),
    )

    def prepare(self) -> None:
        award_class, organisation = self.about
        self.members = {}
        if award_class.subject != Subject.MEMBER:
            del self.fields["member"]
            return
        self.members = {str(one.pk): one for one in queries.members_to_nominate(organisation)}
        offer_choices(self, "member", [("", "—"), *((key, one.name) for key, one in self.members.items())])

    def arguments(self) -> dict[str, Any]:
        return {"deeds": self.cleaned_data["deeds"], "member": self.members.get(self.cleaned_data.get("member", ""))}


class NominationForm(ActForm):
    """A draft, written again."""

    title = forms.CharField(label=_("Put forward"), max_length=120)
    deeds = forms.CharField(
        label=_("Deeds"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.start_from_record(*self.fields)


class SubmitForm(ActForm):
    """Why somebody is entered although the records speak against a condition; asked only then."""

    exception_reason = forms.CharField(
        label=_("Why put forward although a condition is not met"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=SEVERAL_LINES),
        help_text=_("Only where the records speak against a condition."),
    )


class OpinionForm(ActForm):
    """The opinion of a level."""

    supports = forms.TypedChoiceField(
        label=_("Opinion"),
        choices=(("yes", _("Supports the nomination")), ("no", _("Does not support it"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("In a few words"), max_length=300, widget=forms.Textarea(attrs=SEVERAL_LINES))


class ChecksByOrgan(forms.CheckboxSelectMultiple):
    """Boxes under the organs that they come from, with one for all of an organ that has several."""

    template_name = "awards/checks_by_organ.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        context["organs"] = [
            {"name": organ, "boxes": boxes, "all": all(box["selected"] for box in boxes)}
            for organ, boxes, _index in groups
        ]
        return context


class ChosenForm(CountedForm):
    """Nominations of a call, chosen from a list."""

    nominations = forms.MultipleChoiceField(label=_("Nominations"), widget=forms.CheckboxSelectMultiple)
    note: str | Promise = ""

    def prepare(self) -> None:
        self.offered = {str(one.pk): one for one in self.offer()}
        offer_choices(self, "nominations", [(key, words_of(one)) for key, one in self.offered.items()])
        self.fields["nominations"].initial = self.initially()

    @abstractmethod
    def offer(self) -> Sequence[Nomination]:
        """The nominations to choose from."""

    def initially(self) -> list[str]:
        """Which are chosen at first."""
        return list(self.offered)

    @property
    def chosen(self) -> list[Nomination]:
        """Those that are chosen."""
        return [self.offered[key] for key in self.cleaned_data["nominations"]]

    def lines(self) -> Sequence[Line]:
        return [Line(one.pk, words_of(one), str(self.note)) for one in self.chosen]

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "nominations": self.chosen}


def words_of(nomination: Nomination) -> str:
    """A nomination in a list: its class, who, and where from."""
    return f"{nomination.award_class.name} · {who_of(nomination)}"


def who_of(nomination: Nomination) -> str:
    """Who or what is put forward, and where from."""
    own = nomination.organisation.short_name
    return nomination.title if nomination.title == own else f"{nomination.title}（{own}）"


class ByOrganForm(ChosenForm):
    """Nominations of a call, chosen from a list by the organs that they come from."""

    nominations = forms.MultipleChoiceField(label=_("Nominations"), widget=ChecksByOrgan)

    def prepare(self) -> None:
        super().prepare()
        several = len({one.award_class_id for one in self.offered.values()}) > 1
        groups = by_home(self.about, self.offered.values())
        named = [
            (home.short_name, [(str(one.pk), self.told(one, home, several)) for one in own]) for home, own in groups
        ]
        offer_choices(self, "nominations", named)

    def told(self, nomination: Nomination, home: Organisation, several: bool) -> str:
        """A nomination under the name of its organ: what goes without saying there is left out."""
        own = nomination.organisation.short_name
        who = nomination.title if own in (nomination.title, home.short_name) else f"{nomination.title}（{own}）"
        return f"{nomination.award_class.name} · {who}" if several else who


class AdmitForm(ByOrganForm):
    """Which of those entered are admitted; at first all whose levels support them and that meet every condition."""

    note = _("admitted")

    def offer(self) -> Sequence[Nomination]:
        self.ready = queries.ready_to_admit(self.about, self.actor.today)
        return [one for one, _clear in self.ready]

    def initially(self) -> list[str]:
        return [str(one.pk) for one, clear in self.ready if clear]

    def summary(self) -> str:
        n = len(self.chosen)
        return ngettext("{n} nomination is admitted.", "{n} nominations are admitted.", n).format(n=n)


class ReceiptsForm(ByOrganForm):
    """A paper of a department: number, day, and for whom; nothing of what it says."""

    department = forms.ChoiceField(label=_("Department"), choices=Department.choices)
    number = forms.CharField(label=_("Number of the paper"), max_length=60)
    on = day_field(_("Day of the paper"))
    note = _("receipt recorded")
    field_order = ("department", "number", "on", "nominations")

    def offer(self) -> Sequence[Nomination]:
        return list(queries.of_call(self.about).filter(refused_on=None))

    def summary(self) -> str:
        n = len(self.chosen)
        words = ngettext(
            "The paper {number} is recorded for {n} nomination.",
            "The paper {number} is recorded for {n} nominations.",
            n,
        )
        return words.format(number=self.cleaned_data["number"], n=n)
