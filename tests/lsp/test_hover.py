"""Hover: findings with the reason of their rule, items, fields, keys."""

import pytest
from lsprotocol import types

from harness_lint.lsp.features.hover import hover
from harness_lint.lsp.features.prose import code, link_to, plain
from tests.lsp.marked import Marked

SPEC = """\
# Feature Specification: Bells

## Requirements

- **FR-001**: The *log* MUST note `each` stroke [sic].
"""

TASKS = """\
# Tasks: Bells

- [x] T001 Note each stroke in src/log.py
  Covers: FR-‸001
- [ ] T001 Print the log in src/print.py
"""


def shown(tmp_path, sources):
    found = Marked(tmp_path, sources).asks(hover, types.HoverParams)
    return None if found is None else found.contents.value


def specs(tasks):
    return {"specs/001-bells/spec.md": SPEC, "specs/001-bells/tasks.md": tasks}


def test_an_id_shows_its_item_how_it_stands_and_what_leads_to_it(tmp_path):
    marked = Marked(tmp_path, specs(TASKS))

    found = marked.asks(hover, types.HoverParams)

    title, about, why, links = found.contents.value.split("\n\n")
    assert title == r"**FR-001** The log MUST note each stroke \[sic\]."
    assert about.startswith(
        "requirement · must · implemented · defined in [specs/001-bells/spec.md:5]"
    )
    assert why == (
        "All that claims it is done, and nothing verifies it. "
        "Missing: a test that verifies it, or a piece of evidence that shows it."
    )
    assert links.startswith("- `T001` claims it · [specs/001-bells/tasks.md:4](<file://")
    assert marked.text_at(found.range) == "FR-001"


def test_a_finding_shows_its_message_and_why_its_rule_is_there(tmp_path):
    tasks = TASKS.replace("‸", "").replace("- [ ] T001", "- [ ] T0‸01")

    text = shown(tmp_path, specs(tasks))

    assert "[HL302 duplicate-task-id](<https://" in text
    assert "· error" in text
    assert "task ID `T001` is already used for another task" in text
    assert "A commit, a hand-off or a test that names the ID can no longer be traced" in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "> Mission status\n> Sta‸tus: done 🔔\n",
            ["**Status** · field, required", "`in-progress`"],
        ),
        ("> Mission status\n> **Fully implemented**: y‸es\n", ["Values: `yes`, `no`"]),
    ],
)
def test_a_status_field_shows_the_values_that_it_may_have(tmp_path, text, words):
    found = shown(tmp_path, {"docs/notes.md": f"# Notes\n\n{text}"})

    for one in words:
        assert one in found


def test_a_key_of_front_matter_shows_who_reads_it(tmp_path):
    text = "---\nname: ring\ndisable-model-in‸vocation: true\n---\n\n# Ring\n"

    found = shown(tmp_path, {".claude/skills/ring/SKILL.md": text})

    assert "**disable-model-invocation** · front matter" in found
    assert "Claude Code" in found


def test_each_thing_that_is_missing_stands_apart(tmp_path):
    spec = SPEC.replace("FR-001", "FR-‸001")

    found = shown(tmp_path, {"specs/001-bells/spec.md": spec})

    assert (
        "Missing: a task that claims it, or a piece of code that implements it; "
        "a test that verifies it, or a piece of evidence that shows it." in found
    )


def test_all_that_a_range_stands_for_is_named(tmp_path):
    lines = "".join(f"- **FR-00{n}**: It MUST ring {n} times.\n" for n in range(1, 6))
    spec = f"# Feature Specification: Bells\n\n## Requirements\n\n{lines}"
    tasks = "# Tasks: Bells\n\n- [x] T001 Ring in src/log.py\n  Covers: FR-001 ‸– FR-005\n"

    found = shown(tmp_path, {"specs/001-bells/spec.md": spec, "specs/001-bells/tasks.md": tasks})

    assert "It MUST ring 3 times" in found
    assert "\n\nAnd `FR-004`, `FR-005`" in found


def test_a_field_of_which_nothing_is_known_but_its_name_shows_nothing(tmp_path):
    spec = SPEC.replace("## Req", "**In‸put**: the words of the user\n\n## Req")

    assert shown(tmp_path, {"specs/001-bells/spec.md": spec}) is None


@pytest.mark.parametrize("text", ["‸", "plain wor‸ds", "- [ ] F‸R-999 is nowhere"])
def test_where_nothing_is_known_nothing_is_shown(tmp_path, text):
    assert shown(tmp_path, {"docs/notes.md": text}) is None


def test_words_of_documents_never_become_markup():
    assert plain("a *b* [c](d) <e>\n# f") == r"a \*b\* \[c\]\(d\) \<e\> \# f"
    assert plain("say `a*b` and *c*") == r"say `a*b` and \*c\*"
    assert plain("a ` b*") == r"a \` b\*"
    assert plain("test_lamps.py, _a_") == r"test_lamps.py, \_a\_"
    assert plain("\x1b[31m\u202ered") == "\ufffd\\[31m\ufffdred"
    assert code("a`b\nc") == "`a'b c`"
    assert link_to("a]b", "file:///a b>") == r"[a\]b](<file:///a b%3E>)"
