"""Whether organisations are found by the names they have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dangjian.kernel.health import Check, Finding, register
from dangjian.kernel.tree.models import Organisation

from .models import OrganisationEvent, SearchName
from .search import BATCH, tails


def _search_names() -> Iterator[Finding]:
    wrong, first = 0, ""
    rows = Organisation.objects.order_by("pk").values_list("pk", "code", "name", "short_name").iterator(BATCH)
    while part := list(islice(rows, BATCH)):
        keys = [pk for pk, *_rest in part]
        held: dict[int, set[str]] = {pk: set() for pk in keys}
        former: dict[int, list[str]] = {pk: [] for pk in keys}
        for pk, text in SearchName.objects.filter(organisation__in=keys).values_list("organisation_id", "text"):
            held[pk].add(text)
        events = OrganisationEvent.objects.filter(organisation__in=keys).exclude(old_name="")
        for pk, *names in events.values_list("organisation_id", "old_name", "old_short_name"):
            former[pk].extend(names)
        for pk, code, name, short_name in part:
            if held[pk] != tails(code, (short_name, name, *former[pk])):
                wrong, first = wrong + 1, first or code
    if wrong:
        yield Finding(
            f"{wrong} organisations are not found by all their names; the first is {first}.", "Rename them once more."
        )


register(Check("organisations.search_names", "Names organisations are found by", _search_names, only_with="caches"))
