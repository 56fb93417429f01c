"""The script that keeps the translations finds what is asked for, says what is wrong, and loses no translation."""

import gettext
import importlib.util
import io
import re
from pathlib import Path

import polib
import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "messages.py"

CODE = """
from django.utils.translation import gettext as _, ngettext_lazy, pgettext
NAME = _("Organisation")
MANY = ngettext_lazy("%(count)s branch", "%(count)s branches", "count")
VERB = pgettext("verb", "Transfer")
LONG = _(
    "One sentence "
    "in two pieces for {name}."
)
"""
PAGE = """{% load i18n %}
  <c-panel title="{% translate 'Members' %}">
{% blocktranslate trimmed count n=rows|length %}
    One row of {{ name }}
{% plural %}
    {{ n }} rows of {{ name }}
{% endblocktranslate %}
        {{ value|default:_("none") }}
  </c-panel>
"""


@pytest.fixture
def messages(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("messages", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "SOURCE", tmp_path)
    for app in ("rooms", "desk"):
        (tmp_path / app / "templates" / app).mkdir(parents=True)
        (tmp_path / app / "apps.py").touch()
    (tmp_path / "rooms" / "models.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "desk" / "templates" / "desk" / "page.html").write_text(PAGE, encoding="utf-8")
    return module


def translate(messages, app, **texts):
    """Fills an app's catalogue: the first word of a message leads to its translation."""
    po = polib.pofile(str(messages.catalogue(messages.SOURCE / app)))
    for entry in po:
        text = texts[re.findall(r"[a-z]+", entry.msgid.lower())[0]]
        if entry.msgid_plural:
            entry.msgstr_plural = {0: text}
        else:
            entry.msgstr = text
    po.save()


@pytest.fixture
def translated(messages):
    messages.extract([])
    translate(
        messages, "rooms", organisation="组织", count="%(count)s 个支部", transfer="转接", one="给{name}的一句话。"
    )
    translate(messages, "desk", members="党员", one="%(name)s 共 %(n)s 行", none="无")
    return messages


def test_code_and_templates_are_asked(messages):
    found = messages.wanted()
    assert {message.singular for message in found[messages.SOURCE / "rooms"].values()} == {
        "Organisation",
        "%(count)s branch",
        "Transfer",
        "One sentence in two pieces for {name}.",
    }
    assert set(found[messages.SOURCE / "desk"].values()) == {
        messages.Message(None, "Members"),
        messages.Message(None, "One row of %(name)s", "%(n)s rows of %(name)s"),
        messages.Message(None, "none"),
    }
    assert found[messages.SOURCE / "rooms"]["verb", "Transfer"].context == "verb"


def test_a_new_catalogue_has_everything_and_no_translation(messages, capsys):
    messages.extract([])
    assert messages.check([]) == 1
    assert capsys.readouterr().out.count("not translated") == 7


def test_a_complete_catalogue_passes_and_stays(translated, capsys):
    before = translated.catalogue(translated.SOURCE / "rooms").read_text("utf-8")
    assert translated.extract([]) == 0
    assert translated.check([]) == 0
    assert capsys.readouterr().out == ""
    assert translated.catalogue(translated.SOURCE / "rooms").read_text("utf-8") == before


def test_what_nothing_asks_for_is_named_and_removed(translated, capsys):
    (translated.SOURCE / "rooms" / "models.py").write_text(
        'from django.utils.translation import gettext as _\n_("New")'
    )
    assert translated.check(["rooms"]) == 1
    out = capsys.readouterr().out
    assert "missing: 'New'" in out
    assert "nothing asks for: 'Organisation'" in out
    translated.extract(["rooms"])
    assert [entry.msgid for entry in polib.pofile(str(translated.catalogue(translated.SOURCE / "rooms")))] == ["New"]


def test_a_lost_placeholder_is_named(translated, capsys):
    translate(translated, "desk", members="党员", one="%(n)s 行", none="无")
    assert translated.check(["desk"]) == 1
    assert "placeholders differ" in capsys.readouterr().out


def test_two_translations_of_one_text_are_named(translated, capsys):
    (translated.SOURCE / "rooms" / "models.py").write_text(
        'from django.utils.translation import gettext as _\n_("none")'
    )
    translated.extract([])
    translate(translated, "rooms", none="没有")
    assert translated.check([]) == 1
    assert "two translations (use one, or pgettext): 'none'" in capsys.readouterr().out


def test_traditional_characters_are_derived(translated):
    translated.compile_all()
    folder = translated.SOURCE / "desk" / "locale"
    texts = {
        language: gettext.GNUTranslations(io.BytesIO((folder / language / "LC_MESSAGES" / "django.mo").read_bytes()))
        for language in ("zh_Hans", "zh_Hant")
    }
    assert texts["zh_Hans"].gettext("Members") == "党员"
    assert texts["zh_Hant"].gettext("Members") == "黨員"
    assert texts["zh_Hant"].ngettext("One row of %(name)s", "%(n)s rows of %(name)s", 2) == "%(name)s 共 %(n)s 行"
