"""A page with a form, and a button: what is done, said and kept, and where one stands afterwards."""

from datetime import date
from functools import partial
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory

from dangjian.kernel.access.act_forms import ActForm, day_field
from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.errors import ConflictError, ServiceError

ACTOR = SimpleNamespace(today=date(2017, 10, 9), language="en")
RECORD = SimpleNamespace(name="甲", way="2", version=3)


class NoteForm(ActForm):
    name = forms.CharField(label="Name")
    way = forms.ChoiceField(label="Way", choices=[("1", "by hand"), ("2", "by post")])
    on = day_field("On")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self):
        self.start_from_record("name", "way", "version")


def asked(post=None):
    factory = RequestFactory()
    request = factory.get("/here/") if post is None else factory.post("/here/", post)
    request.actor = ACTOR
    request._messages = CookieStorage(request)
    return request


def act(service, **more):
    words = {"title": "Note", "submit": "Save", "back": "/back/"}
    return Act(form=NoteForm, service=service, about=RECORD, **words | more)


@pytest.fixture
def shown(monkeypatch):
    """What the page was given, without drawing the frame around it."""
    pages = []
    monkeypatch.setattr(
        "dangjian.kernel.access.acts.render",
        lambda request, template, context, status: pages.append(context) or HttpResponse(status=status),
    )
    return pages


TYPED = {"name": "乙", "way": "1", "on": "2017-10-01", "version": "3"}


def said(request):
    return [str(message) for message in get_messages(request)]


def test_the_form_starts_from_the_record_and_today(shown):
    assert perform(asked(), act(pytest.fail)).status_code == 200
    form = shown[0]["form"]
    assert [form[name].value() for name in ("name", "way", "version", "on")] == ["甲", "2", 3, ACTOR.today]


def test_the_service_gets_what_was_typed_and_who_acts():
    calls = []
    request = asked(TYPED)
    answer = perform(request, act(lambda **facts: calls.append(facts), done="Saved."))
    assert (answer.status_code, answer.url, said(request)) == (302, "/back/", ["Saved."])
    assert calls == [{"name": "乙", "way": "1", "on": date(2017, 10, 1), "version": 3, "by": ACTOR}]


def test_afterwards_one_stands_where_the_result_says():
    request = asked(TYPED)
    made = act(lambda **facts: facts["name"], then=lambda name: f"/of/{name}/", done=lambda name: f"Made {name}.")
    assert perform(request, made).url == "/of/%E4%B9%99/"
    assert said(request) == ["Made 乙."]
    answer = HttpResponse("once")
    assert perform(asked(TYPED), act(lambda **facts: answer, then=lambda result: result)) is answer


@pytest.mark.parametrize(("field", "stands_at"), [("name", "name"), ("", "__all__"), ("other", "__all__")])
def test_a_refusal_stands_by_its_field_and_nothing_typed_is_lost(shown, field, stands_at):
    def refuse(**_facts):
        raise ServiceError("Not like this.", field=field)

    assert perform(asked(TYPED), act(refuse)).status_code == 422
    form = shown[0]["form"]
    assert form.errors[stands_at] == ["Not like this."]
    assert form["name"].value() == "乙"


def test_what_is_no_input_never_reaches_the_service(shown):
    assert perform(asked(TYPED | {"on": "31/31"}), act(pytest.fail)).status_code == 422
    assert list(shown[0]["form"].errors) == ["on"]


def test_two_clerks_see_each_others_change_and_the_second_may_go_over_it(shown):
    def service(*, version, **_facts):
        if version != 4:
            raise ConflictError("Somebody was faster.", theirs={"name": "乙", "way": "2", "version": 4})

    assert perform(asked(TYPED), act(service)).status_code == 422
    form = shown[0]["form"]
    assert form.conflicts == [("Way", "by post")], "only what differs from what was typed, in words"
    again = {name: form[name].value() for name in form.fields}
    assert perform(asked(again), act(service)).status_code == 302


def test_a_button_says_how_it_went():
    def refuse(**_facts):
        raise ServiceError("Too late.")

    pressed = []
    for request, service, words in (
        (asked({}), lambda **facts: pressed.append(facts["by"]), ["Done."]),
        (asked({}), refuse, ["Too late."]),
        (asked(), partial(pytest.fail, "not asked for"), []),
    ):
        answer = press(request, service, done="Done.", back="/back/")
        assert (answer.url, said(request)) == ("/back/", words)
    assert pressed == [ACTOR]
