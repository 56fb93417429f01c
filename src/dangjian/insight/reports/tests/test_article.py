import json

import pytest

from dangjian.insight.reports.article import OWN_COPY, FactsError, check, facts
from dangjian.kernel.figures.registry import Scope, registry
from dangjian.kernel.periods import Period


@pytest.fixture
def scope(small_city, fixed_day):
    return Scope.of(small_city.committee.path, Period.year_of(2017), fixed_day)


@pytest.fixture
def file(tmp_path):
    def write(**changed):
        entry = {"id": "F1", "key": "direct-organisations", "value": 3, "op": "=", "unit": "x", "what": "y"} | changed
        path = tmp_path / "facts.json"
        path.write_text(json.dumps({"figures": [entry]}))
        return path

    return write


def state(scope, path):
    (one,) = check(scope, path)
    return one.state


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "held"),
        ({"value": 4}, "differs"),
        ({"value": 2, "op": ">"}, "held"),
        ({"value": 3, "op": ">"}, "differs"),
        ({"value": 3.4, "unit": "rounded"}, "held"),
        ({"value": 3.6, "unit": "rounded"}, "differs"),
        ({"key": "nobody-declares-this"}, "not-built"),
    ],
)
def test_states(changed, expected, scope, file):
    assert state(scope, file(**changed)) == expected


def test_every_declared_key_is_one_of_the_articles(scope, django_assert_num_queries):
    known = {entry["key"] for entry in facts(OWN_COPY)}
    assert {figure.article for figure in registry.values() if figure.article} <= known
    with django_assert_num_queries(1):
        checked = list(check(scope, OWN_COPY))
    assert [one.id for one in checked] == [entry["id"] for entry in facts(OWN_COPY)]
    direct = next(one for one in checked if one.key == "direct-organisations")
    assert (direct.computed, direct.state) == (3, "differs")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"figures": [{"id": 1}]}', '{"figures": 3}'])
def test_files_of_another_form_are_refused(text, tmp_path):
    path = tmp_path / "facts.json"
    path.write_text(text)
    with pytest.raises(FactsError):
        facts(path)
    with pytest.raises(FactsError):
        facts(tmp_path / "none.json")
