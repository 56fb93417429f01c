from hypothesis import example, given
from hypothesis import strategies as st

from dangjian.kernel.texts.markup import (
    FigureTable,
    Heading,
    Items,
    Paragraph,
    Reference,
    parse,
    references,
    written,
)

PIECES = [
    "# ",
    "## ",
    "#### ",
    "##### ",
    "- ",
    "1. ",
    "12. ",
    "[[",
    "]]",
    "[[a.b 2016]]",
    "[[table a.b]]",
    "\n",
    "\n\n",
]
PIECES += ["党建", "a", " ", "\t", "|", "[", "]", "\u2028", "\x0b", "．", "\u3000"]
MARKED = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def test_the_blocks_of_a_text():
    text = "# 扛起责任\n\n共有 [[ organisations.direct  2016 ]] 个党组织。\n第二段\n- 一\n- 二\n\n- 三\n"
    text += "1. 甲\n2．乙\n[[table a.b c.d]]"
    assert parse(text) == (
        Heading(1, ("扛起责任",)),
        Paragraph(("共有 ", Reference("organisations.direct 2016"), " 个党组织。")),
        Paragraph(("第二段",)),
        Items((("一",), ("二",))),
        Items((("三",),)),
        Items((("甲",), ("乙",)), numbered=True),
        FigureTable("a.b c.d"),
    )


def test_lines_of_references_are_those_of_the_text():
    text = "\n# [[a.b]]\n- x\n- [[c.d]]\n\n正文 [[e.f]]"
    assert list(references(parse(text))) == [(2, Reference("a.b")), (4, Reference("c.d")), (6, Reference("e.f"))]


def test_what_is_no_markup_is_a_paragraph():
    assert [type(block) for block in parse("#无空格\n-无空格\n[[\n]]\n[[]]\n##### 五级\n一、手写序号")] == [
        Paragraph
    ] * 7


@given(st.text(max_size=300) | MARKED)
@example("[[ ]]")
@example("- \n1.\n# ")
def test_any_text_is_read_and_written_back_to_the_same_blocks(text):
    blocks = parse(text)
    assert parse(written(blocks)) == blocks


def marks_off(text):
    return "".join(character for character in text if not character.isspace() and character not in "#-.．[]0123456789")


@given(st.text(max_size=300) | MARKED)
def test_no_word_is_lost(text):
    assert marks_off(written(parse(text))) == marks_off(text)
