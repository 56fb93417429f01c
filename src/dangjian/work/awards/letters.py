"""What is written on paper about a call: the letter to an applicant, certificates, plaques, the decision.

Papers are in Chinese, whatever the reader's language, as the forms are.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import segno
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.documents.blocks import chinese_date
from dangjian.kernel.documents.cells import Column
from dangjian.kernel.documents.official import Block, Heading, OfficialDocument, Paragraph, Table
from dangjian.kernel.documents.pdf import render_pdf

from .codes import printed
from .models import Call, Honour, Nomination


def subject_of(nomination: Nomination) -> str | Promise:
    """What came of it, in a word or two, in the reader's language."""
    return _("Awarded") if nomination.proposed_class_id else _("Not selected")


def letter(nomination: Nomination, helped: Sequence[str]) -> OfficialDocument:
    """The letter to whoever entered a nomination: what was decided, why, and what helped."""
    call, award_class = nomination.call, nomination.proposed_class
    result = f"授予“{award_class.name}”称号" if award_class else "本次未予入选"
    number = f"（{call.decision_number}）" if call.decision_number else ""
    day = chinese_date(call.decided_on) if call.decided_on else ""
    body: list[Block] = [
        Paragraph(f"你单位在“{call.title}”中申报的{nomination.title}，经{day}研究决定{number}，{result}。"),
        Heading(1, "评审理由"),
        Paragraph(nomination.decision_reason),
    ]
    if helped:
        body += [Heading(1, "可取之处与建议"), *(Paragraph(words) for words in helped)]
    body.append(Paragraph("感谢你单位的参与。" if award_class is None else "特此通知。"))
    return OfficialDocument(
        title=f"{call.title}\n结果告知书",
        body=body,
        recipients=(nomination.organisation.name,),
        signature=call.organisation.name,
        signed_on=call.decided_on,
    )


def certificate_data(honour: Honour, address: str) -> dict[str, object]:
    """A certificate as the template of the printed one takes it.

    Args:
        address: where the code is checked; printed beside it.
    """
    code = printed(honour.certificate_code or "")
    won_in = f"“{honour.nomination.call.title}”" if honour.nomination else f"{honour.happened_on.year}年度评选"
    return {
        "title": "荣誉证书",
        "to": honour.title,
        "of": honour.organisation.name if honour.member_id or honour.record_kind else "",
        "text": f"在{won_in}中，被授予“{honour.name}”称号。特发此证，以资鼓励。",
        "by": honour.given_by,
        "on": chinese_date(honour.happened_on),
        "number": honour.document_number,
        "code": code,
        "address": address,
        "picture": _picture(address),
    }


def certificates_pdf(honours: Sequence[tuple[Honour, str]]) -> bytes:
    """Certificates as PDF, a page each.

    Args:
        honours: each with the address where its code is checked, printed as a code to be photographed.
    """
    return render_pdf("certificate", {"certificates": [certificate_data(one, address) for one, address in honours]})


def _picture(address: str) -> str:
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", xmldecl=False, scale=4, border=0)
    return picture.getvalue().decode()


def plaque_list(call: Call, honours: Sequence[Honour], today: date) -> OfficialDocument:
    """The list of plaques and certificates to be made for a call: what stands on each, and its code."""
    body: list[Block] = []
    for name in dict.fromkeys(honour.name for honour in honours):
        own = [honour for honour in honours if honour.name == name]
        rows = [
            (
                n,
                one.title,
                one.organisation.name,
                "证书" if one.member_id else "奖牌",
                printed(one.certificate_code or ""),
            )
            for n, one in enumerate(own, start=1)
        ]
        body += [Heading(1, f"{name}（{len(own)}个）"), Table(PLAQUE_COLUMNS, rows)]
    return OfficialDocument(
        title=f"{call.title}\n奖牌、证书制作清单",
        body=body,
        number=call.decision_number,
        signature=call.organisation.name,
        signed_on=today,
    )


PLAQUE_COLUMNS = (
    Column("序号", 6),
    Column("刻写名称", 24),
    Column("所在党组织", 30),
    Column("种类", 8),
    Column("核验码", 16),
)


def decision_paper(call: Call, honours: Sequence[Honour]) -> OfficialDocument:
    """The decision with the names, class by class."""
    lists: list[Block] = [Paragraph(f"根据“{call.title}”的要求，经推荐、评审、公示，决定授予下列称号。")]
    for name in dict.fromkeys(honour.name for honour in honours):
        own = [honour for honour in honours if honour.name == name]
        lists.append(Heading(1, f"{name}（{len(own)}个）"))
        named = (f"{one.title}（{one.organisation.short_name}）" if one.member_id else one.title for one in own)
        lists.append(Paragraph("、".join(named)))
    return OfficialDocument(
        title=f"关于{call.title}的决定",
        body=lists,
        number=call.decision_number,
        signature=call.organisation.name,
        signed_on=call.decided_on,
    )
