"""The sentences of the audit log about organisational life."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.audit.actions import action

# Meetings
CALLED = action("life.meeting.called", _("called the meeting “{target}”"))
CHANGED = action("life.meeting.changed", _("changed the call of “{target}”"))
DISCARDED = action("life.meeting.discarded", _("discarded the call of “{target}”"))
REMINDED = action("life.meeting.reminded", _("reminded those who had not answered the call of “{target}”"))
REPLIED = action("life.meeting.replied", _("answered the call of “{target}”"))
FILED = action("life.meeting.filed", _("filed the record of “{target}”"))
NOT_HELD = action("life.meeting.not-held", _("recorded that “{target}” was not held"))
APPROVED = action("life.meeting.approved", _("reviewed “{target}” and found it in order"))
RETURNED = action("life.meeting.returned", _("returned the record of “{target}”"))
WITHDRAWN = action("life.meeting.withdrawn", _("took back the record of “{target}”"))
CORRECTED = action("life.meeting.corrected", _("began a correction of “{target}”"))
MAKE_UP_SENT = action("life.make-up.sent", _("sent the papers of “{target}” to those who were absent"))
MADE_UP = action("life.make-up.acknowledged", _("acknowledged the papers of “{target}”"))
PRACTICE_SET = action("life.practice.set", _("set how records are kept: {target}"))
