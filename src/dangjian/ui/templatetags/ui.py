"""Tags and filters of every page: icons, numbers, days, fields, states. `{% load ui %}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, widgets
from django.forms.utils import flatatt
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dangjian.ui import formats
from dangjian.ui.states import STATES, State, state_named

register = template.Library()


@register.simple_tag
def icon(name: str, kind: str = "icon") -> SafeString:
    """An icon of the sprite, hidden from readers of screens: the word beside it speaks."""
    if not name:
        return SafeString("")
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        kind,
        static("ui/build/icons.svg"),
        name,
    )


@register.filter
def number(value: object, places: int | None = None) -> str:
    """`7 712`; with places `{{ value|number:1 }}`."""
    return formats.number_text(value, places)


@register.filter
def percent(ratio: object, places: int = 0) -> str:
    """A ratio of 0 to 1 as percent; honest at both ends."""
    return formats.percent_text(ratio, places)


@register.filter
def share(part: object, whole: object) -> str:
    """`part` of `whole` as percent, a dash where there is no whole."""
    counted, total = formats.decimal_of(part or 0), formats.decimal_of(whole)
    return formats.percent_text(counted / total if counted is not None and total else None)


@register.filter
def unlocalised(value: object) -> str:
    """A number for an HTML attribute: digits and a point, nothing else."""
    decimal = formats.decimal_of(value)
    return "0" if decimal is None else f"{decimal:f}"


@register.filter
def money(value: object) -> str:
    """`¥1 234.50`."""
    return formats.money_text(value)


@register.filter
def large(value: object) -> str:
    """A large number in 万 and 亿, or million and billion."""
    return formats.large_text(value)


@register.filter
def day(value: object, style: str = "long") -> str:
    """A day as `long`, `short`, `weekday` or `iso`."""
    return formats.day_text(value, style)


@register.filter
def moment(value: object) -> str:
    """Day and minute in local time."""
    return formats.moment_text(value)


@register.filter
def initial(name: object) -> str:
    """First character of a name: the surname of a Chinese one."""
    return str(name or "").strip()[:1].upper()


@register.filter
def state(key: object) -> State | None:
    """The state of that key, with `.key`, `.word` and `.icon`; None when there is no such state."""
    return state_named(key)


@register.simple_tag
def states() -> list[State]:
    """All five states, for legends."""
    return list(STATES.values())


@register.filter
def flat(attrs: Mapping[str, Any]) -> SafeString:
    """Attributes of a component that it does not name itself, escaped, for its outermost element.

    Cotton's own printing lets a value that begins and ends with a quotation mark through unescaped; this does not.
    """
    known = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else dict(attrs)
    return flatatt({key: value for key, value in known.items() if value not in (None, False)})


CONTROL_CLASSES: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.CheckboxSelectMultiple, ""),
    (widgets.RadioSelect, ""),
    (widgets.CheckboxInput, "form-check-input"),
    (widgets.Select, "form-select"),
    (widgets.MultiWidget, "form-control"),
    (widgets.Input, "form-control"),
    (widgets.Textarea, "form-control"),
)


@register.filter
def control(field: BoundField) -> SafeString:
    """The control of a form field in our look; Django adds aria-describedby for help and errors."""
    widget = field.field.widget
    style = next((name for kind, name in CONTROL_CLASSES if isinstance(widget, kind)), "")
    own = str(widget.attrs.get("class", ""))
    return field.as_widget(attrs={"class": f"{own} {style}".strip()} if style or own else {})


@register.filter
def is_check(field: BoundField) -> bool:
    """A single tick: its words stand behind the box."""
    return isinstance(field.field.widget, widgets.CheckboxInput)


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The numbers to show beneath a list, with … between; nothing for a list that does not know its length."""
    paginator = getattr(page, "paginator", None)
    if paginator is None or not hasattr(paginator, "get_elided_page_range"):
        return iter(())
    return paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The address line's query with these changes, so that a view of a list can be sent; None takes a key out."""
    request = context.get("request")
    params = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for key, value in changes.items():
        params.pop(key, None)
        if value is not None:
            params[key] = str(value)
    return f"?{params.urlencode()}"
