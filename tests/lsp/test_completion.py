"""Completion: IDs, sections, fields, front matter, directives."""

import pytest
from lsprotocol import types

from harness_lint.lsp.features.completion.offers import completion
from tests.lsp.marked import Marked, after

SPEC = """\
# Feature Specification: Bells

## Requirements

- **FR-001**: The log MUST note each stroke.
- **FR-002**: The log MUST be printed.
- **SC-001**: It rings.
"""

TASKS = "# Tasks: Bells\n\n- [x] T009 Note each stroke in src/log.py\n- [ ] T010 Print\n"

SKILL = ".claude/skills/ring/SKILL.md"


def project(tmp_path, path, text):
    sources = {
        "specs/001-bells/spec.md": SPEC,
        "specs/001-bells/tasks.md": TASKS,
        "specs/002-lamps/spec.md": SPEC.replace("-00", "-01"),
    }
    return Marked(tmp_path, {**sources, path: text})


def offered(marked):
    found = marked.asks(completion, types.CompletionParams)
    return [] if found is None else found.items


def labels(tmp_path, path, text):
    return [item.label for item in offered(project(tmp_path, path, text))]


def written(tmp_path, path, text, label):
    """Return the line of the cursor after the offer called *label* was taken."""
    marked = project(tmp_path, path, text)
    edit = next(item.text_edit for item in offered(marked) if item.label == label)
    return after(marked.view, path, [edit]).split("\n")[marked.position.line]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("As 🔔 FR‸", ["FR-001", "FR-002"]),
        ("As FR-‸", ["FR-001", "FR-002"]),
        ("as fr‸", []),
        ("(fr-‸", ["FR-001", "FR-002"]),
        ("[FR-001, S‸", ["SC-001"]),
        ("T01‸", ["T010"]),
        ("no‸", []),
        ("‸", []),
        ("XFR‸", []),
        ("specs/FR‸", []),
    ],
)
def test_ids_of_the_scope_are_offered(tmp_path, text, wanted):
    assert labels(tmp_path, "specs/001-bells/plan.md", text) == wanted


def test_an_open_bracket_offers_all_of_the_scope_in_their_order(tmp_path):
    found = labels(tmp_path, "specs/001-bells/plan.md", "the log (‸")

    assert found == ["FR-001", "FR-002", "SC-001", "T009", "T010"]


def test_an_id_replaces_what_was_typed_of_it_and_nothing_else(tmp_path):
    found = written(tmp_path, "specs/001-bells/plan.md", "As 🔔 FR-‸ says", "FR-002")

    assert found == "As 🔔 FR-002 says"


def test_an_item_that_is_no_more_is_not_offered(tmp_path):
    spec = SPEC.replace("- **FR-001**: The", "- **FR-001**: (retired) The")
    sources = {"specs/001-bells/spec.md": spec, "specs/001-bells/plan.md": "As FR‸"}

    assert [item.label for item in offered(Marked(tmp_path, sources))] == ["FR-002"]


def test_behind_a_label_come_the_ids_that_it_claims(tmp_path):
    tasks = f"{TASKS}  Covers: FR-001, ‸\n"

    found = labels(tmp_path, "specs/001-bells/tasks.md", tasks)

    assert found[:3] == ["FR-001", "FR-002", "SC-001"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# Feature Specification: S\n\n## ‸\n", "## Success Criteria"),
        ("# Feature Specification: S\n\n##‸\n", "## Success Criteria"),
        ("# Feature Specification: S\n\n## suc‸\n", "## Success Criteria"),
    ],
)
def test_a_heading_offers_the_sections_that_are_missing(tmp_path, text, line):
    path = "specs/003-boats/spec.md"

    assert written(tmp_path, path, text, "Success Criteria") == line


def test_a_section_that_is_there_is_not_offered_again(tmp_path):
    found = labels(
        tmp_path,
        "specs/003-boats/spec.md",
        "# Feature Specification: S\n\n## Requirements\n\n- a\n\n## ‸\n",
    )

    assert "Requirements" not in found
    assert found[0] == "User Scenarios & Testing"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("> Status: ‸", ["not-started", "in-progress", "partial", "complete"]),
        ("> **Status**: in‸", ["in-progress"]),
        ("> Fully implemented:‸", ["yes", "no"]),
        ("> Agent: m\n> S‸", ["Status"]),
    ],
)
def test_a_status_block_offers_names_and_values(tmp_path, text, wanted):
    block = f"# Notes\n\n> Mission status\n> Todo: none\n{text}"

    assert labels(tmp_path, "docs/notes.md", block) == wanted


def test_a_value_right_behind_the_colon_gets_a_blank(tmp_path):
    text = "# Notes\n\n> Mission status\n> Todo: none\n> Fully implemented:‸"

    assert written(tmp_path, "docs/notes.md", text, "yes") == "> Fully implemented: yes"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("---\nname: ring\nlice‸\n---\n\n# Ring\n", ["license"]),
        ("---\nname: ring\nnam‸\n---\n\n# Ring\n", []),
        ("---\nname: ring\nlice‸", ["license"]),
        ("---\nlice‸", ["license"]),
        ("---\nname: ring\n\nlice‸", []),
        ("---\ndescription: 🔔 (‸\n---\n\n# Ring\n", []),
    ],
)
def test_front_matter_offers_the_keys_that_are_not_there(tmp_path, text, wanted):
    assert labels(tmp_path, SKILL, text) == wanted


def test_a_key_of_front_matter_offers_its_values(tmp_path):
    text = "---\ninclusion: ‸\n---\n\n# Style\n"

    found = labels(tmp_path, ".kiro/steering/style.md", text)

    assert found == ["always", "fileMatch", "manual", "auto"]


@pytest.mark.parametrize("entry", ["[FR-001, FR‸]", "\n  - FR-00‸", "FR-00‸"])
def test_a_key_that_lists_ids_offers_them(tmp_path, entry):
    text = f"---\nwork_package_id: WP01\nrequirement_refs: {entry}\n---\n\n# WP01\n"
    sources = {
        "kitty-specs/001-a/spec.md": SPEC,
        "kitty-specs/001-a/tasks/WP01-a.md": text,
    }

    found = offered(Marked(tmp_path, sources))

    assert [item.label for item in found] == ["FR-001", "FR-002"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<!-- harness-lint: disable-n‸ -->", ["disable-next-line"]),
        ("<!-- harness-lint: disable=duplicate-task‸", ["duplicate-task-id"]),
        ("<!-- harness-lint: disable-line=HL101, HL302‸", ["HL302"]),
        ("<!-- harness-lint: waive=untested-item FR-00‸", ["FR-001", "FR-002"]),
        ("<!-- harness-lint: disable=x -- because of SC-‸", ["SC-001"]),
    ],
)
def test_a_directive_offers_actions_rules_and_items(tmp_path, text, wanted):
    assert labels(tmp_path, "specs/001-bells/plan.md", text) == wanted
