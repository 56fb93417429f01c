import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dangjian.desk.models import Suggestion
from dangjian.foundation.members.models import IncomingTransfer, Member, Transfer
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments import storage
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.places import register, registry
from dangjian.kernel.attachments.services import attach
from dangjian.kernel.audit.models import Entry

ATTACH = "/files/attach/"


def posted(client, record, data=b"text", name="批复.txt"):
    named = {"target": record._meta.label_lower, "target_id": record.pk, "file": SimpleUploadedFile(name, data)}
    return client.post(ATTACH, named)


def page_of(client, event):
    return client.get(reverse("organisations:event", args=[event.pk])).content.decode()


def test_a_paper_goes_to_its_event_and_is_withdrawn_with_a_reason(signed_in_as, event):
    client = signed_in_as(Role.COMMITTEE_STAFF)
    assert ATTACH in page_of(client, event)
    assert posted(client, event).url == reverse("organisations:event", args=[event.pk])
    file = Attachment.objects.of(event).get()
    assert "批复.txt" in page_of(client, event)
    way_out = f"/files/{file.pk}/withdraw/"
    assert way_out in page_of(client, event)
    assert client.post(way_out, {"reason": " "}).status_code == 422
    assert client.post(way_out, {"reason": "传错了"}).url == reverse("organisations:event", args=[event.pk])
    assert "批复.txt" not in page_of(client, event)
    assert client.post(way_out, {"reason": "再来一次"}).status_code == 404
    assert Entry.objects.get(action="attachments.file.withdrawn").changes["reason"] == "传错了"


def test_a_marked_paper_is_refused_beside_the_field(signed_in_as, event):
    answer = posted(signed_in_as(Role.COMMITTEE_STAFF), event, name="机密★1年.txt")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not Attachment.objects.exists()
    assert list(storage.written_before(event.entered_at.replace(year=2100))) == []


def test_readers_see_files_but_add_none(signed_in_as, event):
    posted(signed_in_as(Role.COMMITTEE_STAFF), event)
    file = Attachment.objects.get()
    for role in (Role.BRANCH_SECRETARY, Role.INSPECTOR):
        client = signed_in_as(role, event.organisation)
        page = page_of(client, event)
        assert file.name in page
        assert ATTACH not in page
        assert posted(client, event).status_code == 403
        assert client.post(f"/files/{file.pk}/withdraw/", {"reason": "x"}).status_code == 403
    auditor = signed_in_as(Role.AUDITOR, event.organisation)
    assert file.name not in page_of(auditor, event)


def test_a_sister_branch_neither_sees_nor_touches(signed_in_as, small_city, event):
    posted(signed_in_as(Role.COMMITTEE_STAFF), event)
    file = Attachment.objects.get()
    foreign = signed_in_as(Role.PARTY_OFFICE, small_city.second)
    assert foreign.get(reverse("organisations:event", args=[event.pk])).status_code == 404
    assert posted(foreign, event).status_code == 404
    assert foreign.get(f"/files/{file.pk}/").status_code == 404
    assert foreign.post(f"/files/{file.pk}/withdraw/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("named", [{}, {"target": "accounts.account"}, {"target": "organisations.organisationevent"}])
def test_a_record_that_takes_no_files_is_not_there(signed_in_as, named):
    client = signed_in_as(Role.COMMITTEE_STAFF)
    assert client.get(ATTACH, named).status_code == 404
    assert client.post(ATTACH, {**named, "target_id": "9" * 30}).status_code == 404


def test_a_file_of_an_undeclared_record_cannot_be_withdrawn_here(signed_in_as, small_city):
    actor = small_city.actor()
    kept = attach(SimpleUploadedFile("a.txt", b"x"), to=small_city.first, organisation=small_city.first, by=actor)
    assert signed_in_as(Role.COMMITTEE_STAFF).get(f"/files/{kept.pk}/withdraw/").status_code == 404


def test_a_suggestion_brings_a_picture_that_only_the_answerer_opens(signed_in_as, small_city):
    said = {"kind": "fault", "text": "打不开", "page": "/"}
    writer = signed_in_as(Role.BRANCH_CLERK, small_city.first_one)
    refused = writer.post("/suggestions/", {**said, "file": SimpleUploadedFile("a.exe", b"MZ\x00")})
    assert refused.context["form"].errors["file"]
    assert refused.context["form"]["text"].value() == "打不开"
    assert not Suggestion.objects.exists()
    writer.post("/suggestions/", {**said, "file": SimpleUploadedFile("屏幕.txt", "报错".encode())})
    made = Suggestion.objects.get()
    assert Attachment.objects.of(made).get().permission == "desk.suggestion.answer"
    page = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one).get(f"/suggestions/{made.pk}/")
    assert "屏幕.txt" in page.content.decode()
    leader = signed_in_as(Role.COMMITTEE_LEADER)
    assert leader.get(f"/files/{Attachment.objects.get().pk}/").status_code == 403


def test_declared_once():
    with pytest.raises(ValueError, match="twice"):
        register(next(iter(registry.values())))


def test_each_end_of_a_transfer_keeps_its_own_papers(signed_in_as, small_city, fixed_day):
    letter = Transfer.objects.create(
        member=Member.objects.create(name="某人"),
        organisation=small_city.first_one,
        to_organisation=small_city.third,
        letter_number="1号",
        happened_on=fixed_day,
        valid_days=30,
    )
    old = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    assert posted(old, letter, name="存根.txt").url == reverse("members:transfer", args=[letter.pk])
    assert "存根.txt" in old.get(reverse("members:transfer", args=[letter.pk])).content.decode()
    coming = IncomingTransfer.objects.get()
    assert posted(old, coming).status_code == 404
    new = signed_in_as(Role.BRANCH_SECRETARY, small_city.third)
    assert posted(new, letter).status_code == 404
    assert posted(new, coming, name="来信.txt").url == reverse("members:incoming", args=[letter.pk])
    page = new.get(reverse("members:incoming", args=[letter.pk])).content.decode()
    assert "来信.txt" in page
    assert "存根.txt" not in page
    assert new.get(f"/files/{Attachment.objects.of(letter).get().pk}/").status_code == 404
