"""Prose is read without the inlines, and is the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from samples import EXAMPLES
from strategies import DOCUMENTS, SOUPS

from harness_lint.markdown.nodes import Leaf, Table, prose_of
from harness_lint.markdown.parser import parse
from harness_lint.source import Source

FUZZ = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for folder in ("docs", "fixtures") for path in (ROOT / folder).rglob("*.md"))


def leaves(text: str) -> list[Leaf]:
    found: list[Leaf] = []
    for visit in parse(Source.from_text("a.md", text), "pyromark").root.walk():
        if isinstance(visit.block, Leaf):
            found.append(visit.block)
        elif isinstance(visit.block, Table):
            for row in (visit.block.header, *visit.block.rows):
                found += row.cells
    return found


def assert_same_prose(text: str) -> None:
    for alone, tree in zip(leaves(text), leaves(text), strict=True):
        assert alone.prose.pieces == prose_of(tree.inlines).pieces


@pytest.mark.parametrize("text", EXAMPLES.values(), ids=EXAMPLES)
def test_prose_is_the_same_with_and_without_inlines(text):
    assert_same_prose(text)


@FUZZ
@given(DOCUMENTS)
def test_prose_of_documents_is_the_same_with_and_without_inlines(text):
    assert_same_prose(text)


@FUZZ
@given(SOUPS)
def test_prose_of_soups_is_the_same_with_and_without_inlines(text):
    assert_same_prose(text)


def test_prose_of_pages_and_fixtures_is_the_same_with_and_without_inlines():
    assert len(PAGES) > 100

    for path in PAGES:
        text = path.read_bytes().decode("utf-8", "replace").replace("\0", "")
        assert_same_prose(text)
