"""What the platform refuses is not built: no column, permission, figure, rule, page or control of that name."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

import dangjian
from dangjian.desk.refusals import REFUSALS
from dangjian.kernel.access import permissions
from dangjian.kernel.figures import registry as figures
from dangjian.kernel.obligations import standing
from dangjian.kernel.records import kinds, pages

ROOT = Path(dangjian.__file__).parent
LIBRARIES = re.compile(r"last_login")


def our_columns():
    for model in apps.get_models():
        if model.__module__.startswith("dangjian."):
            yield from (f"{model._meta.label_lower}.{field.name}" for field in model._meta.get_fields())


def names_in_use():
    yield from our_columns()
    yield from permissions.registry
    yield from figures.registry
    yield from standing.registry
    yield from kinds.registry
    yield from pages.registry
    for kind in kinds.registry.values():
        yield from (f"{kind.key}.{column.key}" for column in kind.columns)
    yield from (str(pattern) for pattern in get_resolver().reverse_dict if isinstance(pattern, str))


def controls_in_pages():
    for template in ROOT.rglob("*.html"):
        for name in re.findall(r'name="([a-z_]+)"', template.read_text()):
            yield f"{template.name}: {name}"


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.words[0])
def test_nothing_of_a_refused_name_is_built(refusal):
    found = [name for name in [*names_in_use(), *controls_in_pages()] if any(word in name for word in refusal.words)]
    assert found == []


def test_every_refusal_names_what_to_look_for():
    assert all(refusal.words for refusal in REFUSALS)
    assert len(list(names_in_use())) > 100


def test_sign_in_leaves_no_statistics_to_count():
    """The library keeps one moment of the last sign-in; nothing of ours shows, sorts or counts by it."""
    ours = (path for path in ROOT.rglob("*.py") if not {"migrations", "tests"} & set(path.parts))
    assert [path.name for path in ours if LIBRARIES.search(path.read_text())] == []


def test_no_script_asks_for_a_place_or_measures_time_on_a_page():
    scripts = (ROOT.parent.parent / "frontend" / "src").glob("*.js")
    text = "\n".join(path.read_text() for path in scripts)
    for word in ("geolocation", "visibilitychange", "sendBeacon", "performance.now"):
        assert word not in text


def test_refusals_page_is_open_to_everybody_and_says_them_all(client, db):
    page = client.get("/refusals/", headers={"accept-language": "en"}).content.decode()
    assert page.count("<tr>") == len(REFUSALS) + 1
