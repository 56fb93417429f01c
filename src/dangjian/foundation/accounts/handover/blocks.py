"""Blocks about what lies below this room: obligations, transfers, rules, contacts, recent records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.members.enums import CorrectionState
from dangjian.foundation.members.models import ContactAssignment, Correction, Post, Transfer
from dangjian.foundation.members.permissions import (
    DECIDE_CORRECTION,
    VIEW_CONTACT,
    VIEW_POST,
    VIEW_TRANSFER,
)
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import PARTY_WORKERS
from dangjian.kernel.obligations import standing
from dangjian.kernel.obligations.queries import owed
from dangjian.kernel.obligations.standing import Scope
from dangjian.kernel.records.kinds import kinds_for
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors

from .registry import Block, Line, register

AHEAD = 60
RECENT = timedelta(days=90)
MOST = 12


def open_items(grant: Grant, actor: Actor) -> Sequence[Line]:
    """What the organisation owes now and in the next sixty days."""
    musts = owed(grant.organisation, actor.today, ahead_days=AHEAD)
    return [Line(must.title, must.asked_by, must.due_on, must.url) for must in musts[: 2 * MOST]]


def waiting_answers(grant: Grant, actor: Actor) -> Sequence[Line]:
    """Transfers and corrections that nobody has answered."""
    here = Q(organisation=grant.organisation) | Q(to_organisation=grant.organisation)
    letters = Transfer.objects.visible_to(actor, VIEW_TRANSFER).open().filter(here).select_related("member")
    lines = [Line(str(letter), _("Transfer"), letter.last_valid_day) for letter in letters[:MOST]]
    waiting = Correction.objects.visible_to(actor, DECIDE_CORRECTION).within(grant.organisation.path or "-")
    rows = waiting.filter(state=CorrectionState.PROPOSED).select_related("member")[:MOST]
    return lines + [Line(str(row.member), _("Proposed correction"), row.proposed_on) for row in rows]


def rhythm(grant: Grant, actor: Actor) -> Sequence[Line]:
    """The standing rules that hold for this organisation, with how often and where they are written."""
    year = date(actor.today.year, 1, 1), date(actor.today.year + 1, 1, 1)
    lines = []
    for rule in standing.registry.values():
        version = rule.version_for(actor.today)
        if version is None or rule.informational:
            continue
        scope = Scope(version, *year, actor.today)
        if rule.applies(scope).filter(pk=grant.organisation_id).exists():
            source = rule.source_of(version)
            lines.append(Line(rule.title, f"{version.periods.label} · {source.regulation} {source.article}".strip()))
    return lines


def contacts(grant: Grant, actor: Actor) -> Sequence[Line]:
    """Who works beside and above: colleagues with roles here, post holders, superiors' offices, the linked leader."""
    path = grant.organisation.path or "-"
    above = Organisation.objects.filter(path__in=ancestors(path)[:-1])
    here_or_above = Q(organisation=grant.organisation) | Q(organisation__in=above)
    roles = Grant.objects.on(actor.today).filter(here_or_above, role__in=PARTY_WORKERS).exclude(pk=grant.pk)
    rows = roles.select_related("account", "organisation").order_by("-organisation__depth", "pk")[:MOST]
    lines = [Line(str(row.account), f"{row.organisation} · {row.get_role_display()}") for row in rows]
    posts = Post.objects.visible_to(actor, VIEW_POST).on(actor.today).filter(organisation=grant.organisation)
    for post in posts.select_related("member")[:MOST]:
        lines.append(Line(str(post.member), post.get_title_display()))
    links = ContactAssignment.objects.visible_to(actor, VIEW_CONTACT).on(actor.today)
    for link in links.filter(organisation=grant.organisation).select_related("leader")[:MOST]:
        lines.append(Line(str(link.leader), _("Leader who looks after the organisation")))
    return lines


def recent_work(grant: Grant, actor: Actor) -> Sequence[Line]:
    """How much of what was done in the last ninety days, to be found in the lists."""
    since = actor.today - RECENT
    lines = []
    for kind in kinds_for(actor):
        if not kind.day or not kind.organisation:
            continue
        here = {kind.organisation: grant.organisation_id, f"{kind.day}__gte": since, f"{kind.day}__lte": actor.today}
        latest = kind.visible_to(actor).filter(**here).order_by(f"-{kind.day}").first()
        if latest is not None:
            lines.append(Line(kind.label, str(latest), getattr(latest, kind.day, None), kind.url(latest) or ""))
    return lines


def to_change(grant: Grant, actor: Actor) -> Sequence[Line]:
    """What is not on this platform and must not be forgotten."""
    return [
        Line(_("Passwords of the national systems and of shared mailboxes"), _("The successor chooses new ones.")),
        Line(_("Seals, keys and cupboards"), _("With a list that both sign.")),
        Line(_("Telephone and name on notices, websites and group chats")),
        Line(_("Paper files and books of account"), _("With a list that both sign.")),
    ]


register(
    Block("accounts.open", gettext_lazy("Open items"), open_items, 10, gettext_lazy("Nothing is due in sixty days."))
)
register(
    Block(
        "accounts.waiting", gettext_lazy("Waiting for an answer"), waiting_answers, 20, gettext_lazy("Nothing waits.")
    )
)
register(
    Block(
        "accounts.rhythm",
        gettext_lazy("Rhythm of the year"),
        rhythm,
        30,
        gettext_lazy("No standing rule holds for this organisation."),
    )
)
register(Block("accounts.contacts", gettext_lazy("Contacts"), contacts, 50, gettext_lazy("Nobody is entered.")))
register(
    Block(
        "accounts.recent",
        gettext_lazy("Done last"),
        recent_work,
        70,
        gettext_lazy("Nothing was entered in ninety days."),
    )
)
register(Block("accounts.change", gettext_lazy("To change and to pass on"), to_change, 90))
