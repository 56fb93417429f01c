"""Rules of the letter of introduction as data: usual and longest validity, and the letter as a document.

Usual validity is about 10 days inside a city and 30 outside, three months at most (practice of organisation
departments, domain.md 2.6); sources differ, so the usual one may be changed on every letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangjian.kernel.documents.blocks import chinese_date
from dangjian.kernel.documents.official import OfficialDocument, Paragraph

from .models import Transfer


@dataclass(frozen=True)
class LetterRule:
    """One version of the rule about letters.

    Attributes:
        effective_on: first day of the version.
        usual_days: validity offered.
        longest_days: validity never exceeded.
        source: where it is written.
    """

    effective_on: date
    usual_days: int
    longest_days: int
    source: str


LETTER_RULES = (LetterRule(date(2000, 1, 1), 30, 90, "中国共产党党员教育管理工作条例 第二十五条"),)


def rule_on(day: date) -> LetterRule:
    """The version in force on a day."""
    return next(rule for rule in reversed(LETTER_RULES) if rule.effective_on <= day or rule is LETTER_RULES[0])


def letter_document(transfer: Transfer) -> OfficialDocument:
    """The letter in its three parts: stub, letter and receipt. The text is the form's own and stays in Chinese."""
    member = transfer.member
    current = member.current
    category = "正式党员" if current is None or current.category == "01" else "预备党员"
    sex = {"1": "，男", "2": "，女"}.get(member.sex, "")
    paid = (
        f"党费已交至{transfer.dues_paid_until:%Y}年{transfer.dues_paid_until.month}月。"
        if transfer.dues_paid_until
        else ""
    )
    number = f"（编号：{transfer.letter_number}）"
    way = f"组织关系由{transfer.organisation.name}转到{transfer.to_organisation.name}。"
    sentence = f"{member.name}同志{sex}，系中共{category}，{way}"
    issued = chinese_date(transfer.happened_on)
    valid = f"有效期{transfer.valid_days}天（至{chinese_date(transfer.last_valid_day)}）。"
    seam = "· · · · · · · · · · · · · · · · （骑缝章） · · · · · · · · · · · · · · · ·"
    # As short as the form allows: the three parts stand on one sheet, which is cut along the seams.
    body = [
        Paragraph(f"第一联　存根{number}"),
        Paragraph(f"{sentence}{paid}{issued}开具。"),
        Paragraph(seam),
        Paragraph(f"第二联　介绍信{number}"),
        Paragraph(f"{transfer.to_organisation.name}："),
        Paragraph(f"{sentence}请接转组织关系。{paid}{valid}"),
        Paragraph(f"{transfer.organisation.name}（盖章）"),
        Paragraph(issued),
        Paragraph(seam),
        Paragraph(f"第三联　回执{number}"),
        Paragraph(f"{transfer.organisation.name}："),
        Paragraph(f"{member.name}同志的组织关系已于＿＿＿＿年＿＿月＿＿日转到我处，特此回复。"),
        Paragraph("经办人：＿＿＿＿＿＿　接收党组织（盖章）"),
    ]
    return OfficialDocument(title="中国共产党党员组织关系介绍信", body=body)
