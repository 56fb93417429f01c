"""Requests and replies: what goes up to the approving committee and what comes down from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dangjian.foundation.members.enums import PostTitle
from dangjian.kernel.documents.blocks import Block, chinese_date
from dangjian.kernel.documents.cells import CellKind, Column
from dangjian.kernel.documents.official import OfficialDocument, Paragraph, Table

from ...enums import CountedBody, StepKind
from ...queries.elections import Counted, Dossier
from . import words


def _day(dossier: Dossier, kind: str, today: date) -> date:
    step = dossier.taken.get(kind)
    return step.on if step else today


def _upward(dossier: Dossier, kind: str, title: str, body: Sequence[Block], today: date) -> OfficialDocument:
    return OfficialDocument(
        title=title,
        body=body,
        number=words.number_of(dossier, kind),
        recipients=[words.organ_of(dossier)],
        signature=dossier.election.organisation.name,
        signed_on=_day(dossier, kind, today),
    )


def _downward(dossier: Dossier, kind: str, title: str, body: Sequence[Block], today: date) -> OfficialDocument:
    return OfficialDocument(
        title=title,
        body=body,
        number=words.number_of(dossier, kind),
        recipients=[dossier.election.organisation.name],
        signature=words.organ_of(dossier),
        signed_on=_day(dossier, kind, today),
    )


def request(dossier: Dossier, today: date) -> OfficialDocument:
    """关于换届选举的请示."""
    election, term = dossier.election, dossier.election.term
    meeting = words.meeting_of(dossier)
    since = (
        f"我{'支部' if election.organisation.is_branch else '党组织'}本届任期自{chinese_date(term.starts_on)}起，"
        f"至{chinese_date(term.last_day)}届满。"
        if term
        else "我党组织本届任期届满。"
    )
    decided = chinese_date(dossier.taken[StepKind.DECIDED].on)
    seats = f"{words.body_of(dossier)}拟设{words.seat_of(dossier)}{election.seats}名"
    way = (
        f"{seats}，候选人差额不少于应选人数的20%，由{meeting}以无记名投票方式差额选举产生；"
        "书记、副书记由新一届委员会第一次全体会议以无记名投票方式等额选举产生。"
        if dossier.has_committee
        else f"{words.body_of(dossier)}应选{election.seats}名，由{meeting}以无记名投票方式选举产生。"
    )
    delegates = f"{meeting}代表拟定{election.delegates}名。" if dossier.by_congress else ""
    body = [
        Paragraph(
            f"{since}根据《中国共产党章程》和党的基层组织选举工作有关规定，经{decided}研究，决定按期进行换届选举。"
        ),
        Paragraph(f"{way}{delegates}"),
        Paragraph("妥否，请批示。"),
    ]
    return _upward(dossier, StepKind.REQUESTED, f"关于{words.body_of(dossier)}换届选举的请示", body, today)


def reply(dossier: Dossier, today: date) -> OfficialDocument:
    """关于同意换届选举的批复."""
    election = dossier.election
    body = [
        Paragraph(
            f"你们《关于{words.body_of(dossier)}换届选举的请示》{words.about(dossier, StepKind.REQUESTED)}收悉。"
        ),
        Paragraph(
            f"同意你们召开{words.meeting_of(dossier)}进行换届选举，应选{words.seat_of(dossier)}{election.seats}名。"
            "请严格按照党章和党的基层组织选举工作有关规定，充分发扬民主，认真做好候选人的酝酿、推荐和选举工作。"
        ),
        Paragraph("此复。"),
    ]
    return _downward(dossier, StepKind.REPLIED, "关于同意换届选举的批复", body, today)


def _candidates(dossier: Dossier) -> list[Paragraph]:
    lines = [Paragraph(f"{words.seat_of(dossier)}候选人预备人选（按姓氏笔画为序）：{words.candidates_for(dossier)}。")]
    for title in (PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY):
        names = words.candidates_for(dossier, title)
        if names and dossier.has_committee:
            lines.append(Paragraph(f"{words.titled(title)}候选人预备人选：{names}。"))
    return lines


def nomination(dossier: Dossier, today: date) -> OfficialDocument:
    """关于候选人预备人选的请示."""
    replied = words.about(dossier, StepKind.REPLIED)
    day = chinese_date(dossier.taken[StepKind.NOMINATED].on)
    body = [
        Paragraph(f"根据《关于同意换届选举的批复》{replied}，经党员酝酿推荐，{day}研究，提出以下候选人预备人选："),
        *_candidates(dossier),
        Paragraph(f"应选{words.seat_of(dossier)}{dossier.election.seats}名，候选人{len(dossier.candidates)}名。"),
        Paragraph("妥否，请批示。"),
    ]
    return _upward(dossier, StepKind.NOMINATED, f"关于{words.body_of(dossier)}候选人预备人选的请示", body, today)


def candidates_reply(dossier: Dossier, today: date) -> OfficialDocument:
    """关于候选人预备人选的批复."""
    title = f"关于{words.body_of(dossier)}候选人预备人选的请示"
    body = [
        Paragraph(f"你们《{title}》{words.about(dossier, StepKind.NOMINATED)}收悉。经研究，同意以下候选人预备人选："),
        *_candidates(dossier),
        Paragraph("请按规定召开会议进行选举，并将选举结果报我们审批。此复。"),
    ]
    return _downward(dossier, StepKind.CANDIDATES_APPROVED, "关于候选人预备人选的批复", body, today)


def figures(result: Counted) -> str:
    """The numbers of a count as they are read out."""
    count = result.count
    left = (
        f"（另有{count.left_out}名党员经上级党组织同意并经大会通过，不计算在应到会人数之内）" if count.left_out else ""
    )
    return (
        f"应到会有选举权的{count.entitled}名{left}，实到会{count.present}名，"
        f"会议有效所需人数{result.outcome.quorum}名。发出选票{count.distributed}张，收回选票{count.collected}张，"
        f"其中有效票{count.valid}张，无效票{count.void}张。"
    )


def votes_table(result: Counted, caption: str) -> Table:
    """Everybody's votes, with the majority on both bases."""
    columns = (
        Column("姓名", 12),
        Column("赞成", 8, CellKind.INTEGER),
        Column("不赞成", 8, CellKind.INTEGER),
        Column("弃权", 8, CellKind.INTEGER),
        Column("超过应到会半数", 12),
        Column("超过实到会半数", 12),
        Column("是否当选", 10),
    )
    rows = [
        (
            line.votes.name + ("（另选）" if line.votes.written_in else ""),
            line.votes.yes,
            line.votes.no,
            line.votes.abstained,
            "是" if line.over_entitled else "否",
            "是" if line.over_present else "否",
            "当选" if line.elected else "未当选",
        )
        for line in result.outcome.lines
    ]
    return Table(columns, rows, caption=caption)


def result(dossier: Dossier, today: date) -> OfficialDocument:
    """关于选举结果的报告."""
    meeting, held = words.meeting_of(dossier), dossier.taken[StepKind.HELD]
    approved = words.about(dossier, StepKind.CANDIDATES_APPROVED)
    body: list[Block] = [
        Paragraph(f"根据《关于候选人预备人选的批复》{approved}，{meeting}已于{chinese_date(held.on)}召开。"),
    ]
    for one in dossier.results_of(CountedBody.ASSEMBLY):
        body.append(Paragraph(words_of_count(one)))
    names = words.listed(member.name for member in dossier.elected)
    body.append(Paragraph(f"选举结果：{names}当选（按得票多少为序）。"))
    left = dossier.taken.get(StepKind.SEATS_LEFT)
    if left:
        body.append(Paragraph(f"缺额{dossier.seats_left}名，不再进行选举：{left.note}"))
    shared = chinese_date(dossier.taken[StepKind.POSTS_SHARED].on)
    where = "新一届委员会第一次全体会议选举和分工" if dossier.has_committee else "职务分工"
    body.append(Paragraph(f"{shared}{where}：{words.of_posts(dossier)}。"))
    body.append(Paragraph("以上结果，请予审批。"))
    return _upward(dossier, StepKind.REPORTED, f"关于{words.body_of(dossier)}选举结果的报告", body, today)


def words_of_count(one: Counted) -> str:
    """One count in a sentence or two; one that did not count says why."""
    head = f"{chinese_date(one.count.held_on)}投票：{figures(one)}"
    if not one.outcome.has_quorum:
        return f"{head}到会人数不足，会议无效。"
    if one.outcome.is_void:
        return f"{head}收回选票多于发出选票，选举无效，重新选举。"
    votes = "，".join(f"{line.votes.name}{line.votes.yes}票" for line in one.outcome.lines)
    return f"{head}赞成票：{votes}。"


def result_reply(dossier: Dossier, today: date) -> OfficialDocument:
    """关于选举结果的批复."""
    title = f"关于{words.body_of(dossier)}选举结果的报告"
    names = words.listed(member.name for member in dossier.elected)
    body = [
        Paragraph(f"你们《{title}》{words.about(dossier, StepKind.REPORTED)}收悉。"),
        Paragraph(f"经研究，同意你们的选举结果。{names}任{words.seat_of(dossier)}，其中：{words.of_posts(dossier)}。"),
        Paragraph("此复。"),
    ]
    return _downward(dossier, StepKind.APPROVED, "关于选举结果的批复", body, today)
