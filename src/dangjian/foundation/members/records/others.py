"""Transfers, posts, conditions, contact links and corrections as lists."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records.filters import NOW, Rows, below, between, choice
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register

from .. import permissions, queries
from ..enums import (
    ConditionKind,
    CorrectionState,
    PostTitle,
    TransferState,
)
from ..items import label_of
from ..models import (
    Condition,
    ContactAssignment,
    Correction,
    IncomingTransfer,
    Member,
    Post,
    Transfer,
)
from .filters import member_url


def _by_late(rows: Rows, value: str, actor: Actor) -> Rows:
    return queries.overdue(rows, actor.today) if value == "yes" else rows


TRANSFER_COLUMNS = (
    Column("number", _("Letter number"), lambda t: t.letter_number, sort=("letter_number",), link=True, width=22),
    Column("member", pgettext_lazy("person", "Name"), lambda t: t.member.name, width=12),
    Column("from", _("From branch"), lambda t: t.organisation.short_name, width=24),
    Column("to", _("To branch"), lambda t: t.to_organisation.short_name, width=24),
    Column("issued", _("Issued on"), lambda t: t.happened_on, sort=("happened_on",), cell=CellKind.DATE, width=12),
    Column("valid", _("Valid to"), lambda t: t.last_valid_day, cell=CellKind.DATE, width=12),
    Column("state", _("State"), lambda t: t.get_state_display()),
    Column("answered", _("Answered on"), lambda t: t.answered_on, cell=CellKind.DATE, width=12),
)
TRANSFER_FILTERS = (
    choice("state", _("State"), "state", TransferState.choices),
    Filter(
        "late", _("Beyond validity"), _by_late, choices=lambda actor: [("yes", _("Unanswered beyond its validity"))]
    ),
    between("since", _("From day"), "happened_on__gte"),
)


def _by_letter_or_name(rows: Rows, text: str) -> Rows:
    people = queries.named(Member.objects.all(), text).values("pk")
    return rows.filter(Q(letter_number__contains=text) | Q(member__in=people))


register(
    RecordKind(
        key="members.transfer",
        label=_("Transfer letters issued"),
        model=Transfer,
        permission=permissions.VIEW_TRANSFER,
        rows=lambda: Transfer.objects.select_related("member", "organisation", "to_organisation"),
        url=lambda transfer: reverse("members:transfer", args=[transfer.pk]),
        day="happened_on",
        order=("-happened_on", "-pk"),
        icon="send",
        shows_persons=True,
        brief=("letter_number", "member__name", "organisation__short_name", "to_organisation__short_name"),
        search=_by_letter_or_name,
        columns=TRANSFER_COLUMNS,
        filters=TRANSFER_FILTERS,
        empty=_("Letters appear here when a branch issues one from a member's page."),
    )
)
register(
    RecordKind(
        key="members.incoming",
        label=_("Transfer letters received"),
        model=IncomingTransfer,
        permission=permissions.VIEW_TRANSFER,
        rows=lambda: IncomingTransfer.objects.select_related("member", "organisation", "to_organisation"),
        url=lambda transfer: reverse("members:incoming", args=[transfer.pk]),
        organisation="to_organisation",
        order=("state", "happened_on", "pk"),
        icon="inbox",
        shows_persons=True,
        brief=("letter_number", "member__name", "organisation__short_name", "to_organisation__short_name"),
        search=_by_letter_or_name,
        columns=TRANSFER_COLUMNS,
        filters=TRANSFER_FILTERS,
        empty=_("Letters of other branches to yours appear here until you answer them."),
    )
)


register(
    RecordKind(
        key="members.post",
        label=_("Party posts"),
        model=Post,
        permission=permissions.VIEW_POST,
        rows=lambda: Post.objects.select_related("member", "organisation", "leading_group"),
        url=lambda post: reverse("members:post", args=[post.pk]),
        day="starts_on",
        order=("organisation__code", "title", "-starts_on", "pk"),
        icon="id",
        shows_persons=True,
        brief=("title", "starts_on", "member__name", "organisation__short_name"),
        search=lambda rows, text: rows.filter(member__in=queries.named(Member.objects.all(), text).values("pk")),
        columns=(
            Column("organisation", _("Organisation"), lambda p: p.organisation.short_name, link=True, width=24),
            Column("title", _("Party post"), lambda p: p.get_title_display(), sort=("title",)),
            Column("member", _("Holder"), lambda p: p.member.name, width=12),
            Column("from", _("From"), lambda p: p.starts_on, sort=("starts_on",), cell=CellKind.DATE, width=12),
            Column("until", _("Until (not included)"), lambda p: p.ends_on, cell=CellKind.DATE, width=12),
        ),
        filters=(
            NOW,
            choice("title", _("Party post"), "title", PostTitle.choices),
            Filter("organisation", _("Organisation"), below("organisation__path"), control="text"),
        ),
        empty=_("Posts appear here when somebody is appointed."),
    )
)
register(
    RecordKind(
        key="members.condition",
        label=_("Exemptions and whereabouts"),
        model=Condition,
        permission=permissions.VIEW_CONDITION,
        rows=lambda: Condition.objects.select_related("member__current__organisation"),
        url=lambda condition: member_url(condition.member_id),
        day="starts_on",
        organisation="member__current__organisation",
        order=("-starts_on", "-pk"),
        icon="user-heart",
        shows_persons=True,
        columns=(
            Column("member", pgettext_lazy("person", "Name"), lambda c: c.member.name, link=True, width=12),
            Column("kind", _("Kind"), lambda c: c.get_kind_display(), width=30),
            Column("branch", _("Branch"), lambda c: c.member.current.organisation.short_name, width=24),
            Column("from", _("From"), lambda c: c.starts_on, sort=("starts_on",), cell=CellKind.DATE, width=12),
            Column("until", _("Until (not included)"), lambda c: c.ends_on, cell=CellKind.DATE, width=12),
            Column("where", _("Where to"), lambda c: c.destination),
        ),
        filters=(NOW, choice("kind", _("Kind"), "kind", ConditionKind.choices)),
        empty=_("Exemptions and absences appear here when they are noted on a member's page."),
    )
)
register(
    RecordKind(
        key="members.contact_assignment",
        label=_("Contact links of leaders"),
        model=ContactAssignment,
        permission=permissions.VIEW_CONTACT,
        rows=lambda: ContactAssignment.objects.select_related("leader", "area", "organisation", "committee"),
        url=lambda link: reverse("members:contact", args=[link.pk]),
        organisation="committee",
        order=("leader__pinyin", "organisation__code", "pk"),
        icon="link",
        columns=(
            Column("leader", _("Leader"), lambda c: c.leader.name, sort=("leader__pinyin",), link=True, width=12),
            Column("area", _("Area"), lambda c: c.area.name if c.area else "", width=18),
            Column("organisation", _("Organisation"), lambda c: str(c.organisation or ""), width=28),
            Column("from", _("From"), lambda c: c.starts_on, cell=CellKind.DATE, width=12),
            Column("until", _("Until (not included)"), lambda c: c.ends_on, cell=CellKind.DATE, width=12),
        ),
        filters=(NOW,),
        empty=_("Links appear here when the work committee assigns its leaders."),
    )
)
register(
    RecordKind(
        key="members.correction",
        label=_("Proposed corrections"),
        model=Correction,
        permission=permissions.DECIDE_CORRECTION,
        rows=lambda: Correction.objects.select_related("member__current__organisation").defer("proposed"),
        url=lambda correction: reverse("members:correction", args=[correction.pk]),
        day="proposed_on",
        organisation="member__current__organisation",
        order=("-proposed_on", "-pk"),
        icon="pencil",
        shows_persons=True,
        columns=(
            Column("member", pgettext_lazy("person", "Name"), lambda c: c.member.name, link=True, width=12),
            Column("item", _("Item"), lambda c: label_of(c.item)),
            Column("branch", _("Branch"), lambda c: c.member.current.organisation.short_name, width=24),
            Column(
                "on", _("Proposed on"), lambda c: c.proposed_on, sort=("proposed_on",), cell=CellKind.DATE, width=12
            ),
            Column("state", _("State"), lambda c: c.get_state_display()),
            Column("decided", _("Decided on"), lambda c: c.decided_on, cell=CellKind.DATE, width=12),
        ),
        filters=(choice("state", _("State"), "state", CorrectionState.choices),),
        empty=_("What members find wrong in their own record appears here, to be decided by the branch."),
    )
)
