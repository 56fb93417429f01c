"""The catalogue of occasions on which a talk is a must: kept by the work committee, with days and order."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit.actions import action
from dangjian.kernel.records.catalogues import Catalogue
from dangjian.kernel.records.services import add_item, begin_catalogue

from ...errors import TalkError
from ...models import MustTalkReason
from ...occasions import FIVE, SINCE, SOURCE

OCCASIONS = Catalogue(
    model=MustTalkReason,
    prefix="occasion",
    added=action("life.talk_reason.added", _("added the must-talk occasion “{target}”")),
    moved=action("life.talk_reason.moved", _("moved the must-talk occasion “{target}” in its order")),
    ended=action("life.talk_reason.ended", _("ended the must-talk occasion “{target}”")),
    error=TalkError,
    nameless=_("Say on which occasion a talk is a must."),
    twice=_("This occasion stands in the catalogue already."),
    over=_("This occasion has ended already."),
)


def begin_talk_reasons(*, by: Actor | None = None) -> int:
    """Begin the catalogue with the five in use, where there is none; how many were added."""
    items = ({"key": key, "name": name, "source": SOURCE, "starts_on": SINCE} for key, name in FIVE)
    return begin_catalogue(OCCASIONS, items, by=by)


def add_talk_reason(*, name: str, ordinal: int, on: date, source: str = "", by: Actor | None) -> MustTalkReason:
    """Add an occasion to the catalogue from a day on.

    Raises:
        TalkError: the words are missing or stand there already, or it is not the work committee that acts.
    """
    reason: MustTalkReason = add_item(OCCASIONS, name=name, ordinal=ordinal, on=on, source=source, by=by)
    return reason
