"""An office's own Word file, from its upload to a ledger filled into it."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml.ns import qn

from dangjian.insight.ledgers import services
from dangjian.insight.ledgers.models import LedgerRun, LedgerTemplate
from dangjian.insight.ledgers.own import FIELDS
from dangjian.insight.ledgers.queries import template_for
from dangjian.insight.ledgers.storage import FILES
from dangjian.insight.ledgers.work import work_next
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments import storage as attached
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.documents.tests.test_filling import word
from dangjian.kernel.periods import Period

from .factories import event, photograph


def upload(data, name="台账.docx"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def recorded(small_city):
    photograph(event(small_city.first_one, date(2017, 3, 1), new_name="甲一"), "会场.jpg")
    return small_city


def kept(city, *paragraphs, at=None, **facts):
    data = word(*paragraphs, **facts)
    return services.keep_template(organisation=at or city.first, file=upload(data), by=city.actor())


def ledger(city, at=None):
    """The Word ledger of a branch, made by the worker, and what the reader is told about it."""
    place = at or city.first_one
    run = services.ask_for_ledger(organisation=place, period=Period.year_of(2017), kind="docx", by=city.actor())
    assert work_next()
    run.refresh_from_db()
    with FILES.opened(run.stored_as) as file:
        return Document(io.BytesIO(file.read())), run.trouble


def words_of(document):
    return "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))


def test_a_ledger_is_filled_into_the_offices_own_file(recorded):
    kept(
        recorded,
        "我局的台账",
        "{{ organisation }} {{ period }} {{ records }}",
        "{{ contents }}",
        "前言",
        "{{ chapters }}",
        "结语",
        header="{{ superior }}",
    )
    document, trouble = ledger(recorded)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert trouble == ""
    assert texts[:2] == ["我局的台账", "中共甲局第一支部 2017 年 1"]
    assert texts.index("前言") > texts.index("七、建工作台账") > 2
    assert texts.index("结语") > len(texts) - 1 - texts[::-1].index("七、建工作台账") > texts.index("前言")
    assert "甲一" in words_of(document)
    assert len(list(document.element.body.iter(qn("wp:inline")))) == 1
    assert document.sections[0].header.paragraphs[0].text == "中共甲局机关党委"
    assert "\ue000" not in words_of(document)
    assert "committee_staff-35" in texts[-1]


def test_chapters_may_stand_apart_and_keep_their_numbers(recorded):
    kept(recorded, "{{ chapter_7 }}", "中间", "{{ chapter_3 }}")
    document, _trouble = ledger(recorded)
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings == ["七、建工作台账", "三、严组织生活"]


def test_lists_of_records_fill_a_table(recorded):
    kept(recorded, "{%p for entry in entries %}", "{{ entry.day }} {{ entry.title }}", "{%p endfor %}")
    document, _trouble = ledger(recorded)
    assert "2017-03-01 更名" in [paragraph.text for paragraph in document.paragraphs]


def test_the_nearest_above_is_used_and_former_versions_stay(recorded):
    first = kept(recorded, "{{ period }}", at=recorded.committee)
    assert template_for(recorded.first_one) == first
    second = kept(recorded, "{{ period }}", at=recorded.first)
    third = kept(recorded, "{{ organisation }}", at=recorded.first)
    assert (second.version, third.version) == (1, 2)
    assert template_for(recorded.first_one) == third
    services.end_template(third, by=recorded.actor())
    assert template_for(recorded.first_one) == first
    services.end_template(first, by=recorded.actor())
    assert template_for(recorded.first_one) is None
    assert LedgerTemplate.objects.count() == 3
    actions = Entry.objects.filter(action__startswith="ledgers.template").values_list("action", flat=True)
    assert sorted(actions) == ["ledgers.template.ended"] * 2 + ["ledgers.template.kept"] * 3


def test_without_the_file_the_built_in_layout_stands_in_and_says_so(recorded):
    template = kept(recorded, "{{ organisation }}")
    attached.discard(Attachment.objects.of(template).get().sha256)
    document, trouble = ledger(recorded)
    assert document.paragraphs[0].text == "工作台账"
    assert "台账.docx" in trouble


def test_a_refused_file_leaves_the_former_in_use_and_nothing_else(recorded, signed_in_as):
    template = kept(recorded, "{{ organisation }}")
    client = signed_in_as(Role.PARTY_OFFICE, recorded.first)
    address = f"/ledgers/{recorded.first.pk}/template/"
    answer = client.post(address, {"file": upload(word("{{ organisatoin }}"))})
    assert answer.status_code == 422
    assert "organisatoin" in answer.content.decode()
    assert template_for(recorded.first) == template
    for name, data in (("a.txt", b"text"), ("a.docx", b"text"), ("a.docx", b"")):
        assert client.post(address, {"file": upload(data, name)}).status_code == 422
    assert client.post(address).status_code in (200, 422)
    assert LedgerTemplate.objects.count() == 1
    assert Attachment.objects.of(template).count() == 1


def test_an_office_uploads_looks_and_takes_out_of_use(recorded, signed_in_as):
    client = signed_in_as(Role.PARTY_OFFICE, recorded.first)
    fields = client.get("/ledgers/fields/").content.decode()
    assert all(field.name in fields for field in FIELDS)
    answer = client.post(f"/ledgers/{recorded.first.pk}/template/", {"file": upload(word("{{ organisation }}"))})
    assert answer.status_code == 302
    template = LedgerTemplate.objects.get()
    settings = client.get(answer.url).content.decode()
    assert "台账.docx" in settings
    download = f"/files/{Attachment.objects.of(template).get().pk}/"
    assert download in settings
    taken = client.get(download)
    assert taken.status_code == 200
    assert b"".join(taken.streaming_content).startswith(b"PK")
    client.post(f"/ledgers/templates/{template.pk}/end/")
    template.refresh_from_db()
    assert not template.in_use
    assert not LedgerRun.objects.exists()
