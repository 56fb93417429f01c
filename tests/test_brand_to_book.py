"""One brand, from the idea of its name to the printed book."""

import io
from datetime import UTC, date, datetime

import pytest

from dangjian.kernel.access.roles import Role
from dangjian.kernel.documents.book_epub import book_epub
from dangjian.kernel.figures.compute import compute
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.periods import Period
from dangjian.work.awards import services as awards
from dangjian.work.awards.enums import PhaseKind, Subject
from dangjian.work.awards.models import Honour
from dangjian.work.awards.queries.nominations import levels_of
from dangjian.work.awards.tests import factories as calls
from dangjian.work.brands import services as brands
from dangjian.work.brands.enums import BrandStage
from dangjian.work.brands.errors import BrandError
from dangjian.work.brands.models import Brand
from dangjian.work.brands.queries.brands import brands_known_to
from dangjian.work.brands.stages import RECORD_KIND, with_stage
from dangjian.work.brands.tests import factories as named
from dangjian.work.casebook import services as cases
from dangjian.work.casebook.binding import Bound, book_of
from dangjian.work.casebook.tests.factories import WORDING, edition

TODAY = date(2017, 10, 9)
TAKING = date(2017, 9, 1), date(2017, 10, 1)
ENTERED, NOTICED, DECIDED = date(2017, 9, 10), date(2017, 9, 11), date(2017, 9, 30)


def stage(brand):
    """As everybody may know it."""
    return with_stage(Brand.objects.filter(pk=brand.pk)).get().stage


def stage_for(actor, brand):
    return brands_known_to(actor).get(pk=brand.pk).stage


def call_for_brands(committee):
    """A call with a first title for one brand and a second one for those next in line."""
    call = calls.drawn_up(committee, title="优秀党建服务品牌评选", today=date(2017, 8, 20))
    first = calls.award_class(call, "优秀党建服务品牌", Subject.RECORD, 1, record_kind=RECORD_KIND)
    awards.keep_phase(call, kind=PhaseKind.NOMINATING, starts_on=TAKING[0], ends_on=TAKING[1], by=None)
    return awards.issue_call(call, on=date(2017, 8, 25), today=date(2017, 8, 25), by=None), first


@pytest.mark.django_db
def test_a_brand_from_the_idea_of_a_name_to_the_book(small_city):
    branch, committee = small_city.first_one, small_city.committee
    author = small_city.actor(Role.BRANCH_SECRETARY, branch)
    editor = small_city.actor(Role.COMMITTEE_STAFF, committee)

    brand = named.proposed(branch, name="无忧办税", today=date(2017, 1, 5))
    assert stage(brand) == BrandStage.IDEA
    for day in (date(2017, 1, 10), date(2017, 2, 10), date(2017, 3, 10)):
        named.deliberated(brand, on=day)
    brands.confirm_brand(brand, on=date(2017, 3, 20), today=TODAY, by=author)
    call, first = call_for_brands(committee)
    entry = {"award_class": first, "deeds": "群众少跑一趟。", "today": ENTERED, "by": author}
    with pytest.raises(BrandError):
        brands.enter_brand(brand, **entry)
    brands.practise_brand(brand, on=date(2017, 4, 1), today=TODAY, by=author)
    assert stage(brand) == BrandStage.IN_PRACTICE

    entered = awards.submit_nomination(brands.enter_brand(brand, **entry), today=ENTERED, by=author)
    assert (stage(brand), stage_for(author, brand)) == (BrandStage.IN_PRACTICE, BrandStage.ENTERED)
    for level in levels_of(entered):
        awards.give_opinion(
            entered, organisation=level.organisation, supports=True, text="同意", today=ENTERED, by=None
        )
    awards.admit_nomination(entered, today=ENTERED, by=editor)
    awards.propose(entered, first, reason="内涵贴近业务，群众认可。", by=editor)
    awards.publish_notice(call, contact="工委组织科", today=NOTICED, by=editor)
    awards.decide(call, number="直工委〔2017〕41号", on=DECIDED, today=DECIDED, by=editor)
    assert stage(brand) == BrandStage.EXCELLENT
    assert [one.name for one in Honour.objects.of_record(RECORD_KIND, brand.pk)] == ["优秀党建服务品牌"]
    assert compute("brands.excellent", Scope.of(committee.path, Period.year_of(2017), TODAY)).number == 1
    with pytest.raises(BrandError):
        brands.enter_brand(brand, **entry)

    case = cases.begin_case(
        organisation=branch, title="无忧办税：少跑一趟", brand=brand, period=Period.year_of(2017), by=author
    )
    case = cases.write_case(case, version=1, title=case.title, by=author, **WORDING)
    case = cases.hand_in(case, version=case.version, people_agreed=True, by=author)
    case = cases.pass_case(case, version=case.version, by=editor)
    assert stage(brand) == BrandStage.CASE_WRITTEN
    book = cases.issue_edition(edition(committee, [case], editor), by=editor)
    assert stage(brand) == BrandStage.PUBLISHED

    printed = book_of(Bound(book, TODAY))
    words = repr(list(printed.articles()))
    assert "无忧办税：少跑一趟" in words
    assert "优秀党建服务品牌" in words
    target = io.BytesIO()
    book_epub(printed, target, datetime(2017, 10, 9, 2, tzinfo=UTC))
    assert target.getvalue()[:2] == b"PK"
