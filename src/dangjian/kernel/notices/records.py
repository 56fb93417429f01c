"""Ways into the notices: the inbox hangs on every page, the outbox is the system administrator's."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.pages import Page, PageGroup, register_page

from .permissions import OUTBOX_VIEW

register_page(
    Page(
        "notices.outbox",
        _("Letters that could not be delivered"),
        lambda actor: reverse("notices:outbox"),
        "mail",
        PageGroup.ADMINISTRATION,
        OUTBOX_VIEW,
        order=70,
    )
)
