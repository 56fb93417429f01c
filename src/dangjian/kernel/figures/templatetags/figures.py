"""``{% figure value %}``: a computed value as a link to its page. Templates never count."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..compute import Value
from ..words import number_words

register = template.Library()


def address_of(value: Value, organisation_id: int | None = None) -> str:
    """The page of a value: its figure, organisation and period."""
    organisation = organisation_id or int(value.scope.path.strip("/").rpartition("/")[2])
    page = reverse("figures:figure", args=[value.figure.key])
    return f"{page}?organisation={organisation}&period={value.scope.period.key}"


@register.simple_tag
def figure_url(value: Value) -> str:
    """Where a value opens."""
    return address_of(value)


@register.filter
def figure_number(value: Value) -> str:
    """The number as printed."""
    return number_words(value).number


@register.filter
def figure_parts(value: Value) -> str:
    """Numerator and denominator of a ratio, else nothing."""
    return number_words(value).parts


@register.simple_tag
def figure(value: Value) -> SafeString:
    """The number with its unit, underlined because it opens."""
    return format_html(
        '<a class="figure-link" href="{}">{}</a> <span class="unit">{}</span>',
        address_of(value),
        number_words(value).number,
        value.figure.unit,
    )
