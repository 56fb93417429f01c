"""Corrections that a member proposes and the branch decides."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action

from ..enums import CorrectionState
from ..errors import CorrectionError
from ..items import BY_KEY, FIELDS, label_of
from ..models import Correction, Member
from .details import change_details
from .membership import day_of

PROPOSED = action("members.correction.proposed", gettext_lazy("proposed a correction: {target}"))
ACCEPTED = action("members.correction.accepted", gettext_lazy("accepted a correction: {target}"))
DECLINED = action("members.correction.declined", gettext_lazy("declined a correction: {target}"))


def value_of(item: str, text: str) -> Any:
    """The value that a written text means for an item.

    Raises:
        CorrectionError: it is no day, or not in the code set.
    """
    declared = BY_KEY[item]
    if declared.is_date:
        try:
            day = parse_date(text.strip())
        except ValueError:
            day = None
        if day is None:
            raise CorrectionError(_("Write the day as 1985-07-01."), field="proposed")
        return day
    if declared.codes:
        code = declared.codes.lookup(text)
        if code is None:
            near = "、".join(declared.codes.cells.near(text))
            words = (
                _("“{text}” is not in the list “{codes}”. Perhaps {near}?")
                if near
                else _("“{text}” is not in the list “{codes}”.")
            )
            said = words.format(text=text[:40], codes=declared.codes.title, near=near)
            raise CorrectionError(said, field="proposed")
        return code
    return text.strip()


@transaction.atomic
def propose_correction(member: Member, *, by: Actor | None, item: str, proposed: str, reason: str = "") -> Correction:
    """Propose another value for one item of a record.

    Raises:
        CorrectionError: not an item that can be corrected so, nothing proposed, or one is waiting for it already.
    """
    if item not in FIELDS:
        raise CorrectionError(_("Choose the entry that is wrong."), field="item")
    if not proposed.strip():
        raise CorrectionError(_("Say how it should read."), field="proposed")
    value_of(item, proposed)
    if Correction.objects.filter(member=member, item=item, state=CorrectionState.PROPOSED).exists():
        raise CorrectionError(_("A correction of this entry is waiting for the branch already."), field="item")
    correction = Correction.objects.create(
        member=member,
        item=item,
        proposed=proposed.strip(),
        reason=reason.strip()[:200],
        proposed_on=day_of(by),
    )
    _recorded(PROPOSED, correction, by)
    return correction


@transaction.atomic
def decide_correction(correction: Correction, *, by: Actor | None, accept: bool, answer: str = "") -> Correction:
    """Accept a proposed correction, which changes the record, or decline it with an answer.

    Raises:
        CorrectionError: decided already, or declined without an answer.
        MemberError: the value cannot be.
    """
    correction = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("member__current__organisation")
        .get(pk=correction.pk)
    )
    if correction.state != CorrectionState.PROPOSED:
        raise CorrectionError(_("This correction has been decided already."))
    if not accept and not answer.strip():
        raise CorrectionError(_("Tell the member why the entry stays as it is."), field="answer")
    if accept:
        value = value_of(correction.item, correction.proposed)
        change_details(correction.member, by=by, version=None, **{correction.item: value})
    correction.state = CorrectionState.ACCEPTED if accept else CorrectionState.DECLINED
    correction.decided_on = day_of(by)
    correction.decided_by = (by.name if by else "")[:60]
    correction.answer = answer.strip()[:200]
    correction.save(update_fields=["state", "decided_on", "decided_by", "answer"])
    _recorded(ACCEPTED if accept else DECLINED, correction, by)
    return correction


def _recorded(key: str, correction: Correction, by: Actor | None) -> None:
    current = correction.member.current
    audit.record(
        key,
        correction,
        by=by,
        organisation=current.organisation if current else None,
        label=f"{correction.member} · {label_of(correction.item)}",
        changes={correction.item: correction.state},
    )
