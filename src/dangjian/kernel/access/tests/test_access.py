from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from dangjian.kernel.access.actors import Actor, Held
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.permissions import permission, registry
from dangjian.kernel.access.roles import Role
from dangjian.kernel.access.views import WriteOnRead, public, reads, refuse_writes, signed_in, writes
from dangjian.kernel.tree.models import Organisation

SEE = permission("tests.thing.see", "see", roles=(Role.COMMITTEE_STAFF, Role.BRANCH_SECRETARY))


@pytest.fixture
def request_of(small_city):
    def make(actor, method="get"):
        request = getattr(RequestFactory(), method)("/")
        request.actor = actor
        return request

    return make


def test_grant_counts_only_on_its_days(small_city):
    account = small_city.account(Role.BRANCH_SECRETARY, small_city.first_one)
    Grant.objects.update(starts_on=date(2017, 10, 1), ends_on=date(2017, 10, 9))
    assert not Grant.objects.on(date(2017, 10, 9)).filter(account=account).exists()
    assert Grant.objects.on(date(2017, 10, 8)).filter(account=account).exists()


def test_visible_to_keeps_inside_the_subtrees_of_the_permission(small_city):
    actor = small_city.actor(Role.BRANCH_SECRETARY, small_city.first_one)
    assert list(Organisation.objects.visible_to(actor, SEE)) == [small_city.first_one]


def test_a_role_that_does_not_carry_the_permission_sees_nothing(small_city):
    actor = small_city.actor(Role.AUDITOR, small_city.committee)
    assert not Organisation.objects.visible_to(actor, SEE).exists()


def test_fetch_answers_404_outside_and_403_inside_without_permission(small_city, django_assert_num_queries):
    secretary = small_city.actor(Role.BRANCH_SECRETARY, small_city.first_one)
    auditor = small_city.actor(Role.AUDITOR, small_city.first)
    with django_assert_num_queries(1):
        assert fetch(Organisation, small_city.first_one.pk, secretary, SEE) == small_city.first_one
    with pytest.raises(Http404):
        fetch(Organisation, small_city.first_two.pk, secretary, SEE)
    with pytest.raises(PermissionDenied):
        fetch(Organisation, small_city.first_two.pk, auditor, SEE)


@pytest.mark.parametrize("key", ["", "x", "-1", "99999999999999999999", "1.5", "²"])
def test_fetch_answers_404_to_keys_that_are_none(small_city, key):
    with pytest.raises(Http404):
        fetch(Organisation, key, small_city.actor(), SEE)


def test_permission_cannot_be_declared_twice():
    with pytest.raises(ValueError, match="twice"):
        permission(SEE, "again", roles=())
    assert registry[SEE].label == "see"


def test_reads_refuses_writing_to_the_database(small_city, request_of):
    @reads(SEE)
    def view(request):
        Organisation.objects.update(name="x")

    with pytest.raises(WriteOnRead):
        view(request_of(small_city.actor()))


@pytest.mark.parametrize("statement", ["UPDATE a", " \n(DELETE", "INSERT", "DROP", "CREATE"])
def test_wrapper_stops_writing_statements(statement):
    with pytest.raises(WriteOnRead):
        refuse_writes(lambda *a: None, statement, (), False, {})


def test_writes_undoes_everything_when_the_view_fails(small_city, request_of):
    @writes(SEE)
    def view(request):
        Organisation.objects.update(name="x")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        view(request_of(small_city.actor(), "post"))
    assert not Organisation.objects.filter(name="x").exists()


def test_marks_refuse_methods_strangers_and_missing_permissions(small_city, request_of):
    @reads(SEE)
    def view(request):
        return HttpResponse("seen")

    assert view(request_of(small_city.actor(), "post")).status_code == 405
    assert view(request_of(None)).status_code == 302
    with pytest.raises(PermissionDenied):
        view(request_of(small_city.actor(Role.AUDITOR)))
    assert view(request_of(small_city.actor())).content == b"seen"
    assert view.access.permission == SEE
    assert public(lambda request: None).access.mode == "public"
    assert signed_in(lambda request: None).access.mode == "signed-in"


def test_outermost_prefixes_of_several_roles(small_city):
    held = [Held(Role.BRANCH_SECRETARY, 0, path) for path in ("/1/2/", "/1/", "/3/")]
    actor = Actor(1, "x", None, tuple(held), date(2017, 10, 9))
    assert actor.prefixes(SEE) == ("/1/", "/3/")
    assert actor.may(SEE, "/1/2/3/")
    assert not actor.may(SEE, "/2/")


def test_database_wrapper_is_gone_after_the_view(small_city, request_of):
    view = reads(SEE)(lambda request: HttpResponse())
    view(request_of(small_city.actor()))
    assert connection.execute_wrappers == []
