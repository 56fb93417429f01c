"""What a clean row of a roster would do: a new member, a change, already so, or refused and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.imports.cells import Level, birth_date, sentence, sex
from dangjian.kernel.imports.targets import Action, CleanRow, Verdict
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside

from ..codes import is_region
from ..enums import Category, MembershipStatus, PostTitle, WorkStatus
from ..validation import NO_KNOWN_REGION
from .branches import Branches, canonical
from .changes import changes_of
from .fields import label_of
from .holding import Held, Known, Namesake, people_of

TWICE = sentence("roster-twice", Level.PROBLEM, _("This person stands in row {row} ({sheet}) already."))
NO_BRANCH = sentence("roster-no-branch", Level.PROBLEM, _("The branch is missing, and the roster holds several."))
NO_BRANCHES = sentence("roster-no-branches", Level.PROBLEM, _("There is no branch under {organisation} yet."))
NO_CATEGORY = sentence(
    "roster-no-category", Level.PROBLEM, _("Full or probationary member? Neither the category nor the date tells.")
)
CATEGORY_BY_DATE = sentence(
    "roster-category-by-date", Level.REPAIRED, _("Left empty; taken as a full member, since the date of it is known.")
)
FROM_NUMBER = sentence("roster-from-number", Level.REPAIRED, _("Left empty; taken from the identity number."))
BIRTH_DIFFERS = sentence(
    "roster-birth-differs", Level.WARNING, _("The identity number says {date}; the personnel file decides.")
)
SEX_DIFFERS = sentence("roster-sex-differs", Level.WARNING, _("The sex differs from the identity number."))
NO_REGION = sentence("roster-no-region", Level.WARNING, NO_KNOWN_REGION)
TOO_YOUNG = sentence("roster-too-young", Level.WARNING, _("Joined before the age of 18."))
SHORT_PROBATION = sentence("roster-probation", Level.WARNING, _("The probation of one year is not over on this day."))
PROBATIONARY_FULL = sentence(
    "roster-probationary-full", Level.WARNING, _("A probationary member with a date of full membership.")
)
ORDER = sentence("roster-order", Level.PROBLEM, _("Lies before “{earlier}” ({date})."))
ELSEWHERE = sentence(
    "roster-elsewhere",
    Level.PROBLEM,
    _("This identity number is in the register in another organisation. Ask that branch for a transfer letter."),
)
OTHER_BRANCH = sentence(
    "roster-other-branch",
    Level.PROBLEM,
    _("Belongs to {branch}. An import moves nobody: issue a transfer letter there."),
)
HAS_LEFT = sentence(
    "roster-has-left", Level.PROBLEM, _("The register has this person's exit; an import cannot undo it.")
)
FULL_ALREADY = sentence("roster-full-already", Level.PROBLEM, _("Is a full member in the register."))
NAMESAKES = sentence(
    "roster-namesakes",
    Level.PROBLEM,
    _("Several members have this name. Add the identity number to tell them apart."),
)
BY_NAME = sentence("roster-by-name", Level.WARNING, _("Found by name and date of birth, not by the identity number."))
BY_NAME_ONLY = sentence("roster-by-name-only", Level.WARNING, _("Found by the name and the branch alone."))
PERHAPS_SAME = sentence(
    "roster-perhaps-same",
    Level.WARNING,
    _("Somebody of this name is in the register already. Accept the row only if this is another person."),
)
NO_GROUP = sentence("roster-no-group", Level.WARNING, _("The branch has no Party group “{text}”; it is left out."))
HELD_BY = sentence("roster-held", Level.WARNING, _("Somebody else holds “{title}” here; the post is left out."))
LEADS_NOTHING = sentence("roster-leads", Level.WARNING, _("A group leader needs a Party group; the post is left out."))

_ORDER = ("born_on", "applied_on", "activist_on", "prospect_on", "joined_on", "full_member_on")
_SINGLE = (PostTitle.SECRETARY, PostTitle.DISCIPLINE_SECRETARY)
# What the post of somebody new says of the work status: group of the post, or post, to status.
_OFF_WORK = dict.fromkeys(("0970", "0973", "0990"), WorkStatus.OFF_WORK)
_WORK_BY_POST = {"06": WorkStatus.STUDENT, "08": WorkStatus.RETIRED, **_OFF_WORK}


class Judge:
    """Judges the rows of one file, chunk after chunk; remembers whom it saw.

    Args:
        organisation: the roster's organisation; nobody and nothing outside is told or changed.
        branches: its branches.
        today: for ages, and for what is in force.
    """

    def __init__(self, organisation: Organisation, branches: Branches, today: dt.date) -> None:
        self.organisation, self.branches, self.today = organisation, branches, today
        self._numbers: dict[str, tuple[str, int]] = {}
        self._names: dict[tuple[str, Any], tuple[str, int]] = {}
        self._posts: set[tuple[int, str]] = set()

    def __call__(self, rows: Sequence[CleanRow]) -> list[Verdict]:
        for row in rows:
            self._fill(row)
        known = people_of(rows, self.organisation, self.today)
        return [self._judged(row, known) for row in rows]

    def again(self, rows: Sequence[CleanRow]) -> list[Verdict]:
        """Judge filled rows by the register as it is now; what a row says by itself cannot have changed."""
        known = people_of(rows, self.organisation, self.today, meant_only=True)
        standing = self.branches.standing({row.values["branch"] for row in rows if row.values.get("branch")})
        return [self._still(row, known, standing) for row in rows]

    def _still(self, row: CleanRow, known: Known, standing: Collection[int]) -> Verdict:
        self._once(row)
        held, _sure, refused = self._match(row, known)
        if refused:
            return Verdict(Action.REFUSE)
        if held is not None:
            return self._change(row, known, held)
        return Verdict(Action.CREATE if row.values.get("branch") in standing else Action.REFUSE)

    def _fill(self, row: CleanRow) -> None:
        """What can be told from elsewhere: the branch, sex and birth by the number, the category by its date."""
        values, number = row.values, row.values.get("identity_number") or ""
        only = self.branches.only
        if not values.get("branch") and "branch" not in row.notes and only:
            values["branch"] = only.pk
        for key, found in (("born_on", birth_date(number)), ("sex", sex(number))):
            if found and not values.get(key) and key not in row.notes:
                values[key] = found
                row.note(key, FROM_NUMBER)
        kind = values.get("category") or ""
        if kind.startswith("work:"):
            values["work_status"] = values.get("work_status") or kind.removeprefix("work:")
            values["category"] = None
        self._group(row)

    def _judged(self, row: CleanRow, known: Known) -> Verdict:
        if not row.values.get("name"):
            return Verdict(Action.REFUSE)
        _cross_checks(row)
        self._once(row)
        held, sure, refused = self._match(row, known)
        if refused:
            return Verdict(Action.REFUSE)
        return self._new(row, known, sure) if held is None else self._change(row, known, held)

    def _once(self, row: CleanRow) -> None:
        """Nobody twice: whoever has a number is known by it, others by the name and the birth date or the branch."""
        values, here = row.values, (row.sheet, row.number)
        number, name = values.get("identity_number"), (values["name"], values.get("born_on") or values.get("branch"))
        before = self._numbers.setdefault(number, here) if number else self._names.get(name, here)
        self._names.setdefault(name, here)
        if before is not here:
            row.note("name", TWICE, row=str(before[1]), sheet=before[0])

    def _match(self, row: CleanRow, known: Known) -> tuple[Held | None, bool, bool]:
        """Who the row means: (the member or None, whether a new one is beyond doubt, whether it is refused)."""
        index = known.indexes.get(row.values.get("identity_number") or "", "")
        if index and index in known.by_index:
            held = known.held(known.by_index[index])
            if not inside(held.current.organisation.path or "", self.organisation.path or ""):
                row.note("identity_number", ELSEWHERE)
                return None, False, True
            return held, True, False
        born, branch = row.values.get("born_on"), row.values.get("branch")
        same = known.namesakes.get(row.values["name"], [])
        open_ones = [one for one in same if not (index and one.identity_index)]
        by_birth = [one for one in open_ones if born and one.born_on == born]
        by_branch = [one for one in open_ones if one.branch == branch and (born is None or one.born_on is None)]
        found = by_birth or by_branch
        if len(found) > 1:
            row.note("name", NAMESAKES)
            return None, False, True
        if found:
            row.note("name", BY_NAME if by_birth else BY_NAME_ONLY)
            return known.held(found[0].key), True, False
        return None, not _perhaps(same, born, branch, index), False

    def _new(self, row: CleanRow, known: Known, sure: bool) -> Verdict:
        values = row.values
        if not values.get("branch") and "branch" not in row.notes:
            self._miss_branch(row)
        if not values.get("category") and not _has_problem(row, "category"):
            if values.get("full_member_on"):
                values["category"] = Category.FULL.value
                row.note("category", CATEGORY_BY_DATE)
            else:
                row.note("category", NO_CATEGORY)
        values["status"] = values.get("status") or MembershipStatus.NORMAL.value
        if not values.get("work_status"):
            post = values.get("position_code") or ""
            said = _WORK_BY_POST.get(post) or _WORK_BY_POST.get(post[:2])
            values["work_status"] = (said or WorkStatus.IN_SERVICE).value
        if not sure:
            row.note("name", PERHAPS_SAME)
        self._titles(row, known, None)
        return Verdict(Action.CREATE, accepted=sure)

    def _miss_branch(self, row: CleanRow) -> None:
        if self.branches.rows:
            row.note("branch", NO_BRANCH)
        else:
            row.note("branch", NO_BRANCHES, organisation=self.organisation.short_name)

    def _change(self, row: CleanRow, known: Known, held: Held) -> Verdict:
        values, current = row.values, held.current
        key = held.member.pk
        if held.has_left:
            row.note("name", HAS_LEFT)
        elif values.get("branch") and values["branch"] != current.organisation_id:
            row.note("branch", OTHER_BRANCH, branch=current.organisation.short_name)
        elif values.get("category") == Category.PROBATIONARY and current.category == Category.FULL:
            row.note("category", FULL_ALREADY)
        values["branch"] = current.organisation_id
        values["seen"] = held.member.version
        self._titles(row, known, key)
        changes = changes_of(held, values, self.today)
        if not changes:
            return Verdict(Action.SAME, key)
        return Verdict(Action.UPDATE, key, changes.differences, accepted=not changes.asks)

    def _group(self, row: CleanRow) -> None:
        text, branch = row.values.get("group"), row.values.get("branch")
        if not text or not branch or row.values.get("group_id"):
            return
        word = canonical(text)
        found = [key for name, key in self.branches.groups.get(branch, ()) if name == word or name.endswith(word)]
        if len(found) == 1:
            row.values["group_id"] = found[0]
        else:
            row.note("group", NO_GROUP, text=text)

    def _titles(self, row: CleanRow, known: Known, key: int | None) -> None:
        """The posts that can be entered; the others are left out with a warning, not refused with the whole row."""
        values, kept = row.values, []
        for title in values.get("party_post") or ():
            place = values.get("group_id") if title == PostTitle.GROUP_LEADER else values.get("branch")
            if place is None:
                row.note("party_post", LEADS_NOTHING)
                continue
            holder = known.holders.get((place, title))
            if title in _SINGLE and ((holder and holder != key) or (place, title) in self._posts):
                row.note("party_post", HELD_BY, title=str(PostTitle(title).label))
                continue
            self._posts.add((place, title))
            kept.append(title)
        values["titles"] = kept


def _perhaps(same: Sequence[Namesake], born: dt.date | None, branch: int | None, index: str) -> bool:
    """Whether a namesake may be the same person after all: same birth date, or same branch and nothing that differs."""
    for _key, _name, its_birth, _index, its_branch in same:
        if born and its_birth == born:
            return True
        if its_branch == branch and not (born and its_birth and born != its_birth):
            return True
    return False


def _has_problem(row: CleanRow, key: str) -> bool:
    return any(note.level is Level.PROBLEM for note in row.notes.get(key, ()))


def _cross_checks(row: CleanRow) -> None:
    values = row.values
    number = values.get("identity_number") or ""
    born, joined, full = (values.get(key) for key in ("born_on", "joined_on", "full_member_on"))
    if number:
        written = birth_date(number)
        if born and written and born != written:
            row.note("born_on", BIRTH_DIFFERS, date=written.isoformat())
        if values.get("sex") in ("1", "2") and sex(number) not in ("", values["sex"]):
            row.note("sex", SEX_DIFFERS)
        if not is_region(number[:6]):
            row.note("identity_number", NO_REGION)
    if born and joined and (joined.year - born.year, joined.month, joined.day) < (18, born.month, born.day):
        row.note("joined_on", TOO_YOUNG)
    if joined and full and 0 <= (full - joined).days < 365 and joined.year >= 1982:
        row.note("full_member_on", SHORT_PROBATION)
    if full and values.get("category") == Category.PROBATIONARY:
        row.note("full_member_on", PROBATIONARY_FULL)
    known = [(key, values[key]) for key in _ORDER if values.get(key)]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            row.note(later, ORDER, earlier=label_of(earlier), date=first.isoformat())
