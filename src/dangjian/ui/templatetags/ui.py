"""Tags and filters of every page: icons, numbers, days, fields, states. `{% load ui %}`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, widgets
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from dangjian.ui import formats
from dangjian.ui.states import STATES, State, state_named

register = template.Library()


@register.simple_tag
def icon(name: str, kind: str = "icon") -> SafeString:
    """An icon of the sprite, hidden from readers of screens: the word beside it speaks."""
    return _icon(str(name), kind) if name else SafeString("")


@lru_cache(maxsize=512)
def _icon(name: str, kind: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        kind,
        static("ui/build/icons.svg"),
        name,
    )


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: object = "") -> SafeString:
    """The options of a select, one of them chosen: lists have hundreds, which a loop of a template makes slow."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected") if value == chosen else "", label) for value, label in choices),
    )


@register.simple_tag(takes_context=True)
def rendered(context: template.Context, name: str) -> SafeString:
    """A template in this context, to keep (`as`) and stand in two places of a page while it is made once."""
    assert context.template is not None
    return context.template.engine.get_template(name).render(context)


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
    asked = request.GET.lists() if request is not None else ()
    kept = [(key, value) for key, values in asked if key not in changes for value in values]
    return f"?{urlencode([*kept, *((key, str(value)) for key, value in changes.items() if value is not None)])}"


@register.simple_tag(takes_context=True)
def sort_head(context: template.Context, name: str, label: str, current: str = "", numeric: object = "") -> str:
    """The head cell of a column that sorts by the address (see the component of this name); a list has a dozen."""
    down = f"-{name}"
    order, mark = {name: ("ascending", "chevron-up"), down: ("descending", "chevron-down")}.get(current, ("", ""))
    words = conditional_escape(label)
    if name:
        arrow = icon(mark, "icon icon-small") if mark else ""
        address = query(context, sort=down if current == name else name, page=None)
        words = format_html('<a href="{}">{}{}</a>', address, words, arrow)
    sorted_so = format_html(' aria-sort="{}"', order) if name and order else ""
    return format_html('<th scope="col"{}{}>{}</th>', SafeString(' class="r"') if numeric else "", sorted_so, words)
