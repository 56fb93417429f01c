from datetime import UTC, datetime

import pytest
from django.urls import reverse

from dangjian.kernel.access.roles import Role
from dangjian.kernel.notices import services
from dangjian.kernel.notices.models import Notice, Outgoing, OutgoingState
from dangjian.kernel.notices.queries import unread_count

NOW = datetime(2017, 10, 9, 2, tzinfo=UTC)


@pytest.fixture
def inbox(signed_in_as, small_city):
    """The client of a branch clerk with two notices, one leading somewhere, and somebody else's."""
    client = signed_in_as(Role.BRANCH_CLERK, small_city.third)
    mine = small_city.account(Role.BRANCH_CLERK, small_city.third)
    other = small_city.account(Role.BRANCH_CLERK, small_city.first_one)
    client.account = mine
    client.matter, client.plain, client.foreign = (
        services.send(to=to, subject=subject, body="正文", url=url, now=NOW, by=None)[0]
        for to, subject, url in ((mine, "换届提醒", "/notices/"), (mine, "通知", ""), (other, "别人的事", ""))
    )
    return client


def test_badge_clears_by_opening(inbox, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert unread_count(inbox.account.pk) == 2
    page = inbox.get(reverse("notices:inbox")).content.decode()
    assert "换届提醒" in page
    assert "别人的事" not in page
    assert unread_count(inbox.account.pk) == 2  # looking at the list reads nothing
    opened = inbox.post(reverse("notices:notice", args=[inbox.matter.pk]))
    assert opened.url == "/notices/"
    own_page = inbox.post(reverse("notices:notice", args=[inbox.plain.pk]))
    assert own_page.url == reverse("notices:notice", args=[inbox.plain.pk])
    assert "正文" in inbox.get(own_page.url).content.decode()
    assert unread_count(inbox.account.pk) == 0
    first = Notice.objects.get(pk=inbox.matter.pk).read_at
    inbox.post(reverse("notices:notice", args=[inbox.matter.pk]))
    assert Notice.objects.get(pk=inbox.matter.pk).read_at == first


def test_all_read_at_once(inbox):
    assert inbox.get(reverse("notices:read-all")).status_code == 302
    assert unread_count(inbox.account.pk) == 2
    inbox.post(reverse("notices:read-all"))
    assert unread_count(inbox.account.pk) == 0
    assert Notice.objects.get(pk=inbox.foreign.pk).read_at is None


def test_nobody_reads_what_belongs_to_another(inbox, signed_in_as):
    for client in (inbox, signed_in_as(Role.SYSTEM_ADMINISTRATOR)):
        url = reverse("notices:notice", args=[inbox.foreign.pk])
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404


def test_inbox_pages(inbox, django_assert_max_num_queries):
    for n in range(45):
        services.send(to=inbox.account, subject=f"n{n}", now=NOW, by=None)
    with django_assert_max_num_queries(12):
        last = inbox.get(reverse("notices:inbox"), {"page": "3"}).content.decode()
    assert "换届提醒" in last
    assert inbox.get(reverse("notices:inbox"), {"page": "x"}).status_code == 200


def test_preferences_page(inbox):
    url = reverse("notices:preferences")
    assert inbox.get(url).status_code == 200
    assert inbox.post(url, {"email": "on", "digest_hour": "23"}).status_code == 422
    assert inbox.post(url, {"digest_hour": "17"}).status_code == 302
    preference = inbox.account.notice_preference
    assert (preference.email, preference.digest_hour) == (False, 17)


def test_system_administrator_sees_failures_without_their_content(inbox, signed_in_as):
    Outgoing.objects.update(state=OutgoingState.GIVEN_UP, last_error="ConnectionRefusedError: away")
    letter = Outgoing.objects.first()
    administrator = signed_in_as(Role.SYSTEM_ADMINISTRATOR)
    page = administrator.get(reverse("notices:outbox")).content.decode()
    assert "ConnectionRefusedError" in page
    assert "换届提醒" not in page
    administrator.post(reverse("notices:retry", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.state == OutgoingState.WAITING
    assert administrator.post(reverse("notices:retry", args=[letter.pk])).status_code == 404
    assert signed_in_as(Role.BRANCH_CLERK).get(reverse("notices:outbox")).status_code == 403
