from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from dangjian.insight.reports import services
from dangjian.insight.reports.models import Report
from dangjian.kernel.access.roles import Role
from dangjian.kernel.texts.models import Part
from dangjian.kernel.tree.models import Organisation

from .test_services import add_direct


def to(name, *args):
    return reverse(f"reports:{name}", args=args)


def typed(report, **changed):
    facts = {"title": report.title, "period": report.period, "text": report.text, "version": report.version}
    return facts | {"action": "save"} | changed


def test_a_report_is_begun_from_the_supplied_text_written_and_issued(signed_in_as, small_city):
    client = signed_in_as()
    assert client.get(to("start")).status_code == 200
    begun = client.post(to("start"), {"title": "成效报告", "period": "2017", "beginning": "city"}, follow=True)
    report = Report.objects.get()
    assert begun.redirect_chain[-1][0] == to("edit", report.pk)
    assert "[[organisations.direct]]" in begun.content.decode()
    client.post(to("edit", report.pk), typed(report, title="改了题目"))
    report.refresh_from_db()
    assert (report.title, report.version) == ("改了题目", 2)
    assert client.get(to("issue", report.pk)).status_code == 200
    page = client.post(to("issue", report.pk), {"version": report.version}, follow=True).content.decode()
    assert Report.objects.get().digest in page


def test_figures_on_the_page_lead_to_their_figure_organisation_and_period(signed_in_as, issued, small_city):
    page = signed_in_as().get(to("report", issued.pk)).content.decode()
    direct = reverse("figures:figure", args=["organisations.direct"])
    branches = reverse("figures:figure", args=["organisations.branches"])
    assert f'href="{direct}?organisation={small_city.committee.pk}&amp;period=2017"' in page
    assert f'href="{branches}?organisation={small_city.first.pk}&amp;period=2016"' in page
    assert "···" in page


@pytest.mark.parametrize("state", ["draft", "issued"])
def test_a_number_in_the_text_is_the_number_of_its_rows(state, request, signed_in_as, draft, small_city):
    if state == "issued":
        services.issue_report(draft, by=small_city.actor())
    client = signed_in_as()
    for block in client.get(to("report", draft.pk)).context["reading"].shown:
        for piece in (piece for line in block.lines for piece in line if piece.quote):
            figure = client.get(piece.quote.url)
            assert figure.context["words"].number == piece.text.removesuffix("%")
            if figure.context["listing"] and not figure.context["figure"].is_ratio:
                assert figure.context["listing"].page.paginator.count == int(piece.text)


def test_the_page_of_an_issued_report_stays_within_twelve_queries(
    signed_in_as, issued, small_city, django_assert_max_num_queries
):
    add_direct(small_city)
    client = signed_in_as()
    client.get(to("report", issued.pk))
    with django_assert_max_num_queries(12):
        page = client.get(to("report", issued.pk)).content.decode()
    assert "+1 −0" in page
    for name in ("pdf", "docx"):
        with django_assert_max_num_queries(12):
            client.get(to(name, issued.pk))


def test_pages_of_a_draft_stay_within_twelve_queries(signed_in_as, draft, django_assert_max_num_queries):
    client = signed_in_as()
    for name in ("report", "edit", "issue", "figures"):
        client.get(to(name, draft.pk))
        with django_assert_max_num_queries(12):
            assert client.get(to(name, draft.pk)).status_code == 200


def test_two_writers_see_both_texts_and_lose_neither(signed_in_as, draft, small_city):
    client = signed_in_as()
    services.write_report(
        draft, title=draft.title, period=draft.about, text="先写的文字", version=1, by=small_city.actor()
    )
    answer = client.post(to("edit", draft.pk), typed(draft, text="后写的文字"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先写的文字" in page
    assert "后写的文字" in page
    assert answer.context["form"]["version"].value() == "2"
    client.post(to("edit", draft.pk), typed(draft, text="后写的文字", version=2))
    assert Report.objects.get().text == "后写的文字"


def test_a_preview_shows_words_not_yet_saved_with_problems_by_line(signed_in_as, draft):
    client, words = signed_in_as(), typed(draft, text="一\n[[organisations.dirct]]", action="preview")
    whole = client.post(to("edit", draft.pk), words).content.decode()
    part = client.post(to("edit", draft.pk), words, headers={"HX-Request": "true"}).content.decode()
    for page in (whole, part):
        assert "<mark>[[organisations.dirct]]</mark>" in page
        assert "[[organisations.direct]]" in page
    assert "<textarea" not in part
    assert Report.objects.get().version == 1


def test_typed_words_survive_a_refusal(signed_in_as, draft):
    answer = signed_in_as().post(to("edit", draft.pk), typed(draft, title="", text="写了很久"))
    assert answer.status_code == 200
    assert "写了很久" in answer.content.decode()
    assert Report.objects.get().text == draft.text


def test_what_came_and_went_is_listed_within_scope(signed_in_as, issued, small_city):
    new = add_direct(small_city)
    Organisation.objects.filter(pk=small_city.third.pk).update(ends_on="2017-09-01")
    direct = issued.issued_figures.get(reference="organisations.direct", part=Part.WHOLE)
    page = signed_in_as().get(to("differences", direct.pk)).content.decode()
    assert new.short_name in page
    assert small_city.third.short_name in page
    secret = issued.issued_figures.get(reference="tests.secret")
    assert new.short_name not in signed_in_as().get(to("differences", secret.pk)).content.decode()
    share = issued.issued_figures.get(reference="organisations.in_term_share", part=Part.WHOLE)
    assert new.short_name in signed_in_as().get(to("differences", share.pk)).content.decode()


def test_reports_of_others_do_not_exist(signed_in_as, issued, small_city):
    figure = issued.issued_figures.first()
    own = services.start_report(
        organisation=small_city.first_one, title="支部", period=issued.about, text="", by=small_city.actor()
    )
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    for name in ("report", "edit", "figures", "issue", "correct", "template", "docx", "pdf"):
        assert client.get(to(name, issued.pk)).status_code == 404
        assert client.get(to(name, own.pk)).status_code in (200, 302)
    assert client.get(to("differences", figure.pk)).status_code == 404
    assert client.get(to("start") + f"?organisation={small_city.committee.pk}").status_code == 404


def test_readers_read_and_administrators_do_not(signed_in_as, issued):
    leader = signed_in_as(Role.COMMITTEE_LEADER)
    assert leader.get(to("report", issued.pk)).status_code == 200
    assert leader.get(to("correct", issued.pk)).status_code == 403
    assert leader.post(to("start"), {}).status_code == 403
    assert signed_in_as(Role.AUDITOR).get(to("report", issued.pk)).status_code == 403


def test_word_and_pdf_carry_numbers_and_notes(signed_in_as, issued):
    client = signed_in_as()
    word = client.get(to("docx", issued.pk))
    body = "\n".join(paragraph.text for paragraph in Document(BytesIO(word.content)).paragraphs)
    assert "直属党组织3[1]个" in body
    pdf = client.get(to("pdf", issued.pk))
    pages = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    packed = "".join(pages.split())
    note = issued.issued_figures.get(reference="organisations.direct").note
    assert "".join(note.split())[:12] in packed
    assert "···" in packed
    assert issued.digest[:16] in packed
    assert "filename" in pdf.headers["Content-Disposition"]


def test_an_issued_report_is_corrected_by_a_new_one_and_kept_as_template(signed_in_as, issued):
    client = signed_in_as()
    assert client.get(to("edit", issued.pk)).url == to("report", issued.pk)
    client.post(to("correct", issued.pk), {"reason": "表中数字有误"})
    corrected = Report.objects.get(corrects=issued)
    for report in (issued, corrected):
        assert "表中数字有误" in client.get(to("report", report.pk)).content.decode()
    again = client.post(to("correct", issued.pk), {"reason": "再来一次"})
    assert "再来一次" in again.content.decode()
    client.post(to("template", issued.pk), {"name": "年度报告"})
    assert "年度报告" in client.get(to("start")).content.decode()


def test_an_issue_of_a_text_that_changed_meanwhile_is_refused(signed_in_as, draft):
    for version in ("9", "x", ""):
        signed_in_as().post(to("issue", draft.pk), {"version": version})
        assert not Report.objects.get().is_issued


def test_reports_stand_in_the_list_and_drafts_wait(signed_in_as, draft):
    client = signed_in_as()
    assert draft.title in client.get(reverse("records:list", args=["reports.report"]) + "?state=draft").content.decode()
    assert draft.title in client.get(reverse("desk:waiting")).content.decode()


def test_a_report_whose_figures_were_altered_says_so(signed_in_as, issued):
    issued.issued_figures.filter(reference="organisations.direct").update(shown="99")
    assert not signed_in_as().get(to("report", issued.pk)).context["is_intact"]
