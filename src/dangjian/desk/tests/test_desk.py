import html
import re
from datetime import date, timedelta

import pytest

from dangjian.desk.models import Suggestion
from dangjian.desk.search import search
from dangjian.desk.services import SuggestionError, answer_suggestion, make_suggestion
from dangjian.desk.steps import seven_steps
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.notices.models import Notice
from dangjian.kernel.records.pages import pages_for


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_a_first_screen(signed_in_as, small_city, role, django_assert_max_num_queries):
    at = (
        small_city.first_one
        if role in (Role.BRANCH_SECRETARY, Role.BRANCH_CLERK, Role.MEMBER)
        else small_city.committee
    )
    client = signed_in_as(role, at)
    client.get("/")
    with django_assert_max_num_queries(24):
        answer = client.get("/")
    assert answer.status_code == 200
    assert at.short_name in answer.content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_the_desk_offers_no_link_that_its_reader_may_not_open(signed_in_as, small_city, role):
    client = signed_in_as(role, small_city.committee)
    page = client.get("/").content.decode()
    links = {html.unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"#]*)"', page)}
    answers = {link: client.get(link).status_code for link in links}
    assert {link: status for link, status in answers.items() if status >= 400} == {}


def test_an_account_without_a_role_is_told_who_can_help(client, small_city):
    account = small_city.account(Role.BRANCH_CLERK, small_city.first_one)
    account.grants.update(ends_on=date(2017, 1, 1))
    client.force_login(account, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
    assert "desk/nobody.html" in [template.name for template in client.get("/").templates]


def test_figures_on_the_desk_open_their_page(signed_in_as, small_city):
    page = signed_in_as().get("/").content.decode()
    assert f"/figures/organisations.direct/?organisation={small_city.committee.pk}&amp;period=2017" in page


def test_steps_without_records_say_that_they_are_not_built():
    steps = seven_steps()
    assert len(steps) == 7
    assert any(not step.kinds for step in steps)


def test_search_stays_within_reach(small_city):
    found = search(small_city.actor(Role.BRANCH_SECRETARY, small_city.first_one), "支部")
    words = [hit.words for hits in found for hit in hits.hits]
    assert "甲局第一支部" in words
    assert "甲局第二支部" not in words


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'", "\x00", "😀", "a" * 10_000])
def test_search_takes_any_text(signed_in_as, text):
    assert signed_in_as().get("/search/", {"q": text}).status_code == 200


def test_palette_gets_only_the_list(signed_in_as):
    answer = signed_in_as().get("/search/", {"q": "甲局"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in answer
    assert "<li>" in answer


def suggestion(small_city, by=None):
    return make_suggestion(
        kind="suggestion", text="字再大一点", page="/", organisation=small_city.first_one, by=by or small_city.actor()
    )


def test_suggestion_says_when_the_answer_is_due(small_city, settings):
    made = suggestion(small_city)
    assert made.answer_due_on == made.happened_on + timedelta(days=settings.DANGJIAN_ANSWER_DAYS)
    assert Entry.objects.filter(action="desk.suggestion.made", target_id=made.pk).count() == 1


def test_answer_reaches_the_person_and_is_given_once(small_city):
    made = suggestion(small_city)
    answer_suggestion(made, answer="已改", by=small_city.actor())
    assert Notice.objects.filter(account_id=made.account_id).count() == 1
    with pytest.raises(SuggestionError):
        answer_suggestion(made, answer="又改", by=small_city.actor())
    assert Suggestion.objects.get(pk=made.pk).answer == "已改"


def test_suggestion_form_keeps_what_was_typed(signed_in_as):
    client = signed_in_as()
    answer = client.post("/suggestions/", {"kind": "nonsense", "text": "字再大一点"})
    assert answer.status_code == 422
    assert "字再大一点" in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_suggestion_of_a_sister_branch_is_not_there(signed_in_as, small_city):
    made = suggestion(small_city)
    assert signed_in_as(Role.BRANCH_SECRETARY, small_city.first_two).get(f"/suggestions/{made.pk}/").status_code == 404
    assert signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one).get(f"/suggestions/{made.pk}/").status_code == 200


def test_buttons_of_the_desk_are_not_in_the_navigation_too(signed_in_as, small_city):
    answer = signed_in_as().get("/")
    buttons = {page.url(small_city.actor()) for page in pages_for(small_city.actor()) if page.button}
    links = {link.url for group in answer.context["navigation"] for link in group.items}
    assert buttons
    assert not buttons & links
