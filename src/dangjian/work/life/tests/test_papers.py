"""The minutes show the pictures of a meeting with their words, and none that somebody would not have shown."""

import io

import docx
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.oxml.ns import qn

from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments.enums import Consent
from dangjian.kernel.attachments.services import attach, describe
from dangjian.kernel.attachments.tests.test_content import picture
from dangjian.kernel.audit.permissions import VIEW_ENTRY

from .factories import held


@pytest.fixture
def meeting(small_city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    member(small_city.first_one)
    found = held(small_city.first_one)
    said = (
        {"caption": "重温入党誓词", "consent": Consent.GIVEN, "agreed_by": "全体党员当面同意"},
        {"caption": "合影", "consent": Consent.MISSING},
    )
    for number, answers in enumerate(said):
        file = SimpleUploadedFile(f"{number}.jpg", picture("JPEG"))
        kept = attach(file, to=found, organisation=found.organisation, by=None)
        describe(kept, by=None, **answers)
    return found


def minutes_as(client, meeting, form):
    return io.BytesIO(client.get(reverse("life:minutes", args=[meeting.pk, form])).content)


def test_minutes_show_pictures_with_their_words_in_chinese_whoever_reads(meeting, signed_in_as):
    client = signed_in_as(Role.BRANCH_SECRETARY, meeting.organisation)
    client.cookies["django_language"] = "en"
    word = docx.Document(minutes_as(client, meeting, "docx"))
    assert len(list(word.element.body.iter(qn("wp:inline")))) == 1
    words = "".join(text.text or "" for text in word.element.body.iter(qn("w:t")))
    pages = pypdf.PdfReader(minutes_as(client, meeting, "pdf")).pages
    assert sum(len(page.images) for page in pages) == 1
    on_paper = "".join(page.extract_text() for page in pages).replace("\n", "")
    for text in (words, on_paper):
        assert "重温入党誓词" in text
        assert "全体党员当面同意" in text
        assert "有人未同意" in text
        assert "合影" not in text


def test_a_picture_under_a_stricter_permission_is_not_in_everybodys_minutes(meeting, signed_in_as):
    file = SimpleUploadedFile("strict.jpg", picture("JPEG"))
    attach(file, to=meeting, organisation=meeting.organisation, permission=VIEW_ENTRY, caption="内部", by=None)
    client = signed_in_as(Role.BRANCH_SECRETARY, meeting.organisation)
    word = docx.Document(minutes_as(client, meeting, "docx"))
    assert len(list(word.element.body.iter(qn("wp:inline")))) == 1
    assert "内部" not in "".join(text.text or "" for text in word.element.body.iter(qn("w:t")))
