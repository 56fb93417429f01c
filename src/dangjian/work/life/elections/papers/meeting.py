"""The papers of the meeting: agenda, method, the chair's script, ballots, the counting sheet and the count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dangjian.kernel.documents.blocks import Block, chinese_date
from dangjian.kernel.documents.cells import Column
from dangjian.kernel.documents.official import Heading, Items, OfficialDocument, Paragraph, Table

from ...enums import CountedBody, MajorityBase, StepKind
from ...queries.elections import Counted, Dossier
from ..clauses import ElectionRule, election_rule
from . import words
from .correspondence import votes_table, words_of_count

BASES = {MajorityBase.ENTITLED: "应到会有选举权人数", MajorityBase.PRESENT: "实到会有选举权人数"}
WRITE_IN_LINES = 2


def _named(dossier: Dossier, what: str) -> str:
    return f"{dossier.election.organisation.name}\n{words.meeting_of(dossier)}{what}"


def _when(dossier: Dossier) -> str:
    place = f"，地点：{dossier.election.meeting_place}" if dossier.election.meeting_place else ""
    return f"时间：{chinese_date(dossier.rule_day)}{place}"


def _items(dossier: Dossier) -> list[str]:
    body = words.body_of(dossier)
    return [
        "清点到会人数，宣布大会开始，奏（唱）国歌",
        f"上届{words.committee_of(dossier)}作工作报告，大会审议"
        if dossier.has_committee
        else "上届书记作工作报告，大会审议",
        "讨论通过选举办法",
        "通过监票人名单，宣布计票人名单",
        f"介绍{body}候选人情况",
        "检查票箱，分发选票，说明填写方法，投票",
        "清点选票，宣布选举是否有效",
        "计票，宣布计票结果和当选人名单",
        "奏（唱）国际歌，宣布大会结束",
    ]


def agenda(dossier: Dossier, today: date) -> OfficialDocument:
    """大会议程."""
    body: list[Block] = [Paragraph(_when(dossier)), Items(_items(dossier), numbered=True)]
    return OfficialDocument(title=_named(dossier, "议程"), body=body)


def quorum_words(rule: ElectionRule) -> str:
    """How many must be present, by the version in force."""
    return "超过应到会人数的五分之四" if rule.quorum_exceeded else "不少于应到会人数的五分之四"


def method(dossier: Dossier, today: date) -> OfficialDocument:
    """选举办法（草案）."""
    election, rule = dossier.election, election_rule(dossier.rule_day)
    seat, meeting, voter = words.seat_of(dossier), words.meeting_of(dossier), words.voter_of(dossier)
    different = len(dossier.candidates) - election.seats
    kind = f"差额选举，候选人{len(dossier.candidates)}名，差额{different}名" if different else "等额选举"
    rules = [
        "根据《中国共产党章程》和党的基层组织选举工作有关规定，制定本办法。",
        f"{words.body_of(dossier)}由{meeting}选举产生，应选{seat}{election.seats}名，实行{kind}。",
        f"候选人由上届组织提名，报经{words.organ_of(dossier)}批准，选票上按姓氏笔画为序排列。",
        (
            f"有选举权的到会人数{quorum_words(rule)}，会议有效。{voter}有选举权；预备党员、留党察看期间的党员没有选举权。"
            "因故未到会的不能委托他人代为投票。"
        ),
        (
            "选举采用无记名投票方式。对选票上的候选人，可以投赞成票、不赞成票或者弃权；投不赞成票的，可以另选他人；"
            "投弃权票的，不得另选他人。"
        ),
        (
            "收回的选票等于或者少于发出的选票，选举有效；多于发出的选票，选举无效，应当重新选举。每张选票所选人数等于或者"
            "少于应选人数的为有效票，多于应选人数的为无效票。"
        ),
        (
            f"被选举人获得的赞成票超过{BASES[rule.majority]}半数的，始得当选。获得赞成票超过半数的人数多于应选名额时，以得票"
            "多少为序，至取足应选名额为止。票数相等不能确定当选人时，就票数相等的被选举人再次投票，得票多的当选。"
        ),
        "当选人数少于应选名额时，对不足的名额另行选举；接近应选名额的，经半数以上选举人同意，可以减少名额，不再进行选举。",
        "监票人、计票人由大会通过。候选人不得担任监票人、计票人。监票人负责对选举全过程进行监督，计票人在监票人监督下工作。",
        *(
            ["书记、副书记由新一届委员会第一次全体会议以无记名投票方式等额选举产生，候选人事先报经上级党组织批准。"]
            if dossier.has_committee
            else []
        ),
        f"本办法经{meeting}通过后施行。",
    ]
    body = [Paragraph(f"第{number}条　{text}") for number, text in zip(_numerals(), rules, strict=False)]
    return OfficialDocument(title=_named(dossier, "选举办法"), body=body)


def _numerals() -> Sequence[str]:
    return ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def script(dossier: Dossier, today: date) -> OfficialDocument:
    """主持词."""
    election, rule = dossier.election, election_rule(dossier.rule_day)
    voter, seat = words.voter_of(dossier), words.seat_of(dossier)
    names = words.candidates_for(dossier)
    approved = words.about(dossier, StepKind.CANDIDATES_APPROVED)
    body: list[Block] = [
        Paragraph("同志们："),
        Paragraph(
            f"今天召开{words.meeting_of(dossier)}，选举{words.body_of(dossier)}。现在清点人数。请工作人员报告应到会和实到会的"
            f"{voter}人数。有选举权的到会人数{quorum_words(rule)}的，我宣布大会有效，现在开会。请全体起立，奏（唱）国歌。"
        ),
        Heading(1, "工作报告"),
        Paragraph("请上届书记作工作报告。请大家审议。同意的请举手；不同意的请举手；弃权的请举手。报告通过。"),
        Heading(1, "选举办法和监票人、计票人"),
        Paragraph("请大家讨论选举办法草案。同意的请举手；不同意的请举手；弃权的请举手。选举办法通过。"),
        Paragraph("请大家审议监票人名单，候选人不担任监票人、计票人。同意的请举手。名单通过，并宣布计票人名单。"),
        Heading(1, "候选人情况"),
        Paragraph(
            f"经{words.organ_of(dossier)}批准{approved}，{seat}候选人共{len(dossier.candidates)}名，应选{election.seats}名。"
            f"按姓氏笔画为序，候选人是：{names}。下面介绍候选人情况。"
        ),
        Heading(1, "投票"),
        Paragraph(
            f"请监票人检查票箱，分发选票。每人一张，不多发。每张选票最多选{election.seats}名，多选的为无效票。"
            "赞成的在姓名后“赞成”栏内画“○”，不赞成的在“不赞成”栏内画“○”，弃权的在“弃权”栏内画“○”；"
            "另选他人的，在“另选人姓名”栏内写上姓名。未到会的不能委托投票。"
        ),
        Paragraph("请监票人、计票人先投票，其他同志依次投票。"),
        Heading(1, "计票和宣布结果"),
        Paragraph(
            "请监票人报告发出和收回的选票数。收回的选票不多于发出的选票，我宣布选举有效；多于发出的选票，选举无效，"
            "重新选举。请计票人计票。"
        ),
        Paragraph(f"请监票人报告计票结果。赞成票超过{BASES[rule.majority]}半数的当选。我宣布当选人名单。"),
        Paragraph("请全体起立，奏（唱）国际歌。大会到此结束。"),
    ]
    return OfficialDocument(title=_named(dossier, "主持词"), body=body)


def ballot_of(title: str, names: Sequence[str], seats: int, day: date) -> OfficialDocument:
    """A ballot: names, three boxes each, lines to write others in, and how it is filled in."""
    columns = (Column("候选人姓名", 16), Column("赞成", 8), Column("不赞成", 8), Column("弃权", 8))
    rows = [(words.on_ballot(name), "", "", "") for name in names]
    others = Table((Column("另选人姓名", 16), Column("赞成", 24)), [("", "")] * min(seats, WRITE_IN_LINES))
    how = [
        f"本票应选{seats}名，所选人数等于或者少于{seats}名的为有效票，多于{seats}名的为无效票。",
        "赞成、不赞成、弃权的，在候选人姓名后相应栏内画“○”。",
        "不赞成候选人的，可以另选他人，在“另选人姓名”栏内写上姓名并在“赞成”栏内画“○”；弃权的，不得另选他人。",
        "候选人按姓氏笔画为序排列。" if len(names) > 1 else "请用钢笔或者签字笔填写，字迹清楚。",
    ]
    body: list[Block] = [
        Table(columns, rows),
        others,
        Paragraph("说明："),
        Items(how, numbered=True),
        Paragraph(f"{chinese_date(day)}（盖章有效）"),
    ]
    return OfficialDocument(title=title, body=body)


def ballot(dossier: Dossier, today: date) -> OfficialDocument:
    """选票; a further round has only those who are still to be voted on and the seats that are left."""
    names = [nominee.member.name for nominee in dossier.still_standing] or [n.member.name for n in dossier.candidates]
    again = bool(dossier.results_of(CountedBody.ASSEMBLY)) and dossier.seats_left > 0
    seats = dossier.seats_left if again else dossier.election.seats
    title = f"{dossier.election.organisation.name}\n{words.seat_of(dossier)}选票{'（再次投票）' if again else ''}"
    return ballot_of(title, names, seats, dossier.rule_day)


def tally_sheet(dossier: Dossier, today: date) -> OfficialDocument:
    """计票单: to be filled in by hand while the ballots are read out."""
    names = [words.on_ballot(nominee.member.name) for nominee in dossier.candidates]
    papers = Table(
        (Column("项目", 24), Column("数目", 12)),
        [
            (label, "")
            for label in (
                "应到会有选举权人数", "不计算在应到会人数之内", "实到会有选举权人数", "发出选票", "收回选票",
                "有效票", "无效票",
            )
        ],
        caption="到会和选票",
    )  # fmt: skip
    votes = Table(
        (Column("姓名", 14), Column("赞成（画“正”字）", 26), Column("合计", 8), Column("不赞成", 8), Column("弃权", 8)),
        [(name, "", "", "", "") for name in [*names, *[""] * WRITE_IN_LINES]],
        caption="得票",
    )
    check = Items(
        [
            "实到会人数不得多于应到会人数；发出选票不得多于实到会人数。",
            "收回选票多于发出选票的，选举无效，重新选举；有效票与无效票之和等于收回选票。",
            "每名候选人的赞成、不赞成、弃权票之和等于有效票。",
        ],
        numbered=True,
    )
    signed = (Paragraph("监票人（签名）："), Paragraph("计票人（签名）："))
    body: list[Block] = [Paragraph(_when(dossier)), papers, votes, Paragraph("核对："), check, *signed]
    return OfficialDocument(title=_named(dossier, "计票单"), body=body)


def count(dossier: Dossier, today: date) -> OfficialDocument:
    """选举结果报告单: every count of the meeting as it was entered, with the majority on both bases."""
    body: list[Block] = []
    results = dossier.results_of(CountedBody.ASSEMBLY)
    for number, one in enumerate(results, start=1):
        body.append(Paragraph(words_of_count(one)))
        if one.outcome.counts:
            body += [votes_table(one, f"第{number}次投票得票情况"), _majority(one)]
        body += _counters(one)
    elected = words.listed(member.name for member in dossier.elected)
    body.append(Paragraph(f"当选{words.seat_of(dossier)}（按得票多少为序）：{elected}。"))
    left = dossier.taken.get(StepKind.SEATS_LEFT)
    if left:
        body.append(Paragraph(f"缺额{dossier.seats_left}名，不再进行选举：{left.note}"))
    return OfficialDocument(
        title=_named(dossier, "选举结果报告单"),
        body=body,
        signature=dossier.election.organisation.name,
        signed_on=results[-1].count.held_on,
    )


def _majority(one: Counted) -> Paragraph:
    words_of_base = BASES[one.rule.majority]
    base = one.count.entitled if one.rule.majority == MajorityBase.ENTITLED else one.count.present
    return Paragraph(
        f"应到会半数为{one.count.entitled / 2:g}，实到会半数为{one.count.present / 2:g}。"
        f"按投票当日有效的规定，以{words_of_base}（{base}名）为准，赞成票超过半数的当选。"
    )


def _counters(one: Counted) -> list[Paragraph]:
    names = [
        f"{label}：{member.name}"
        for label, member in (("监票人", one.count.scrutineer), ("计票人", one.count.counter))
        if member
    ]
    return [Paragraph("，".join(names) + "。")] if names else []
