"""The administrative side: units and their links with organisations, leading groups, areas, contact facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dangjian.foundation.organisations.enums import UnitNature, UnitSituation
from dangjian.foundation.organisations.models import Area, LeadingGroup, OrganisationProfile, Unit, UnitLink
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.models import Organisation

from .catalogue import JOINT_WITH
from .draw import Draw
from .names import person_name
from .organisations import unit_name
from .world import LEADERS, City, Direct

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AREA_NAMES = ("综合党群", "经济管理", "城建资源", "农林水利", "科教文卫", "政法综治", "金融企业")
PREFIX = {UnitNature.ORGAN: "11", UnitNature.INSTITUTION: "12", UnitNature.MASS_ORGANISATION: "13"}


def credit_code(nature: str, region: str, serial: int) -> str:
    """A unified social credit code with a right check character (GB 32100-2015); its body is invented."""
    first = f"{PREFIX.get(UnitNature(nature), '91')}{region[:6]:0<6}Y{serial:08d}"
    total = sum(_ALPHABET.index(character) * pow(3, n, 31) for n, character in enumerate(first))
    return first + _ALPHABET[(31 - total % 31) % 31]


def build(city: City) -> None:
    """Write units and what hangs on them."""
    draw = city.draw("units")
    units: list[Unit] = []
    links: list[UnitLink] = []
    for direct in city.direct:
        unit = _unit(
            city, unit_name(city, direct.line), direct.line.nature, draw.randint(18, 60) * direct.line.weight // 4 + 9
        )
        units.append(unit)
        links += _links(direct, unit)
        if direct.line.kind == Kind.JOINT_BRANCH:
            _partners(city, direct, draw, units, links)
    city.write(units)
    city.write(links)
    city.write(_leading_groups(city, units))
    areas = list(_areas(city))
    city.write(areas)
    city.write(_profiles(city, draw, areas))


def _unit(city: City, name: str, nature: str, head_count: int) -> Unit:
    key = city.keys.take(Unit)
    return Unit(
        pk=key, name=name, code=credit_code(nature, f"{city.code}00", key), nature=nature, head_count=head_count
    )


def _links(direct: Direct, unit: Unit) -> Iterator[UnitLink]:
    joint = direct.line.kind == Kind.JOINT_BRANCH
    own = UnitSituation.JOINT if joint else UnitSituation.LEGAL_PERSON
    yield _link(unit, direct.organisation, own)
    for branch in direct.branches:
        if branch.organisation is not direct.organisation:
            yield _link(unit, branch.organisation, UnitSituation.SAME_AS_SUPERIOR)


def _link(unit: Unit, organisation: Organisation, situation: str) -> UnitLink:
    return UnitLink(unit=unit, organisation=organisation, situation=situation, starts_on=organisation.starts_on)


def _partners(city: City, direct: Direct, draw: Draw, units: list[Unit], links: list[UnitLink]) -> None:
    for name in draw.sample(JOINT_WITH, draw.randint(1, 3)):
        unit = _unit(city, f"{city.name}市{name}", UnitNature.MASS_ORGANISATION, draw.randint(3, 8))
        units.append(unit)
        links.append(_link(unit, direct.organisation, UnitSituation.JOINT))


def _leading_groups(city: City, units: list[Unit]) -> Iterator[LeadingGroup]:
    by_name = {unit.name: unit for unit in units}
    for direct in city.direct:
        if direct.line.kind in (Kind.ORGAN_COMMITTEE, Kind.GENERAL_BRANCH) and direct.line.nature == UnitNature.ORGAN:
            unit = by_name[unit_name(city, direct.line)]
            key = city.keys.take(LeadingGroup)
            yield LeadingGroup(pk=key, unit=unit, name=f"中共{unit.name}党组", starts_on=direct.organisation.starts_on)


def _areas(city: City) -> Iterator[Area]:
    for n, name in enumerate(AREA_NAMES[: max(1, min(LEADERS, len(city.direct)))], 1):
        yield Area(pk=city.keys.take(Area), organisation=city.committee, name=f"{name}片区", ordinal=n)


def _profiles(city: City, draw: Draw, areas: list[Area]) -> Iterator[OrganisationProfile]:
    """Contact facts; each direct organisation is in an area, about twelve in each."""
    area_of = {
        direct.organisation.pk: areas[n * len(areas) // len(city.direct)] for n, direct in enumerate(city.direct)
    }
    everything = [city.committee, *(d.organisation for d in city.direct), *(b.organisation for b in city.branches)]
    for n, organisation in enumerate(dict.fromkeys(everything)):
        born = date(1985, 1, 1)
        lacks = draw.happens(0.06)
        yield OrganisationProfile(
            organisation=organisation,
            contact_name="" if lacks else person_name(draw, draw.choice("12"), born.year),
            telephone="" if lacks else f"0598-0{n:06d}",
            address=f"{city.name}市望江路{draw.randint(1, 260)}号"
            if organisation.depth <= city.committee.depth + 1
            else "",
            area=area_of.get(organisation.pk),
        )
