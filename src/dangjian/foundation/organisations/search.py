"""Find organisations by any part of a name, by code, former name or pinyin initials, by an index at any size.

Tails of names are rows of ``SearchName``, so that "what contains 税务" becomes "what begins with 税务": a range that an
ordinary index serves on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Case, Exists, Q, QuerySet, Value, When

from dangjian.kernel.privacy.inserting import insert_many
from dangjian.kernel.tree.models import Organisation

from .models import OrganisationEvent, SearchName

LENGTH = 24
"""How much of each tail is kept: longer searches are compared with their beginning."""
AFTER = "\U0010ffff"
BATCH = 500
LAST_KEY = 2**63 - 1


def initials(name: str) -> str:
    """The first letters of a name's pinyin, such as "sswj" for 市税务局."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - slow import: 57 MB which reading never needs

    return "".join(syllable[:1] for syllable in lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()


def tails(code: str, names: Iterable[str]) -> set[str]:
    """Everything an organisation with this code and these names (short, full, former) is found by."""
    words = {word for name in names if name for word in (name.lower(), initials(name))}
    found = {word[start : start + LENGTH] for word in words for start in range(len(word))}
    return {tail for tail in found if tail.strip()} | {code.lower()[:LENGTH]}


@transaction.atomic
def reindex(organisations: Iterable[Organisation]) -> None:
    """Write the search rows of these organisations anew."""
    wanted = list(organisations)
    keys = [organisation.pk for organisation in wanted]
    former: dict[int, list[str]] = {key: [] for key in keys}
    events = OrganisationEvent.objects.filter(organisation__in=keys).exclude(old_name="")
    for key, *names in events.values_list("organisation_id", "old_name", "old_short_name"):
        former[key].extend(names)
    SearchName.objects.filter(organisation__in=keys).delete()
    rows = (
        (organisation.pk, text)
        for organisation in wanted
        for text in sorted(
            tails(organisation.code, (organisation.short_name, organisation.name, *former[organisation.pk]))
        )
    )
    insert_many(SearchName, ("organisation_id", "text"), rows)


def rebuild(organisations: QuerySet[Organisation] | None = None) -> int:
    """Write the search rows of all organisations (or of a query set) anew, in constant memory; how many there were.

    To be called after organisations were loaded in bulk, around the services.
    """
    done = 0
    for part in _batches((Organisation.objects.all() if organisations is None else organisations).order_by("pk")):
        reindex(part)
        done += len(part)
    return done


def _batches(organisations: QuerySet[Organisation]) -> Iterator[list[Organisation]]:
    last = 0
    while part := list(organisations.filter(pk__gt=last)[:BATCH]):
        yield part
        last = part[-1].pk


def matching(organisations: QuerySet[Any], text: str, *, field: str = "pk") -> QuerySet[Any]:
    """The rows of a query set that a text finds.

    Args:
        organisations: rows of organisations, or of anything that leads to one.
        text: part of a name, code, former name or initials; several words all have to match.
        field: "pk", or the foreign key that leads from a row to the organisation.
    """
    for word in text.lower().split()[:4]:
        organisations = organisations.filter(_found_by(word[:LENGTH], field))
    return organisations


def _found_by(word: str, field: str) -> Q:
    hits = SearchName.objects.filter(text__gte=word, text__lt=word + AFTER).order_by().values("organisation_id")
    # A loader has not built the rows yet: slower, but nothing is hidden. As a last key, so that otherwise none is read.
    last = Case(
        When(~Exists(SearchName.objects.all()), then=Value(LAST_KEY)), default=0, output_field=BigIntegerField()
    )
    without = Organisation.objects.filter(pk__lte=last).order_by()
    named = without.filter(Q(short_name__icontains=word) | Q(name__icontains=word)).values("pk")
    return Q(**{f"{field}__in": hits.union(named, all=True)})
