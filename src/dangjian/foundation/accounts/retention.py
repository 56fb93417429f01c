"""How long attempts to sign in are kept: as long as a log must be, and no longer."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.privacy.retention import Retention, register

register(
    Retention(
        "axes.AccessAttempt",
        "attempt_time",
        days=183,
        source=_("Cybersecurity Law: logs are kept for at least six months; attempts tell names and addresses."),
    )
)
