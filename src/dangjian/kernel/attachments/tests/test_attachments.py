from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments import storage
from dangjian.kernel.attachments.errors import AttachmentError
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.services import attach, sweep, withdraw
from dangjian.kernel.attachments.tests.test_content import picture, word
from dangjian.kernel.audit.models import Entry, Look
from dangjian.kernel.audit.permissions import VIEW_ENTRY


@pytest.fixture
def attached(small_city):
    def add(data=b"text", name="a.txt", at=None, to=None, **options):
        place = at or small_city.first_one
        actor = small_city.actor()
        return attach(SimpleUploadedFile(name, data), to=to or place, organisation=place, by=actor, **options)

    return add


def test_a_file_is_kept_once_and_recorded(attached, small_city):
    grant = Grant.objects.create(
        account=small_city.account(Role.MEMBER, small_city.third),
        role=Role.MEMBER,
        organisation=small_city.third,
        starts_on="2016-01-01",
    )
    first, second = attached(), attached(to=grant, name="b.txt")
    assert first.sha256 == second.sha256
    assert storage.opened(first.sha256).read() == b"text"
    assert list(Attachment.objects.of(small_city.first_one)) == [first]
    assert list(Attachment.objects.of(grant)) == [second]
    assert Entry.objects.filter(action="attachments.file.attached").count() == 2


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"text", "机密★1年.txt"),
        ("名单\n密级：秘密\n".encode(), "a.txt"),
        (word("正文", "内部资料 不得外传"), "a.docx"),
        (b"x", "【内部文件】名单.txt"),
    ],
)
def test_marked_papers_are_refused_and_nothing_is_kept(attached, tmp_path, data, name):
    with pytest.raises(AttachmentError):
        attached(data, name)
    assert not Attachment.objects.exists()
    assert not list(tmp_path.rglob("*.*"))


def test_limits(attached, settings, small_city, monkeypatch):
    settings.DANGJIAN_ATTACHMENT_LIMIT = 3
    with pytest.raises(AttachmentError):
        attached(b"four")
    monkeypatch.setattr("dangjian.kernel.attachments.services.MAX_FILES", 1)
    attached(b"abc")
    with pytest.raises(AttachmentError):
        attached(b"abd")


def test_withdrawing_removes_the_content_when_nobody_else_holds_it(
    attached, small_city, django_capture_on_commit_callbacks
):
    first, second = attached(), attached(at=small_city.second_one)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(first, by=small_city.actor(), reason="误传")
    assert storage.place_of(first.sha256).exists()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(second, by=small_city.actor(), reason="误传")
    assert not storage.place_of(first.sha256).exists()
    assert not Attachment.objects.of(small_city.first_one).exists()
    with pytest.raises(AttachmentError):
        withdraw(second, by=small_city.actor(), reason="误传")
    with pytest.raises(AttachmentError):
        withdraw(second, by=small_city.actor(), reason=" ")


def test_what_failed_uploads_left_is_swept(attached):
    kept, left = attached(), storage.keep(b"left")
    assert sweep(before=timezone.now() - timedelta(days=1)) == 0
    assert sweep(before=timezone.now() + timedelta(seconds=5)) == 1
    assert storage.place_of(kept.sha256).exists()
    assert not storage.place_of(left).exists()


def test_opening_within_scope_is_a_look(attached, small_city, signed_in_as):
    attachment = attached()
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    response = client.get(reverse("attachments:download", args=[attachment.pk]))
    assert b"".join(response.streaming_content) == b"text"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    look = Look.objects.get()
    assert (look.subject_label, look.organisation_path) == ("a.txt", small_city.first_one.path)


def test_only_pictures_and_pdf_open_in_the_browser(attached, small_city, signed_in_as):
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    shown = [attached(picture("PNG"), "照片.png"), attached()]
    answers = [client.get(reverse("attachments:download", args=[one.pk]) + "?show") for one in shown]
    assert [answer["Content-Disposition"].split(";")[0] for answer in answers] == ["inline", "attachment"]
    assert answers[0]["Content-Type"] == "image/png"


def test_a_sister_branch_finds_nothing_and_a_stricter_file_is_refused(attached, small_city, signed_in_as):
    sister, strict = attached(at=small_city.first_two), attached(permission=VIEW_ENTRY)
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    assert client.get(reverse("attachments:download", args=[sister.pk])).status_code == 404
    assert client.get(reverse("attachments:download", args=[strict.pk])).status_code == 403


def test_a_withdrawn_or_lost_file_is_not_found(attached, small_city, signed_in_as):
    gone, lost = attached(), attached(b"lost")
    withdraw(gone, by=None, reason="误传")
    storage.discard(lost.sha256)
    client = signed_in_as()
    for attachment in (gone, lost):
        assert client.get(reverse("attachments:download", args=[attachment.pk])).status_code == 404
