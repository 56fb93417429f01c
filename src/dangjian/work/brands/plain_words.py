"""Characters that nobody sees: a name that holds them looks like another one and is found by nobody."""

import re

from django.utils.translation import gettext as _

from .errors import BrandError

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


def visible(text: str, field: str) -> str:
    """The words without what surrounds them; refuses what cannot be seen.

    Raises:
        BrandError: invisible characters, such as those of zero width or that turn the direction of writing.
    """
    if _INVISIBLE.search(text):
        raise BrandError(
            _("There are characters in it that nobody sees, as they come along when copying. Type it anew."),
            field=field,
        )
    return text.strip()


def without_invisible(text: str) -> str:
    """A longer text as it is read: invisible characters, as they come along from word processors, are gone."""
    return _INVISIBLE.sub("", text).strip()
