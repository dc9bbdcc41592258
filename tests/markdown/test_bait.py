"""Documents made to be slow: the work grows with their length, and no faster."""

from __future__ import annotations

import sys
import time

import pytest

from harness_lint.markdown.json_tree import read_json
from harness_lint.markdown.nodes import Leaf
from harness_lint.markdown.parser import ENGINES, Markdown, parse
from harness_lint.markdown.yaml_tree import read_yaml
from harness_lint.source import Source

BAITS = {
    "nested quotes": lambda n: ">" * n + " a",
    "nested lists": lambda n: "- " * n + "a",
    "nested numbers": lambda n: "1. " * n + "a",
    "one long line": lambda n: "a" * n * 20,
    "links": lambda n: "[a](b) " * n,
    "unclosed brackets": lambda n: "[" * n,
    "brackets, and links that close them": lambda n: "[" * n + "a" + "](b)" * n,
    "unclosed links": lambda n: "[x](a " * n,
    "quotes and lists": lambda n: "> " * n + "- " * n + "a",
    "unclosed images": lambda n: "![" * n,
    "unclosed backticks": lambda n: "`a" * n,
    "emphasis": lambda n: "*a _b " * n,
    "tags": lambda n: "<a " * n,
    "entities": lambda n: "&amp;" * n,
    "tildes": lambda n: "~a " * n,
    "a wide table": lambda n: f"{'|a' * n}|\n{'|-' * n}|\n{'|b' * n}|\n",
    "a long table": lambda n: "|a|\n|-|\n" + "|1|2|\n" * n,
    "a row of pipes": lambda n: "|a|\n|-|\n|b" + "|" * n,
    "fences": lambda n: "```\na\n```\n" * n,
    "an unclosed fence": lambda n: "```\n" + "\n" * n,
    "comments": lambda n: "<!-- a\n" * n,
    "blank lines in a quote": lambda n: "> > - a\n" + ">\n" * n,
    "blank lines behind deep nesting": lambda n: "> " * 50 + "- a\n" + "\n" * n,
    "headings": lambda n: "# a\n\n" * n,
    "deeper and deeper": lambda n: "".join(f"{'  ' * min(i, 60)}- a\n" for i in range(n)),
    "definitions": lambda n: "".join(f"[a{i}]: /u\n" for i in range(n)),
    "front matter without end": lambda n: "---\n" + "a: b\n" * n,
    "an unclosed quote in front matter": lambda n: '---\na: "' + "x\n" * n + "---\n",
    "open brackets in front matter": lambda n: "---\na: " + "[" * n + "\n---\n",
    "rules": lambda n: "x\n\n" + "---\n" * n,
}


def read_all(text: str, engine: str) -> Markdown:
    markdown = parse(Source.from_text("a.md", text), engine)
    for visit in markdown.root.walk():
        if isinstance(visit.block, Leaf):
            _ = visit.block.prose, visit.block.inlines
    _ = markdown.outline, markdown.misplaced_front_matter
    if markdown.front_matter:
        _ = markdown.front_matter.root
    return markdown


def steps(action, *args) -> int:
    """Return how many functions *action* calls, ours and built-in ones."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        action(*args)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", BAITS)
def test_twice_the_document_is_at_most_twice_the_work(name, engine):
    bait = BAITS[name]
    read_all(bait(10), engine)
    once, twice = (steps(read_all, bait(size), engine) for size in (250, 500))

    assert twice <= 2.2 * once + 100


def elapsed(action, *args) -> float:
    start = time.process_time()
    action(*args)
    return time.process_time() - start


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(">" * 10_000 + " a", id="10,000 quotes"),
        pytest.param("- " * 10_000 + "a", id="10,000 lists"),
        pytest.param("a" * 1_000_000, id="a line of 1,000,000 characters"),
        pytest.param("# " + "(optional" * 100_000, id="a title of a million characters"),
        pytest.param("[a](b) " * 100_000, id="100,000 links"),
        pytest.param("[" * 20_000, id="20,000 open brackets"),
        pytest.param("[x](a " * 150_000, id="150,000 links without an end"),
        pytest.param("[" * 100_000 + "a" + "](b)" * 100_000, id="100,000 brackets and a link"),
        pytest.param("> " * 200_000 + "- " * 200_000 + "a", id="200,000 quotes and lists"),
        pytest.param("`a" * 20_000, id="20,000 open backticks"),
        pytest.param("> " * 90 + "a\n" + ">\n" * 50_000, id="50,000 blank lines of a quote"),
    ],
)
def test_large_baits_are_read_in_seconds(text):
    # far above what it takes, far below what anything quadratic would
    assert elapsed(read_all, text, "pyromark") < 15


@pytest.mark.parametrize(
    "bait", [lambda n: "[1," * n, lambda n: '{"a":1,' * n, lambda n: '"\\\\' * n]
)
def test_broken_json_is_read_in_linear_time(bait):
    once, twice = (steps(read_json, bait(size).encode()) for size in (500, 1000))

    assert twice <= 2.2 * once + 100


@pytest.mark.parametrize(
    "bait", [lambda n: "a: b\n" * n, lambda n: "- x\n" * n, lambda n: "é: &é [*é]\n" * n]
)
def test_yaml_is_read_in_linear_time(bait):
    once, twice = (steps(read_yaml, bait(size).encode()) for size in (500, 1000))

    assert twice <= 2.2 * once + 100
