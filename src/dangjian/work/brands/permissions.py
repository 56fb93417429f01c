"""What may be done with service brands, and which roles carry it."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS, READERS, Role

VIEW_BRAND = permission("brands.brand.view", _("See service brands"), roles=(*READERS, Role.INSPECTOR))
KEEP_BRAND = permission(
    "brands.brand.keep", _("Propose service brands and keep their deliberations and consultations"), roles=PARTY_WORKERS
)
# Held at the organisation that is asked: an organ committee advises its branches, not itself.
ADVISE_BRAND = permission(
    "brands.brand.advise",
    _("Give opinions on service brands"),
    roles=(Role.COMMITTEE_STAFF, Role.PARTY_OFFICE),
)
SHOW_BRAND = permission("brands.brand.show", _("Show service brands to the public"), roles=(Role.COMMITTEE_STAFF,))
REVIEW_BRAND = permission("brands.brand.review", _("Hold the yearly light review"), roles=(Role.COMMITTEE_STAFF,))
KEEP_SERVICE = permission("brands.service.keep", _("Keep the catalogue of the services"), roles=(Role.COMMITTEE_STAFF,))
