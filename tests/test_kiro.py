"""Documents of Kiro and cc-sdd: steering files, plans with dependencies, states of specs."""

import time

import pytest

from harness_lint.testing import check_sources

TASKS = """# Implementation Plan

- [ ] 1. Raise the weir
- [x] 1.1 Read the level
  - Ask the gauge each minute
  - _Requirements: 1.1_
  - _Depends: 1.2_
- [ ] 1.2 (P) Move the gate
  - _Boundary: Gate_
  - _Contracts: GateApi, LevelApi_
- [ ]* 1.3 Draw the curve
  - _Depends: 1.1_
"""

CONSTITUTION = """# {name} Constitution

## Core Principles

### {principle}
Tests come first.

**Version**: {version} | **Ratified**: 2026-02-01
"""


def findings(path: str, text: str) -> list[str]:
    report = check_sources({path: text.encode()})
    assert not report.crashes
    return [f"{one.code} {one.message}" for one in report.findings]


def test_a_dependency_among_the_details_of_a_task_must_be_done_before_it():
    found = findings(".kiro/specs/weir/tasks.md", TASKS)

    assert [one[:5] for one in found] == ["HL308", "HL307"]
    assert found[0].startswith("HL308 `1.1` is done while `1.2`, which must come first, is open")


@pytest.mark.parametrize("label", ["_Depends: 1.1_", "_Depends on: 1.1_", "_依存: 1.1_"])
def test_tasks_that_wait_for_one_another_are_found(label):
    text = TASKS.replace("_Boundary: Gate_", label).replace("[x]", "[ ]")

    assert [found[:5] for found in findings(".kiro/specs/weir/tasks.md", text)] == ["HL306"]


def test_a_dependency_on_a_task_that_is_not_there_is_found():
    text = TASKS.replace("_Depends: 1.2_", "_Depends: 1.7_")

    [found] = findings(".kiro/specs/weir/tasks.md", text)

    assert found.startswith("HL305 `1.7` is not in this list")


@pytest.mark.parametrize("label", ["_Boundary: 1.1_", "_Contracts: 1.1_", "It depends on 1.1"])
def test_boundaries_contracts_and_prose_are_no_dependencies(label):
    text = TASKS.replace("_Boundary: Gate_", label).replace("_Depends: 1.2_", "More")

    assert findings(".kiro/specs/weir/tasks.md", text) == []


@pytest.mark.parametrize(
    "front_matter",
    [
        "",
        "---\ninclusion: always\n---\n",
        "---\ninclusion: manual\ntitle: Weirs\n---\n",
        "---\ninclusion: auto\nname: weirs\ndescription: For weirs\n---\n",
        "---\ninclusion: fileMatch\nfileMatchPattern: '**/*.ts'\n---\n",
        '---\ninclusion: fileMatch\nfileMatchPattern: ["**/*.ts", "**/*.tsx"]\n---\n',
        "---\nfileMatchPattern: '**/*.ts'\n---\n",
    ],
)
def test_a_steering_file_says_when_it_is_read(front_matter):
    assert findings(".kiro/steering/weirs.md", f"{front_matter}# Weirs\n") == []


@pytest.mark.parametrize(
    ("front_matter", "words"),
    [
        ("inclusion: sometimes", "`inclusion` is `sometimes`, not one of"),
        ("inclusion: filematch\nfileMatchPattern: a", "`inclusion` is `filematch`, not one of"),
        ("inclusion: fileMatch", "`fileMatchPattern` is missing"),
        ("inclusion: fileMatch\nfilePatterns: [a]", "`fileMatchPattern` is missing"),
        ("inclusion: fileMatch\nfileMatchPattern: 4", "`fileMatchPattern`"),
    ],
)
def test_a_steering_file_that_is_never_read_is_found(front_matter, words):
    [found] = findings(".kiro/steering/weirs.md", f"---\n{front_matter}\n---\n# Weirs\n")

    assert found.startswith("HL107")
    assert words in found


def test_templates_of_the_tool_are_not_judged():
    path = ".kiro/settings/templates/specs/requirements.md"
    text = (
        "# Requirements Document\n\nTBD\n\n### Requirement 1\n\n1. The system SHALL load quickly\n"
    )

    assert findings(path, text) == []


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"approvals": 3}', '{"approvals": {"tasks": [1]}, "phase": null}'],
)
def test_a_state_of_another_shape_says_nothing_of_approvals(text):
    assert not [one for one in findings(".kiro/specs/weir/spec.json", text) if "HL615" in one]


def test_a_constitution_that_was_never_written_is_found():
    text = CONSTITUTION.format(
        name="[PROJECT_NAME]", principle="[PRINCIPLE_1_NAME]", version="[CONSTITUTION_VERSION]"
    )

    assert [one[:5] for one in findings(".specify/memory/constitution.md", text)] == ["HL108"] * 3


def test_a_constitution_that_was_written_is_silent():
    text = CONSTITUTION.format(name="Weirs", principle="I. Water [flows]", version="1.0.0")

    assert findings(".specify/memory/constitution.md", text) == []


BUGFIX = """# Bugfix Requirements Document

## Introduction

2.9 metres were measured.

## Bug Analysis

### Current Behavior (Defect)

1.1 WHEN the water rises THEN the gate stays shut

### Expected Behavior (Correct)

2.1 WHEN the water rises THEN the system SHALL open the gate
2.2 WHEN it falls THEN the system SHALL shut the gate

### Unchanged Behavior (Regression Prevention)

**3.1** WHEN nobody is there THEN the system SHALL CONTINUE TO write a log
"""


@pytest.mark.parametrize("named", ["1.1", "2.1, 2.2", "3.1", "2", "2.1-2.2"])
def test_tasks_name_what_a_bugfix_says(named):
    tasks = f"# Plan\n\n- [ ] 1. Mend the gate\n  - _Requirements: {named}_\n"

    assert bugfix_findings(tasks) == []


@pytest.mark.parametrize("named", ["1.2", "2.3", "2.9", "4.1"])
def test_a_task_that_names_what_a_bugfix_does_not_say_is_found(named):
    tasks = f"# Plan\n\n- [ ] 1. Mend the gate\n  - _Requirements: {named}_\n"

    [found] = bugfix_findings(tasks)

    assert found.startswith(f"HL401 `{named}` is defined nowhere")


def bugfix_findings(tasks):
    folder = ".kiro/specs/weir"
    sources = {f"{folder}/bugfix.md": BUGFIX.encode(), f"{folder}/tasks.md": tasks.encode()}
    return [f"{one.code} {one.message}" for one in check_sources(sources).findings]


def test_many_lines_of_one_paragraph_take_time_in_proportion():
    lines = "".join(f"2.{number} WHEN it rains\n" for number in range(1, 900)) * 20
    text = f"# Bug\n\n## Bug Analysis\n\n{lines}"

    began = time.process_time()
    check_sources({".kiro/specs/weir/bugfix.md": text.encode()})

    assert time.process_time() - began < 4
