"""Ways in, blocks of the organisation page, and what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import places
from dangjian.kernel.records import blocks
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.waiting import Lane, Waiting, register_waiting
from dangjian.kernel.tree.enums import BRANCH_KINDS

from .. import permissions
from ..enums import (
    CorrectionState,
)
from ..items import label_of
from ..models import (
    Correction,
    IncomingTransfer,
    Transfer,
)


def _to_list(kind: str, query: str = "") -> Callable[[Actor], str]:
    return lambda actor: reverse("records:list", args=[kind]) + query


for page in (
    Page(
        "members.register",
        _("Members"),
        _to_list("members.member", "?standing=current"),
        "users",
        PageGroup.REGISTER,
        permissions.VIEW,
        order=20,
        tab=3,
    ),
    Page(
        "members.transfers",
        _("Transfers"),
        _to_list("members.transfer"),
        "send",
        PageGroup.REGISTER,
        permissions.VIEW_TRANSFER,
        order=22,
    ),
    Page(
        "members.posts",
        _("Party posts"),
        _to_list("members.post", "?held=now"),
        "id",
        PageGroup.REGISTER,
        permissions.VIEW_POST,
        order=24,
    ),
    Page(
        "members.contacts",
        _("Leaders' contact links"),
        lambda actor: reverse("members:contacts"),
        "link",
        PageGroup.REGISTER,
        permissions.VIEW_CONTACT,
        order=26,
    ),
):
    register_page(page)

blocks.register(
    blocks.Block(
        key="members.branch",
        label=_("Members"),
        url=lambda organisation: reverse("members:of-branch", args=[organisation.pk]),
        permission=permissions.VIEW,
        order=30,
        kinds=tuple(BRANCH_KINDS),
    )
)
blocks.register(
    blocks.Block(
        key="members.posts",
        label=_("Party posts"),
        url=lambda organisation: reverse("members:posts-of", args=[organisation.pk]),
        permission=permissions.VIEW_POST,
        order=20,
    )
)


def _letters_to_answer(actor: Actor) -> QuerySet[Any]:
    letters: QuerySet[Any] = IncomingTransfer.objects.open().visible_to(actor, permissions.TRANSFER)
    return letters.order_by("happened_on", "pk")


def _to_answer(letter: IncomingTransfer, actor: Actor) -> Waiting:
    return Waiting(
        gettext("Answer the transfer of {name}").format(name=letter.member.name),
        gettext("Letter {number} from {branch}").format(number=letter.letter_number, branch=letter.organisation),
        reverse("members:incoming", args=[letter.pk]),
        letter.last_valid_day,
        state="late" if letter.last_valid_day < actor.today else "due",
    )


def _letters_of_ours(actor: Actor) -> QuerySet[Any]:
    # Who answers for both branches already has the letter among those to answer.
    answered_here = IncomingTransfer.objects.open().visible_to(actor, permissions.TRANSFER)
    letters: QuerySet[Any] = Transfer.objects.open().visible_to(actor, permissions.TRANSFER)
    return letters.exclude(pk__in=answered_here.order_by().values("pk")).order_by("happened_on", "pk")


def _to_be_answered(letter: Transfer, actor: Actor) -> Waiting:
    return Waiting(
        gettext("Transfer of {name} awaits its receipt").format(name=letter.member.name),
        gettext("Letter {number} to {branch}").format(number=letter.letter_number, branch=letter.to_organisation),
        reverse("members:transfer", args=[letter.pk]),
        letter.last_valid_day,
        Lane.OTHERS,
        "late" if letter.last_valid_day < actor.today else "not-due",
    )


def _corrections_to_decide(actor: Actor) -> QuerySet[Any]:
    proposed: QuerySet[Any] = Correction.objects.visible_to(actor, permissions.DECIDE_CORRECTION)
    return proposed.filter(state=CorrectionState.PROPOSED).order_by("proposed_on", "pk")


def _to_decide(correction: Correction, actor: Actor) -> Waiting:
    return Waiting(
        gettext("{name} proposes a correction").format(name=correction.member.name),
        label_of(correction.item),
        reverse("members:correction", args=[correction.pk]),
        correction.proposed_on,
        state="due",
    )


LETTER = ("letter_number", "happened_on", "valid_days", "member__name")
register_waiting(permissions.TRANSFER, _letters_to_answer, brief=(*LETTER, "organisation__short_name"), item=_to_answer)
register_waiting(
    permissions.TRANSFER, _letters_of_ours, brief=(*LETTER, "to_organisation__short_name"), item=_to_be_answered
)
register_waiting(
    permissions.DECIDE_CORRECTION,
    _corrections_to_decide,
    brief=("item", "proposed_on", "member__name"),
    item=_to_decide,
)

# Each end keeps its own papers: the issuing branch the stub and the receipt, the receiving branch the letter.
places.register(
    places.Place(
        Transfer,
        view=permissions.VIEW_TRANSFER,
        attach=permissions.TRANSFER,
        url=lambda letter: reverse("members:transfer", args=[letter.pk]),
    )
)
places.register(
    places.Place(
        IncomingTransfer,
        view=permissions.VIEW_TRANSFER,
        attach=permissions.TRANSFER,
        url=lambda letter: reverse("members:incoming", args=[letter.pk]),
        organisation=lambda letter: letter.to_organisation,
        loaded=("to_organisation",),
    )
)
