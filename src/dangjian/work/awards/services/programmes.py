"""The catalogue of what is awarded again and again, kept by the work committee."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.tree.models import Organisation

from ..actions import PROGRAMME_ADDED, PROGRAMME_ENDED
from ..errors import CallError
from ..models import AwardProgramme
from ..programmes import PROGRAMMES
from ..words import one_line


@transaction.atomic
def begin_programmes(*, by: Actor | None = None) -> int:
    """Begin the catalogue with the four in use, where there is none; how many were added.

    They are no part of a migration: a backup is read into an empty database and brings its own.
    """
    if AwardProgramme.objects.exists():
        return 0
    for one in PROGRAMMES:
        programme = AwardProgramme.objects.create(key=one.key, name=one.name, is_yearly=one.is_yearly)
        audit.record(PROGRAMME_ADDED, programme, by=by, organisation=None)
    return len(PROGRAMMES)


@transaction.atomic
def add_programme(*, name: str, is_yearly: bool, by: Actor | None) -> AwardProgramme:
    """Add a programme to the catalogue.

    Raises:
        CallError: the name is missing or stands there already, or it is not the work committee that acts.
    """
    words = one_line(name, 60)
    if not words:
        raise CallError(_("Say what is awarded."), field="name")
    committee = _committee(by)
    if AwardProgramme.objects.filter(name=words, ended_on=None).exists():
        raise CallError(_("This programme stands in the catalogue already."), field="name")
    taken = set(AwardProgramme.objects.values_list("key", flat=True))
    key = next(f"programme-{n}" for n in range(len(taken) + 1, len(taken) + 1000) if f"programme-{n}" not in taken)
    programme: AwardProgramme = AwardProgramme.objects.create(key=key, name=words, is_yearly=is_yearly)
    audit.record(PROGRAMME_ADDED, programme, by=by, organisation=committee)
    return programme


@transaction.atomic
def end_programme(programme: AwardProgramme, *, on: date, by: Actor | None) -> AwardProgramme:
    """End a programme from a day on: no new call is drawn up for it; calls and honours stay.

    Raises:
        CallError: it has ended, or it is not the work committee that acts.
    """
    committee = _committee(by)
    programme = AwardProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if programme.ended_on and programme.ended_on <= on:
        raise CallError(_("This programme has ended already."), field="on")
    programme.ended_on = on
    programme.save(update_fields=["ended_on"])
    audit.record(PROGRAMME_ENDED, programme, by=by, organisation=committee, changes={"on": on.isoformat()})
    return programme


def _committee(by: Actor | None) -> Organisation | None:
    organisation = by.organisation if by else None
    if by and (organisation is None or not organisation.is_work_committee):
        raise CallError(_("The catalogue is kept by the work committee. Act for it to change it."))
    return organisation
