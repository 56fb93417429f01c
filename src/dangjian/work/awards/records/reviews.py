"""What of a review waits for whom, and the way to one's own reviews."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.periods import in_force_on
from dangjian.kernel.records.own import OwnPage, register_own_page
from dangjian.kernel.records.waiting import Waiting, register_waiting

from ..enums import PhaseKind
from ..models import CallPhase, ReviewAssignment, Reviewer
from ..phases import DONE_IN, Deed, Seat
from ..review_permissions import TAKE_PART

register_own_page(
    OwnPage(
        "awards.my_reviews",
        _("My reviews"),
        _("Entries that wait for my judgement"),
        lambda actor: reverse("reviews:mine"),
        order=40,
        members_only=False,
    )
)
BRIEF = ("kind", "starts_on", "ends_on", "call__title")


def _running(actor: Actor, *kinds: PhaseKind) -> QuerySet[Any]:
    standing = Q(call__called_off_on=None, call__issued_on__lte=actor.today)
    rows: QuerySet[Any] = CallPhase.objects.filter(in_force_on(actor.today), standing, kind__in=kinds)
    return rows.order_by("ends_on", "pk")


def _to_declare(actor: Actor) -> QuerySet[Any]:
    """Phases in which the actor has still to declare conflicts."""
    seats = Reviewer.objects.seated().filter(call=OuterRef("call"), account_id=actor.account_id or 0, declared_on=None)
    return _running(actor, *DONE_IN[Seat.REVIEWER][Deed.DECLARE]).filter(Exists(seats))


def _to_score(actor: Actor) -> QuerySet[Any]:
    """Phases of scoring in which the actor has entries that are not handed in."""
    own = ReviewAssignment.objects.standing().filter(
        reviewer__call=OuterRef("call"),
        reviewer__account_id=actor.account_id or 0,
        reviewer__ends_on=None,
        reviewer__declared_on__isnull=False,
        entry__nomination__withdrawn_on=None,
        handed_in_on=None,
        is_live=False,
    )
    return _running(actor, PhaseKind.SCORING).filter(Exists(own))


def _item(title: Any) -> Any:
    def item(phase: CallPhase, actor: Actor) -> Waiting:
        last = phase.ends_on - timedelta(days=1)
        return Waiting(str(title), phase.call.title, reverse("reviews:mine"), last, state="due")

    return item


register_waiting(TAKE_PART, _to_declare, brief=BRIEF, item=_item(_("Declare conflicts of interest")))
register_waiting(TAKE_PART, _to_score, brief=BRIEF, item=_item(_("Score the entries of a review")))
