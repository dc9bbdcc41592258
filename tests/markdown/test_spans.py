"""Every span is exact: inside its parent, in order, and over the words that it stands for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from samples import EXAMPLES
from strategies import DOCUMENTS, SOUPS

from harness_lint.markdown.nodes import (
    CodeBlock,
    CodeSpan,
    Emphasis,
    Heading,
    HtmlBlock,
    Image,
    Item,
    Leaf,
    Link,
    ListBlock,
    Quote,
    Table,
    Text,
)
from harness_lint.markdown.parser import Markdown, parse
from harness_lint.source import Source, Span

FUZZ = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

ENGINES = ("pyromark", "markdown-it")
MARK = "\ufeff"


def read(text: str, engine: str = "pyromark") -> Markdown:
    return parse(Source.from_text("a.md", text), engine)


def assert_nested(markdown: Markdown) -> None:
    end = len(markdown.source.data)
    for visit in markdown.root.walk():
        outer = visit.parents[-1].span if visit.parents else Span(0, end)
        assert_inside(visit.block.span, outer)
    assert_in_order([block.span for block in markdown.root.children])
    for visit in markdown.root.walk():
        below = parts(visit.block)
        assert_in_order([part.span for part in below])
        for part in below:
            assert_inside(part.span, visit.block.span)


def parts(block) -> list:
    match block:
        case ListBlock():
            return list(block.items)
        case Item() | Quote():
            return list(block.children)
        case Table():
            return [block.header, *block.rows]
    return []


def assert_inside(inner: Span, outer: Span) -> None:
    assert outer.start <= inner.start <= inner.end <= outer.end


def assert_in_order(spans: list[Span]) -> None:
    for before, after in pairwise(spans):
        assert before.end <= after.start


def leaves(markdown: Markdown) -> list[Leaf]:
    found = []
    for visit in markdown.root.walk():
        if isinstance(visit.block, Leaf):
            found.append(visit.block)
        if isinstance(visit.block, Table):
            rows = (visit.block.header, *visit.block.rows)
            found.extend(cell for row in rows for cell in row.cells)
    return found


def inlines(leaf: Leaf) -> list:
    found, stack = [], [*leaf.inlines]
    while stack:
        inline = stack.pop()
        found.append(inline)
        stack.extend(getattr(inline, "children", ()))
    return found


def assert_exact_words(markdown: Markdown) -> None:
    source = markdown.source
    for leaf in leaves(markdown):
        assert_inside(leaf.content, leaf.span)
        assert_in_order([inline.span for inline in leaf.inlines])
        for inline in inlines(leaf):
            assert_inside(inline.span, leaf.content)
            words = source.slice(inline.span)
            if isinstance(inline, Text):
                assert inline.value == words or words.startswith(("&", "\\"))
            if isinstance(inline, CodeSpan):
                assert_inside(inline.content, inline.span)
                assert words.startswith("`")
                assert words.endswith("`")


def assert_round_trip(markdown: Markdown) -> None:
    """A word searched in the prose is found again at its span in the source."""
    for leaf in leaves(markdown):
        prose = leaf.prose
        assert len(prose.words) == len(prose.value)
        at = 0
        for word in prose.value.split():
            start = prose.value.index(word, at)
            at = start + len(word)
            span = prose.span(start, at)
            assert_inside(span, leaf.content)
            words = markdown.source.slice(span)
            assert word == words or any(mark in words for mark in "&\\*_`[]<>~\n!|")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_blocks_of_an_example_are_nested_and_in_order(name, engine):
    for text in (EXAMPLES[name], EXAMPLES[name].replace("\n", "\r\n"), MARK + EXAMPLES[name]):
        assert_nested(read(text, engine))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_words_of_an_example_are_exact(name):
    for text in (EXAMPLES[name], EXAMPLES[name].replace("\n", "\r\n"), MARK + EXAMPLES[name]):
        markdown = read(text)

        assert_exact_words(markdown)
        assert_round_trip(markdown)


@FUZZ
@given(DOCUMENTS)
def test_spans_of_made_up_documents_are_exact(text):
    markdown = read(text)

    assert_nested(markdown)
    assert_exact_words(markdown)
    assert_round_trip(markdown)
    assert_nested(read(text, "markdown-it"))


@FUZZ
@given(SOUPS)
def test_spans_of_soups_are_exact(text):
    markdown = read(text.replace("\n", "\r\n"))

    assert_nested(markdown)
    assert_exact_words(markdown)
    assert_round_trip(markdown)
    assert_nested(read(text, "markdown-it"))


@FUZZ
@given(DOCUMENTS)
def test_text_and_code_of_the_second_engine_lie_in_their_leaf(text):
    for leaf in leaves(read(text, "markdown-it")):
        for inline in inlines(leaf):
            assert_inside(inline.span, leaf.content)


WIDE = f"{MARK}---\r\nname: 名\r\n---\r\n\r\n- [x]\tTâche 🎯 `完` e\u0301 **end**\r\n"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("word", "line", "column", "utf16"),
    [
        ("Tâche", 5, 7, 6),
        ("🎯", 5, 13, 12),
        pytest.param("完", 5, 16, 16, id="an emoji is one code point and two units"),
        pytest.param("e\u0301", 5, 19, 19, id="a combining mark has its own column"),
        ("end", 5, 24, 24),
    ],
)
def test_columns_count_code_points_behind_mark_returns_and_tabs(word, line, column, utf16, engine):
    markdown = read(WIDE, engine)
    item = markdown.root.children[0].items[0]
    prose = item.paragraph.prose
    start = prose.value.index(word)
    span = prose.span(start, start + len(word))

    assert markdown.source.slice(span) == word
    assert markdown.source.position(span.start) == (line, column)
    assert markdown.source.utf16_column(span.start) == utf16


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("  # Title ##  \n", Heading, "# Title ##"),
        ("Title\n---  \n\n", Heading, "Title\n---"),
        ("- a\n\n\n- b\n\n\ntext", ListBlock, "- a\n\n\n- b"),
        ("- a\n\n\n- b", Item, "- a"),
        ("> a\n>\n\ntext", Quote, "> a"),
        ("  ```py\n  a\n  ```  \n", CodeBlock, "```py\n  a\n  ```"),
        ("|a|\n|-|\n|b|  \n\n", Table, "|a|\n|-|\n|b|"),
        ("|a|\n|-|\n", Table, "|a|\n|-|"),
        ("  <!-- a -->  \n\n", HtmlBlock, "<!-- a -->"),
        ("\\*a*\n", Leaf, "\\*a*"),
        ("- \\[ ] a\n", Leaf, "\\[ ] a"),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_block_ends_behind_its_last_character(text, kind, words, engine):
    markdown = read(text, engine)
    blocks = [visit.block for visit in markdown.root.walk()]
    found = next(block for block in blocks if isinstance(block, kind))

    assert markdown.source.slice(found.span) == words


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "kind", "words", "content"),
    [
        ("a `` b ` c `` d", CodeSpan, "`` b ` c ``", "b ` c"),
        ("a ` ` b", CodeSpan, "` `", " "),
        ("a ``b`` c", CodeSpan, "``b``", "b"),
        ("> a `b\n> c` d", CodeSpan, "`b\n> c`", "b\n> c"),
    ],
)
def test_a_code_span_has_its_backticks_and_its_content(text, kind, words, content, engine):
    markdown = read(text, engine)
    (found,) = [one for leaf in leaves(markdown) for one in inlines(leaf) if isinstance(one, kind)]

    assert markdown.source.slice(found.span) == words
    assert markdown.source.slice(found.content) == content


@pytest.mark.parametrize("engine", ENGINES)
def test_links_and_images_have_target_title_and_exact_spans(engine):
    text = 'see [**a** b](c "d") and ![e](<f g>), <http://h.i> or <j@k.l>\n'
    markdown = read(text, engine)
    found = [one for one in markdown.root.children[0].inlines if isinstance(one, Link | Image)]

    assert [markdown.source.slice(one.span) for one in found] == [
        '[**a** b](c "d")',
        "![e](<f g>)",
        "<http://h.i>",
        "<j@k.l>",
    ]
    assert [(one.target, one.title) for one in found][:2] == [("c", "d"), ("f g", "")]
    assert [one.target for one in found][2:] == ["http://h.i", "j@k.l"]
    assert [one.is_autolink for one in found if isinstance(one, Link)] == [False, True, True]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_tilde_alone_is_no_strike(engine):
    markdown = read("~5 of ~9, ~~gone~~", engine)
    paragraph = markdown.root.children[0]

    assert paragraph.prose.value == "~5 of ~9, gone"
    assert [one.strength for one in paragraph.inlines if isinstance(one, Emphasis)] == [0]


def test_prose_leaves_out_markup_and_keeps_code():
    paragraph = read("A **bold** `code` [link](u)<b>\n").root.children[0]

    assert paragraph.prose.value == "A bold code link"
    assert paragraph.prose.words == "A bold      link"
    assert paragraph.prose.is_code(7)
    assert not paragraph.prose.is_code(2)


def test_an_entity_has_no_finer_place_than_itself():
    markdown = read("a &amp;&copy; b")
    prose = markdown.root.children[0].prose

    assert prose.value == "a &© b"
    assert markdown.source.slice(prose.span(2, 3)) == "&amp;"
    assert markdown.source.slice(prose.span(3, 4)) == "&copy;"
    assert markdown.source.slice(prose.span(0, 6)) == "a &amp;&copy; b"
