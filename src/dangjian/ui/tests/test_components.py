"""Each component renders with nothing, with everything, and never lets a value out of its place."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

import dangjian.ui
from dangjian.ui.shell import Link

TEMPLATES = Path(dangjian.ui.__file__).parent / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "cotton").glob("*.html"))


def rendered(source, language="en", path="/", **context):
    template = engines["django"].from_string(CottonCompiler().process(source))
    with override(language):
        return template.render(context, RequestFactory().get(path))


@pytest.mark.parametrize("name", COMPONENTS)
def test_renders_without_attributes(name):
    rendered(f"<c-{name.replace('_', '-')} />")


@pytest.mark.parametrize("name", COMPONENTS)
def test_declares_what_it_takes(name):
    text = (TEMPLATES / "cotton" / f"{name}.html").read_text(encoding="utf-8")
    head = re.match(r"\{#(.+?)#\}|\{% comment %\}(.+?)\{% endcomment %\}", text, re.DOTALL)
    assert head, "begins with a comment"
    words = head.group(0)
    declared = re.search(r"<c-vars(.*?)/>", text, re.DOTALL)
    assert declared, "declares its attributes, so that none leaks in from the component around it"
    for attribute in re.findall(r"(?:^|\s):?([a-z_]+)=", declared.group(1)):
        assert attribute in words, f"{attribute} is not explained"


def test_every_template_begins_with_a_comment():
    for path in TEMPLATES.rglob("*.html"):
        assert re.match(r"\{#|\{% comment %\}", path.read_text(encoding="utf-8")), path.name


def test_no_script_or_style_inside_templates():
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?! src)", text), path.name


def test_templates_are_short():
    assert all(len(path.read_text(encoding="utf-8").splitlines()) < 120 for path in TEMPLATES.rglob("*.html"))


def test_unknown_attributes_go_to_the_element_escaped():
    html = rendered('<c-button data-x="1" :title="evil">ok</c-button>', evil='"x" onmouseover="alert(1)"')
    assert 'data-x="1"' in html
    assert 'onmouseover="' not in html


def test_values_are_escaped():
    html = rendered('<c-panel :title="t" /><c-figure :value="t" :label="t" /><c-fact :label="t" :value="t" />', t="<b>")
    assert "<b>" not in html


def test_nothing_leaks_from_the_component_around():
    html = rendered(
        '<c-panel title="outer" count="3"><c-slot name="actions">A</c-slot><c-panel>inner</c-panel></c-panel>'
    )
    assert html.count("outer") == 1
    assert html.count("panel-head") == 1


@pytest.mark.parametrize("state", ["late", "LATE", "not-due", "NOT_DUE", "not_due"])
def test_pill_has_word_mark_and_colour(state):
    html = rendered('<c-pill :state="state" />', state=state)
    key = state.lower().replace("_", "-")
    assert f"pill-{key}" in html
    assert "<svg" in html
    assert ("Late" if key == "late" else "Not due yet") in html


def test_pill_keeps_the_state_for_readers_of_screens():
    html = rendered('<c-pill state="late" label="16 days" />')
    assert '<span class="visually-hidden">Late: </span>16 days' in html


def test_pill_of_an_unknown_state_is_plain():
    html = rendered('<c-pill state="red" label="x" />')
    assert 'class="pill"' in html
    assert "<svg" not in html


def test_figure_opens_and_withholds():
    assert '<a class="v" href="/rows">7\u202f712</a>' in rendered('<c-figure :value="7712" href="/rows" />')
    hidden = rendered('<c-figure value="3" href="/rows" withheld="true" />')
    assert "/rows" not in hidden
    assert ">3<" not in hidden


def test_step_counts_nothing_into_nothing():
    html = rendered('<c-step name="x" :done="0" :total="609" />')
    assert "0 / 609" in html
    assert "0%" in html
    assert 'max="1000"' in rendered('<c-step :done="5" :total="1000" />', language="zh-hans")


def test_pages_keep_the_filters():
    page = Paginator(range(100), 10).page(3)
    html = rendered('<c-pagination :page="page" :total="100" />', path="/?q=a%26b&page=3", page=page)
    assert 'href="?q=a%26b&amp;page=4"' in html
    assert 'aria-current="page">3<' in html
    assert rendered('<c-pagination :page="page" />', page=Paginator([1], 10).page(1)).strip() == ""


def test_sort_turns_round_and_returns_to_the_first_page():
    html = rendered('<c-sort-head name="name" label="Name" current="name" />', path="/?page=4&sort=name")
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-name"' in html
    assert "href" not in rendered('<c-sort-head label="Name" />')


class Sample(forms.Form):
    name = forms.CharField(help_text="As written.")
    agreed = forms.BooleanField()
    way = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A")], required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_fields_tell_their_problems_beside_them():
    html = rendered('<c-fields :form="form" />', form=Sample({"name": ""}))
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'href="#id_name"' in html
    assert 'aria-invalid="true"' in html
    assert "<fieldset" in html
    assert html.count('name="secret"') == 1


def test_fresh_form_shows_no_problem():
    assert 'role="alert"' not in rendered('<c-fields :form="form" />', form=Sample())


def test_tree_node_loads_on_demand():
    html = rendered('<c-tree-node label="x" url="/x" children_url="/x/children" />')
    assert 'hx-get="/x/children"' in html
    assert "<details" not in rendered('<c-tree-node label="x" url="/x" />')


def test_tabs_and_crumbs():
    items = [Link("One", "/1", current=True, count=0), Link("Two", "/2")]
    html = rendered('<c-tabs :items="items" /><c-breadcrumb :items="items" />', items=items)
    assert html.count('aria-current="page"') == 2
    assert '<span class="n">0</span>' in html


@pytest.mark.parametrize(
    "page", ["400", "403", "404", "413", "500", "ui/base", "ui/base_plain", "ui/base_member", "ui/base_print"]
)
def test_pages_need_no_context(page):
    html = get_template(f"{page}.html").render({})
    assert 'id="main"' in html
    assert html.count("<main") == 1


def test_options_are_escaped_and_one_is_chosen():
    html = rendered("{% load ui %}{% options choices 'b&' %}", choices=[("a", "<i>"), ("b&", "B")])
    assert html == '<option value="a">&lt;i&gt;</option><option value="b&amp;" selected>B</option>'
