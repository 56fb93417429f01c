"""A little of everything that a backup has to keep, written by the services themselves inside an installation."""

from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone

from dangjian.foundation.accounts.services import open_account
from dangjian.foundation.members.tests import factories
from dangjian.foundation.organisations.services import found
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.storage import keep
from dangjian.kernel.figures.models import Reading
from dangjian.kernel.imports.models import RememberedMapping
from dangjian.kernel.imports.storage import store
from dangjian.kernel.notices.models import Notice, Outgoing
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

CONTENT = '会议记录 <&> "引号" \' \\ \n第二行\0'.encode()
FOUNDED = date(2010, 1, 1)


def fill(members):
    """Organisations, members with encrypted numbers, accounts, letters, JSON, decimals, files."""
    found_at = {"on": FOUNDED, "by": None}
    committee = found(
        code="35", name="中共某市直属机关工委", kind=OrganisationKind.WORK_COMMITTEE, parent=None, **found_at
    )
    branch = found(code="35-1", name="中共甲局支部", kind=OrganisationKind.BRANCH, parent=committee, **found_at)
    register(branch, members)
    account, _password = open_account(username="秘书", display_name="秘书 “甲”", organisation=committee, by=None)
    Grant.objects.create(account=account, role=Role.COMMITTEE_STAFF, organisation=committee, starts_on=FOUNDED)
    letter = Outgoing.objects.create(account=account, digest=True, next_try_at=timezone.now(), sent_on=None)
    Notice.objects.create(account=account, subject="通知", created_at=timezone.now(), outgoing=letter, urgent=True)
    RememberedMapping.objects.create(
        organisation=branch,
        target="x",
        signature="s",
        mapping={"姓名": ["b", 1, None], "a": {}},
        used_at=timezone.now(),
    )
    Reading.objects.create(**reading(committee))
    Attachment.objects.create(
        organisation=branch,
        target_type="tree.organisation",
        target_id=branch.pk,
        name="记录.txt",
        media_type="text/plain",
        size=len(CONTENT),
        sha256=keep(CONTENT),
        uploaded_at=timezone.now(),
    )
    store(ContentFile(BytesIO(CONTENT * 100).getvalue()))


def reading(committee):
    filled = {
        "key": "organisations.direct",
        "version": 1,
        "organisation_id": committee.pk,
        "organisation_path": committee.path,
        "period": "2017",
        "as_of": FOUNDED,
        "number": "12.5",
        "rows": [1, 2],
        "row_count": 2,
        "issued_at": timezone.now(),
    }
    names = {field.name for field in Reading._meta.concrete_fields} | {"organisation_id"}
    return {name: value for name, value in filled.items() if name in names}


def register(branch, members):
    for _number in range(members):
        factories.member(branch, name="欧阳小明", identity_number="", home_address="某路 1 号 'A'")


def branch():
    return Organisation.objects.get(code="35-1")
