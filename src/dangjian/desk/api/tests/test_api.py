from datetime import date

import pytest

from dangjian.foundation.accounts.services.tokens import make_token
from dangjian.kernel.access.roles import Role


@pytest.fixture
def call(client, small_city):
    def get(address, role=Role.COMMITTEE_STAFF, at=None, key=None):
        if key is None:
            _token, key = make_token(label="tests", ends_on=date(2018, 1, 1), by=small_city.actor(role, at))
        return client.get(f"/api/v1/{address}", headers={"authorization": f"Bearer {key}"})

    return get


def test_without_a_valid_token_nothing_is_answered(call):
    assert call("organisations", key="wrong").status_code == 401


def test_organisations_end_at_the_reach_of_the_holder(call, small_city):
    rows = call("organisations", Role.BRANCH_SECRETARY, small_city.first_one).json()["rows"]
    assert [row["code"] for row in rows] == ["35-01-01"]
    assert call("organisations/35-01-02", Role.BRANCH_SECRETARY, small_city.first_one).status_code == 404


def test_children_of_an_organisation(call):
    rows = call("organisations?parent=35").json()["rows"]
    assert [row["code"] for row in rows] == ["35-01", "35-02", "35-03"]
    assert rows[0]["parent"] == "35"


def test_value_of_a_figure_names_its_scope(call):
    value = call("figures/organisations.direct?period=2017").json()
    assert (value["value"], value["organisation"], value["period"], value["as_of"]) == (3, "35", "2017", "2017-10-09")


def test_rows_behind_a_figure_are_as_many_as_the_figure_says(call):
    assert (
        len(call("figures/organisations.branches/rows").json()["rows"])
        == call("figures/organisations.branches").json()["value"]
    )


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("figures/no.such", 404),
        ("records/no.such", 404),
        ("figures/organisations.direct?period=2017-Q9", 400),
        ("organisations?page=0", 422),
    ],
)
def test_wrong_questions_get_a_sentence(call, address, status):
    answer = call(address)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_administrators_read_no_records_of_members(call):
    kinds = {kind["key"] for kind in call("records", Role.SYSTEM_ADMINISTRATOR).json()}
    assert not any(key.startswith("members.") for key in kinds)
    assert call("figures", Role.SYSTEM_ADMINISTRATOR).status_code == 403


def test_private_columns_are_never_in_the_api(call):
    columns = [column["key"] for kind in call("records").json() for column in kind["columns"]]
    assert columns
    assert not {"phone", "identity_number", "mobile_phone", "home_address"} & set(columns)
