"""Asking for an edition as a file."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit.services import record
from dangjian.kernel.work.states import WorkState

from .. import actions
from ..enums import BookFormat
from ..errors import EditionError
from ..models import Edition, EditionFile

OPEN = (WorkState.WAITING, WorkState.WORKING)


@transaction.atomic
def ask_for_file(edition: Edition, *, kind: str, by: Actor | None) -> EditionFile:
    """Have an edition made as a file in the background; of an issued one it is made once and kept for good.

    Raises:
        EditionError: it holds no case, is being made already, or is there for good.
    """
    kind = BookFormat(kind)
    edition = Edition.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=edition.pk)
    if not edition.entries.exists():
        raise EditionError(_("Choose the cases first."))
    files = edition.files.filter(kind=kind, is_print=edition.is_issued)
    if files.filter(state__in=OPEN).exists():
        raise EditionError(_("It is being made already."))
    if edition.is_issued and files.filter(state=WorkState.DONE).exists():
        raise EditionError(_("The issued edition has this file already."))
    made: EditionFile = EditionFile.objects.create(
        edition=edition,
        organisation=edition.organisation,
        kind=kind,
        is_print=edition.is_issued,
        asked_by_id=by.account_id if by else None,
        asked_at=timezone.now(),
        language=get_language() or "zh-hans",
    )
    record(actions.ASKED, edition, by=by, organisation=edition.organisation, changes={"format": kind})
    return made
