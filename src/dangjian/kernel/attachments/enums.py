"""What is known of the people in a picture."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.TextChoices):
    """Whether those who can be recognised in a picture agreed to be shown. Nothing said is "": it is never required.

    A picture of somebody is not passed on against their will (Civil Code, 2021, article 1019), and consent may be taken
    back at any time (Personal Information Protection Law, 2021, articles 15 and 25).
    """

    NOBODY = "nobody", _("Nobody can be recognised")
    GIVEN = "given", _("Everybody shown has agreed")
    MISSING = "missing", _("Somebody shown has not agreed")
