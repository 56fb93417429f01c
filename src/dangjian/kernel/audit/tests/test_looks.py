import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse

from dangjian.kernel.access.roles import Role
from dangjian.kernel.access.views import reads, signed_in
from dangjian.kernel.audit.looks import LookError, flush, looked, looks_about
from dangjian.kernel.audit.models import Look
from dangjian.kernel.audit.permissions import VIEW_ENTRY


@pytest.fixture
def actor(small_city):
    return small_city.actor(Role.AUDITOR)


def test_a_page_that_only_reads_leaves_a_look_behind(actor, small_city, rf):
    @reads(VIEW_ENTRY)
    def page(request):
        looked(request.actor, small_city.first, Look.What.PAGE, fields=["phone", "name"])
        looked(request.actor, small_city.first, Look.What.PAGE, fields=["name", "phone"])
        assert not Look.objects.exists()
        return HttpResponse("ok")

    request = rf.get("/")
    request.actor = actor
    page(request)
    look = Look.objects.get()
    assert (look.subject_id, look.account_id, look.request_id) == (
        small_city.first.pk,
        actor.account_id,
        actor.request_id,
    )
    assert look.fields == ["name", "phone"]
    assert look.organisation_path == small_city.first.path
    assert actor.looks == []


def test_a_refused_page_leaves_none(actor, small_city, rf):
    @signed_in
    def page(request):
        looked(request.actor, small_city.first, Look.What.PAGE)
        raise ZeroDivisionError

    request = rf.get("/")
    request.actor = actor
    with pytest.raises(ZeroDivisionError):
        page(request)
    assert not Look.objects.exists()


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_uncovering_needs_a_reason(actor, small_city, reason):
    with pytest.raises(LookError):
        looked(actor, small_city.first, Look.What.UNMASK, fields=["identity_number"], reason=reason)
    assert actor.looks == []


def test_the_person_concerned_finds_all_looks_and_others_only_their_own_subtree(actor, small_city):
    for place in (small_city.first, small_city.second):
        looked(actor, place, Look.What.UNMASK, fields=["x"], reason="核对 档案", organisation=place)
    flush(actor)
    assert [look.reason for look in looks_about(small_city.first)] == ["核对 档案"]
    assert [look.subject_id for look in Look.objects.all().within(small_city.second.path)] == [small_city.second.pk]
    flush(actor)
    assert Look.objects.count() == 2


def test_a_whole_list_is_one_look(actor):
    looked(actor, None, Look.What.EXPORT, label="党员名册")
    flush(actor)
    look = Look.objects.get()
    assert (look.subject_label, look.subject_id) == ("党员名册", None)
    assert str(look)


@pytest.mark.parametrize("statement", ["UPDATE audit_look SET reason = 'x'", "DELETE FROM audit_look"])
def test_the_database_refuses_to_change_or_delete(actor, small_city, statement):
    looked(actor, small_city.first, Look.What.PAGE)
    flush(actor)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
