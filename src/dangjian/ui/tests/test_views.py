"""The gallery shows all components; large print is remembered."""

import re

import pytest
from django.test import RequestFactory

from dangjian.ui import samples, views
from dangjian.ui.tests.test_components import COMPONENTS, TEMPLATES


def test_gallery_shows_every_component():
    pages = [*(TEMPLATES / "ui").rglob("*.html"), *(TEMPLATES / "cotton").glob("*.html")]
    used = set(re.findall(r"<c-([a-z-]+)", " ".join(page.read_text(encoding="utf-8") for page in pages)))
    assert {name.replace("_", "-") for name in COMPONENTS} <= used


def test_gallery_renders():
    response = views.gallery(RequestFactory().get("/ui/?page=999&wrong"))
    assert response.status_code == 200
    assert response.content.count(b"<h1>") == 1


@pytest.mark.parametrize("page", samples.PAGES)
def test_samples_render(page):
    response = views.sample(RequestFactory().get("/"), page)
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert 'aria-current="page"' in html or page in ("sheet", "plain")


@pytest.mark.parametrize(
    ("target", "goes"),
    [("/desk/?x=1", "/desk/?x=1"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/"), ("", "/")],
)
def test_large_print_is_remembered_and_stays_on_the_site(target, goes):
    response = views.large_print(RequestFactory().post("/", {"large": "1", "next": target}))
    assert response["Location"] == goes
    assert response.cookies["large_print"].value == "1"


def test_large_print_shows():
    request = RequestFactory().get("/")
    request.COOKIES["large_print"] = "1"
    assert b"large-print" in views.gallery(request).content.split(b"<body")[1][:60]


def test_reading_only():
    assert views.gallery(RequestFactory().post("/")).status_code == 405
    assert views.large_print(RequestFactory().get("/")).status_code == 405
