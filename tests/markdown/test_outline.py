"""The tree of sections: which headings count, what they govern, and how names match."""

from __future__ import annotations

import pytest

from harness_lint.markdown.outline import Outline, title_key
from harness_lint.markdown.parser import parse
from harness_lint.source import Source


def outline(text: str, engine: str = "pyromark") -> Outline:
    return parse(Source.from_text("a.md", text), engine).outline


DOCUMENT = """\
before

# Guide

intro

## Setup

one

#### Deep

two

## Use

Set in
------

three
"""


@pytest.mark.parametrize("engine", ["pyromark", "markdown-it"])
def test_a_section_holds_what_stands_below_its_heading(engine):
    found = outline(DOCUMENT, engine)
    titles = [(section.level, section.title) for section in found.sections]
    parents = [section.parent.title if section.parent else None for section in found.sections]

    assert titles == [(1, "Guide"), (2, "Setup"), (4, "Deep"), (2, "Use"), (2, "Set in")]
    assert parents == [None, "Guide", "Setup", "Guide", "Guide"]
    assert [len(section.blocks) for section in found.sections] == [1, 1, 1, 0, 1]
    assert len(found.preamble) == 1
    assert found.title.title == "Guide"


def test_a_section_spans_its_subsections_and_ends_at_the_next_of_its_level():
    source = Source.from_text("a.md", DOCUMENT)
    found = parse(source).outline
    setup = found.find(["setup"])[0]

    assert source.slice(setup.span) == "## Setup\n\none\n\n#### Deep\n\ntwo\n\n"
    assert [section.title for section in setup.walk()] == ["Setup", "Deep"]
    assert [section.title for section in setup.children[0].ancestors()] == ["Setup", "Guide"]
    assert len(list(setup.all_blocks())) == 2
    assert source.slice(found.sections[0].span) == DOCUMENT.removeprefix("before\n\n")


@pytest.mark.parametrize(
    ("words", "title"),
    [("before", None), ("intro", "Guide"), ("two", "Deep"), ("## Use", "Use"), ("three", "Set in")],
)
def test_an_offset_lies_in_the_innermost_section(words, title):
    section = outline(DOCUMENT).section_at(DOCUMENT.index(words))

    assert (section.title if section else None) == title


def test_no_section_lies_behind_the_end():
    assert outline("# A\n").section_at(4) is None
    assert outline("text").section_at(0) is None


@pytest.mark.parametrize(
    "text",
    [
        "<!--\n# A\n-->\n",
        "```\n# A\n```\n",
        "> # A\n",
        "- # A\n",
        "    # A\n",
        "#A\n",
        "| # A |\n|---|\n",
        "<div>\n# A\n</div>\n",
        "---\n# A\nname: x\n---\n",
    ],
)
def test_no_section_begins_in_comments_code_quotes_lists_and_html(text):
    assert outline(text).sections == ()


@pytest.mark.parametrize(
    "text", ["## A\n### B\n", "## A ##\n\n### B ###\n", "A\n---\n### B\n", "## *A*\n### `B`\n"]
)
def test_headings_are_read_in_every_spelling_and_need_no_title_above(text):
    found = outline(text)

    assert [(one.level, one.title) for one in found.sections] == [(2, "A"), (3, "B")]
    assert found.title is None
    assert found.sections[1].parent is found.sections[0]


def test_a_section_after_a_deeper_one_of_another_branch_finds_its_parent():
    found = outline("### A\n## B\n#### C\n### D\n# E\n")
    parents = [section.parent.title if section.parent else None for section in found.sections]

    assert parents == [None, None, "B", "B", None]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Stop Conditions", "stop conditions"),
        ("3. 🚧 Stop Conditions:", "stop conditions"),
        ("2.1) Stop  Conditions", "stop conditions"),
        ("iv) Stop Conditions", "stop conditions"),
        ("b. Stop Conditions", "stop conditions"),
        ("#302 — Stop Conditions", "302 — stop conditions"),
        ("2026 Stop Conditions", "2026 stop conditions"),
        ("⚠️ Stop Conditions ⚠️", "stop conditions"),
        ("1️⃣ Stop Conditions", "stop conditions"),
        ("👩‍🚀 Stop Conditions", "stop conditions"),
        ("Stop Conditions *(mandatory)*", "stop conditions"),
        ("Stop Conditions (required for all)", "stop conditions"),
        ("STOP CONDITIONS!", "stop conditions"),
        ("Stop Conditions", "stop conditions"),
        ("Goals (v2)", "goals (v2)"),
        ("Non-Goals", "non-goals"),
        ("Cafe\u0301", "café"),
        ("हिन्दी", "हिन्दी"),
        ("停止条件：", "停止条件"),
        ("Phase 3", "phase 3"),
        ("C++", "c"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_title_is_folded_for_comparison(title, key):
    assert title_key(title) == key


def test_a_section_is_found_by_any_of_its_names_in_source_order():
    found = outline("# A\n## 2. Next Steps:\n## Use\n## Next steps\n")

    assert [one.title for one in found.find(["next steps"])] == ["2. Next Steps:", "Next steps"]
    assert [one.title for one in found.find(["Use", "A"])] == ["A", "Use"]
    assert found.find([]) == ()
