"""The papers of an election as Word documents: filled in from the record, changed afterwards as anybody likes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dangjian.kernel.documents.official import OfficialDocument

from ...enums import StepKind
from ...queries.elections import Dossier
from . import committee, correspondence, meeting

CHINESE = "zh-hans"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Paper:
    """A paper.

    Attributes:
        key: in addresses.
        label: words of the link.
        name: of the file, in Chinese.
        needs: the last step that must stand before it can be filled in.
        make: dossier and day -> the document.
        for_committee: whether it exists only where a committee is elected.
    """

    key: str
    label: str | Promise
    name: str
    needs: StepKind
    make: Callable[[Dossier, date], OfficialDocument]
    for_committee: bool = False

    def is_ready(self, dossier: Dossier) -> bool:
        """Whether the record holds what it says."""
        return dossier.done(self.needs) and (dossier.has_committee or not self.for_committee)

    def docx(self, dossier: Dossier, today: date) -> bytes:
        """The paper for Word."""
        with override(CHINESE):
            return self.make(dossier, today).docx()


PAPERS = (
    Paper("request", _("Request for the election"), "01换届请示", StepKind.DECIDED, correspondence.request),
    Paper("reply", _("Reply to the request"), "02换届批复", StepKind.REQUESTED, correspondence.reply),
    Paper("nomination", _("Report on the candidates"), "03候选人请示", StepKind.NOMINATED, correspondence.nomination),
    Paper(
        "candidates_reply",
        _("Approval of the candidates"),
        "04候选人批复",
        StepKind.NOMINATED,
        correspondence.candidates_reply,
    ),
    Paper("agenda", _("Agenda"), "05大会议程", StepKind.CALLED, meeting.agenda),
    Paper("method", _("Election method"), "06选举办法", StepKind.CALLED, meeting.method),
    Paper("script", _("Chair's script"), "07主持词", StepKind.CALLED, meeting.script),
    Paper("ballot", _("Ballot"), "08选票", StepKind.CALLED, meeting.ballot),
    Paper("tally_sheet", _("Counting sheet"), "09计票单", StepKind.CALLED, meeting.tally_sheet),
    Paper("count", _("Report on the count"), "10选举结果报告单", StepKind.HELD, meeting.count),
    Paper(
        "committee_ballot",
        _("Ballot for secretary and deputy"),
        "11书记副书记选票",
        StepKind.CALLED,
        committee.committee_ballot,
        for_committee=True,
    ),
    Paper("minutes", _("Minutes on the posts"), "12会议纪要", StepKind.POSTS_SHARED, committee.minutes),
    Paper("result", _("Report on the result"), "13选举结果报告", StepKind.POSTS_SHARED, correspondence.result),
    Paper(
        "result_reply", _("Approval of the result"), "14选举结果批复", StepKind.REPORTED, correspondence.result_reply
    ),
    Paper("handover", _("Handover list"), "15交接清单", StepKind.APPROVED, committee.handover),
)
BY_KEY = {paper.key: paper for paper in PAPERS}


def ready_papers(dossier: Dossier) -> list[Paper]:
    """The papers that can be made now, in their order."""
    return [paper for paper in PAPERS if paper.is_ready(dossier)]


def file_name(paper: Paper, dossier: Dossier) -> str:
    """Name of the file of a paper."""
    return f"{paper.name}_{dossier.election.organisation.short_name}.docx"


def all_as_zip(dossier: Dossier, today: date) -> bytes:
    """Every paper that can be made now, in one archive."""
    buffer = io.BytesIO()
    moment = (today.year, today.month, today.day, 0, 0, 0)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for paper in ready_papers(dossier):
            entry = zipfile.ZipInfo(file_name(paper, dossier), moment)
            archive.writestr(entry, paper.docx(dossier, today), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
