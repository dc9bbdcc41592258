"""Front matter: cut at the right lines, whatever its YAML holds."""

from __future__ import annotations

import pytest

from harness_lint.markdown.parser import Markdown, parse
from harness_lint.source import Source


def read(text: str) -> Markdown:
    return parse(Source.from_text("a.md", text))


def words(markdown: Markdown, span) -> str:
    return markdown.source.slice(span)


@pytest.mark.parametrize(
    ("text", "whole", "yaml"),
    [
        ("---\nname: a\n---\n# T\n", "---\nname: a\n---", "name: a\n"),
        ("---  \nname: a\n--- \t\n# T\n", "---  \nname: a\n---", "name: a\n"),
        ("---\r\nname: a\r\n---\r\n# T\r\n", "---\r\nname: a\r\n---", "name: a\r\n"),
        ("\ufeff---\nname: a\n---\n# T\n", "---\nname: a\n---", "name: a\n"),
        ("---\nname: a\n...\n# T\n", "---\nname: a\n...", "name: a\n"),
        ("---\n---\n# T\n", "---\n---", ""),
        ('---\na: "b\n  ---\n  c"\n---\n# T\n', None, 'a: "b\n  ---\n  c"\n'),
        ("---\na: |\n  ---\n  b\n---\n# T\n", None, "a: |\n  ---\n  b\n"),
        ("---\na: b --- c\n---\n# T\n", None, "a: b --- c\n"),
        ("---\na: b\n\n\nc: d\n---\n# T\n", None, "a: b\n\n\nc: d\n"),
    ],
)
def test_front_matter_is_cut_at_its_fences(text, whole, yaml):
    markdown = read(text)
    front_matter = markdown.front_matter

    assert front_matter.is_closed
    assert words(markdown, front_matter.content) == yaml
    assert whole is None or words(markdown, front_matter.span) == whole
    assert [words(markdown, block.span) for block in markdown.root.children] == ["# T"]


@pytest.mark.parametrize(
    "text",
    [
        "# T\n",
        " ---\nname: a\n---\n",
        "----\nname: a\n---\n",
        "\n---\nname: a\n---\n",
        pytest.param("---\n\nSome words.\n\n---\n\nMore.\n", id="two thematic breaks"),
        pytest.param("---\n\n# Title\n\ntext\n", id="one thematic break"),
        pytest.param("---\n# comment\n---\n", id="nothing but a comment between two breaks"),
        "",
        "-",
    ],
)
def test_other_beginnings_are_markdown(text):
    assert read(text).front_matter is None


def test_front_matter_knows_keys_values_and_their_places():
    markdown = read("\ufeff---\nname: été\nmetadata:\n  tags: [a, 'b']\n---\n")
    root = markdown.front_matter.root

    assert root.to_python() == {"name": "été", "metadata": {"tags": ["a", "b"]}}
    assert words(markdown, root.key_span("metadata")) == "metadata"
    assert words(markdown, root.get("name").span) == "été"
    assert words(markdown, root.at(["metadata", "tags"]).span) == "[a, 'b']"
    assert words(markdown, root.at(["metadata", "tags", 1]).span) == "'b'"
    assert root.at(["metadata", "none", 1]) is None
    assert markdown.front_matter.error is None


def test_an_unclosed_front_matter_ends_where_its_lines_end():
    markdown = read("---\nname: a\ntags:\n  - b\n\n# Title\n\ntext\n")
    front_matter = markdown.front_matter

    assert not front_matter.is_closed
    assert front_matter.wrong_fence is None
    assert words(markdown, front_matter.content) == "name: a\ntags:\n  - b\n"
    assert [type(block).__name__ for block in markdown.root.children] == ["Heading", "Paragraph"]


@pytest.mark.parametrize("fence", ["------", "----", "--", "***", "+++", "```", "—"])
def test_a_wrong_fence_is_named_and_the_document_goes_on_behind_it(fence):
    markdown = read(f"---\nname: a\n{fence}\n\n# Title\n")
    front_matter = markdown.front_matter

    assert not front_matter.is_closed
    assert words(markdown, front_matter.wrong_fence) == fence
    assert front_matter.root.to_python() == {"name": "a"}
    assert [words(markdown, block.span) for block in markdown.root.children] == ["# Title"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\n---\nname: a\n---\n# T\n", "---\nname: a\n---"),
        ("<!-- x -->\n---\nname: a\n---\n", "---\nname: a\n---"),
        ("# T\n\n---\nname: a\ntags:\n  - b\n---\n", "---\nname: a\ntags:\n  - b\n---"),
    ],
)
def test_front_matter_in_the_wrong_place_is_found(text, found):
    markdown = read(text)

    assert markdown.front_matter is None
    assert words(markdown, markdown.misplaced_front_matter) == found


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\n---\n\ntext\n\n---\n",
        "# T\n\n---\n**Note**: text\n---\n",
        "# T\n\n```yaml\n---\nname: a\n---\n```\n",
        "---\nname: a\n---\n\n---\nother: b\n---\n",
        "text\n---\n",
        "",
    ],
)
def test_other_rules_are_no_misplaced_front_matter(text):
    assert read(text).misplaced_front_matter is None


@pytest.mark.parametrize(
    ("yaml", "message", "at"),
    [
        ("name: a: b", "`: ` inside a value; put the value in quotes", ":"),
        ('name: "a', "a quote that is not closed", '"a'),
        ("name: [a, b", "a list in `[` … `]` that is not closed, or lacks a comma", "[a,"),
        ("name: {a: b", "a mapping in `{` … `}` that is not closed, or lacks a comma", "{a:"),
        ("name: @a", "a value cannot begin with `@`; put the value in quotes", "@a"),
        ("a:\n\tb: c", "a tab where indentation is expected; use spaces", None),
        ("name: *a", "`*a` refers to no anchor; put a value that begins with `*` in quotes", "*a"),
        ("name: **a** b", "a value cannot begin with `*`; put the value in quotes", "**a**"),
        ("a: b\nc\nd: e", "a line without `:` where a key is expected", "c"),
        ("a: b\n- c", "this line does not fit: check its indentation and the quotes", "-"),
        ("a: b\n  c: d", "`: ` inside a value; put the value in quotes", ":"),
        ('a: "b" c', "this line does not fit: check its indentation and the quotes", "c"),
        ("a: \x07", "control character U+0007 is not allowed in YAML", "\x07"),
        ("- a\nb: c", "this line does not fit into the list: check its indentation", "b:"),
    ],
)
def test_an_error_in_the_yaml_is_said_in_plain_words_at_its_place(yaml, message, at):
    markdown = read(f"---\nkey: é\n{yaml}\n---\n" if yaml[0] != "-" else f"---\n{yaml}\n---\n")
    front_matter = markdown.front_matter

    assert front_matter.root is None
    assert front_matter.error.message == message
    if at is not None:
        assert words(markdown, front_matter.error.at) == at


def test_a_doubled_key_is_listed_with_both_places():
    markdown = read("---\nname: a\nx: 1\nname: b\n---\n")
    (double,) = markdown.front_matter.duplicates

    assert double.name == "name"
    assert markdown.source.position(double.at.start) == (4, 1)
    assert markdown.source.position(double.first.start) == (2, 1)
    assert markdown.front_matter.root.get("name").value == "b"
