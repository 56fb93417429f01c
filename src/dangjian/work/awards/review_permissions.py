"""What may be done in a review, and which roles carry it."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS, READERS, Role

# A seat says what is a reviewer's, not a role; this only asks whether there may be one.
TAKE_PART = permission(
    "awards.review.take_part",
    _("Review entries of calls in which one has a seat"),
    roles=(*READERS, Role.INSPECTOR, Role.MEMBER),
)
# Held at the organisation that issues the call: who moderates sees names, and therefore does not score a blind call.
MODERATE_REVIEW = permission(
    "awards.review.moderate",
    _("Moderate reviews: panel, assignment, short list, presentations"),
    roles=(Role.COMMITTEE_STAFF, Role.PARTY_OFFICE),
)
CONFIRM_BLIND = permission(
    "awards.review.confirm", _("Confirm the text without names of a nomination"), roles=PARTY_WORKERS
)
