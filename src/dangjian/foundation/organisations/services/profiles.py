"""Contact facts."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.tree.models import Organisation

from ..models import Area, OrganisationProfile
from .events import lock

EDITED = action("organisations.profile.edited", gettext_lazy("changed the contact facts of {target}"))
FIELDS = ("contact_name", "telephone", "address", "area", "responsibility")


@transaction.atomic
def edit_profile(
    organisation: Organisation,
    *,
    contact_name: str = "",
    telephone: str = "",
    address: str = "",
    area: Area | None = None,
    responsibility: str = "",
    version: int | None = None,
    by: Actor | None,
) -> OrganisationProfile:
    """Keep the contact facts of an organisation.

    Args:
        version: the version the reader saw (0: there was none yet), None to skip the comparison.

    Raises:
        ConflictError: somebody else saved since; ``theirs`` holds what stands now.
    """
    (organisation,) = lock(organisation)
    profile = OrganisationProfile.objects.filter(organisation=organisation).first()
    now: dict[str, Any] = {field: getattr(profile, field) for field in FIELDS} if profile else {}
    if version is not None and version != (profile.version if profile else 0):
        raise ConflictError(
            _("Somebody changed these facts while you were writing. Compare and save again."),
            theirs={**now, "version": profile.version if profile else 0},
        )
    values = {
        "contact_name": contact_name,
        "telephone": telephone,
        "address": address,
        "area": area,
        "responsibility": responsibility,
    }
    profile, _created = OrganisationProfile.objects.update_or_create(
        organisation=organisation, defaults={**values, "version": (profile.version if profile else 0) + 1}
    )
    changes = {
        field: [str(now.get(field) or ""), str(value or "")]
        for field, value in values.items()
        if (now.get(field) or "") != (value or "")
    }
    audit.record(EDITED, organisation, by=by, organisation=organisation, changes=changes)
    return profile
