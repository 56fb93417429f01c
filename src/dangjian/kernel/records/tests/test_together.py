"""Rows of many tables in one statement."""

from datetime import date

import pytest
from django.db import connection

from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.access.views import refuse_writes
from dangjian.kernel.obligations.models import LocalRule
from dangjian.kernel.together import Brief, together
from dangjian.kernel.tree.models import Organisation

NAMES = ("short_name", "starts_on", "ends_on", "parent__short_name", "parent__parent__code")


def test_records_come_in_order_with_what_was_named(small_city, django_assert_num_queries):
    small_city.account(Role.INSPECTOR, small_city.third)
    with django_assert_num_queries(1):
        down, none, grants = together(
            [
                Brief(Organisation.objects.order_by("-code")[:3], NAMES),
                Brief(Organisation.objects.none(), NAMES),
                Brief(Grant.objects.order_by("pk"), ("role", "organisation__short_name")),
            ]
        )
        assert [str(one) for one in down] == ["丙局党支部", "乙局第一支部", "乙局党总支"]
        assert [one.parent.short_name for one in down] == ["市直机关工委", "乙局党总支", "市直机关工委"]
        assert [one.parent.parent and one.parent.parent.code for one in down] == [None, "35", None]
        assert (down[0].starts_on, down[0].ends_on) == (date(2010, 1, 1), None)
        assert down[0].parent_id == small_city.committee.pk
        assert [(one.role, str(one.organisation)) for one in grants] == [(Role.INSPECTOR, "丙局党支部")]
    assert none == []


def test_what_was_not_named_is_fetched_when_it_is_touched(small_city, django_assert_num_queries):
    ((top,),) = together([Brief(Organisation.objects.filter(parent=None), ("code",))])
    assert top == small_city.committee
    with django_assert_num_queries(1):
        assert top.name == small_city.committee.name


def test_annotations_and_json_come_along(small_city):
    LocalRule.objects.create(
        organisation=small_city.first, rule="x", parameters={"at_least": 2}, decided_by="甲", starts_on=date(2017, 1, 1)
    )
    rows = LocalRule.objects.annotate(code=Organisation.objects.order_by("code").values("code")[:1])
    ((row,),) = together([Brief(rows, ("parameters", "code"))])
    assert (row.parameters, row.code) == ({"at_least": 2}, "35")


def test_nothing_asked_is_nothing_found(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert together([]) == []


def test_a_new_connection_may_read_at_once(small_city, monkeypatch):
    """Django's JSON functions would open a transaction to try SQLite out, which a page that reads may not."""
    monkeypatch.setattr(
        type(connection.features), "supports_json_field", property(lambda self: pytest.fail("was tried out"))
    )
    with connection.execute_wrapper(refuse_writes):
        assert len(together([Brief(Organisation.objects.all(), NAMES)])[0]) == 7
