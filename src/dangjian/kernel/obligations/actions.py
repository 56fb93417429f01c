"""The sentences of the audit log about what is owed."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.audit.actions import action

EXEMPTED = action("obligations.exemption.granted", _("exempted: {target}"))
EXEMPTION_ENDED = action("obligations.exemption.ended", _("ended the exemption {target}"))
TIGHTENED = action("obligations.rule.tightened", _("tightened the rule {target}"))
TIGHTENING_ENDED = action("obligations.tightening.ended", _("ended the tightening of {target}"))
ASKED = action("obligations.ask.sent", _("asked for {target}"))
ASK_WITHDRAWN = action("obligations.ask.withdrawn", _("withdrew the ask {target}"))
ANSWERED = action("obligations.ask.answered", _("answered {target}"))
ANSWER_TAKEN_BACK = action("obligations.answer.taken-back", _("took back the answer to {target}"))
