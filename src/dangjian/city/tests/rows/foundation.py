"""Rows of the kernel, the foundation, the desk and reports."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from dangjian.city.cast import MODEL_DAY
from dangjian.desk.models import Suggestion
from dangjian.foundation.accounts.models import Account, PersonalToken
from dangjian.foundation.members.enums import ConditionKind, PostTitle, TransferState
from dangjian.foundation.members.models import (
    Condition,
    ContactAssignment,
    Correction,
    IncomingTransfer,
    Member,
    Post,
    Transfer,
)
from dangjian.foundation.organisations.enums import EventKind, UnitNature, UnitSituation
from dangjian.foundation.organisations.models import Area, LeadingGroup, OrganisationEvent, Term, Unit, UnitLink
from dangjian.insight.ledgers.models import LedgerBatch, LedgerLayout, LedgerRun, LedgerTemplate
from dangjian.insight.reports.models import IssuedFigure, Report, ReportTemplate
from dangjian.insight.reports.services import issue_report, keep_template, start_report
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.services import attach
from dangjian.kernel.audit.models import Entry, Look
from dangjian.kernel.figures.models import Reading
from dangjian.kernel.imports.models import ImportBatch, ImportRow
from dangjian.kernel.imports.services import upload
from dangjian.kernel.imports.targets import registry as targets
from dangjian.kernel.notices.models import Notice, Outgoing
from dangjian.kernel.obligations.models import Ask, AskTarget, Exemption, LocalRule
from dangjian.kernel.obligations.standing import registry as rules
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.services import place
from dangjian.work.life.models import BallotCount, CalendarFeed, Election, ElectionStep, Nominee, Tally
from dangjian.work.life.services.elections import open_election

from .making import NOW, SINCE, branch_of, makes, member_of, numbers


@makes(Organisation)
def organisation(at):
    number = next(numbers)
    return place(
        code=f"T{number}",
        name=f"中共新设第{number}小组",
        short_name=f"新设第{number}小组",
        kind=OrganisationKind.GROUP,
        parent=branch_of(at),
        starts_on=SINCE,
    )


@makes(Account)
def account(at):
    name = f"someone-{next(numbers)}"
    return Account.objects.create_user(name, "Secret-1", display_name=f"某人{name[8:]}", organisation=at)


@makes(Grant)
def grant(at):
    return Grant.objects.create(account=account(at), role=Role.BRANCH_CLERK, organisation=at, starts_on=SINCE)


@makes(UserSession)
def session(at):
    return UserSession.objects.create(
        user=account(at), ip="127.0.0.1", session_key=f"key{next(numbers)}", user_agent="test"
    )


@makes(PersonalToken)
def token(at, holder=None):
    number = next(numbers)
    return PersonalToken.objects.create(
        account=holder or account(at),
        label=f"程序{number}",
        prefix="djt_",
        digest=f"{number:064}",
        created_on=MODEL_DAY,
        ends_on=date(2018, 1, 1),
    )


@makes(CalendarFeed)
def calendar_feed(at, holder=None):
    return CalendarFeed.objects.create(
        account=holder or account(at), organisation=at, nonce=f"{next(numbers):032}", made_on=MODEL_DAY
    )


@makes(Outgoing)
def outgoing(at):
    return Outgoing.objects.create(account=account(at), state="given-up", next_try_at=NOW, last_error="No answer.")


@makes(Notice)
def notice(at, holder=None):
    return Notice.objects.create(account=holder or account(at), subject=f"告知{next(numbers)}", created_at=NOW)


@makes(Suggestion)
def suggestion(at):
    return Suggestion.objects.create(
        organisation=at,
        happened_on=MODEL_DAY,
        kind="fault",
        text=f"第{next(numbers)}条意见",
        account=account(at),
        answer_due_on=date(2017, 11, 9),
    )


@makes(Report)
def report(at):
    return start_report(
        organisation=at,
        title=f"第{next(numbers)}号成效报告",
        period=Period.parse("2017"),
        text="# 报告\n\n党员 [[members.all]] 名。",
        by=None,
    )


@makes(IssuedFigure)
def issued_figure(at):
    return issue_report(report(at), by=None).issued_figures.order_by("place")[0]


@makes(Reading)
def reading(at):
    return issued_figure(at).reading


@makes(ReportTemplate)
def report_template(at):
    return keep_template(organisation=at, name=f"模板{next(numbers)}", text="党员 [[members.all]] 名。", by=None)


def ordered(at):
    """What every ledger that is asked for has."""
    facts = {"organisation": at, "period": "2017", "kind": "xlsx", "language": "zh-hans"}
    return {**facts, "asked_by": account(at), "asked_at": NOW}


@makes(LedgerRun)
def ledger_run(at):
    return LedgerRun.objects.create(**ordered(at))


@makes(LedgerBatch)
def ledger_batch(at):
    return LedgerBatch.objects.create(**ordered(at))


@makes(LedgerLayout)
def ledger_layout(at):
    return LedgerLayout.objects.create(organisation=at, pictures="wide", starts_on=SINCE, ends_on=MODEL_DAY)


@makes(LedgerTemplate)
def ledger_template(at):
    number = next(numbers)
    facts = {"version": number, "name": f"台账模板{number}.docx", "kept_at": NOW, "kept_by": "某人", "in_use": False}
    return LedgerTemplate.objects.create(organisation=at, **facts)


@makes(Attachment)
def attachment(at):
    """A picture, which every page about files takes."""
    drawn = BytesIO()
    Image.new("RGB", (8, 6), "red").save(drawn, "PNG")
    file = SimpleUploadedFile(f"会场{next(numbers)}.png", drawn.getvalue())
    return attach(file, to=suggestion(at), organisation=at, by=None)


@makes(ImportBatch)
def import_batch(at):
    book, file = Workbook(), BytesIO()
    for line in (["姓名", "性别", "出生日期", "入党时间"], ["陈小新", "男", "1985.07", "2010年7月1日"]):
        book.active.append(line)
    book.save(file)
    file.seek(0)
    name = f"名册{next(numbers)}.xlsx"
    return upload(target=next(iter(targets)), organisation=at, file=file, name=name, today=MODEL_DAY, by=None)


@makes(ImportRow)
def import_row(at):
    return ImportRow.objects.create(
        batch=import_batch(at),
        sheet="名册",
        number=2,
        content='{"raw": {}, "values": {}, "notes": [], "changes": []}',
        action="create",
    )


@makes(Exemption)
def exemption(at):
    return Exemption.objects.create(
        organisation=at,
        rule=next(iter(rules)),
        reason=f"理由{next(numbers)}",
        granted_by="工委",
        granted_on=date(2017, 1, 1),
        starts_on=date(2017, 1, 1),
        ends_on=date(2018, 1, 1),
    )


@makes(LocalRule)
def local_rule(at):
    return LocalRule.objects.create(
        organisation=at,
        rule=next(iter(rules)),
        parameters={"grace_days": 0},
        decided_by="办公室",
        starts_on=date(2017, 1, 1),
    )


@makes(Ask)
def ask(at):
    return Ask.objects.create(
        from_organisation=at,
        title=f"事项{next(numbers)}",
        reason="上级布置",
        owner="办公室",
        asked_on=date(2017, 10, 1),
        due_on=date(2017, 10, 20),
        ends_on=date(2017, 12, 31),
        minutes_estimate=10,
    )


@makes(AskTarget)
def ask_target(at):
    return AskTarget.objects.create(ask=ask(at), organisation=at)


@makes(Entry)
def entry(at):
    report_template(at)
    return Entry.objects.order_by("-pk")[0]


@makes(Look)
def look(at):
    return Look.objects.create(
        at=NOW, account_name="某人", what=Look.What.PAGE, subject_type="members.member", organisation_path=at.path
    )


@makes(Unit)
def unit(at):
    number = next(numbers)
    made = Unit.objects.create(name=f"市第{number}局", code=f"U{number}", nature=UnitNature.values[0])
    UnitLink.objects.create(unit=made, organisation=at, situation=UnitSituation.values[0], starts_on=SINCE)
    return made


@makes(UnitLink)
def unit_link(at):
    return unit(at).links.get()


@makes(LeadingGroup)
def leading_group(at):
    return LeadingGroup.objects.create(unit=unit(at), name=f"市第{next(numbers)}局党组", starts_on=SINCE)


@makes(Area)
def area(at):
    return Area.objects.create(organisation=at, name=f"第{next(numbers)}片区")


@makes(OrganisationEvent)
def event(at):
    return OrganisationEvent.objects.create(organisation=at, kind=EventKind.values[0], happened_on=SINCE)


@makes(Term)
def term(at):
    return Term.objects.create(
        organisation=organisation(at), starts_on=SINCE, due_on=date(2019, 1, 1), rule="organisations.branch"
    )


@makes(Post)
def post(at):
    branch = branch_of(at)
    return Post.objects.create(organisation=branch, member=member_of(at), title=PostTitle.GROUP_LEADER, starts_on=SINCE)


@makes(Condition)
def condition(at):
    return Condition.objects.create(member=member_of(at), kind=ConditionKind.values[0], starts_on=MODEL_DAY)


@makes(Correction)
def correction(at):
    return Correction.objects.create(
        member=member_of(at), item="education", proposed="20", reason="学历已提高", proposed_on=MODEL_DAY
    )


@makes(ContactAssignment)
def contact_assignment(at):
    return ContactAssignment.objects.create(
        leader=member_of(at), committee=at, area=area(at), starts_on=date(2017, 1, 1)
    )


def movable(at):
    """A member there about whom no letter is out."""
    members = (
        Member.objects.current()
        .filter(current__organisation__path__gte=at.path, current__organisation__path__lt=at.path[:-1] + "0")
        .exclude(transfers__state=TransferState.ISSUED)
    )
    return members.select_related("current__organisation").order_by("-pk")[0]


def letter(member, to):
    """A letter of introduction that nobody has answered yet."""
    return Transfer.objects.create(
        member=member,
        organisation=member.current.organisation,
        to_organisation=to,
        letter_number=f"试{next(numbers)}号",
        happened_on=date(2017, 10, 1),
        valid_days=90,
    )


@makes(Transfer)
def transfer(at):
    member = movable(at)
    branches = Organisation.objects.branches().filter(ends_on=None).exclude(pk=member.current.organisation.pk)
    return letter(member, branches[0])


@makes(IncomingTransfer)
def incoming_transfer(at):
    elsewhere = Organisation.objects.branches().filter(ends_on=None).exclude(path__startswith=at.path)
    source = next(one for one in elsewhere if Member.objects.current().filter(current__organisation=one).exists())
    return IncomingTransfer.objects.get(pk=letter(movable(source), branch_of(at)).pk)


@makes(Election)
def election(at):
    branch = branch_of(at)
    opened = Election.objects.open().filter(organisation=branch).first()
    return opened or open_election(branch, on=SINCE, body="committee", seats=3, by=None)


@makes(ElectionStep)
def election_step(at):
    return election(at).steps.first()


@makes(Nominee)
def nominee(at):
    return Nominee.objects.create(step=election_step(at), member=member_of(at))


@makes(BallotCount)
def ballot_count(at):
    numbers_of = dict.fromkeys(("entitled", "present", "distributed", "collected", "valid"), 9)
    return BallotCount.objects.create(election=election(at), held_on=SINCE, seats=3, **numbers_of)


@makes(Tally)
def tally(at):
    return Tally.objects.create(count=ballot_count(at), member=member_of(at), yes=9)
