"""The names that must not be read in the text of a nomination."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from django.db.models import Q

from dangjian.foundation.members.models import Member, Post
from dangjian.foundation.organisations.models import OrganisationEvent, UnitLink
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import subtree_q

from ...blinding import Hidden, Name, redacted, variants
from ...models import BlindCopy, Nomination
from .conflicts import home_path

MOST_PEOPLE = 5000
"""People of one organ; a larger one has its names checked by the author alone."""


def names_of(nomination: Nomination) -> list[Name]:
    """Names, old names and short names of the whole organ, of its units, and of its people. Five queries.

    Args:
        nomination: with its organisation.
    """
    base = nomination.call.organisation.path or ""
    path = nomination.organisation.path or ""
    home = home_path(path, base) or path
    organisations = Organisation.objects.under(home).values_list("name", "short_name")
    renamed = OrganisationEvent.objects.filter(subtree_q("organisation__path", home)).exclude(old_name="")
    units = UnitLink.objects.filter(subtree_q("organisation__path", home)).values_list("unit__name", flat=True)
    called = chain(
        chain.from_iterable(organisations),
        chain.from_iterable(renamed.values_list("old_name", "old_short_name")),
        units.distinct(),
    )
    bodies = dict.fromkeys(one for name in called if name for one in variants(name))
    people = dict.fromkeys(_people(home))
    if nomination.member is not None:
        people[nomination.member.name] = None
    return [
        *(Name(one, Hidden.ORGANISATION) for one in bodies),
        *(Name(one, Hidden.PERSON) for one in people if one not in bodies),
    ]


@dataclass(frozen=True)
class BlindDraft:
    """A text without names to begin with, what was found in it, and names of people that could be ordinary words."""

    title: str
    deeds: str
    found: tuple[Name, ...]
    people: tuple[str, ...]


def draft_of(nomination: Nomination) -> BlindDraft:
    """The text that the author starts from: what was confirmed before, or the deeds with every known name taken out.

    Args:
        nomination: with its organisation, call and member.
    """
    known = names_of(nomination)
    title, deeds = redacted(nomination.title, known), redacted(nomination.deeds, known)
    found = tuple(dict.fromkeys([*title.found, *deeds.found]))
    own = candidate_name(nomination)
    people = tuple(name.text for name in found if name.kind == Hidden.PERSON and name.text != own)
    if nomination.blind_confirmed_on is not None:
        return BlindDraft(nomination.blind_title, nomination.blind_deeds, found, people)
    return BlindDraft(title.text, deeds.text, found, people)


def files_of(nomination: Nomination) -> list[tuple[Attachment, Attachment | None]]:
    """The files of a nomination, each with its copy without names where there is one that is up to date.

    Three queries.
    """
    copies = {copy.made_from: copy.pk for copy in nomination.blind_copies.all()}
    rows = Attachment.objects.present().filter(target_type=BlindCopy._meta.label_lower, target_id__in=copies.values())
    written = {row.target_id: row for row in rows}
    return [(file, written.get(copies.get(file.sha256, 0))) for file in Attachment.objects.of(nomination)]


def candidate_name(nomination: Nomination) -> str:
    """The name of the person put forward, "" where it is none: it may never stay in the text."""
    return nomination.member.name if nomination.member is not None else ""


def _people(home: str) -> list[str]:
    posts = Post.objects.filter(subtree_q("organisation__path", home)).values("member")
    there = subtree_q("memberships__organisation__path", home) | Q(pk__in=posts)
    return list(Member.objects.filter(there).order_by().values_list("name", flat=True).distinct()[:MOST_PEOPLE])
