"""The sentences of the audit log about service brands."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.audit.actions import action

PROPOSED = action("brands.brand.proposed", _("began the service brand “{target}”"))
WRITTEN = action("brands.brand.written", _("wrote on the service brand “{target}”"))
LOGO_SET = action("brands.brand.logo-set", _("gave the service brand “{target}” a logo"))
MEASURED = action("brands.brand.measured", _("chose what the service brand “{target}” is measured by"))
UNMEASURED = action("brands.brand.unmeasured", _("dropped a measure of the service brand “{target}”"))
VERSION_KEPT = action("brands.version.kept", _("kept a version of the service brand “{target}”"))
DELIBERATED = action("brands.deliberation.recorded", _("recorded a deliberation on the service brand “{target}”"))
DELIBERATION_WITHDRAWN = action(
    "brands.deliberation.withdrawn", _("withdrew a deliberation on the service brand “{target}”")
)
ASKED = action("brands.consultation.asked", _("asked for opinions on the service brand “{target}”"))
ASKING_WITHDRAWN = action(
    "brands.consultation.withdrawn", _("withdrew the question for opinions on the service brand “{target}”")
)
OPINIONS_GIVEN = action("brands.consultation.given", _("gave opinions on the service brand “{target}”"))
POINT_ANSWERED = action("brands.consultation.answered", _("answered an opinion on the service brand “{target}”"))
CONFIRMED = action("brands.brand.confirmed", _("confirmed the service brand “{target}”"))
PRACTISED = action("brands.brand.practised", _("put the service brand “{target}” into practice"))
SHOWN = action("brands.brand.shown", _("showed the service brand “{target}” to the public"))
HIDDEN = action("brands.brand.hidden", _("took the service brand “{target}” from public view"))
ENTERED = action("brands.brand.entered", _("entered the service brand “{target}” for review"))
REVIEWED = action("brands.brand.reviewed", _("looked at the service brand “{target}” in the yearly review"))
ENDED = action("brands.brand.ended", _("ended the service brand “{target}”"))
SERVICE_ADDED = action("brands.service.added", _("added the service “{target}”"))
SERVICE_MOVED = action("brands.service.moved", _("moved the service “{target}” in its order"))
SERVICE_ENDED = action("brands.service.ended", _("ended the service “{target}”"))
