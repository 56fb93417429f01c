"""What a picture says of itself, and what papers show of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments.enums import Consent
from dangjian.kernel.attachments.errors import AttachmentError
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.pictures import albums_of, caption_of
from dangjian.kernel.attachments.places import registry
from dangjian.kernel.attachments.services import attach, describe, withdraw
from dangjian.kernel.attachments.tests.test_content import picture
from dangjian.kernel.audit.models import Entry

WHO = "李明、王芳，当面同意"


@pytest.fixture
def photograph(small_city, event):
    def add(name="会场.jpg", data=None):
        file = SimpleUploadedFile(name, data or picture("JPEG"))
        return attach(file, to=event, organisation=event.organisation, by=small_city.actor())

    return add


def album(event, actor):
    place = registry[event._meta.label_lower]
    return albums_of(place, [event.pk], event.organisation, actor).get(event.pk)


def test_a_picture_says_what_it_shows_and_who_agreed(photograph, small_city):
    one = describe(
        photograph(), caption="  全体党员\n重温 誓词 ", consent=Consent.GIVEN, agreed_by=WHO, by=small_city.actor()
    )
    one.refresh_from_db()
    assert (one.caption, one.consent, one.agreed_by) == ("全体党员 重温 誓词", Consent.GIVEN, WHO)
    said = Entry.objects.get(action="attachments.picture.described").changes
    assert said["agreed_by"] == WHO


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"consent": Consent.GIVEN}, "agreed_by"),
        ({"consent": Consent.NOBODY, "agreed_by": WHO}, "agreed_by"),
        ({"agreed_by": WHO}, "agreed_by"),
        ({"caption": "机密★ 会场"}, "caption"),
    ],
)
def test_answers_that_do_not_go_together_are_refused_beside_their_field(photograph, small_city, answers, field):
    one = photograph()
    with pytest.raises(AttachmentError) as refused:
        describe(one, by=small_city.actor(), **answers)
    assert refused.value.field == field
    assert not Entry.objects.filter(action="attachments.picture.described").exists()


def test_only_a_picture_that_is_here_is_described(photograph, small_city):
    text = photograph("通知.txt", b"text")
    gone = photograph()
    withdraw(gone, by=None, reason="误传")
    for one in (text, gone):
        with pytest.raises(AttachmentError):
            describe(one, caption="会场", by=small_city.actor())


def test_the_database_holds_no_consent_without_a_name(photograph):
    one = photograph()
    for consent, agreed_by in ((Consent.GIVEN, ""), (Consent.NOBODY, WHO)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.filter(pk=one.pk).update(consent=consent, agreed_by=agreed_by)


def test_papers_leave_out_who_has_not_agreed_and_say_so(photograph, small_city, event, django_assert_num_queries):
    actor = small_city.actor()
    describe(photograph("一.jpg"), caption="重温誓词", consent=Consent.GIVEN, agreed_by=WHO, by=actor)
    describe(photograph("二.jpg"), consent=Consent.MISSING, by=actor)
    describe(photograph("IMG_3.jpg"), consent=Consent.NOBODY, by=actor)
    photograph("会场.jpg")
    photograph("名单.txt", b"text")
    with django_assert_num_queries(1):
        found = album(event, actor)
    first, third, fourth = (one.caption for one in found.shown)
    assert "重温誓词" in first
    assert WHO in first
    assert third.strip()
    assert fourth == "会场"
    assert found.left_out == 1
    assert found.remark
    free = Attachment.objects.of(event).free_to_show()
    assert [one.name for one in free] == ["一.jpg", "IMG_3.jpg"]


def test_no_album_for_somebody_who_may_not_open_files(photograph, small_city, event):
    photograph()
    assert album(event, small_city.actor(Role.AUDITOR)) is None
    sister = small_city.actor(Role.BRANCH_SECRETARY, small_city.second_one)
    assert album(event, sister) is None


def test_the_recorder_describes_on_a_page_and_a_reader_sees_it(photograph, event, signed_in_as):
    one = photograph()
    page, way = reverse("organisations:event", args=[event.pk]), reverse("attachments:describe", args=[one.pk])
    recorder = signed_in_as(Role.COMMITTEE_STAFF)
    assert way in recorder.get(page).content.decode()
    half = recorder.post(way, {"caption": "重温誓词", "consent": Consent.GIVEN})
    assert half.status_code == 422
    assert half.context["form"].errors["agreed_by"]
    assert "重温誓词" in half.content.decode()
    done = recorder.post(way, {"caption": "重温誓词", "consent": Consent.GIVEN, "agreed_by": WHO})
    assert done.url == page
    reader = signed_in_as(Role.INSPECTOR, event.organisation)
    shown = reader.get(page).content.decode()
    assert "重温誓词" in shown
    assert WHO in shown
    assert way not in shown
    assert reader.get(way).status_code == 403


def test_other_files_have_no_such_page(photograph, signed_in_as):
    text = photograph("通知.txt", b"text")
    way = reverse("attachments:describe", args=[text.pk])
    assert signed_in_as(Role.COMMITTEE_STAFF).get(way).status_code == 404


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        ("IMG_20170301_101112.jpg", ""),
        ("微信图片_20170301.jpg", ""),
        ("DSC00012 (2).JPG", ""),
        ("12.png", ""),
        ("主题党日.jpg", "主题党日"),
        ("P", ""),
        ("image of the hall.jpg", "image of the hall"),
    ],
)
def test_names_of_cameras_are_no_captions(name, caption):
    assert caption_of(name) == caption
