"""The papers of the first meeting of the committee, and of the handover."""

from __future__ import annotations

from datetime import date

from dangjian.kernel.documents.blocks import Block, chinese_date
from dangjian.kernel.documents.cells import Column
from dangjian.kernel.documents.official import OfficialDocument, Paragraph, Table

from ...enums import CountedBody, StepKind
from ...queries.elections import Dossier
from . import words
from .correspondence import votes_table, words_of_count
from .meeting import ballot_of

HANDED_OVER = (
    "党组织印章", "党员名册和组织关系材料", "组织生活记录", "发展党员材料", "党费收缴使用账目", "换届选举材料",
    "文件和资料", "待办事项",
)  # fmt: skip


def committee_ballot(dossier: Dossier, today: date) -> OfficialDocument:
    """书记、副书记选票."""
    nominees = [nominee for nominee in dossier.candidates if nominee.title]
    names = [f"{words.titled(nominee.title)} {words.on_ballot(nominee.member.name)}" for nominee in nominees]
    title = f"{dossier.election.organisation.name}\n第一次全体会议选票"
    return ballot_of(title, names, len(names), dossier.rule_day)


def minutes(dossier: Dossier, today: date) -> OfficialDocument:
    """新一届委员会第一次全体会议纪要, or 职务分工纪要 where there is no committee."""
    day = chinese_date(dossier.taken[StepKind.POSTS_SHARED].on)
    names = words.listed(member.name for member in dossier.elected)
    body: list[Block] = [Paragraph(f"{day}，{words.body_of(dossier)}当选的{names}同志召开会议。")]
    for one in dossier.results_of(CountedBody.COMMITTEE):
        body.append(Paragraph(words_of_count(one)))
        if one.outcome.counts:
            body.append(votes_table(one, "书记、副书记得票情况"))
    body.append(Paragraph(f"职务分工：{words.of_posts(dossier)}。"))
    what = "第一次全体会议纪要" if dossier.has_committee else "职务分工纪要"
    return OfficialDocument(
        title=f"{dossier.election.organisation.name}\n{what}",
        body=body,
        signature=dossier.election.organisation.name,
        signed_on=dossier.taken[StepKind.POSTS_SHARED].on,
    )


def handover(dossier: Dossier, today: date) -> OfficialDocument:
    """交接清单."""
    approved = words.about(dossier, StepKind.APPROVED)
    table = Table(
        (Column("序号", 6), Column("交接内容", 26), Column("数量", 10), Column("备注", 18)),
        [(str(number), what, "", "") for number, what in enumerate(HANDED_OVER, start=1)],
    )
    body: list[Block] = [
        Paragraph(
            f"根据《关于选举结果的批复》{approved}，新老班子就以下内容办理交接。新任：{words.of_posts(dossier)}。"
        ),
        table,
        *(Paragraph(f"{who}（签名）：") for who in ("移交人", "接收人", "监交人")),
    ]
    return OfficialDocument(title=f"{dossier.election.organisation.name}\n换届交接清单", body=body)
