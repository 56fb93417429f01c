"""Reads over the register: how members stood on a day, what is missing, who is found by a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from dangjian.foundation.organisations.models import Area
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.privacy.identifiers import normalise_identity, normalise_phone
from dangjian.kernel.privacy.masks import mask_identity, mask_phone
from dangjian.kernel.records.kinds import Found
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.history import NOW, Past
from dangjian.kernel.tree.models import Organisation

from .enums import COMMITTEE_TITLES, PostTitle, TransferState
from .items import BY_KEY, NATIONAL_ITEMS, Mask
from .models import Condition, ContactAssignment, Correction, Member, Membership, Post
from .names import tidy_name
from .services import leaders_of

AFTER = "\U0010ffff"
WHOLE = len(NATIONAL_ITEMS)
CONSONANTS = frozenset("bcdfghjklmnpqrstwxyz")
"""Those that begin a syllable of pinyin."""


def members_on(day: date) -> QuerySet[Membership]:
    """The membership rows in force on a day, with member and branch: the register as it stood."""
    return Membership.objects.on(day).select_related("member", "organisation")


def missing_count(prefix: str = "") -> Combinable:
    """How many of the sixteen items a member's record lacks, as an expression over members."""
    total: Combinable = Value(0)
    for item in NATIONAL_ITEMS:
        if item.missing is not None:
            total = total + Case(When(item.missing(prefix), then=1), default=0, output_field=IntegerField())
    return total


def incomplete(prefix: str = "") -> Q:
    """Condition for rows whose member, found by the prefix, lacks at least one of the sixteen items."""
    condition = Q(pk__in=[])
    for item in NATIONAL_ITEMS:
        if item.missing is not None:
            condition |= item.missing(prefix)
    return condition


def lacking(key: str) -> Q:
    """Condition for members whose record lacks one item; nobody lacks an unknown one."""
    item = BY_KEY.get(key)
    return item.missing("") if item and item.missing else Q(pk__in=[])


def missing_items(member: Member) -> list[str]:
    """What a record lacks, in words, in the order of the form; one query."""
    checks = {
        f"lacks_{item.key}": Case(When(item.missing(""), then=True), default=False)
        for item in NATIONAL_ITEMS
        if item.missing is not None
    }
    found = Member.objects.filter(pk=member.pk).annotate(**checks).values(*checks).get()
    return [str(BY_KEY[name.removeprefix("lacks_")].label) for name, lacks in found.items() if lacks]


def _starting_with(field: str, text: str) -> Q:
    # A range is served by an ordinary index on SQLite and PostgreSQL alike; LIKE is not.
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + AFTER})


def _letters(word: str) -> str:
    return "".join(word.lower().replace("ü", "v").split())


def _are_initials(letters: str) -> bool:
    """Whether letters can be nothing but initials: consonants alone begin no pinyin, but for zh, ch and sh."""
    return len(letters) > 1 and CONSONANTS.issuperset(letters) and letters not in ("zh", "ch", "sh")


def found_in(text: str) -> tuple[Found, ...]:
    """What is found by the order of an index, so that a page of it costs the same among a million members.

    Initials find those with just these first; one character those who bear it as surname before those whose given name
    begins with it. A longer name finds so few that they are sorted as the register is.
    """
    word = tidy_name(text)
    if _are_initials(letters := _letters(word)):
        return (Found(_starting_with("initials", letters), ("initials", "pinyin", "pk")),)
    if len(word) == 1 and not word.isascii():
        return tuple(Found(_starting_with(field, word), (field, "pk")) for field in ("name", "given_name"))
    return ()


def named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Members found by what somebody types: characters of the name or the given name, pinyin, initials, a number.

    Whole identity and mobile numbers are found by their blind index; parts of them are not.
    """
    word = tidy_name(text)
    if not word:
        return rows
    letters = _letters(word)
    identity = normalise_identity(word)
    if len(identity) == 18 and identity[:17].isdigit():
        return rows.filter(identity_index__of=identity)
    if letters.isdigit():
        return rows.filter(phone_index__of=normalise_phone(letters))
    if _are_initials(letters):
        return rows.filter(_starting_with("initials", letters))
    if letters.isascii():
        return rows.filter(_starting_with("pinyin", letters) | _starting_with("initials", letters))
    return rows.filter(_starting_with("name", word) | _starting_with("given_name", word))


def masked(member: Member, key: str) -> str:
    """A private entry as it is shown to everybody who may see the record."""
    value = str(getattr(member, key) or "")
    mask = BY_KEY[key].mask
    if mask is Mask.IDENTITY:
        return mask_identity(value)
    if mask is Mask.PHONE:
        return mask_phone(value)
    return "＊＊＊＊＊＊" if value else ""


@dataclass(frozen=True)
class CommitteeAdvice:
    """How many sit on a branch committee, beside what the branch regulation calls normal (3 to 5, not above 7)."""

    organisation: Organisation
    seats: int
    has_secretary: bool

    @property
    def is_small(self) -> bool:
        """Fewer than three: a branch with seven or more full members normally has a committee of 3 to 5."""
        return self.seats < 3

    @property
    def is_large(self) -> bool:
        """More than seven."""
        return self.seats > 7


def committee_on(organisation: Organisation, day: date) -> CommitteeAdvice:
    """The size of an organisation's committee on a day; advice, never a refusal."""
    titles = list(
        Post.objects.on(day)
        .filter(organisation=organisation, title__in=COMMITTEE_TITLES)
        .values_list("title", "member_id")
    )
    has_secretary = any(title == PostTitle.SECRETARY for title, _ in titles)
    return CommitteeAdvice(organisation, len({member for _, member in titles}), has_secretary)


def secretaries_on(day: date) -> QuerySet[Post]:
    """The posts of secretary held on a day."""
    return Post.objects.on(day).filter(title=PostTitle.SECRETARY)


def branches_without_secretary(day: date, past: Past = NOW) -> QuerySet[Organisation]:
    """Branches of every kind that exist on a day and have no secretary then."""
    held = secretaries_on(day).filter(organisation=OuterRef("pk"))
    return Organisation.objects.branches(past).at(day).exclude(Exists(held))


@dataclass(frozen=True)
class LeaderLinks:
    """A committee leader with the area and the organisations linked on a day."""

    leader: Member
    areas: list[ContactAssignment]
    organisations: list[ContactAssignment]


def contact_table(committee: Organisation, day: date) -> list[LeaderLinks]:
    """Each leader of a committee with area and organisations; leaders without a link are there too. Two queries."""
    leaders = [post.member for post in leaders_of(committee, day).select_related("member").order_by("starts_on", "pk")]
    links = list(
        ContactAssignment.objects.on(day)
        .filter(committee=committee)
        .select_related("leader", "area", "organisation")
        .order_by("area__ordinal", "organisation__code")
    )
    for link in links:
        if link.leader not in leaders:
            leaders.append(link.leader)
    return [
        LeaderLinks(
            leader,
            [link for link in links if link.leader_id == leader.pk and link.area_id],
            [link for link in links if link.leader_id == leader.pk and link.organisation_id],
        )
        for leader in leaders
    ]


def direct_without_leader(day: date, past: Past = NOW) -> QuerySet[Organisation]:
    """Direct organisations that no leader is linked to on a day."""
    linked = ContactAssignment.objects.on(day).filter(organisation=OuterRef("pk"))
    return Organisation.objects.direct(past).at(day).exclude(Exists(linked)).order_by("code")


def without_leader(committee: Organisation, day: date) -> QuerySet[Organisation]:
    """Direct organisations of a committee that no leader is linked to on a day."""
    return direct_without_leader(day).filter(parent=committee)


def areas_without_leader(committee: Organisation, day: date) -> QuerySet[Area]:
    """Areas of a committee that no leader is linked to on a day."""
    linked = ContactAssignment.objects.on(day).filter(area=OuterRef("pk"))
    return Area.objects.filter(organisation=committee, ends_on=None).exclude(Exists(linked)).order_by("ordinal", "pk")


def overdue(rows: Any, day: date) -> Any:
    """Of transfer letters those that ran out unanswered before a day. Derived each time, never stored."""
    return past_validity(rows.filter(state=TransferState.ISSUED), day)


def group_choices(branch: Organisation) -> QuerySet[Organisation]:
    """The Party groups of a branch."""
    return Organisation.objects.filter(parent=branch, kind=OrganisationKind.GROUP, ends_on=None).order_by("code")


def in_condition(kind: str, day: date) -> QuerySet[Any]:
    """The members in a condition on a day, for use inside another query."""
    return Condition.objects.on(day).filter(kind=kind).order_by().values("member")


def open_on(rows: Any, day: date) -> Any:
    """Of transfer letters those issued by a day and not answered on it; a later answer does not change that day."""
    return rows.filter(happened_on__lte=day).filter(Q(answered_on=None) | Q(answered_on__gt=day))


def past_validity(rows: Any, day: date) -> Any:
    """Of transfer letters those whose last valid day lies before a day."""
    # SQLite multiplies a duration by nothing but a plain integer, and must be told that the product is one.
    days = ExpressionWrapper(Cast(F("valid_days"), IntegerField()) * timedelta(days=1), output_field=DurationField())
    last = ExpressionWrapper(F("happened_on") + days, output_field=DateField())
    return rows.annotate(valid_to=last).filter(valid_to__lt=day)


def members_shown() -> QuerySet[Member]:
    """Members with branch and group loaded, for pages about one."""
    return Member.objects.select_related("current__organisation", "current__group")


def conditions_shown() -> QuerySet[Condition]:
    """Conditions with the member's branch loaded."""
    return Condition.objects.select_related("member__current__organisation")


def contacts_shown() -> QuerySet[ContactAssignment]:
    """Links of leaders with both ends loaded."""
    return ContactAssignment.objects.select_related("leader", "committee", "area", "organisation")


def corrections_shown() -> QuerySet[Correction]:
    """Corrections with the member's branch loaded."""
    return Correction.objects.select_related("member__current__organisation")


def posts_shown() -> QuerySet[Post]:
    """Posts with organisation, leading group and holder loaded."""
    return Post.objects.select_related("organisation", "leading_group", "member__current__organisation")


def posts_of(organisation: Organisation, day: date) -> QuerySet[Post]:
    """The posts of one organisation on a day."""
    return Post.objects.on(day).filter(organisation=organisation).select_related("member").order_by("title", "pk")


def own_member(actor: Actor) -> Member | None:
    """The member record of whoever asks."""
    return members_shown().filter(pk=actor.member_id).first() if actor.member_id else None


def leaders_to_link(committee: Organisation, day: date) -> QuerySet[Member]:
    """The members who lead a committee on a day."""
    return Member.objects.filter(pk__in=leaders_of(committee, day).values("member"))


def branches_to_receive() -> QuerySet[Organisation]:
    """Every branch of the system that exists: a letter may go to any of them."""
    return Organisation.objects.branches().filter(ends_on=None)


def existing_below(organisation: Organisation) -> QuerySet[Organisation]:
    """Organisations at or below one that exist."""
    return Organisation.objects.under(organisation.path or "-").filter(ends_on=None)
