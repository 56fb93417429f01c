"""Rows inserted by one statement are the same rows as those saved one by one."""

import pytest
from django.contrib.auth.models import Group

from dangjian.kernel.privacy.inserting import free_keys, insert_many, insert_rows

from .test_fields import NUMBER, register, stored

__all__ = ["register"]
pytestmark = pytest.mark.django_db


def test_protected_fields_are_sealed_each_for_itself_and_found_by_their_index(register):
    assert insert_many(register, ("number",), [(NUMBER,), (NUMBER,), ("",)], keys=[1, 2, 3]) == [1, 2, 3]
    assert stored(1)[0] != stored(2)[0] != NUMBER
    assert stored(3) == ("", "")
    assert list(register.objects.order_by("pk").values_list("number", flat=True)) == [NUMBER, NUMBER, ""]
    assert [row.pk for row in register.objects.filter(number_index__of=NUMBER).order_by("pk")] == [1, 2]


def test_no_rows_are_no_statement(register, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert_many(register, ("number",), []) == []


def test_keys_follow_those_given_before_and_are_not_given_again():
    first = Group.objects.create(name="1")
    keys = insert_many(Group, ("name",), [("2",), ("3",)])
    assert min(keys) > first.pk
    assert dict(Group.objects.filter(pk__in=keys).values_list("pk", "name")) == dict(zip(keys, ["2", "3"], strict=True))
    assert Group.objects.create(name="4").pk not in keys
    assert not set(free_keys(Group, 3)) & set(Group.objects.values_list("pk", flat=True))


def test_instances_are_written_as_they_stand(register):
    insert_rows([register(pk=1, number=NUMBER), register(pk=2)])
    assert list(register.objects.order_by("pk").values_list("pk", "number")) == [(1, NUMBER), (2, "")]
    assert register.objects.get(number_index__of=NUMBER).pk == 1
