"""Password rules of graded protection (GB/T 22239-2019, common settings: domain.md 5.2)."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")


class FourClassesValidator:
    """All four kinds of characters: small and capital letters, digits, signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when a kind is missing."""
        if not all(re.search(kind, password) for kind in CLASSES):
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Use small and capital letters, digits and signs, at least one of each.")


class NotTheSameValidator:
    """A new password differs from the one before."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when it is the present password of the account."""
        if user is not None and user.pk and user.has_usable_password() and check_password(password, user.password):
            raise ValidationError(self.get_help_text(), code="password_same")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Choose another password than the one before.")
