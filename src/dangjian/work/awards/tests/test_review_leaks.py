"""No hidden name reaches a reviewer: every page, list, file, API answer, notice, letter and log, in every phase.

Two ways of looking. The names are sought in everything that is answered; and where a page may name organisations
because it names them all, the same review is held with other nominations, and the answer must be the same.
"""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dangjian.city.tests.addresses import OURS, PATTERNS, addresses, words_of
from dangjian.foundation.accounts.services.tokens import make_token
from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.notices.models import Notice
from dangjian.kernel.records import kinds
from dangjian.work.awards.enums import PhaseKind
from dangjian.work.awards.models import Nomination, ReviewAssignment, ReviewEntry, Reviewer

from .review_factories import DAY, account, assigned, call, nomination, panel, scored

pytestmark = pytest.mark.django_db
HIDDEN = ("乙局秘密品牌", "隐名候选人", "乙局第一支部", "乙局党总支")
BEFORE_NAMES = [kind for kind in PhaseKind if kind not in (PhaseKind.PRESENTING, PhaseKind.DECIDING, PhaseKind.NOTICE)]
# Here all organisations below the issuing one are named, whether they take part or not.
NAMES_ALL = {"reviews:declare"}


@pytest.fixture
def blind(small_city):
    """A review of two nominations, one of them hidden behind names that occur nowhere else; a reviewer of both."""
    made = call(small_city.committee, live=20, weights=(50, 30), title="年度评选")
    candidate = member(small_city.second_one, name="隐名候选人")
    hidden = nomination(
        made, small_city.second_one, title="乙局秘密品牌", deeds="乙局第一支部隐名候选人的事迹", member=candidate
    )
    nomination(made, small_city.third, title="丙局公开品牌")
    reviewer = account(member=member(small_city.first_one))
    # Somebody who works on the platform for another organ: with lists, files, a desk and a search of their own.
    Grant.objects.create(
        account=reviewer, role=Role.PARTY_OFFICE, organisation=small_city.first, starts_on=date(2016, 1, 1)
    )
    panel(made, accounts=[reviewer, account(), account()])
    assigned(made)
    entry = hidden.entry
    seat = Reviewer.objects.get(account=reviewer)
    ReviewAssignment.objects.get_or_create(
        entry=entry, reviewer=seat, defaults={"assigned_on": DAY[PhaseKind.CHECKING]}
    )
    for one in ReviewAssignment.objects.all():
        scored(one, 8, 7, strengths="实", remark="可推广")
    return seat


def enter(one):
    cache.clear()
    browser = Client(raise_request_exception=False)
    browser.force_login(one, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
    return browser


def body(answer):
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "spreadsheet" in answer.get("Content-Type", ""):
        rows = load_workbook(BytesIO(data)).active.iter_rows(values_only=True)
        return "\n".join(str(cell) for row in rows for cell in row)
    return data.decode(errors="replace")


def found_in(text):
    return [name for name in HIDDEN if name in text]


def things_of(seat):
    """Every key that an address may be asked with: those of the review, and those next to them."""
    return {
        "call": [seat.call_id],
        "reviewer": [one.pk for one in Reviewer.objects.all()],
        "review_assignment": [one.pk for one in ReviewAssignment.objects.all()],
        "review_entry": [one.pk for one in ReviewEntry.objects.all()],
        "nomination": [one.pk for one in Nomination.objects.all()],
        "score": [1, 2, 3, 4],
        "organisation": [Nomination.objects.first().organisation_id, seat.call.organisation_id],
        "member": [Nomination.objects.exclude(member=None).get().member_id],
    }


def all_addresses(seat):
    """Every address of the platform, with every thing of the review in its place."""
    keys = things_of(seat)
    for route, name, _view, arguments in OURS:
        wanted = [argument for argument in arguments if words_of(name, argument) is None]
        longest = max((len(keys.get(argument, (1,))) for argument in wanted), default=1)
        for n in range(longest):
            things = {argument: (ks := keys.get(argument, (1,)))[n % len(ks)] for argument in wanted}
            for address in addresses(route, name, arguments, things):
                yield name, address


@pytest.mark.parametrize("phase", BEFORE_NAMES)
def test_every_page_in_every_phase_tells_no_hidden_name(blind, settings, phase):
    settings.DANGJIAN_TODAY = DAY[phase]
    browser = enter(blind.account)
    faults, answered = [], 0
    for name, address in all_addresses(blind):
        answer = browser.get(address)
        answered += answer.status_code == 200
        if name not in NAMES_ALL and (leaked := found_in(body(answer))):
            faults.append(f"{name} {address}: {leaked}")
    assert not faults, "\n".join(faults)
    assert answered >= 3


@pytest.mark.parametrize("phase", BEFORE_NAMES)
def test_lists_files_search_and_api_tell_no_hidden_name(blind, settings, phase):
    settings.DANGJIAN_TODAY = DAY[phase]
    browser = enter(blind.account)
    _token, key = make_token(label="tests", ends_on=date(2018, 1, 1), by=actor_for(blind.account))
    program = {"headers": {"authorization": f"Bearer {key}"}}
    answers = {f"export of {kind}": browser.post(f"/records/{kind}/export/") for kind in kinds.registry}
    answers |= {f"list of {kind}": browser.get(f"/records/{kind}/") for kind in kinds.registry}
    for route, _name, _view, arguments in PATTERNS:
        if route.startswith("api/v1"):
            answers |= {url: Client().get(url, **program) for url in addresses(route, "api:", arguments, {})}
    answers |= {f"api of {kind}": Client().get(f"/api/v1/records/{kind}", **program) for kind in kinds.registry}
    faults = [f"{what}: {leaked}" for what, answer in answers.items() if (leaked := found_in(body(answer)))]
    assert not faults, "\n".join(faults)
    assert sum(answer.status_code == 200 for answer in answers.values()) > len(kinds.registry)


def test_a_search_for_the_names_finds_nothing(blind, settings):
    settings.DANGJIAN_TODAY = DAY[PhaseKind.SCORING]
    browser = enter(blind.account)
    for name in HIDDEN:
        answer = browser.get("/search/", {"q": name})
        # What was typed is shown again in the field and the head; a hit would lead somewhere.
        links = re.findall(
            r'<a [^>]*href="/(?:reviews|records|members|organisations)/[^>]*>(.*?)</a>', body(answer), re.DOTALL
        )
        assert not [link for link in links if name in link]


def test_notices_letters_and_the_own_log_tell_no_hidden_name(blind):
    told = [f"{notice.subject} {notice.body} {notice.url}" for notice in Notice.objects.filter(account=blind.account)]
    about_review = [
        f"{entry.target_label} {entry.changes} {entry.organisation_name}"
        for entry in Entry.objects.filter(action__startswith="awards.")
    ]
    assert told
    assert about_review
    assert not [words for words in (*told, *about_review) if found_in(words)]


def answers_of(seat, settings):
    """What the reviewer is answered by the pages of the review in each phase, without what chance put there."""
    found = []
    for phase in BEFORE_NAMES:
        settings.DANGJIAN_TODAY = DAY[phase]
        browser = enter(seat.account)
        own = seat.assignments.order_by("entry__number").values_list("pk", flat=True)
        pages = [
            reverse("reviews:mine"),
            reverse("reviews:declare", args=[seat.pk]),
            reverse("reviews:live", args=[seat.pk]),
            *(reverse("reviews:review", args=[key]) for key in own),
        ]
        for address in pages:
            text = body(browser.get(address))
            content = re.search(r"<main.*</main>", text, re.DOTALL)[0]
            found.append((phase, address, re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", content)))
    return found


def test_the_pages_are_the_same_whoever_is_behind_the_entries(blind, small_city, settings):
    before = answers_of(blind, settings)
    Nomination.objects.filter(title="乙局秘密品牌").update(
        title="另一品牌", deeds="另一份事迹", organisation=small_city.third, member=member(small_city.third)
    )
    after = answers_of(blind, settings)
    assert [one[:2] for one in before] == [one[:2] for one in after]
    differing = [one[1] for one, other in zip(before, after, strict=True) if one[2] != other[2]]
    assert not differing
    assert any("服务群众，取得实效。" in text for _phase, _address, text in before)


def test_names_open_with_the_presentations_for_the_short_list_alone(blind, settings):
    hidden = Nomination.objects.get(title="乙局秘密品牌")
    mine = blind.assignments.get(entry__nomination=hidden)
    address = reverse("reviews:review", args=[mine.pk])

    def seen(phase):
        settings.DANGJIAN_TODAY = DAY[phase]
        return "乙局秘密品牌" in body(enter(blind.account).get(address))

    assert not seen(PhaseKind.PRESENTING)
    hidden.short_listed_on = DAY[PhaseKind.DISCUSSING]
    hidden.save()
    assert not seen(PhaseKind.DISCUSSING)
    assert seen(PhaseKind.PRESENTING)
    hidden.short_listed_on = None
    hidden.save()
    assert not seen(PhaseKind.DECIDING)
    assert seen(PhaseKind.NOTICE)
