"""The register of honours: entered from a decision of others, revoked by an entry, never deleted."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.notices import services as notices
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.wording import one_line

from ..actions import HONOUR_GIVEN, REVOKED
from ..errors import HonourError
from ..models import Honour
from ..queries.people import workers_at


@transaction.atomic
def enter_honour(
    *,
    organisation: Organisation,
    name: str,
    given_by: str,
    document_number: str,
    on: date,
    today: date,
    member: Member | None = None,
    by: Actor | None,
) -> Honour:
    """Enter an honour that others gave, from the paper that says so; it gets no certificate of this platform.

    Args:
        organisation: the organisation honoured, or the one of the member.

    Raises:
        HonourError: name, giver or number are missing, the day lies ahead, or it stands in the register already.
    """
    facts = {
        "name": one_line(name, 60),
        "given_by": one_line(given_by, 100),
        "document_number": one_line(document_number, 60),
    }
    asked = {
        "name": _("Say which honour was given."),
        "given_by": _("Say who gave it."),
        "document_number": _("Give the number of the paper that says so."),
    }
    for field, sentence in asked.items():
        if not facts[field]:
            raise HonourError(sentence, field=field)
    if on > today:
        raise HonourError(_("This day lies ahead."), field="on")
    same = Honour.objects.standing().filter(organisation=organisation, member=member, happened_on=on)
    if same.filter(name=facts["name"]).exists():
        raise HonourError(_("This honour stands in the register already."), field="name")
    honour: Honour = Honour.objects.create(
        organisation=organisation,
        member=member,
        title=str(member or organisation.name)[:120],
        happened_on=on,
        entered_by=(by.name if by else "")[:60],
        **facts,
    )
    changes = {"number": honour.document_number, "on": on.isoformat()}
    audit.record(HONOUR_GIVEN, honour, by=by, organisation=organisation, changes=changes)
    return honour


@transaction.atomic
def revoke_honour(honour: Honour, *, reason: str, number: str, on: date, today: date, by: Actor | None) -> Honour:
    """Revoke an honour by an entry with its paper; the register and the page that checks certificates say so.

    Raises:
        HonourError: it was revoked, reason or number are missing, or the day does not fit.
    """
    honour = Honour.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=honour.pk)
    if honour.revoked_on:
        raise HonourError(_("This honour was revoked already."))
    words, paper = one_line(reason, 300), one_line(number, 60)
    if not words:
        raise HonourError(_("Say why the honour is revoked."), field="reason")
    if not paper:
        raise HonourError(_("Give the number of the paper that says so."), field="number")
    if not honour.happened_on <= on <= today:
        raise HonourError(_("The day lies between the day it was given and today."), field="on")
    honour.revoked_on, honour.revocation_reason, honour.revocation_number = on, words, paper
    honour.save(update_fields=["revoked_on", "revocation_reason", "revocation_number"])
    changes = {"reason": words, "number": paper, "on": on.isoformat()}
    audit.record(REVOKED, honour, by=by, organisation=honour.organisation, changes=changes)
    notices.send(
        to=workers_at([honour.organisation_id], today)[honour.organisation_id],
        subject=format_lazy(gettext_lazy("Honour revoked: {honour}"), honour=honour),
        body=words,
        url=reverse("awards:honour", args=[honour.pk]),
        organisation=honour.organisation,
        by=by,
    )
    return honour
