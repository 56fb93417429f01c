"""Whether dated rows of members fit together, and what is derived from names fits the names."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Q, Subquery

from dangjian.kernel.health import Check, Finding, register

from .models import Member, Membership
from .names import given_name, spell


def _open_rows() -> Iterator[Finding]:
    opened = Membership.objects.filter(ends_on=None)
    double = opened.values("member").annotate(rows=Count("pk")).filter(rows__gt=1).count()
    if double:
        yield Finding(f"{double} members have more than one open membership row.", "They are counted twice: close one.")
    without = Member.objects.filter(~Q(pk__in=opened.values("member")))
    if first := without.order_by("pk").first():
        yield Finding(
            f"{without.count()} members have no open membership row; the first is number {first.pk}.",
            "They belong to no branch: enter where they are, or their exit.",
        )


def _current() -> Iterator[Finding]:
    newest = Membership.objects.filter(member=OuterRef("pk")).order_by("-starts_on", "-pk").values("pk")[:1]
    wrong = Member.objects.annotate(newest=Subquery(newest)).filter(
        Q(current=None, newest__isnull=False) | ~Q(current=F("newest"))
    )
    if first := wrong.order_by("pk").first():
        yield Finding(
            f"{wrong.count()} members do not point at their newest membership row; the first is number {first.pk}.",
            "Lists show an old branch: enter the last change of these members anew.",
        )


def _spellings() -> Iterator[Finding]:
    wrong, first = 0, 0
    columns = ("pk", "name", "pinyin", "initials", "given_name")
    for pk, name, pinyin, initials, given in Member.objects.values_list(*columns).iterator(chunk_size=2000):
        if (*spell(name), given_name(name)) != (pinyin, initials, given):
            wrong, first = wrong + 1, first or pk
    if wrong:
        yield Finding(
            f"{wrong} members are not found by how their names are spelt; the first is number {first}.",
            "Save their names once more.",
        )


register(Check("members.open_rows", "One open membership row for each member", _open_rows))
register(Check("members.current", "Present membership of members", _current))
register(Check("members.spellings", "Spellings of members' names", _spellings, only_with="caches"))
