"""Invented persons: what the register asks of a member, distributed as the statistics say.

National statistics of the end of 2017 (bulletin of the Central Organisation Department): women 26.7 %, ethnic
minorities 7.3 %, college and above 48.3 % of 89.6 million members. Organs differ: nearly everybody in service has been
to college, women are about 30 %, few are under thirty. The bands below are set between the two and stated where used.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dangjian.foundation.members.names import given_name, spell
from dangjian.foundation.organisations.enums import UnitNature
from dangjian.kernel.periods import years_after
from dangjian.kernel.privacy.identifiers import check_character

from .draw import Draw, Weighted
from .names import person_name

MEN, WOMEN = "1", "2"
AGES_IN_SERVICE = Weighted({(22, 30): 14, (31, 40): 27, (41, 50): 32, (51, 59): 27})
AGES_RETIRED = Weighted({(60, 65): 33, (66, 70): 25, (71, 75): 16, (76, 80): 12, (81, 88): 10, (89, 94): 4})
WOMEN_SHARE = {False: 0.302, True: 0.235}
# In Fujian 2.2 % of all inhabitants belong to minorities (census of 2010), She and Hui above all; members of organs
# come from further away as well.
ETHNIC_GROUPS = Weighted({"01": 960, "22": 21, "03": 7, "15": 3, "08": 3, "06": 2, "11": 2, "02": 2})
# By year of birth: the younger, the nearer to the entry examination that asks for a degree.
EDUCATION = (
    (1940, Weighted({"21": 8, "31": 22, "41": 20, "61": 18, "71": 26, "81": 6})),
    (1957, Weighted({"14": 1, "21": 20, "31": 38, "41": 18, "61": 13, "71": 10})),
    (1970, Weighted({"10": 4, "14": 3, "21": 24, "20": 29, "31": 30, "41": 6, "61": 4})),
    (1983, Weighted({"11": 0.4, "10": 4, "14": 8, "21": 48, "20": 18, "31": 19, "41": 2, "61": 1})),
    (9999, Weighted({"11": 0.6, "14": 17, "21": 74, "31": 8, "41": 0.4})),
)
POSITIONS = {
    UnitNature.ORGAN: Weighted({"0110": 74, "0120": 14, "0130": 5, "0210": 5, "0310": 2}),
    UnitNature.MASS_ORGANISATION: Weighted({"0120": 88, "0130": 12}),
    UnitNature.INSTITUTION: Weighted({"0210": 38, "0310": 54, "0400": 8}),
    UnitNature.STATE_ENTERPRISE: Weighted({"0220": 34, "0320": 42, "0400": 24}),
}
STREETS = (
    "文昌路",
    "崇宁路",
    "杏坛路",
    "东湖路",
    "西林路",
    "南山路",
    "北塔路",
    "望江路",
    "新桥路",
    "榕荫路",
    "学府路",
    "麒麟路",
)
COMMUNITIES = (
    "东湖社区",
    "望江社区",
    "榕荫社区",
    "文昌社区",
    "杏坛社区",
    "南山社区",
    "新桥社区",
    "北塔社区",
    "西林社区",
    "学府社区",
)
# Shares of records that lack an item, as clerks found in the collection of 2017 (proposal, no public numbers).
LACKING = {
    "home_address": 0.055,
    "position_code": 0.02,
    "education": 0.012,
    "identity_number": 0.008,
    "mobile_phone": 0.03,
}


ITEMS = (
    "name",
    "pinyin",
    "initials",
    "given_name",
    "sex",
    "ethnic_group",
    "identity_number",
    "born_on",
    "education",
    "position_code",
    "mobile_phone",
    "landline",
    "home_address",
    "community",
    "joined_on",
    "full_member_on",
    "reconciled_on",
    "applied_on",
    "activist_on",
    "prospect_on",
)
"""What is drawn of a member; ``person`` gives all of them."""


@dataclass
class Source:
    """Whence a city's invented numbers come: each identity number and telephone number is given out once."""

    region: str
    serial: int
    place: str
    given: Counter[tuple[date, str]]

    def identity_number(self, born_on: date, sex: str) -> str:
        """A number with a right check character.

        The region is that of a whole city, which no card bears, so that nobody's real number can come about.
        """
        self.given[born_on, sex] += 1
        sequence = 2 * (100 * self.serial + self.given[born_on, sex]) - (1 if sex == MEN else 0)
        first = f"{self.region}{born_on:%Y%m%d}{sequence % 1000:03d}"
        return first + check_character(first)


def person(
    draw: Draw, source: Source, *, key: int, retired: bool, nature: str, day: date, joined_by: date
) -> dict[str, Any]:
    """The items of one member.

    Args:
        key: the key of the row, which the telephone number is made of.
        retired: whether retired on ``day``.
        joined_by: the last day on which they may have joined.
    """
    sex = WOMEN if draw.happens(WOMEN_SHARE[retired]) else MEN
    born_on = _birthday(draw, sex, retired, day)
    name = person_name(draw, sex, born_on.year)
    pinyin, initials = spell(name)
    joined_on, full_on = joining(draw, born_on, joined_by)
    street, house, flat = draw.choice(STREETS), draw.randint(1, 189), draw.randint(101, 1806)
    return {
        "name": name,
        "pinyin": pinyin,
        "initials": initials,
        "given_name": given_name(name),
        "sex": sex,
        "ethnic_group": draw.one_of(ETHNIC_GROUPS),
        "identity_number": source.identity_number(born_on, sex),
        "born_on": born_on,
        "education": draw.one_of(next(table for until, table in EDUCATION if born_on.year < until)),
        "position_code": "0800" if retired else draw.one_of(POSITIONS[UnitNature(nature)]),
        "mobile_phone": f"1990{key:07d}",
        "landline": f"0598-0{key % 1_000_000:06d}" if draw.happens(0.22) else "",
        "home_address": f"{source.place}市{street}{house}号{flat}室",
        "community": draw.choice(COMMUNITIES) if draw.happens(0.9) else "",
        "joined_on": joined_on,
        "full_member_on": full_on,
        "reconciled_on": draw.day(date(2017, 7, 3), date(2017, 9, 29)) if draw.happens(0.79) else None,
        **_way_in(draw, born_on, joined_on),
    }


def _birthday(draw: Draw, sex: str, retired: bool, day: date) -> date:
    low, high = draw.one_of(AGES_RETIRED if retired else AGES_IN_SERVICE)
    if not retired and sex == WOMEN:
        high = min(high, 54)
        low = min(low, 48)
    if retired and sex == WOMEN and draw.happens(0.2):
        low, high = 55, 59
    return draw.day(years_after(day, -high - 1) + timedelta(days=1), years_after(day, -low))


def joining(draw: Draw, born_on: date, joined_by: date) -> tuple[date, date | None]:
    """The day somebody joined and the day of full membership, None while on probation.

    Half join before they are 26; of those born since 1978 most did so at university. From 1969 to 1977 there was no
    probation (Party statutes of the time).
    """
    at_university = born_on.year >= 1978 and draw.happens(0.6)
    age = 19.5 + min(draw.gammavariate(2.0, 0.8) if at_university else draw.gammavariate(2.6, 2.6), 32)
    joined_on = born_on + timedelta(days=round(age * 365.25) + 40)
    if joined_on > joined_by:
        joined_on = draw.day(max(born_on + timedelta(days=18 * 366 + 20), years_after(joined_by, -6)), joined_by)
    if date(1969, 4, 1) <= joined_on < date(1977, 8, 18):
        return joined_on, joined_on
    return joined_on, years_after(joined_on, 1)


def _way_in(draw: Draw, born_on: date, joined_on: date) -> dict[str, date | None]:
    """The steps before joining, known for those who joined since files became complete."""
    too_young = joined_on < years_after(born_on, 22)
    if joined_on.year < 1990 or too_young or not draw.happens(0.85):
        return {"applied_on": None, "activist_on": None, "prospect_on": None}
    return steps_before(draw, joined_on)


def steps_before(draw: Draw, joined_on: date) -> dict[str, date | None]:
    """Application, activist, development target: at least a year between the last two (admission rules)."""
    prospect = joined_on - timedelta(days=draw.randint(40, 160))
    activist = prospect - timedelta(days=draw.randint(370, 700))
    applied = activist - timedelta(days=draw.randint(60, 500))
    return {"applied_on": applied, "activist_on": activist, "prospect_on": prospect}


def with_gaps(draw: Draw, items: dict[str, Any]) -> dict[str, Any]:
    """The items with some missing, as registers are; a few birthdays as the personnel file has them."""
    for key, share in LACKING.items():
        if draw.happens(share):
            items[key] = ""
            if key == "mobile_phone":
                items["landline"] = ""
    if draw.happens(0.006):
        items["full_member_on"] = None
    if draw.happens(0.004):
        items["born_on"] += timedelta(days=draw.choice((-31, -30, 30, 31)))
    return items
