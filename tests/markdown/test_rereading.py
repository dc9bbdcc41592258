"""A text read again after each edit is what it is when read afresh."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import EXAMPLES
from strategies import DOCUMENTS, SOUPS, SPOONFULS

from harness_lint.markdown.nodes import Heading, Leaf
from harness_lint.markdown.parser import Markdown, parse
from harness_lint.markdown.rereading import MOST_PARTS, Rereader
from harness_lint.source import Source

ENGINES = ("pyromark", "markdown-it")

FUZZ = settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

PIECES = (
    *SPOONFULS,
    *("\n# New\n", "\n## New\n\n", "\r\n", "\r", "```\n", "\n~~~\n", "<!-- ", "---\nname: x\n"),
    *("[x]: /target\n", "[x]", "\n[x\ny]: z\n", "dict[str]: int", "\n---\n", "\n- a\n\n", ""),
)

PARTS = st.one_of(DOCUMENTS, SOUPS, st.sampled_from(PIECES), st.sampled_from([*EXAMPLES.values()]))
TEXTS = st.lists(
    st.tuples(st.sampled_from(["# One\n", "\n## Two\n\n", "\n### Three ###\r\n", ""]), PARTS),
    max_size=6,
).map(lambda parts: "".join(part for pair in parts for part in pair))
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)),
    min_size=1,
    max_size=6,
)


def tree(node) -> object:
    """Return *node* and all below it as tuples."""
    if isinstance(node, Leaf):
        level = (node.level, node.is_setext) if isinstance(node, Heading) else None
        prose = (node.prose.value, node.prose.pieces, node.strong_starts)
        return type(node), node.span, node.content, level, prose, node.inlines
    if isinstance(node, tuple):
        return type(node), *map(tree, node)
    return node


def read(markdown: Markdown) -> tuple:
    front_matter = markdown.front_matter
    cut = front_matter and (front_matter.span, front_matter.content, front_matter.is_closed)
    return cut, markdown.root.truncated_at, *map(tree, markdown.root.children)


def edited(text: str, at: float, cut: int, piece: str) -> str:
    start = int(at * len(text))
    return text[:start] + piece + text[start + cut :]


def source(text: str) -> Source:
    return Source.from_text("a.md", text)


@pytest.mark.parametrize("engine", ENGINES)
@FUZZ
@given(TEXTS, EDITS)
def test_edits_leave_what_is_read_afresh(engine, text, edits):
    reread = Rereader(engine)
    reread(source(text))
    for edit in edits:
        text = edited(text, *edit)
        assert read(reread(source(text))) == read(parse(source(text), engine))


@pytest.mark.parametrize("engine", ENGINES)
def test_many_edits_of_every_example(engine):
    random = Random(7)
    text = "\n# Next\n\n".join(EXAMPLES[name] for name in sorted(EXAMPLES) if name != "definitions")
    reread = Rereader(engine)
    for _ in range(60):
        text = edited(text, random.random(), random.choice((0, 0, 1, 9)), random.choice(PIECES))
        assert read(reread(source(text))) == read(parse(source(text), engine))


BEFORE, EDITED, BEHIND = "# One\n\nsome text\n\n", "## Two\n\n- a\n", "\n## Three\n\n- [ ] b\n"


def blocks_kept(before: str, after: str) -> int:
    """Return how many blocks of *before* are blocks of *after*, the same objects."""
    reread = Rereader()
    old = {id(block) for block in reread(source(before)).root.children}
    return sum(id(block) in old for block in reread(source(after)).root.children)


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        pytest.param(
            BEFORE + EDITED + BEHIND,
            BEFORE + EDITED.replace("a", "b") + BEHIND,
            3,
            id="as long: all but the section, and the heading behind it",
        ),
        pytest.param(
            BEFORE + EDITED + BEHIND,
            BEFORE + EDITED.replace("a", "bc") + BEHIND,
            2,
            id="longer: what stands before the section",
        ),
        pytest.param(
            BEFORE + EDITED + BEHIND,
            BEFORE + EDITED + "```\n" + BEHIND,
            2,
            id="a fence that swallows the rest",
        ),
        pytest.param(
            BEFORE + EDITED + BEHIND,
            BEFORE + EDITED + "\n[some]: /where\n" + BEHIND,
            0,
            id="a definition, which other texts may use",
        ),
    ],
)
def test_what_an_edit_cannot_touch_is_kept(before, after, kept):
    assert blocks_kept(before, after) == kept


def test_after_many_versions_the_whole_is_read():
    reread, text = Rereader(), BEFORE + EDITED + BEHIND
    first = reread(source(text)).root.children[0]
    kept = 0
    while reread(source(text := text + "more\n")).root.children[0] is first:
        kept += 1

    assert kept == MOST_PARTS


def test_a_forgotten_text_is_read_whole():
    reread = Rereader()
    first = reread(source(BEFORE)).root.children[0]
    reread.forget("a.md")

    assert reread(source(BEFORE)).root.children[0] is not first
