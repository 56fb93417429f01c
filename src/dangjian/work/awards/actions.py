"""The sentences of the audit log about awards."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.audit.actions import action

PROGRAMME_ADDED = action("awards.programme.added", _("added the award programme “{target}”"))
PROGRAMME_MOVED = action("awards.programme.moved", _("moved the award programme “{target}” in its order"))
PROGRAMME_ENDED = action("awards.programme.ended", _("ended the award programme “{target}”"))

DRAWN_UP = action("awards.call.drawn-up", _("drew up the call “{target}”"))
CHANGED = action("awards.call.changed", _("changed the call “{target}”"))
PART_KEPT = action("awards.call.part-kept", _("changed “{target}” of a call"))
PART_REMOVED = action("awards.call.part-removed", _("took “{target}” out of a call"))
ISSUED = action("awards.call.issued", _("issued the call “{target}”"))
CALLED_OFF = action("awards.call.called-off", _("called off “{target}”"))
DECIDED = action("awards.call.decided", _("recorded the decision on “{target}”"))

NOMINATED = action("awards.nomination.made", _("began the nomination of “{target}”"))
REWRITTEN = action("awards.nomination.changed", _("changed the nomination of “{target}”"))
SUBMITTED = action("awards.nomination.submitted", _("entered the nomination of “{target}”"))
WITHDRAWN = action("awards.nomination.withdrawn", _("withdrew the nomination of “{target}”"))
ADMITTED = action("awards.nomination.admitted", _("admitted the nomination of “{target}”"))
REFUSED = action("awards.nomination.refused", _("did not admit the nomination of “{target}”"))
OPINION_GIVEN = action("awards.opinion.given", _("gave the level's opinion on “{target}”"))
RECEIPT_RECORDED = action("awards.receipt.recorded", _("recorded the receipt of a department for “{target}”"))
PROPOSED = action("awards.nomination.proposed", _("recorded the proposal on “{target}”"))
LETTERS_SENT = action("awards.letters.sent", _("sent the letters of “{target}”"))

NOTICE_PUBLISHED = action("awards.notice.published", _("published the {target}"))
OBJECTED = action("awards.objection.received", _("recorded an {target}"))
HANDLED = action("awards.objection.handled", _("handled an {target}"))

HONOUR_GIVEN = action("awards.honour.given", _("entered the honour “{target}”"))
REVOKED = action("awards.honour.revoked", _("revoked the honour “{target}”"))
