"""The smallest meetings, for this room's tests and those above it."""

from datetime import date, time

from dangjian.work.life import services
from dangjian.work.life.enums import MeetingKind
from dangjian.work.life.services import Minutes

TODAY = date(2017, 10, 9)


def minutes(on=TODAY, **overrides):
    return Minutes(**{"on": on, "content": "传达学习，讨论近期工作。", **overrides})


def held(organisation, *kinds, on=TODAY, today=None, by=None, jointly=(), **overrides):
    kinds = kinds or (MeetingKind.GENERAL,)
    return services.record_meeting(
        organisation=organisation,
        kinds=kinds,
        jointly=jointly,
        minutes=minutes(on, **overrides),
        today=today or max(TODAY, on),
        by=by,
    )


def called(organisation, *kinds, on=date(2017, 10, 20), today=TODAY, by=None, **overrides):
    kinds = kinds or (MeetingKind.GENERAL,)
    facts = {"begins_at": time(15), "place": "三楼会议室"} | overrides
    return services.call_meeting(organisation=organisation, kinds=kinds, on=on, today=today, by=by, **facts)
