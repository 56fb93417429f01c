"""The smallest valid rows of the awards room, for its tests and those above it."""

from datetime import date

from dangjian.work.awards import services
from dangjian.work.awards.enums import PhaseKind, Subject
from dangjian.work.awards.models import AwardProgramme

DRAWN, ISSUED, TODAY = date(2017, 4, 10), date(2017, 4, 20), date(2017, 5, 10)
TAKING = date(2017, 4, 20), date(2017, 5, 26)


def programme(key="july-first"):
    services.begin_programmes(by=None)
    return AwardProgramme.objects.get(key=key)


def drawn_up(issuer, *, key="service-brands", title="年度表彰", today=DRAWN, **facts):
    """A call that nothing is set in yet."""
    facts = {"year": today.year, "needs_discipline": False, "needs_personnel": False} | facts
    return services.draw_up_call(
        organisation=issuer, programme=programme(key), title=title, today=today, by=None, **facts
    )


def award_class(call, name="先进基层党组织", subject=Subject.ORGANISATION, quota=2, **facts):
    return services.keep_class(call, name=name, subject=subject, quota=quota, by=None, **facts)


def issued(issuer, *, members=False, quota=2, taking=TAKING, on=ISSUED, **facts):
    """A call with one class that takes nominations."""
    call = drawn_up(issuer, **facts)
    name, subject = ("优秀共产党员", Subject.MEMBER) if members else ("先进基层党组织", Subject.ORGANISATION)
    made = award_class(call, name, subject, quota)
    services.keep_phase(call, kind=PhaseKind.NOMINATING, starts_on=taking[0], ends_on=taking[1], by=None)
    return services.issue_call(call, on=on, today=on, by=None), made


def nominated(call, award_class, organisation, *, member=None, today=TODAY, deeds="组织生活规范，服务群众有实绩。"):
    return services.nominate(
        call, award_class, organisation=organisation, member=member, deeds=deeds, today=today, by=None
    )


def entered(call, award_class, organisation, *, supports=True, today=TODAY, **facts):
    """A nomination that was entered, with the opinions of all levels on its way."""
    from dangjian.work.awards.queries.nominations import levels_of

    made = services.submit_nomination(
        nominated(call, award_class, organisation, today=today, **facts), today=today, by=None
    )
    for level in levels_of(made):
        services.give_opinion(
            made, organisation=level.organisation, supports=supports, text="同意推荐", today=today, by=None
        )
    return made


def admitted(call, award_class, organisation, *, today=TODAY, **facts):
    made = entered(call, award_class, organisation, today=today, **facts)
    return services.admit_nomination(made, today=today, by=None)


def proposed(call, award_class, organisation, *, today=TODAY, **facts):
    made = admitted(call, award_class, organisation, today=today, **facts)
    return services.propose(made, award_class, reason="事迹突出", by=None)


def noticed(call, award_class, *organisations, today=TODAY):
    """A call whose proposals stand in a public notice."""
    for organisation in organisations:
        proposed(call, award_class, organisation, today=today)
    return services.publish_notice(call, contact="机关党委办公室", today=today, by=None)
