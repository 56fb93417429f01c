"""What people type and paste, as it is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.kernel.wording import has_unseen, one_line, passage, visible

UNSEEN = "\u200b\u202e\u2066\ufeff\u00ad\x00"


@given(st.text(max_size=600))
def test_what_nobody_sees_is_not_kept(text):
    for kept in (visible(text), passage(f"\u202e{text}\u200b"), one_line(f"{text}\ufeff", 500)):
        assert not set(UNSEEN) & set(kept)
        assert all(unicodedata.category(char) not in ("Cc", "Cf") for char in kept if char not in "\n\t")


@given(st.text(max_size=600), st.integers(1, 500))
def test_a_line_is_one_line_and_no_longer_than_it_may_be(text, most):
    kept = one_line(text, most)
    assert len(kept) <= most
    assert kept.split("\n") == [kept]
    assert "  " not in kept


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), max_size=200))
def test_what_everybody_sees_stays(text):
    assert visible(text) == text
    assert not has_unseen(f"{text}\r\n")
    assert has_unseen(f"{text}\u200b")


@pytest.mark.parametrize(
    ("typed", "kept"), [("甲\t乙", "甲 乙"), ("甲\r\n乙", "甲 乙"), (" 甲  乙 ", "甲 乙"), ("甲\u200b乙", "甲乙")]
)
def test_blanks_of_all_kinds_part_words(typed, kept):
    assert one_line(typed, 10) == kept
