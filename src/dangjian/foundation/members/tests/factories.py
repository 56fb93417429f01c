"""The smallest valid members, for this room's tests and those above it."""

from datetime import date
from itertools import count

from dangjian.foundation.members import services
from dangjian.foundation.members.enums import Category, ChangeReason, PostTitle, WorkStatus
from dangjian.kernel.privacy.identifiers import check_character

_numbers = count(1)
GIVEN = ["文", "明", "华", "春", "建国", "志强", "小红", "丽萍", "海燕", "国栋"]
SURNAMES = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "欧阳", "曾"]


def identity_number(born_on=date(1980, 5, 6), sex="1", region="350402", sequence=None):
    n = sequence if sequence is not None else next(_numbers) % 400
    seventeen = f"{region}{born_on:%Y%m%d}{n * 2 + (1 if sex == '1' else 0):03d}"
    return seventeen + check_character(seventeen)


def whole(**overrides):
    """Details with all sixteen items."""
    n = next(_numbers)
    details = {
        "name": SURNAMES[n % 10] + GIVEN[n // 10 % 10],
        "sex": "1",
        "ethnic_group": "01",
        "identity_number": identity_number(sequence=n % 400, region=("350402", "350403", "350481")[n // 400 % 3]),
        "born_on": date(1980, 5, 6),
        "education": "21",
        "joined_on": date(2004, 7, 1),
        "full_member_on": date(2005, 7, 1),
        "position_code": "0110",
        "mobile_phone": f"138{n:08d}",
        "home_address": "某路1号",
    }
    return details | overrides


def member(organisation, *, by=None, starts_on=date(2012, 1, 1), **overrides):
    row = {
        "category": Category.FULL,
        "work_status": WorkStatus.IN_SERVICE,
        "reason": ChangeReason.REGISTERED,
        **{key: overrides.pop(key) for key in ("category", "work_status", "reason", "group") if key in overrides},
    }
    details = whole(**overrides)
    if row["category"] == Category.PROBATIONARY:
        details |= {"full_member_on": None}
    return services.register(by=by, organisation=organisation, starts_on=starts_on, **row, **details)


def post(holder, organisation, title=PostTitle.SECRETARY, on=date(2015, 1, 1)):
    return services.appoint(holder, by=None, organisation=organisation, title=title, on=on)
