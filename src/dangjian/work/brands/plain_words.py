"""Names of brands, which must be seen as they are."""

from django.utils.translation import gettext as _

from dangjian.kernel.wording import has_unseen

from .errors import BrandError


def visible(text: str, field: str) -> str:
    """The words without what surrounds them; refuses what cannot be seen.

    Raises:
        BrandError: invisible characters, such as those of zero width or that turn the direction of writing.
    """
    if has_unseen(text):
        raise BrandError(
            _("There are characters in it that nobody sees, as they come along when copying. Type it anew."),
            field=field,
        )
    return text.strip()
