import pytest

from dangjian.kernel.access.roles import Role

from .factories import edition, ready


@pytest.fixture
def author(small_city):
    """The secretary of the branch that writes."""
    return small_city.actor(Role.BRANCH_SECRETARY, small_city.first_one)


@pytest.fixture
def editor(small_city):
    """An editor of the work committee."""
    return small_city.actor(Role.COMMITTEE_STAFF, small_city.committee)


@pytest.fixture
def other_editor(small_city):
    """A second pair of eyes in the work committee."""
    from dangjian.kernel.access.middleware import actor_for

    return actor_for(small_city.account(Role.COMMITTEE_STAFF, small_city.committee, username="second-editor"))


@pytest.fixture
def book(small_city, author, editor):
    """A casebook of two cases, both passed for print."""
    other = small_city.actor(Role.BRANCH_SECRETARY, small_city.second_one)
    cases = [
        ready(small_city.first_one, author, editor, "无忧办税"),
        ready(small_city.second_one, other, editor, "发展改革我先行", practice="甲局第一支部与我们结对。"),
    ]
    return edition(small_city.committee, cases, editor)
