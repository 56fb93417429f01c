"""How evidence for the standing rules of meetings comes about and goes away."""

from datetime import timedelta

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.models import Post
from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.obligations.tests import law
from dangjian.work.life import services
from dangjian.work.life.enums import MeetingKind
from dangjian.work.life.queries.roll import roll
from dangjian.work.life.rules.meetings import LEADERS_LESSON

from .factories import held


def _held(organisation, kind, day, **overrides):
    if not any(one.due for one in roll([organisation], [kind], day)):
        branch = organisation if organisation.is_branch else organisation.parent
        member(branch, starts_on=day - timedelta(days=400), group=None if organisation.is_branch else organisation)
    record = held(organisation, kind, on=day, today=day, **overrides)
    return lambda: services.take_back(record, today=day, by=None)


for kind in MeetingKind:
    law.evidence(f"life.{kind.value}")(lambda organisation, day, kind=kind: _held(organisation, kind, day))


@law.evidence(LEADERS_LESSON.key)
def lesson_of_the_secretary(organisation, day):
    secretary = Post.objects.on(day).filter(organisation=organisation, title=PostTitle.SECRETARY).first()
    assert secretary is not None, "the rule is for organisations with a secretary"
    return _held(organisation, MeetingKind.LESSON, day, lecturer=secretary.member)
