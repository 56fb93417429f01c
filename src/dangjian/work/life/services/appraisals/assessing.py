"""A member writes their own assessment, under the four qualifications."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action

from ...enums import Stage
from ...errors import AppraisalError
from ...models import Appraisee, SelfAssessment
from .steps import locked

ASSESSED = action("life.self_assessment.written", gettext_lazy("wrote a self-assessment for the {target}"))
LONGEST = 2000


@transaction.atomic
def assess_self(
    place: Appraisee, *, politics: str, discipline: str, character: str, role: str, by: Actor
) -> SelfAssessment:
    """Write or rewrite one's own assessment, until the vote is closed.

    Args:
        politics, discipline, character, role: a few lines under each of the four qualifications.

    Raises:
        AppraisalError: it is somebody else's, the vote is closed, a heading is empty, or the member takes no part.
    """
    appraisal = locked(place.appraisal, Stage.ASSESSING, Stage.VOTING)
    if by.member_id != place.member_id:
        raise AppraisalError(_("Everybody writes their own assessment."))
    if not place.is_expected and not place.may_vote:
        raise AppraisalError(_("You take no part in this round: {reason}.").format(reason=place.get_reason_display()))
    texts = {"politics": politics, "discipline": discipline, "character": character, "role": role}
    for name, text in texts.items():
        if not text.strip():
            raise AppraisalError(_("Write a line under each of the four headings."), field=name)
    written, _created = SelfAssessment.objects.update_or_create(
        place=place,
        defaults={**{name: text.strip()[:LONGEST] for name, text in texts.items()}, "written_on": by.today},
    )
    audit.record(ASSESSED, appraisal, by=by, organisation=appraisal.organisation)
    return written
