"""What happened to organisations: set-up, and from 2012 on mergers, splits, renames, moves and a dissolution."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import DateTimeField
from django.db.models.functions import Cast

from dangjian.foundation.organisations.enums import EventKind, TermEnd
from dangjian.foundation.organisations.models import OrganisationEvent, Term, UnitLink
from dangjian.foundation.organisations.terms import due_on, term_rule
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.models import Organisation

from .organisations import place
from .world import REGISTER_BEGINS, Branch, City, Direct

REFORM, MARKET_REFORM, TRADE_REFORM = date(2014, 6, 18), date(2015, 3, 25), date(2013, 9, 11)
"""Days of the institutional reforms in this city; invented."""
OWN_BRANCHES = date(2015, 9, 8)
SPLITS, DISSOLVED_ON = (date(2013, 4, 16), date(2015, 11, 5), date(2016, 7, 12)), date(2016, 12, 20)
# unit: (day, former short name, former full name): the names before the reforms of those years
RENAMED = {
    "卫计委": (REFORM, "卫生局", "卫生局"),
    "市场监管局": (MARKET_REFORM, "工商局", "工商行政管理局"),
    "商务局": (TRADE_REFORM, "外经贸局", "对外贸易经济合作局"),
    "文广局": (REFORM, "文化局", "文化与出版局"),
    "旅发委": (MARKET_REFORM, "旅游局", "旅游局"),
}
# unit that took in another: (day, short name, full name, branches of it that were moved along)
MERGED = {
    "卫计委": (REFORM, "人口计生委", "人口和计划生育委员会", 3),
    "市场监管局": (MARKET_REFORM, "质监局", "质量技术监督局", 4),
}
TAKEN_OVER = datetime(2012, 1, 4, 1, tzinfo=UTC)
"""When the older history was entered from paper."""
PAPERS = "委工综"


def build(city: City) -> None:
    """Write the events; organisations that ended are written here too."""
    changes = Changes(city)
    city.write(changes.founded())
    rows = [*changes.mergers(), *changes.renames(), *changes.splits(), *changes.dissolution(), *changes.moves()]
    city.write([*rows, *changes.kinds()])
    written = OrganisationEvent.objects.within(city.committee.path)
    written.filter(happened_on__lt=REGISTER_BEGINS).update(entered_at=TAKEN_OVER)
    written.filter(happened_on__gte=REGISTER_BEGINS).update(entered_at=Cast("happened_on", DateTimeField()))


class Changes:
    """Draws what changed in one city."""

    def __init__(self, city: City) -> None:
        self.city, self.draw = city, city.draw("events")

    def founded(self) -> Iterator[OrganisationEvent]:
        """The set-up of every organisation that did not come out of another."""
        city = self.city
        yield self.event(city.committee, EventKind.FOUNDED, city.committee.starts_on)
        for direct in city.direct:
            known = {direct.organisation.pk}
            yield self.event(direct.organisation, EventKind.FOUNDED, direct.organisation.starts_on)
            for branch in direct.branches:
                superior, own = branch.organisation.parent, branch.organisation
                for organisation in (superior, own):
                    if (
                        organisation is not None
                        and organisation.pk not in known
                        and organisation.depth > direct.organisation.depth
                    ):
                        known.add(organisation.pk)
                        yield self.event(organisation, EventKind.FOUNDED, organisation.starts_on)

    def event(self, organisation: Organisation, kind: str, on: date, **facts: Any) -> OrganisationEvent:
        """An event with a paper of that year."""
        number = f"{self.city.name}{PAPERS}〔{on.year}〕{self.draw.randint(1, 99)}号"
        return OrganisationEvent(
            organisation=organisation,
            kind=kind,
            happened_on=on,
            document_number=number,
            entered_by="工委组织科",
            **facts,
        )

    def mergers(self) -> Iterator[OrganisationEvent]:
        """Committees taken in by another in the reforms, with branches moved along."""
        for short, (on, old, old_full, branches) in MERGED.items():
            into = self.city.direct_named(short)
            if into is not None:
                ended = self.ended(into, old, old_full, on)
                for branch in [b for b in into.branches if b.organisation.parent_id == into.organisation.pk][
                    1 : branches + 1
                ]:
                    facts = {"old_parent": ended, "new_parent": into.organisation}
                    yield self.event(branch.organisation, EventKind.MOVED, on, **facts)
                yield self.event(ended, EventKind.MERGED, on, other=into.organisation, old_name=ended.name)
                yield self.event(
                    into.organisation, EventKind.ABSORBED, on, other=ended, note="机构改革，两个机关党委合并"
                )

    def ended(self, into: Direct, old: str, old_full: str, on: date) -> Organisation:
        """A direct committee that no longer exists, with its unit and its last term."""
        city = self.city
        number = len(city.direct) + len(city.dissolved) + 1
        names = (f"中共{city.name}市{old_full}机关委员会", f"市{old}机关党委")
        since = into.organisation.starts_on
        ended = place(city, f"{city.code}-{number:03d}", names, Kind.ORGAN_COMMITTEE, city.committee, since)
        self.end(ended, on)
        return ended

    def end(self, organisation: Organisation, on: date) -> None:
        """Write an organisation that ended on a day."""
        city = self.city
        organisation.ends_on = on
        city.dissolved.append(organisation)
        city.write([organisation])
        elected = date(on.year - 2, 5, 15)
        rule, due = term_rule(organisation.kind, elected), due_on(organisation.kind, elected)
        if rule and due:
            facts = {"rule": rule.key, "ends_on": on, "ended_by": TermEnd.DISSOLVED}
            city.write(
                [
                    Term(
                        pk=city.keys.take(Term),
                        organisation=organisation,
                        number=4,
                        starts_on=elected,
                        due_on=due,
                        **facts,
                    )
                ]
            )

    def renames(self) -> Iterator[OrganisationEvent]:
        """Names before the reforms; they are still found."""
        for short, (on, old, old_full) in RENAMED.items():
            direct = self.city.direct_named(short)
            if direct is not None:
                now, line = direct.organisation, direct.line
                yield self.event(
                    now,
                    EventKind.RENAMED,
                    on,
                    old_name=now.name.replace(line.full, old_full),
                    old_short_name=now.short_name.replace(line.short, old),
                    new_name=now.name,
                    note="机构改革更名",
                )

    def splits(self) -> Iterator[OrganisationEvent]:
        """Branches that came out of another because it had grown."""
        grown = [
            b
            for b in self.city.branches
            if b.in_service >= 12 and b.organisation.depth == b.direct.organisation.depth + 1
        ]
        for on, n in zip(SPLITS, range(5, 400, 61), strict=False):
            if n + 1 < len(grown) and grown[n].direct is grown[n + 1].direct:
                young, old = grown[n], grown[n + 1]
                self.began_late(young, old.organisation, on)
                parent = young.organisation.parent
                facts = {"new_name": young.organisation.name, "new_parent": parent, "note": "党员人数增加，一分为二"}
                yield self.event(young.organisation, EventKind.SPLIT, on, other=old.organisation, **facts)

    def began_late(self, branch: Branch, source: Organisation, on: date) -> None:
        """Let a branch begin on a later day, out of another."""
        branch.source, branch.came_on = source, on
        branch.organisation.starts_on = on
        keys = [branch.organisation.pk]
        Organisation.objects.filter(pk__in=keys).update(starts_on=on)
        OrganisationEvent.objects.filter(organisation__in=keys, kind=EventKind.FOUNDED).delete()
        UnitLink.objects.filter(organisation__in=keys).update(starts_on=on)

    def dissolution(self) -> Iterator[OrganisationEvent]:
        """A branch that was dissolved; its members went to the one beside it."""
        direct = self.city.direct_named("供电公司")
        if direct is not None:
            into = direct.branches[2]
            names = (f"中共{self.city.name}供电公司多种经营支部委员会", "多种经营支部")
            code = f"{direct.organisation.code}-90"
            gone = place(self.city, code, names, Kind.BRANCH, direct.organisation, date(1998, 9, 1))
            self.end(gone, DISSOLVED_ON)
            into.source, into.came_on = gone, DISSOLVED_ON
            yield self.event(gone, EventKind.FOUNDED, gone.starts_on)
            yield self.event(gone, EventKind.DISSOLVED, DISSOLVED_ON, old_name=gone.name, note="主多分开，撤销建制")

    def moves(self) -> Iterator[OrganisationEvent]:
        """A branch that was put under the general branch of its field."""
        below = [
            b for b in self.city.branches if b.organisation.parent and b.organisation.parent.kind == Kind.GENERAL_BRANCH
        ]
        below = [b for b in below if b.organisation.depth == b.direct.organisation.depth + 2]
        for branch in below[3:40:17]:
            facts = {"old_parent": branch.direct.organisation, "new_parent": branch.organisation.parent}
            yield self.event(branch.organisation, EventKind.MOVED, date(2016, 4, 6), **facts)

    def kinds(self) -> Iterator[OrganisationEvent]:
        """Branches that were joint ones of several units until each had its own."""
        old = [b.organisation for b in self.city.branches if b.source is None and b.organisation.starts_on < REFORM]
        alone = [organisation for organisation in old if organisation.kind == Kind.BRANCH]
        for organisation in alone[11:400:97]:
            facts = {"old_kind": Kind.JOINT_BRANCH, "note": "联合党支部 → 党支部：各单位单独建立党支部"}
            yield self.event(organisation, EventKind.CHANGED_KIND, OWN_BRANCHES, **facts)
