"""Three parsers, one document: they agree, or the difference is listed with its reason."""

from __future__ import annotations

import random
from pathlib import Path

import mistune
import pytest
from disagreements import DISAGREEMENTS, is_excused
from hypothesis import HealthCheck, assume, given, settings
from samples import EXAMPLES
from shapes import plain, shape
from strategies import DOCUMENTS, SOUPS

from harness_lint.errors import UndecodableError
from harness_lint.markdown.nodes import Heading
from harness_lint.markdown.parser import Markdown, parse
from harness_lint.source import Source

ROOT = Path(__file__).parents[2]
FIXTURES = sorted((ROOT / "fixtures").rglob("*.md"))
REAL = ROOT.parent / "shared" / "corpus"
REAL_SAMPLE = 300

FUZZ = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

MISTUNE = mistune.create_markdown(renderer="ast", plugins=["table", "strikethrough"])

MISTUNE_DIFFERS = {
    "tabs": "mistune reads no heading with a tab behind its number sign",
}
"""Examples in which mistune finds other headings, with the reason."""


def read(text: str, engine: str = "pyromark") -> Markdown:
    return parse(Source.from_text("a.md", text), engine)


def shapes(text: str) -> tuple[list[tuple], list[tuple]]:
    return shape(read(text)), shape(read(text, "markdown-it"))


def headings(markdown: Markdown) -> list[tuple[int, str]]:
    blocks = markdown.root.children
    return [(block.level, plain(block)) for block in blocks if isinstance(block, Heading)]


def mistune_headings(markdown: Markdown) -> list[tuple[int, str]]:
    end = markdown.front_matter.span.end if markdown.front_matter else 0
    tokens = MISTUNE(markdown.source.data[end:].decode().removeprefix("\ufeff"))
    return [
        (token["attrs"]["level"], _words(token["children"]))
        for token in tokens
        if token["type"] == "heading"
    ]


def _words(tokens: list[dict]) -> str:
    words, stack = [], list(reversed(tokens))
    while stack:
        token = stack.pop()
        if token["type"] in ("softbreak", "linebreak"):
            words.append(" ")
        elif token["type"] != "inline_html":
            words.append(token.get("raw", ""))
            stack.extend(reversed(token.get("children", [])))
    return " ".join("".join(words).split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_both_engines_read_an_example_alike(name):
    first, second = shapes(EXAMPLES[name])

    assert first == second


@pytest.mark.parametrize("name", EXAMPLES)
def test_carriage_returns_change_no_block_and_no_line(name):
    text = EXAMPLES[name]
    with_returns = text.replace("\n", "\r\n")

    for engine in ("pyromark", "markdown-it"):
        rows = shape(read(with_returns, engine))

        assert repr(rows).replace("\\r", "") == repr(shape(read(text, engine)))


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name not in MISTUNE_DIFFERS])
def test_mistune_finds_the_same_headings(name):
    markdown = read(EXAMPLES[name])

    assert headings(markdown) == mistune_headings(markdown)


@pytest.mark.parametrize("name", MISTUNE_DIFFERS)
def test_a_listed_difference_of_mistune_still_occurs(name):
    markdown = read(EXAMPLES[name])

    assert headings(markdown) != mistune_headings(markdown)


@pytest.mark.parametrize("name", DISAGREEMENTS)
def test_a_listed_disagreement_still_occurs(name):
    listed = DISAGREEMENTS[name]
    first, second = shapes(listed.example)

    assert listed.where.search(listed.example)
    assert first != second, f"{name!r} is gone: take it off the list"


@FUZZ
@given(DOCUMENTS)
def test_both_engines_read_made_up_documents_alike(text):
    assume(not is_excused(text))
    first, second = shapes(text)

    assert first == second


@FUZZ
@given(SOUPS)
def test_both_engines_read_soups_of_markers_alike(text):
    assume(not is_excused(text))
    first, second = shapes(text)

    assert first == second


def assert_alike(path: Path) -> None:
    try:
        source = Source.from_bytes(path.name, path.read_bytes())
    except UndecodableError:
        return
    first, second = parse(source, "pyromark"), parse(source, "markdown-it")
    assert is_excused(source.text) or shape(first) == shape(second), path
    assert headings(first) == headings(second), path
    assert headings(first) == mistune_headings(first), path


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: str(path.relative_to(ROOT)))
def test_three_parsers_read_a_fixture_alike(path):
    assert_alike(path)


@pytest.mark.skipif(not REAL.is_dir(), reason="no real documents beside the checkout")
def test_three_parsers_read_real_documents_alike():
    paths = sorted(path for path in REAL.rglob("*.md") if path.is_file())
    sample = random.Random(0).sample(paths, min(REAL_SAMPLE, len(paths)))

    for path in sample:
        assert_alike(path)
