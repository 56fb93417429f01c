"""A photographed signature sheet finds its record by the printed code; what cannot be read waits and is not lost."""

import io

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments.models import Attachment
from dangjian.work.life.sheet_codes import code_in, smaller, tidy_code

from .factories import held

URL = "/life/sheets/"


def photograph(code="", *, turned=0, size=(1240, 1754), kind="JPEG"):
    """A sheet of paper as a telephone takes it."""
    paper = Image.new("L", size, 235)
    if code:
        square = io.BytesIO()
        segno.make(f"https://dj.example/life/sheets/{code}/", error="m").save(square, kind="png", scale=6, border=4)
        paper.paste(Image.open(square).convert("L").rotate(turned, expand=True, fillcolor=255), (700, 120))
    taken = io.BytesIO()
    paper.convert("RGB").save(taken, kind)
    return taken.getvalue()


def drop(browser, *files, **more):
    chosen = [SimpleUploadedFile(name, data) for name, data in files]
    return browser.post(reverse("life:photographs"), {"photographs": chosen, **more} if chosen else more)


@pytest.fixture
def meeting(small_city):
    member(small_city.first_one)
    return held(small_city.first_one)


@pytest.fixture
def clerk(signed_in_as, small_city):
    return signed_in_as(Role.BRANCH_CLERK, small_city.first_one)


@pytest.mark.parametrize("turned", [0, 8, 90, 180])
def test_the_code_is_read_however_the_sheet_lies(turned):
    assert code_in(photograph("ABCDEFGH23", turned=turned)) == "ABCDEFGH23"
    assert code_in(photograph()) == ""


def test_codes_are_typed_with_blanks_and_small_letters():
    assert tidy_code(" abcd-efgh 23 ") == "ABCDEFGH23"


def test_what_waits_is_made_small():
    noise = Image.effect_noise((3000, 2000), 90).convert("RGB")
    taken = io.BytesIO()
    noise.save(taken, "PNG")
    kept = smaller(taken.getvalue())
    assert len(kept) < len(taken.getvalue()) / 4
    assert Image.open(io.BytesIO(kept)).format == "JPEG"
    assert smaller(kept) == kept or len(kept) > 600_000


def test_one_photograph_lands_at_its_record(clerk, meeting):
    assert reverse("life:photographs") == URL
    assert URL in clerk.get(reverse("life:home")).content.decode()
    answer = drop(clerk, ("签到.jpg", photograph(meeting.sheet_code)))
    assert answer.url == reverse("life:meeting", args=[meeting.pk])
    (file,) = Attachment.objects.of(meeting)
    assert file.name == "签到.jpg"


def test_of_many_each_finds_its_way_and_none_is_lost(clerk, small_city, meeting):
    member(small_city.third)
    elsewhere = held(small_city.third)
    answer = drop(
        clerk,
        ("一.jpg", photograph(meeting.sheet_code)),
        ("二.png", photograph(kind="PNG")),
        ("三.jpg", photograph(elsewhere.sheet_code)),
        ("四.jpg", b"no picture"),
        ("五.jpg", b""),
    )
    assert answer.status_code == 422
    went = answer.context["went"]
    assert [name for name, _meeting, _called in went.placed] == ["一.jpg"]
    assert [one.name for one in went.waiting] == ["二.jpg", "三.jpg"]
    assert [name for name, _why in went.refused] == ["四.jpg", "五.jpg"]
    assert all(one.problem for one in went.waiting)
    assert not Attachment.objects.of(elsewhere).exists()
    second = went.waiting[0]
    sent = {"kept-name": second.name, "kept-data": second.data, "kept-code": meeting.sheet_code.lower()}
    assert drop(clerk, **sent).url == reverse("life:meeting", args=[meeting.pk])
    assert {file.name for file in Attachment.objects.of(meeting)} == {"一.jpg", "二.jpg"}


@pytest.mark.parametrize("code", ["", "ZZZZZZZZZZ", "\x00", "党"])
def test_a_wrong_code_is_asked_again(clerk, meeting, code):
    first = drop(clerk, ("一.jpg", photograph())).context["went"].waiting[0]
    answer = drop(clerk, **{"kept-name": first.name, "kept-data": first.data, "kept-code": code})
    assert answer.status_code == 422
    assert answer.context["went"].waiting[0].data == first.data


def test_what_cannot_be_sent_is_said(clerk, meeting, settings):
    assert clerk.get(URL).status_code == 200
    assert drop(clerk).context["form"].errors["photographs"]
    nine = drop(clerk, *[("一.jpg", photograph(size=(60, 60)))] * 9)
    assert "8" in nine.context["form"].errors["photographs"][0]
    torn = {"kept-name": "一.jpg", "kept-data": "***", "kept-code": meeting.sheet_code}
    assert drop(clerk, **torn).context["went"].refused
    settings.DANGJIAN_ATTACHMENT_LIMIT = 1024 * 1024
    large = drop(clerk, ("一.jpg", photograph(meeting.sheet_code) + b"x" * 1024 * 1024))
    assert "1 MB" in large.context["went"].refused[0][1]
    many = photograph(size=(9000, 6000))
    settings.DANGJIAN_ATTACHMENT_LIMIT = 20 * 1024 * 1024
    assert drop(clerk, ("一.jpg", many)).context["went"].refused
    assert not Attachment.objects.exists()
