"""Rows of calls, reviews and honours."""

from __future__ import annotations

from datetime import date

from dangjian.city.cast import MODEL_DAY
from dangjian.work.awards.models import (
    AwardClass,
    BlindCopy,
    Call,
    CallCondition,
    CallPhase,
    Criterion,
    Honour,
    LevelOpinion,
    Nomination,
    Objection,
    OpinionReceipt,
    PublicNotice,
    ReviewAssignment,
    ReviewEntry,
    Reviewer,
    Score,
)
from dangjian.work.awards.tests import review_factories

from .foundation import account
from .making import SINCE, branch_of, makes, numbers, rows_at

# ── reviews of awards ────────────────────────────────────────────────────────────────────────────────────────────────


@makes(Call)
def award_call(at):
    return review_factories.call(at)


@makes(Nomination)
def nomination(at):
    return review_factories.nomination(rows_at(Call, at)[0], branch_of(at))


@makes(Reviewer)
def reviewer(at):
    of = rows_at(Call, at)[0]
    seat = Reviewer.objects.filter(call=of).count() + 1
    return Reviewer.objects.create(call=of, account=account(at), seat=seat, starts_on=SINCE, declared_on=SINCE)


@makes(ReviewEntry)
def review_entry(at):
    row = nomination(at)
    return ReviewEntry.objects.create(call=row.call, nomination=row, number=next(numbers))


@makes(ReviewAssignment)
def review_assignment(at):
    entry = review_entry(at)
    seat = Reviewer.objects.filter(call=entry.call).count() + 1
    one = Reviewer.objects.create(call=entry.call, account=account(at), seat=seat, starts_on=SINCE, declared_on=SINCE)
    return ReviewAssignment.objects.create(reviewer=one, entry=entry, assigned_on=SINCE, handed_in_on=SINCE)


@makes(Score)
def score(at):
    sheet = review_assignment(at)
    return Score.objects.create(assignment=sheet, criterion=sheet.reviewer.call.criteria.first(), value=7)


@makes(BlindCopy)
def blind_copy(at):
    row = nomination(at)
    return BlindCopy.objects.create(nomination=row, number=1, made_from="0" * 64, made_on=SINCE)


# ── calls and honours ────────────────────────────────────────────────────────────────────────────────────────────────


@makes(AwardClass)
def award_class(at):
    return rows_at(Call, at)[0].classes.first()


@makes(Criterion)
def criterion(at):
    return rows_at(Call, at)[0].criteria.first()


@makes(CallPhase)
def call_phase(at):
    return rows_at(Call, at)[0].phases.first()


@makes(CallCondition)
def call_condition(at):
    return CallCondition.objects.create(call=award_call(at), key="organisations.stands", number=1)


@makes(PublicNotice)
def public_notice(at):
    return PublicNotice.objects.create(
        call=rows_at(Call, at)[0], starts_on=date(2017, 10, 1), ends_on=date(2017, 10, 20), contact="办公室"
    )


@makes(Objection)
def objection(at):
    notice = public_notice(at)
    return Objection.objects.create(
        notice=notice, nomination=nomination(at), received_on=MODEL_DAY, way="letter", content="反映情况"
    )


@makes(LevelOpinion)
def level_opinion(at):
    row = nomination(at)
    return LevelOpinion.objects.create(nomination=row, organisation=at, supports=True, text="同意", given_on=MODEL_DAY)


@makes(OpinionReceipt)
def opinion_receipt(at):
    return OpinionReceipt.objects.create(
        nomination=nomination(at), department="discipline", number="复1号", received_on=MODEL_DAY
    )


@makes(Honour)
def honour(at):
    return Honour.objects.create(
        organisation=at, name="先进集体", title=at.short_name, given_by="市委", happened_on=date(2017, 7, 1)
    )
