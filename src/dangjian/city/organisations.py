"""The tree of a city: work committee, direct organisations, what stands below them, and groups inside branches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dangjian.foundation.organisations.enums import UnitNature
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.models import Organisation

from .catalogue import GENERIC, PINNED, UnitLine, chosen
from .draw import Draw, apportion
from .world import BRANCHES, IN_SERVICE, RETIRED, Branch, City, Direct

TEMPORARY = (("农业局", "驻村工作队"), ("供电公司", "迎峰度夏保供"), ("公路局", "国道改线工程"))
"""Temporary branches: members keep their affiliation elsewhere, so none belong to them."""
LARGE = 13
"""Branches from which on a committee has general branches in between."""
SPLIT_OFF, FULL_SIZE, TINY = 4, 56, 2


def place(city: City, code: str, names: tuple[str, str], kind: str, parent: Organisation | None, since: date):
    """An organisation with its key and path, not written yet."""
    key = city.keys.take(Organisation)
    return Organisation(
        pk=key,
        code=code,
        name=names[0],
        short_name=names[1],
        kind=kind,
        parent=parent,
        path=f"{parent.path if parent else '/'}{key}/",
        depth=parent.depth + 1 if parent else 0,
        starts_on=since,
    )


def build(city: City) -> None:
    """Draw the tree and write it."""
    city.write(_tree(city))
    draw = city.draw("sizes")
    _in_service(city, draw)
    _retired(city, draw)


def _tree(city: City) -> Iterator[Organisation]:
    draw = city.draw("tree")
    names = (f"中共{city.name}市直机关工作委员会", f"{city.name}市直机关工委")
    city.committee = place(city, city.code, names, Kind.WORK_COMMITTEE, city.root, date(1986, 5, 6))
    yield city.committee
    lines = chosen(city.share)
    for number, (line, branches) in enumerate(zip(lines, _branch_numbers(city, lines), strict=True), 1):
        since = draw.day(date(1990, 1, 1), date(2008, 12, 31))
        code = f"{city.code}-{number:03d}"
        direct = Direct(place(city, code, direct_names(city, line), line.kind, city.committee, since), line)
        city.direct.append(direct)
        yield direct.organisation
        if line.kind in (Kind.BRANCH, Kind.JOINT_BRANCH):
            direct.branches.append(Branch(direct.organisation, direct))
        else:
            yield from _below(city, direct, branches, draw)
        city.branches += direct.branches


def _branch_numbers(city: City, lines: tuple[UnitLine, ...]) -> list[int]:
    """How many branches each direct organisation has; together the article's 609 in a whole city."""
    few = [line.weight if line.kind == Kind.GENERAL_BRANCH else 1 for line in lines]
    committees = [line for line in lines if line.kind == Kind.ORGAN_COMMITTEE]
    temporary = sum(line.short in dict(TEMPORARY) for line in lines)
    rest = city.of_size(BRANCHES) - temporary - sum(few) + len(committees)
    shares = iter(apportion(rest, [line.weight for line in committees], least=3))
    return [next(shares) if line.kind == Kind.ORGAN_COMMITTEE else few[n] for n, line in enumerate(lines)]


def direct_names(city: City, line: UnitLine) -> tuple[str, str]:
    """Full and short name of a direct organisation, after the naming rule of the collection of 2017."""
    short = f"{city.name}{line.short}" if line.plain else f"市{line.short}"
    full = f"中共{unit_name(city, line)}"
    if line.kind == Kind.ORGAN_COMMITTEE:
        within = "机关" if line.nature == UnitNature.ORGAN and not line.full.endswith("机关") else ""
        return f"{full}{within}委员会", f"{short}{within}党委"
    if line.kind == Kind.GENERAL_BRANCH:
        return f"{full}总支部委员会", f"{short}党总支"
    if line.kind == Kind.JOINT_BRANCH:
        return f"{full}等单位联合支部委员会", f"{short}等联合支部"
    return f"{full}支部委员会", f"{short}支部"


def unit_name(city: City, line: UnitLine) -> str:
    """The unit's name; organs of the Party's city committee begin with it."""
    return f"{city.name}{line.full}" if line.plain else f"{city.name}市{line.full}"


def _departments(line: UnitLine, number: int) -> list[str]:
    names = list(dict.fromkeys((*line.departments, *GENERIC)))
    return [*names[:number], *(f"第{n}" for n in range(1, number - len(names) + 1))]


def _below(city: City, direct: Direct, number: int, draw: Draw) -> Iterator[Organisation]:
    line, top = direct.line, direct.organisation
    retired = _branches_of_retired(line, number, draw)
    names = _departments(line, number - len(retired))
    first = direct.organisation
    generals = 2 if number >= 2 * LARGE else 1 if number >= LARGE else 0
    for n, name in enumerate([*names, *retired], 1):
        later = len(names) - 4 * generals
        if generals and n <= len(names) and n > later and (n - later) % 4 == 1:
            first = _general(city, direct, name, (n - later) // 4 + 1, draw)
            yield first
        elif n > len(names):
            first = top
        since = draw.day(max(first.starts_on, date(1995, 1, 1)), date(2011, 12, 1))
        branch = Branch(
            place(city, f"{first.code}-{n:02d}", branch_names(city, line, name), Kind.BRANCH, first, since), direct
        )
        branch.for_retired = name in retired
        direct.branches.append(branch)
        yield branch.organisation
    yield from _temporary(city, direct)


def _branches_of_retired(line: UnitLine, number: int, draw: Draw) -> list[str]:
    if number >= 16:
        return ["离退休第一", "离退休第二"]
    return ["离退休"] if line.kind == Kind.ORGAN_COMMITTEE or draw.happens(0.5) else []


def branch_names(city: City, line: UnitLine, name: str) -> tuple[str, str]:
    """Names of a branch below a direct organisation; the power company's go without the unit, as everybody says."""
    short = "" if line.short == "供电公司" else f"{city.name}{line.short}" if line.plain else f"市{line.short}"
    return f"中共{unit_name(city, line)}{name}支部委员会", f"{short}{name}支部"


def _general(city: City, direct: Direct, name: str, number: int, draw: Draw) -> Organisation:
    line, top = direct.line, direct.organisation
    short = f"{city.name}{line.short}" if line.plain else f"市{line.short}"
    names = (f"中共{unit_name(city, line)}{name}总支部委员会", f"{short}{name}党总支")
    since = draw.day(max(top.starts_on, date(1995, 1, 1)), date(2010, 12, 1))
    return place(city, f"{top.code}-Z{number}", names, Kind.GENERAL_BRANCH, top, since)


def _temporary(city: City, direct: Direct) -> Iterator[Organisation]:
    name = dict(TEMPORARY).get(direct.line.short)
    if name:
        unit = unit_name(city, direct.line)
        names = (f"中共{unit}{name}临时支部委员会", f"{name}临时支部")
        code = f"{direct.organisation.code}-L1"
        since = date(2017, 3, 20)
        branch = Branch(place(city, code, names, Kind.TEMPORARY_BRANCH, direct.organisation, since), direct)
        direct.branches.append(branch)
        yield branch.organisation


def _in_service(city: City, draw: Draw) -> None:
    """Share the members in service out: about 14 in a branch, direct branches by their weight."""
    open_ones = [b for b in city.branches if not b.for_retired and b.organisation.kind != Kind.TEMPORARY_BRANCH]
    pinned = {id(b): size for b in open_ones if (size := _pinned(b)) is not None}
    _odd_sizes(
        [b for b in open_ones if id(b) not in pinned and b.organisation.depth > b.direct.organisation.depth], pinned
    )
    free = [b for b in open_ones if id(b) not in pinned]
    weights = [
        b.direct.line.weight if b.organisation is b.direct.organisation else 14 * draw.lognormvariate(0, 0.32)
        for b in free
    ]
    total = city.of_size(IN_SERVICE) - sum(pinned.values())
    for branch, size in zip(free, apportion(total, weights, least=4), strict=True):
        branch.in_service = size
    for branch in open_ones:
        branch.in_service = pinned.get(id(branch), branch.in_service)


def _pinned(branch: Branch) -> int | None:
    name = branch.organisation.short_name
    return PINNED.get(name.removesuffix("支部"))


def _odd_sizes(branches: list[Branch], pinned: dict[int, int]) -> None:
    """A few branches that do not meet the thresholds of the rules, so that the checks have something to say."""
    for n, branch in enumerate(branches[40::97]):
        pinned[id(branch)] = TINY if n % 3 else FULL_SIZE


def _retired(city: City, draw: Draw) -> None:
    """Most of the retired have branches of their own; the others stay where they worked."""
    total = city.of_size(RETIRED)
    own = [b for b in city.branches if b.for_retired]
    others = [b for b in city.branches if b.in_service > TINY and not _pinned(b)]
    there = round(total * 0.72) if own else 0
    for branch, size in zip(own, apportion(there, [draw.lognormvariate(0, 0.35) for _ in own], least=3), strict=True):
        branch.retired = size
    left = total - sum(b.retired for b in own)
    for branch, size in zip(others, apportion(left, [draw.random() ** 3 for _ in others]), strict=True):
        branch.retired = size


def groups(city: City) -> None:
    """Divide large branches into groups."""
    city.write(_groups(city))


def _groups(city: City) -> Iterator[Organisation]:
    draw = city.draw("groups")
    for branch in city.branches:
        if branch.in_service >= 24 or (branch.in_service >= 20 and draw.happens(0.5)):
            for n in range(1, branch.in_service // 9 + 1):
                top = branch.organisation
                ordinal = "一二三四五六七八"[n - 1]
                names = (f"{top.name.removesuffix('委员会')}第{ordinal}党小组", f"{top.short_name}第{ordinal}小组")
                group = place(city, f"{top.code}-{n}", names, Kind.GROUP, top, top.starts_on)
                branch.groups.append(group)
                yield group
