"""Which branch a clerk means: codes, whole, short and former names, unique parts, 一支部 for 第一支部."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import takewhile

from django.utils.translation import gettext_lazy as _

from dangjian.foundation.organisations.models import OrganisationEvent
from dangjian.kernel.imports.cells import Level, Note, Parsed, Value, as_text, fault_of, folded, is_blank, sentence
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

BRANCH_READ = sentence("branch-read", Level.REPAIRED, _("“{text}” read as {name}."))
BRANCH_GUESSED = sentence("branch-guessed", Level.WARNING, _("“{text}” taken for {name}; please look at it."))
BRANCH_SEVERAL = sentence(
    "branch-several", Level.PROBLEM, _("“{text}” may be several branches: {names}. Write the full name or the code.")
)
BRANCH_UNKNOWN = sentence("branch-unknown", Level.PROBLEM, _("There is no branch “{text}” under {organisation}."))
BRANCH_NEAR = sentence(
    "branch-near", Level.PROBLEM, _("There is no branch “{text}” under {organisation}. Perhaps {names}?")
)

SHOWN = 5
_NUMBERED = re.compile(r"第?(\d+|[一二三四五六七八九十]+)(?=支部|联合支部|临时支部|总支|小组)")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_LISTS = re.compile(
    r"(全体)?(在职|离退休)?(党员)?(基本)?(信息|情况)?(花名册|名册|名单|信息表|情况表|登记表|统计表|一览表|明细表|台账)"
)
_MARKS = re.compile(r"[\s()\[\]【】〔〕《》“”\"'.,，。、:：;；·_/\\|\-—]+")
_HEADS = re.compile(r"^(中国共产党|中共)")


def canonical(text: str) -> str:
    """A name as names are compared: no 中共, 党支部 as 支部, 第一 and 一 as 1, nothing about lists."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()
    plain = _LISTS.sub("", _HEADS.sub("", plain))
    plain = plain.replace("支部委员会", "支部").replace("党支部", "支部").replace("总支部", "总支")
    return _NUMBERED.sub(lambda match: str(_number(match[1])), plain)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[c]) for c in text))
    return (_DIGITS[tens[-1]] if tens and tens[-1] in _DIGITS else 1) * 10 + (_DIGITS.get(ones[:1], 0))


class Branches:
    """The branches below an organisation on a day, found by what clerks write. Loaded when first asked.

    Args:
        organisation: only branches at or below it are ever found.
    """

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self._known: dict[str, Parsed] = {}

    @cached_property
    def rows(self) -> dict[int, Organisation]:
        """Key to branch; loaded once."""
        below = Organisation.objects.under(self.organisation.path or "").branches().filter(ends_on=None)
        return {branch.pk: branch for branch in below.select_related("parent").order_by("code")}

    @cached_property
    def only(self) -> Organisation | None:
        """The branch, when there is only one."""
        return next(iter(self.rows.values())) if len(self.rows) == 1 else None

    @cached_property
    def groups(self) -> dict[int, list[tuple[str, int]]]:
        """Branch to its Party groups: names as they are compared, and keys; loaded once."""
        below = Organisation.objects.under(self.organisation.path or "")
        rows = below.filter(kind=OrganisationKind.GROUP, ends_on=None)
        found: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for key, parent, name in rows.values_list("pk", "parent_id", "short_name"):
            found[parent].append((canonical(name), key))
        return dict(found)

    def standing(self, keys: Collection[int]) -> set[int]:
        """Those of these branches that stand at this moment, and not only when they were loaded."""
        now = Organisation.objects.under(self.organisation.path or "").branches().filter(ends_on=None, pk__in=keys)
        return set(now.values_list("pk", flat=True)) & self.rows.keys()

    @cached_property
    def _tiers(self) -> list[dict[str, set[int]]]:
        exact: dict[str, set[int]] = defaultdict(set)
        former: dict[str, set[int]] = defaultdict(set)
        tails: dict[str, set[int]] = defaultdict(set)
        for branch in self.rows.values():
            for name in (branch.code, branch.name, branch.short_name):
                exact[canonical(name)].add(branch.pk)
            for form in _longer_and_shorter(branch):
                tails[form].add(branch.pk)
        events = OrganisationEvent.objects.standing().filter(organisation__in=self.rows).exclude(old_name="")
        for key, *names in events.values_list("organisation_id", "old_name", "old_short_name"):
            for name in filter(None, names):
                former[canonical(name)].add(key)
        return [exact, former, tails]

    @cached_property
    def _forms(self) -> list[tuple[str, int]]:
        return [(canonical(branch.short_name), branch.pk) for branch in self.rows.values()]

    def parse(self, value: Value, today: dt.date) -> Parsed:
        """A cell parser; the value is the branch's key."""
        if (fault := fault_of(value)) is not None:
            return fault
        if is_blank(value):
            return Parsed(None)
        text = folded(value)
        if text not in self._known:
            self._known[text] = self._resolved(text)
        return self._known[text]

    def name(self, key: int | None) -> str:
        """The short name of a branch found here."""
        return self.rows[key].short_name if key in self.rows else ""

    def _resolved(self, text: str) -> Parsed:
        word = canonical(text)
        if not word:
            return self._unknown(text, word)
        for found in self._ways(word):
            if len(found) == 1:
                return self._one(text, next(iter(found)), sure=True)
            if found:
                return self._several(text, found)
        found = {key for form, key in self._forms if len(word) >= 3 and _in_order(word, form)}
        if len(found) == 1:
            return self._one(text, found.pop(), sure=False)
        return self._several(text, found) if found else self._unknown(text, word)

    def _ways(self, word: str) -> Iterator[set[int]]:
        for tier in self._tiers:
            yield tier.get(word, set())
        part = re.compile(("(?<!\\d)" if word[0].isdigit() else "") + re.escape(word))
        yield {key for form, key in self._forms if part.search(form)}

    def _one(self, text: str, key: int, *, sure: bool) -> Parsed:
        branch = self.rows[key]
        if text in (branch.code, branch.name, branch.short_name):
            return Parsed(key)
        code = BRANCH_READ if sure else BRANCH_GUESSED
        return Parsed(key, (Note(code, {"text": text[:40], "name": branch.short_name}),))

    def _several(self, text: str, found: Iterable[int]) -> Parsed:
        names = "、".join(f"{self.rows[k].short_name}（{self.rows[k].code}）" for k in sorted(found)[:SHOWN])
        return Parsed(None, (Note(BRANCH_SEVERAL, {"text": text[:40], "names": names}),))

    def _unknown(self, text: str, word: str) -> Parsed:
        words = {"text": as_text(text)[:40], "organisation": self.organisation.short_name}
        forms = dict(self._forms)
        close = difflib.get_close_matches(word[:40], forms, n=3, cutoff=0.5)
        if not close:
            return Parsed(None, (Note(BRANCH_UNKNOWN, words),))
        names = "、".join(self.rows[forms[form]].short_name for form in close)
        return Parsed(None, (Note(BRANCH_NEAR, words | {"names": names}),))


def _longer_and_shorter(branch: Organisation) -> Iterator[str]:
    """With the superior's name in front, and without what both names begin with."""
    own = canonical(branch.short_name)
    if branch.parent is None:
        return
    above = canonical(branch.parent.short_name)
    yield above + own
    yield canonical(branch.parent.name) + own
    same = list(takewhile(lambda pair: pair[0] == pair[1], zip(own, above, strict=False)))
    common = own[: len(same)]
    if common and len(own) > len(common):
        yield own[len(common) :]
        yield above + own[len(common) :]


def _in_order(word: str, form: str) -> bool:
    """Whether the characters of a word stand in a form in this order, numbers whole: 甲一支部 in 甲局1支部."""
    if re.findall(r"\d+", word) != re.findall(r"\d+", form) and re.search(r"\d", word):
        return False
    rest = iter(form)
    return all(character in rest for character in word)
