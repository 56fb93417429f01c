"""One brand as an office lives it: from the idea of a name over talks and opinions to practice and public view."""

from datetime import date

import pytest
from django.urls import reverse

from dangjian.foundation.members.tests.factories import member, post
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.figures.compute import compute
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.periods import Period
from dangjian.kernel.records.proofs import StepState, standing_of
from dangjian.work.brands import services
from dangjian.work.brands.enums import BrandStage
from dangjian.work.brands.models import Brand, Consultation, Service
from dangjian.work.brands.stages import with_stage
from dangjian.work.life.tests.factories import held

TODAY = date(2017, 10, 9)


@pytest.fixture
def story(small_city, signed_in_as):
    """Who plays: the office of an organ committee, and the staff of the work committee."""
    services.begin_services(by=None)
    secretary = member(small_city.first_one)
    post(secretary, small_city.first)

    class Story:
        city = small_city
        responsible = secretary

        def office(self):
            return signed_in_as(Role.PARTY_OFFICE, small_city.first)

        def staff(self):
            return signed_in_as()

        def stage(self):
            return with_stage(Brand.objects.all()).get().stage

        def figure(self, key):
            scope = Scope.of(small_city.committee.path, Period.year_of(2017), TODAY)
            return compute(key, scope).number

    return Story()


def send(client, step, key, **fields):
    answer = client.post(reverse(f"brands:{step}", args=[key]), fields)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    return answer


def test_a_brand_from_its_idea_to_practice_and_public_view(story):
    office = story.office()
    office.post(reverse("brands:begin"), {"name": "发改先行"})
    brand = Brand.objects.get()
    assert story.stage() == BrandStage.IDEA
    first = {"name": "发改先行", "meaning": "项目谋划走在前。", "version": brand.version}
    send(office, "proposal", brand.pk, **first)
    for day, outcome in (("2017-09-01", "go_on"), ("2017-09-08", "revise"), ("2017-09-15", "consult")):
        facts = {"body": "leading_group", "opinions": "名称还要再响亮些。", "outcome": outcome}
        brand.refresh_from_db()
        Brand.objects.filter(pk=brand.pk).update(happened_on=date(2017, 9, 1))
        send(office, "record-deliberation", brand.pk, on=day, **facts)
    send(office, "ask", brand.pk, asked=story.city.committee.pk, question="名称是否合适？")
    assert story.stage() == BrandStage.CONSULTED

    staff = story.staff()
    question = Consultation.objects.get()
    send(staff, "give-opinions", question.pk, opinions="突出“发展改革”四字\n承诺写明时限")
    assert story.stage() == BrandStage.OPINIONS_GIVEN

    office = story.office()
    refused = office.post(reverse("brands:confirm", args=[brand.pk]), {"on": "2017-10-09"})
    assert refused.status_code == 422
    for point in question.opinions.all():
        send(office, "answer-point", point.pk, answer="taken", words="已修改")
    brand.refresh_from_db()
    chosen = Service.objects.values_list("pk", flat=True)[:2]
    final = {
        "name": "发展改革我先行",
        "slogan": "谋划在先、服务在前",
        "meaning": "项目谋划走在前，企业服务走在前。",
        "carrier": "重点项目党员突击队",
        "promise": "审批事项三个工作日内答复。",
        "services": list(chosen),
        "responsible": story.responsible.pk,
        "version": brand.version,
    }
    send(office, "proposal", brand.pk, **final)
    send(office, "keep-version", brand.pk, reason="按工委意见修改")
    assert story.stage() == BrandStage.REVISED
    page = office.get(reverse("brands:versions", args=[brand.pk]))
    assert page.context["pair"][0].name == "发改先行"
    assert page.context["pair"][1].name == "发展改革我先行"
    assert any(one.is_changed for one in page.context["texts"])

    assert story.figure("brands.brands") == 0
    send(office, "confirm", brand.pk, on="2017-10-09")
    send(office, "practise", brand.pk, on="2017-10-09")
    assert story.stage() == BrandStage.IN_PRACTICE
    assert story.figure("brands.brands") == 1
    assert story.figure("brands.services_taken") == 2
    assert story.figure("brands.often_deliberated") == 1
    assert story.figure("brands.rate_direct") == pytest.approx(100 / 3)

    send(office, "add-measure", brand.pk, measure="records:life.meeting", words="")
    meeting = held(story.city.first_one)
    work = office.get(reverse("brands:work", args=[brand.pk])).content.decode()
    assert reverse("life:meeting", args=[meeting.pk]) in work

    staff = story.staff()
    staff.post(reverse("brands:show", args=[brand.pk]))
    staff.logout()
    brand.refresh_from_db()
    public = staff.get(reverse("brands:shown", args=[brand.show_code])).content.decode()
    assert "审批事项三个工作日内答复。" in public
    assert story.responsible.name not in public

    done = list(Entry.objects.filter(action__startswith="brands.").values_list("action", flat=True))
    for action in (
        "brands.brand.proposed",
        "brands.consultation.given",
        "brands.brand.confirmed",
        "brands.brand.shown",
    ):
        assert action in done


def test_the_sixth_step_stands_for_a_branch_below_a_practised_brand(story):
    city, year = story.city, Period.year_of(2017)

    def step(branch):
        return standing_of(branch, year, TODAY)[5].state

    assert step(city.first_one) == StepState.NOT_BEGUN
    brand = services.propose_brand(
        organisation=city.first, name="发改先行", meaning="内涵", promise="承诺", today=TODAY, by=None
    )
    assert step(city.first_one) == StepState.UNDER_WAY
    facts = {"body": "leading_group", "opinions": "同意", "outcome": "agreed", "today": TODAY, "by": None}
    services.record_deliberation(brand, on=TODAY, **facts)
    services.confirm_brand(brand, on=TODAY, today=TODAY, by=None)
    services.practise_brand(brand, on=TODAY, today=TODAY, by=None)
    assert step(city.first_one) == StepState.STANDS
    assert step(city.second_one) == StepState.NOT_BEGUN
    services.end_brand(brand, on=TODAY, ending="honour", words="已成日常", today=TODAY, by=None)
    assert step(city.first_one) == StepState.NOT_BEGUN
