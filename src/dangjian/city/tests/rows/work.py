"""Rows of organisational life, brands and the casebook."""

from __future__ import annotations

from datetime import date

from dangjian.city.cast import MODEL_DAY
from dangjian.kernel.periods import Period
from dangjian.work.brands.models import Brand, Consultation, ConsultationPoint, Deliberation
from dangjian.work.brands.services import ask_for_opinions, give_opinions
from dangjian.work.brands.tests import factories as brand_factories
from dangjian.work.casebook.models import (
    Case,
    CaseComment,
    CaseVersion,
    ChosenCase,
    Edition,
    EditionFile,
    EditionPart,
    EditionPicture,
    PrintedNumber,
)
from dangjian.work.casebook.services import begin_case, begin_edition, comment
from dangjian.work.life.enums import BallotWay, PairType, TalkSide
from dangjian.work.life.models import (
    Appraisee,
    BallotBox,
    DemocraticAppraisal,
    GradeCount,
    SelfAssessment,
    Talk,
    TalkParticipant,
)

from .foundation import account, attachment, issued_figure
from .making import NOW, SINCE, branch_of, makes, member_of, numbers

# ── brands ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@makes(Brand)
def brand(at):
    return brand_factories.proposed(at, name=f"新品牌{next(numbers)}")


@makes(Deliberation)
def deliberation(at):
    return brand_factories.deliberated(brand(at))


@makes(Consultation)
def consultation(at):
    above = at.parent or at
    below = at if at.parent else branch_of(at)
    return ask_for_opinions(brand(below), asked=above, question="请提意见", today=MODEL_DAY, by=None)


@makes(ConsultationPoint)
def consultation_point(at):
    asked = give_opinions(consultation(at), opinions=["名称再短些"], today=MODEL_DAY, by=None)
    return ConsultationPoint.objects.get(consultation=asked)


# ── organisational life: talks ───────────────────────────────────────────────────────────────────────────────────────


@makes(Talk)
def talk(at):
    """A talk kept at that very organisation, as its secretary sees it."""
    made = Talk.objects.create(
        organisation=at, happened_on=SINCE, pair_type=PairType.AMONG_MEMBERS, outline=f"谈心第{next(numbers)}次"
    )
    for side in TalkSide:
        TalkParticipant.objects.create(talk=made, member=member_of(at), side=side)
    return made


@makes(TalkParticipant)
def talk_participant(at):
    return talk(at).participants.all()[0]


# ── organisational life: appraisals ──────────────────────────────────────────────────────────────────────────────────


@makes(DemocraticAppraisal)
def democratic_appraisal(at):
    """A round of a year of its own, just opened."""
    made = DemocraticAppraisal.objects.create(
        organisation=branch_of(at),
        for_year=date(1990 + next(numbers) % 25, 1, 1),
        happened_on=MODEL_DAY,
        ballots=BallotWay.PAPER,
    )
    Appraisee.objects.create(appraisal=made, member=member_of(at))
    return made


@makes(Appraisee)
def appraisee(at):
    return democratic_appraisal(at).places.get()


@makes(SelfAssessment)
def self_assessment(at):
    texts = dict.fromkeys(("politics", "discipline", "character", "role"), "尚可")
    return SelfAssessment.objects.create(place=appraisee(at), written_on=MODEL_DAY, **texts)


@makes(GradeCount)
def grade_count(at):
    return GradeCount.objects.create(place=appraisee(at), excellent=2, qualified=4)


@makes(BallotBox)
def ballot_box(at):
    return BallotBox.objects.create(sealed="{}")


@makes(Case)
def case(at):
    return begin_case(organisation=at, title=f"第{next(numbers)}号案例", period=Period.parse("2017"), by=None)


@makes(CaseVersion)
def case_version(at):
    return case(at).versions.get()


@makes(CaseComment)
def case_comment(at):
    return comment(case(at), text=f"第{next(numbers)}条意见", by=None)


@makes(Edition)
def edition(at):
    return begin_edition(organisation=at, title=f"案例汇编第{next(numbers)}辑", period=Period.parse("2017"), by=None)


@makes(EditionPart)
def edition_part(at):
    return EditionPart.objects.create(edition=edition(at), name=f"第{next(numbers)}篇", place=1)


@makes(ChosenCase)
def chosen_case(at):
    part = edition_part(at)
    return ChosenCase.objects.create(edition=part.edition, part=part, case=case(at), place=1)


@makes(EditionPicture)
def edition_picture(at):
    return EditionPicture.objects.create(entry=chosen_case(at), file=attachment(at), place=next(numbers))


@makes(EditionFile)
def edition_file(at):
    return EditionFile.objects.create(
        edition=edition(at), organisation=at, kind="pdf", language="zh-hans", asked_by=account(at), asked_at=NOW
    )


@makes(PrintedNumber)
def printed_number(at):
    frozen = issued_figure(at)
    names = ("reading", "reference", "label", "unit", "shown", "note")
    facts = {name: getattr(frozen, name) for name in names}
    return PrintedNumber.objects.create(edition=edition(at), place=next(numbers), **facts)
