"""Letters that are open today, some that have run out, and some that were returned or withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dangjian.foundation.members.enums import TransferState
from dangjian.foundation.members.models import Transfer

from .world import City, Resident, entered_on

OPEN, RUN_OUT, RETURNED, WITHDRAWN = 9, 2, 4, 3
"""How many letters of each sort a whole city has."""
REASONS = ("工作调动", "工作调动", "轮岗交流", "机构改革人员划转")


def build(city: City) -> None:
    """Write letters that did not lead to a move."""
    city.write(_letters(city))


def _letters(city: City) -> Iterator[Transfer]:
    draw = city.draw("letters")
    everybody = [
        p for b in city.branches for p in b.people if p.full and not p.is_retired and p.since < date(2016, 1, 1)
    ]
    homes = [b for b in city.branches if b.in_service >= 6 and b.organisation.kind == "branch"]
    sorts = (
        (city.of_size(OPEN), TransferState.ISSUED, (1, 26)),
        (city.of_size(RUN_OUT), TransferState.ISSUED, (37, 75)),
        (city.of_size(RETURNED), TransferState.RETURNED, (60, 400)),
        (city.of_size(WITHDRAWN), TransferState.WITHDRAWN, (60, 400)),
    )
    people = iter(draw.sample(everybody, min(len(everybody), sum(number for number, _state, _ago in sorts))))
    if len(homes) < 2:
        return
    for number, state, (low, high) in sorts:
        for _n in range(number):
            person = next(people, None)
            if person is not None:
                to = draw.choice([b for b in draw.sample(homes, 2) if b is not person.branch])
                yield _letter(
                    city,
                    person,
                    to.organisation,
                    state,
                    city.day - timedelta(days=draw.randint(low, high)),
                    draw.choice(REASONS),
                )


def _letter(city: City, person: Resident, to, state: str, issued: date, reason: str) -> Transfer:
    key = city.keys.take(Transfer)
    there = person.branch.organisation
    answered = None if state == TransferState.ISSUED else issued + timedelta(days=9)
    answers = {TransferState.RETURNED: "接收支部名称有误，请核实后重新开具", TransferState.WITHDRAWN: "调动取消"}
    return Transfer(
        pk=key,
        member_id=person.key,
        organisation=there,
        to_organisation=to,
        letter_number=f"{there.code}〔{issued.year}〕8{key % 100:02d}号",
        happened_on=issued,
        valid_days=30,
        dues_paid_until=issued.replace(day=1) - timedelta(days=1),
        reason=reason,
        state=state,
        answered_on=answered,
        answer=answers.get(TransferState(state), ""),
        entered_at=entered_on(issued),
        entered_by="支部书记",
    )
