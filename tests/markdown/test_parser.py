"""The tree of blocks: what each block says of itself, in both engines."""

from __future__ import annotations

import sys

import pytest

from harness_lint.errors import ConfigError
from harness_lint.markdown.nodes import CodeBlock, HtmlBlock, HtmlInline, Item, ListBlock, Table
from harness_lint.markdown.parser import ENGINES, Markdown, parse
from harness_lint.source import Source

pytestmark = pytest.mark.parametrize("engine", ENGINES)


def read(text: str, engine: str) -> Markdown:
    return parse(Source.from_text("a.md", text), engine)


def every(markdown: Markdown, kind: type) -> list:
    return [visit.block for visit in markdown.root.walk() if isinstance(visit.block, kind)]


@pytest.mark.parametrize(
    ("text", "content", "value", "is_closed"),
    [
        ("```\na\nb\n```\n", "a\nb\n", "a\nb\n", True),
        ("~~~~\n~~~\n~~~~~\n", "~~~\n", "~~~\n", True),
        ("```\n```\n", "", "", True),
        ("```\n\n```\n", "\n", "\n", True),
        ("```\r\na\r\n\r\nb\r\n```\r\n", "a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n", True),
        ("> ```\n> a\n>\n> b\n> ```\n", "> a\n>\n> b\n", "a\n\nb\n", True),
        ("- x\n  ```\n  a\n    b\n  ```\n", "  a\n    b\n", "a\n  b\n", True),
        ("1. > ```\n   > a\n   > ```\n", "   > a\n", "a\n", True),
        ("```\na\n", "a", "a", False),
        ("```\na", "a", "a", False),
        ("```", "", "", False),
        ("```\n\n\n", "", "", False),
        ("> ```\n> a\n\ntext\n", "> a", "a", False),
        ("- ```\n  a\n- b\n", "  a", "a", False),
        ("```\na\n    ```\n", "a\n    ```", "a\n    ```", False),
        ("```\na\n``` x\n", "a\n``` x", "a\n``` x", False),
        ("- ```\n  a\n  ~~~\n", "  a\n  ~~~", "a\n~~~", False),
    ],
)
def test_fenced_code_is_exact(text, content, value, is_closed, engine):
    markdown = read(text, engine)
    (block,) = every(markdown, CodeBlock)

    assert markdown.source.slice(block.content) == content
    assert block.value == value
    assert block.is_closed is is_closed


@pytest.mark.parametrize(
    ("text", "fence", "info", "language"),
    [
        ("``` python title=x\n```\n", "```", "python title=x", "python"),
        ("~~~~JSON \n~~~~\n", "~~~~", "JSON", "json"),
        ("```\n```\n", "```", "", ""),
        ("> ```{.py}\n> ```\n", "```", "{.py}", "py"),
    ],
)
def test_a_fence_has_its_mark_and_its_info(text, fence, info, language, engine):
    markdown = read(text, engine)
    (block,) = every(markdown, CodeBlock)

    assert (block.fence, block.info, block.language) == (fence, info, language)
    assert markdown.source.slice(block.info_span) == info


@pytest.mark.parametrize(
    ("text", "number", "mark", "marker"),
    [
        ("- [ ] a", None, " ", "-"),
        ("+ [x] a", None, "x", "+"),
        ("* [X] a", None, "X", "*"),
        ("1. [~] a", 1, "~", "1."),
        ("07) [-] a", 7, "-", "07)"),
        ("- [ ]", None, " ", "-"),
        ("- [x]* a", None, "x", "-"),
        ("-\t[x]\ta", None, "x", "-"),
        ("- [x]\n  a", None, "x", "-"),
        ("> - [x] a", None, "x", "-"),
        ("- [] a", None, None, "-"),
        ("- [ x] a", None, None, "-"),
        ("- [x](u)", None, None, "-"),
        ("- [y] a", None, None, "-"),
        ("- [x]a", None, None, "-"),
        ("- a [x]", None, None, "-"),
        ("- **[x]** a", None, None, "-"),
        ("- `[x]` a", None, None, "-"),
        ("- # [x] a", None, None, "-"),
        ("-", None, None, "-"),
    ],
)
def test_an_item_has_marker_number_and_box(text, number, mark, marker, engine):
    markdown = read(text, engine)
    (item,) = every(markdown, Item)

    assert item.number == number
    assert (item.box.mark if item.box else None) == mark
    assert markdown.source.slice(item.marker) == marker
    if item.box:
        assert markdown.source.slice(item.box.span) == f"[{mark}]"
        assert item.box.is_done is (mark in "xX")
        assert item.paragraph.prose.value.startswith(f"[{mark}]")


def test_tight_and_loose_items_have_paragraphs(engine):
    for text in ("- a\n- b\n", "- a\n\n- b\n"):
        items = every(read(text, engine), Item)

        assert [item.paragraph.prose.value for item in items] == ["a", "b"]


def test_a_list_behind_a_blank_line_in_details_is_real(engine):
    text = "<details>\n<summary>x</summary>\n\n- [x] T001\n\n</details>\n"
    markdown = read(text, engine)

    assert [type(block) for block in markdown.root.children] == [HtmlBlock, ListBlock, HtmlBlock]


@pytest.mark.parametrize(
    ("text", "blocks", "is_comment"),
    [
        ("<!-- a --> b\nc\n", ["<!-- a --> b"], True),
        ("<!--\n\n# a\n\n--> b\n", ["<!--\n\n# a\n\n--> b"], True),
        ("<!-- a\n\n- [ ] b\n", ["<!-- a\n\n- [ ] b"], True),
        ("<div><!-- a -->\n\nb\n", ["<div><!-- a -->"], False),
        ("`<!-- a -->`\n", [], None),
        ("text <!-- a --> text\n", [], None),
        ("> <!-- a\n> b -->\n", ["<!-- a\n> b -->"], True),
    ],
)
def test_comments_end_with_the_line_that_closes_them(text, blocks, is_comment, engine):
    markdown = read(text, engine)
    found = every(markdown, HtmlBlock)

    assert [markdown.source.slice(block.span) for block in found] == blocks
    assert all(block.is_comment is is_comment for block in found)


def test_a_comment_in_running_text_is_an_inline(engine):
    markdown = read("a <!-- b --> c\n", engine)
    (comment,) = [one for one in markdown.root.children[0].inlines if isinstance(one, HtmlInline)]

    assert comment.value == markdown.source.slice(comment.span) == "<!-- b -->"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| 1 | 2 |", ["1", "2"]),
        ("1 | 2", ["1", "2"]),
        ("| 1 |", ["1"]),
        ("| 1 | 2 | 3 | *4* |", ["1", "2", "3", "*4*"]),
        ("| | 2 |", ["", "2"]),
        ("|||", ["", ""]),
        (r"| a \| b | `c \| d` |", [r"a \| b", r"`c \| d`"]),
        (r"| a \\| b | c |", [r"a \\| b", "c"]),
        ("| `a | b` |", ["`a", "b`"]),
        ("|\ta\t|  b|", ["a", "b"]),
        ("no pipe", ["no pipe"]),
    ],
)
def test_cells_are_what_the_row_has(row, cells, engine):
    markdown = read(f"| h | i |\n|---|---|\n{row}\n", engine)
    (table,) = every(markdown, Table)
    (found,) = table.rows

    assert [markdown.source.slice(cell.span) for cell in found.cells] == cells
    assert markdown.source.slice(found.span) == row.strip()


def test_cells_are_read_without_their_escapes(engine):
    markdown = read("| h |\n|---|\n| a \\| `b \\| c` | - *d* `e \\| f` |\n", engine)
    (table,) = every(markdown, Table)

    assert [cell.prose.value for cell in table.rows[0].cells] == ["a | b | c", "- d e | f"]


@pytest.mark.parametrize("mark", ["> ", "- ", "1. "])
def test_what_is_nested_too_deep_is_cut_off_at_a_known_place(mark, engine):
    markdown = read(f"before\n\n{mark * 300}a\n\nafter\n", engine)
    depth = max(len(visit.parents) for visit in markdown.root.walk())
    kinds = [type(block).__name__ for block in markdown.root.children]

    assert depth == 99
    assert markdown.source.data[markdown.root.truncated_at :].startswith(mark.encode())
    assert kinds[0] == "Paragraph"
    # markdown-it drops all that follows a list which it gives up
    assert kinds[-1] == "Paragraph" or engine == "markdown-it"


@pytest.mark.parametrize("quotes", [0, 1, 45, 98, 99, 100])
def test_a_list_whose_items_are_nested_too_deep_is_cut_off(quotes, engine):
    markdown = read("> " * quotes + "- " * 60 + "a", engine)

    assert markdown.root.truncated_at is not None
    assert all(len(visit.parents) <= 100 for visit in markdown.root.walk())


def test_a_hundred_levels_are_read_whole(engine):
    markdown = read("> " * 100 + "a", engine)
    (leaf,) = [visit for visit in markdown.root.walk() if len(visit.parents) == 100]

    assert markdown.root.truncated_at is None
    assert leaf.block.prose.value == "a"


def test_an_unknown_engine_is_a_mistake_of_the_configuration(engine):
    with pytest.raises(ConfigError, match="`pyromrak` is unknown; use `pyromark` or `markdown-it`"):
        parse(Source.from_text("a.md", ""), "pyromrak")


def test_without_pyromark_the_second_engine_reads(engine, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyromark", None)
    monkeypatch.delitem(sys.modules, "harness_lint.markdown.pyromark_engine", raising=False)
    monkeypatch.delattr("harness_lint.markdown.pyromark_engine", raising=False)

    assert len(parse(Source.from_text("a.md", "# T\n")).root.children) == 1
    with pytest.raises(ConfigError, match="`pyromark` is not installed"):
        parse(Source.from_text("a.md", "# T\n"), "pyromark")
