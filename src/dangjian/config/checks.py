"""What must be right before the platform is shown to an office: Django's system checks, run on every start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from dangjian.kernel.privacy.keys import key_ring

from .settings import DEVELOPMENT_KEY

SHORTEST_SECRET = 32


@register(Tags.security)
def production(**_options: Any) -> list[CheckMessage]:
    """With DANGJIAN_PRODUCTION: no debug pages, a secret key of its own, a data key, named hosts."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("DANGJIAN_DEBUG is on in production.", hint="Unset it.", id="dangjian.E001"))
    if settings.SECRET_KEY == DEVELOPMENT_KEY or len(settings.SECRET_KEY) < SHORTEST_SECRET:
        found.append(
            Error(
                f"DANGJIAN_SECRET_KEY is the default or shorter than {SHORTEST_SECRET} characters.",
                hint="Set it to the output of: openssl rand -base64 48",
                id="dangjian.E002",
            )
        )
    try:
        key_ring()
    except ImproperlyConfigured as error:
        found.append(Error(str(error), hint="See docs/configuration.md, DANGJIAN_DATA_KEY.", id="dangjian.E003"))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(Error("DANGJIAN_HOSTS allows every host.", hint="Name the hosts.", id="dangjian.E004"))
    return found
