"""Who looked at personal data, for those who watch over it; and the ways into what the administrators keep."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Look
from dangjian.kernel.records.pages import pages_for

LIST = reverse("records:list", args=["audit.look"])


@pytest.fixture
def looks(small_city):
    now = timezone.now()
    facts = (("甲某", "page", small_city.first_one, 0, ""), ("乙某", "unmask", small_city.third, 3, "核对身份"))
    return [
        Look.objects.create(
            at=now - timedelta(days=days),
            account_name=name,
            what=what,
            subject_type="members.member",
            subject_id=1,
            subject_label=f"{name}看的人",
            organisation_id=place.pk,
            organisation_path=place.path,
            reason=reason,
        )
        for name, what, place, days, reason in facts
    ]


def shown(client, **asked):
    page = client.get(LIST, asked)
    assert page.status_code == 200
    return [look.account_name for look in page.context["listing"].page.object_list]


def test_filters_narrow_by_way_day_and_reader(signed_in_as, looks):
    auditor = signed_in_as(Role.AUDITOR)
    assert shown(auditor) == ["乙某", "甲某"]
    assert shown(auditor, what="unmask") == ["乙某"]
    assert shown(auditor, who="甲") == ["甲某"]
    assert shown(auditor, q="核对") == ["乙某"]
    day = timezone.localdate(looks[1].at).isoformat()
    assert shown(auditor, until=day) == ["乙某"]
    assert shown(auditor, since=(timezone.localdate() - timedelta(days=1)).isoformat()) == ["甲某"]
    assert shown(auditor, since="2017-02-30") == ["乙某", "甲某"]


def test_only_their_subtree_and_only_the_watchers(signed_in_as, small_city, looks):
    assert shown(signed_in_as(Role.SECURITY_OFFICER, small_city.third)) == ["乙某"]
    for role in (Role.COMMITTEE_STAFF, Role.SYSTEM_ADMINISTRATOR, Role.MEMBER):
        assert signed_in_as(role).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        (Role.AUDITOR, {"audit.entries", "audit.looks"}),
        (Role.SECURITY_OFFICER, {"audit.looks"}),
        (Role.SYSTEM_ADMINISTRATOR, {"notices.outbox"}),
        (Role.COMMITTEE_STAFF, {"obligations.ask", "obligations.asks", "obligations.rules"}),
        (Role.BRANCH_SECRETARY, {"obligations.asks", "obligations.rules"}),
    ],
)
def test_ways_in_are_shown_to_those_who_may_enter(signed_in_as, small_city, role, wanted):
    actor = small_city.actor(role)
    ways = {
        page.key: page for page in pages_for(actor) if page.key.split(".")[0] in {"audit", "notices", "obligations"}
    }
    assert set(ways) == wanted
    client = signed_in_as(role)
    assert all(client.get(way.url(actor)).status_code == 200 for way in ways.values())


def test_asking_stands_at_the_head_of_the_committee_desk(signed_in_as):
    assert reverse("obligations:ask") in signed_in_as().get("/").content.decode()
