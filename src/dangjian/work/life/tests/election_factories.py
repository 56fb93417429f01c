"""Branches with voters, and elections driven to any step by the services themselves."""

from datetime import date

from dangjian.foundation.members.enums import Category, PostTitle
from dangjian.foundation.members.tests.factories import member, post
from dangjian.foundation.organisations.services import start_term
from dangjian.work.life.enums import CountedBody, ElectedBody, StepKind
from dangjian.work.life.services import elections as services

NAMES = ("曾国", "丁一", "王春", "马明", "李华", "赵文", "欧阳海", "于飞", "刘洋", "孙芳")
STARTED = date(2014, 11, 1)
"""A branch elected then is due on 1 November 2017."""
DAYS = {
    StepKind.DECIDED: date(2017, 5, 4),
    StepKind.REQUESTED: date(2017, 5, 8),
    StepKind.REPLIED: date(2017, 5, 15),
    StepKind.NOMINATED: date(2017, 6, 1),
    StepKind.CANDIDATES_APPROVED: date(2017, 6, 8),
    StepKind.CALLED: date(2017, 6, 12),
    StepKind.HELD: date(2017, 6, 20),
    StepKind.POSTS_SHARED: date(2017, 6, 20),
    StepKind.REPORTED: date(2017, 6, 22),
    StepKind.APPROVED: date(2017, 6, 28),
    StepKind.HANDED_OVER: date(2017, 7, 3),
    StepKind.FILED: date(2017, 7, 5),
}
SIX = ("REQUESTED", "REPLIED", "CANDIDATES_APPROVED", "REPORTED", "HANDED_OVER", "FILED")


class Electorate:
    """A branch with ten full members and a probationary one, its term, and the old committee of three."""

    def __init__(self, branch):
        self.branch = branch
        self.voters = [member(branch, name=name) for name in NAMES]
        self.by_name = {voter.name: voter for voter in self.voters}
        self.newcomer = member(branch, name="预备生", category=Category.PROBATIONARY)
        self.term = start_term(branch, starts_on=STARTED, by=None)
        titles = (PostTitle.SECRETARY, PostTitle.ORGANISATION_OFFICER, PostTitle.PUBLICITY_OFFICER)
        self.old_posts = [
            post(voter, branch, title, on=STARTED) for voter, title in zip(self.voters[5:8], titles, strict=True)
        ]

    def named(self, *names, secretary=""):
        return [(self.by_name[name], PostTitle.SECRETARY.value if name == secretary else "") for name in names]


def begun(branch, **facts):
    return services.open_election(
        branch, **{"on": DAYS[StepKind.DECIDED], "body": ElectedBody.COMMITTEE, "seats": 3, "by": None, **facts}
    )


def take(election, kind):
    return services.record_step(election, kind, on=DAYS[kind], number=f"党〔2017〕{list(DAYS).index(kind)}号", by=None)


def called(electorate, names=("曾国", "丁一", "王春", "马明"), secretary="丁一", **facts):
    """An election up to the calling of its meeting."""
    election = begun(electorate.branch, **facts)
    take(election, StepKind.REQUESTED)
    take(election, StepKind.REPLIED)
    candidates = electorate.named(*names, secretary=secretary)
    services.nominate(election, on=DAYS[StepKind.NOMINATED], number="党〔2017〕3号", candidates=candidates, by=None)
    take(election, StepKind.CANDIDATES_APPROVED)
    services.call_meeting(
        election, on=DAYS[StepKind.CALLED], meeting_on=DAYS[StepKind.HELD], meeting_place="三楼会议室", by=None
    )
    election.refresh_from_db()
    return election


def ballot(electorate, votes, *, present=10, out=None, back=None, void=0, **more):
    """A ballot in which ``votes`` say how many were for each name; the others are against."""
    out = present if out is None else out
    back = out if back is None else back
    valid = max(back - void, 0)
    facts = {
        "held_on": DAYS[StepKind.HELD],
        "present": present,
        "distributed": out,
        "collected": back,
        "valid": valid,
        "void": void,
        "votes": {electorate.by_name[name]: (yes, valid - yes, 0) for name, yes in votes.items()},
        "written_in": {},
        "scrutineer": electorate.by_name["刘洋"],
        "counter": electorate.by_name["孙芳"],
    }
    return services.CountedBallot(**{**facts, **more})


def held(electorate, votes=(("曾国", 7), ("丁一", 9), ("王春", 8), ("马明", 3))):
    """An election whose meeting has filled all seats."""
    election = called(electorate)
    services.record_count(election, CountedBody.ASSEMBLY, ballot(electorate, dict(votes)), by=None)
    return election


def shared(electorate):
    """An election whose committee has given out its posts."""
    election = held(electorate)
    vote = ballot(electorate, {"丁一": 3}, present=3, scrutineer=None, counter=None)
    services.record_count(election, CountedBody.COMMITTEE, vote, by=None)
    titles = (PostTitle.ORGANISATION_OFFICER, PostTitle.SECRETARY, PostTitle.PUBLICITY_OFFICER)
    posts = [(electorate.by_name[n], t) for n, t in zip(("曾国", "丁一", "王春"), titles, strict=True)]
    services.share_posts(election, on=DAYS[StepKind.POSTS_SHARED], posts=posts, by=None)
    return election


def approved(electorate):
    """An election whose committee is in office."""
    election = shared(electorate)
    take(election, StepKind.REPORTED)
    services.approve_result(election, on=DAYS[StepKind.APPROVED], number="党〔2017〕9号", by=None)
    return election
