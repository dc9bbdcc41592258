"""Go to definition, references and highlights."""

import pytest
from lsprotocol import types

from harness_lint.lsp.features.definition import definition
from harness_lint.lsp.features.references import highlights, references
from tests.lsp.marked import Marked

SPEC = """\
# Feature Specification: Bells

## Requirements

- **FR-001**: The log MUST note each stroke.
- **FR-002**: The log MUST be printed 🔔.
"""

TASKS = """\
# Tasks: Bells

## Phase 1: Setup

- [x] T001 Note each stroke in src/log.py
  Covers: FR-001
- [ ] T002 Print the log (FR-001, FR-002), after T001
"""

PLAN = "# Plan\n\nAs 🔔 FR-001 says, see [the tasks](tasks.md#phase-1-setup) and `spec.md`.\n"


def project(tmp_path, **texts):
    sources = {"spec": SPEC, "tasks": TASKS, "plan": PLAN, **texts}
    files = {f"specs/001-bells/{name}.md": text for name, text in sources.items()}
    return Marked(tmp_path, {**files, "specs/002-lamps/spec.md": SPEC})


def defined(marked):
    return [marked.place(one) for one in marked.asks(definition, types.DefinitionParams) or ()]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("tasks", "Covers: F‸R-001", "specs/001-bells/spec.md:5: FR-001"),
        ("plan", "🔔🔔 FR-002‸, and more", "specs/001-bells/spec.md:6: FR-002"),
        ("plan", "see 002-lamps/FR-‸001", "specs/002-lamps/spec.md:5: FR-001"),
        ("plan", "`FR-0‸01`", "specs/001-bells/spec.md:5: FR-001"),
        ("plan", "T001–T0‸02", "specs/001-bells/tasks.md:7: T002"),
        ("plan", "(T0‸01-T002)", "specs/001-bells/tasks.md:5: T001"),
        ("plan", "FR-001-FR-‸002", "specs/001-bells/spec.md:6: FR-002"),
        ("plan", "FR-‸001-FR-002", "specs/001-bells/spec.md:5: FR-001"),
        ("plan", "[FR-0‸01](tasks.md)", "specs/001-bells/spec.md:5: FR-001"),
        ("plan", "[the 🔔 tas‸ks](tasks.md#phase-1-setup)", "tasks.md:3: Phase 1: Setup"),
        ("plan", "[the tasks](tas‸ks.md)", "specs/001-bells/tasks.md:1: "),
        ("plan", "[here](#her‸e)\n\n## Here", "specs/001-bells/plan.md:3: Here"),
        ("plan", "see `spe‸c.md:5`", "specs/001-bells/spec.md:5: - **FR-001**"),
        ("plan", "see `specs/002-lamps/‸spec.md`", "specs/002-lamps/spec.md:1: "),
    ],
)
def test_what_stands_at_the_cursor_is_found_where_it_is_defined(tmp_path, name, text, place):
    marked = project(tmp_path, **{name: text if name == "plan" else f"{TASKS}\n{text}\n"})

    (found,) = defined(marked)

    assert place in found


@pytest.mark.parametrize(
    "text",
    [
        "wo‸rds",
        "FR-0‸010",
        "NF‸R-001",
        "FR-999‸",
        "FR-001‸.2",
        "FR-‸001-FR",
        "FR-‸001-F2",
        "`no/such/fi‸le.md`",
        "‸",
        "1‸2",
    ],
)
def test_what_is_defined_nowhere_leads_nowhere(tmp_path, text):
    assert defined(project(tmp_path, plan=text)) == []


def test_the_name_of_a_skill_leads_to_its_file(tmp_path):
    skill = "---\nname: ring-bells\ndescription: Rings. Use when it is noon.\n---\n\n# Ring\n"
    marked = Marked(
        tmp_path,
        {".claude/skills/ring-bells/SKILL.md": skill, "AGENTS.md": "Use the `ring-‸bells` skill."},
    )

    assert defined(marked) == [".claude/skills/ring-bells/SKILL.md:1: "]


def test_references_are_definition_claims_and_mentions_of_this_item_alone(tmp_path):
    marked = project(tmp_path, spec=SPEC.replace("FR-001", "FR-‸001"))

    context = types.ReferenceContext(include_declaration=True)
    found = marked.asks(references, types.ReferenceParams, context=context)

    assert sorted(map(marked.place, found)) == [
        "specs/001-bells/plan.md:3: FR-001",
        "specs/001-bells/spec.md:5: FR-001",
        "specs/001-bells/tasks.md:6: FR-001",
        "specs/001-bells/tasks.md:7: FR-001",
    ]


def test_references_without_the_definition(tmp_path):
    marked = project(tmp_path, spec=SPEC.replace("FR-002", "FR-‸002"))

    context = types.ReferenceContext(include_declaration=False)
    found = marked.asks(references, types.ReferenceParams, context=context)

    assert [marked.place(one) for one in found] == ["specs/001-bells/tasks.md:7: FR-002"]


def test_a_task_is_found_where_others_wait_for_it(tmp_path):
    marked = project(tmp_path, tasks=TASKS.replace("after T001", "after T0‸01"))

    context = types.ReferenceContext(include_declaration=True)
    found = marked.asks(references, types.ReferenceParams, context=context)

    assert [marked.place(one) for one in found] == [
        "specs/001-bells/tasks.md:5: T001",
        "specs/001-bells/tasks.md:7: T001",
    ]


SHEET = """\
# Bells: Implementation Plan

**Goal:** ring.

### Task 1: Note each stroke

- [ ] **Step 1: Write it**

### Task 2: Print the log

**Depends on:** Task 1

- [ ] **Step 1: Write it**
"""


def test_a_task_that_is_called_by_words_is_found_where_another_waits_for_it(tmp_path):
    path = "docs/plans/2026-01-02-bells.md"
    marked = Marked(tmp_path, {path: SHEET.replace("on:** Task", "on:** T‸ask")})

    assert defined(marked) == [f"{path}:5: Task 1"]
    context = types.ReferenceContext(include_declaration=True)
    found = marked.asks(references, types.ReferenceParams, context=context)
    assert [marked.place(one) for one in found] == [f"{path}:5: Task 1", f"{path}:11: Task 1"]


def test_highlights_tell_a_definition_from_a_claim_and_a_mention(tmp_path):
    text = f"{TASKS}\nT001‸ is first.\n"
    marked = project(tmp_path, tasks=text)

    found = marked.asks(highlights, types.DocumentHighlightParams)

    assert [(one.range.start.line, one.kind.name) for one in found] == [
        (4, "Write"),
        (6, "Text"),
        (8, "Text"),
    ]


def test_nothing_is_highlighted_where_no_item_is_named(tmp_path):
    assert project(tmp_path, plan="wor‸ds").asks(highlights, types.DocumentHighlightParams) is None
