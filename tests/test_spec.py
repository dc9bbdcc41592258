"""Specs: what they define, what they leave open, what they call themselves."""

import pytest

from harness_lint.documents.classify import classify
from harness_lint.documents.reader import read_document
from harness_lint.documents.sections import sections_named
from harness_lint.documents.spec import Spec
from harness_lint.markdown.parser import parse
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source

PATH = "specs/007-tram-stops/spec.md"
HEAD = "# Feature Specification: Tram stops\n\n**Feature Branch**: `007-tram-stops`\n\n"

PLAN = "# Stops Implementation Plan\n\n### Task 1: Name the stops\n\n- [ ] **Step 1: Write**\n"


def read(text: str, path: str = PATH) -> Spec:
    source = Source.from_text(path, text)
    markdown = parse(source)
    packs = builtin_packs()
    spec = read_document(markdown, classify(path, markdown, packs).family, packs.status_blocks)
    assert isinstance(spec, Spec)
    return spec


@pytest.mark.parametrize(
    ("path", "text", "family"),
    [
        (PATH, HEAD, "spec-kit-spec"),
        ("specs/master/spec.md", HEAD, "spec-kit-spec"),
        (".specify/specs/tram/spec.md", HEAD, "spec-kit-spec"),
        ("apps/web/specs/001-x/spec.md", HEAD, "spec-kit-spec"),
        ("specs/001-x/spec.md", "# 停留所\n\n**機能ブランチ**: `001-x`\n", "feature-spec"),
        ("specs/001-x/spec.md", "# Notes\n\n- **FR-001**: a\n", "feature-spec"),
        ("specs/http/spec.md", "# HTTP\n\nThe wire format.\n", "unknown"),
        ("openspec/specs/stops/spec.md", HEAD, "openspec-spec"),
        ("openspec/changes/add-x/specs/stops/spec.md", HEAD, "openspec-delta"),
        (".kiro/specs/stops/spec.md", HEAD, "kiro-note"),
        (".kiro/specs/stops/requirements.md", "# Stops\n", "kiro-requirements"),
        (".kiro/specs/stops/bugfix.md", "# Stops\n", "kiro-bugfix"),
        (".kiro/specs/stops/design.md", "# Stops\n", "kiro-design"),
        (".kiro/specs/stops/tasks.md", "# Stops\n", "kiro-tasks"),
        (".kiro/specs/stops/research.md", "# Stops\n", "kiro-note"),
        ("app/.kiro/specs/city/stops/gap-analysis.md", "# Stops\n", "kiro-note"),
        (".kiro/steering/product.md", "# Stops\n", "kiro-steering"),
        (".kiro/steering/api/errors.md", "# Stops\n", "kiro-steering"),
        (".kiro/settings/templates/specs/design.md", "# {{NAME}}\n", "kiro-template"),
        (".kiro/settings/templates/steering/tech.md", "# {{NAME}}\n", "kiro-template"),
        (".kiro/settings/rules/ears-format.md", "# EARS\n", "kiro-template"),
        (".kiro/hooks/notes.md", "# Hooks\n", "unknown"),
        ("templates/specs/x/spec.md", HEAD, "unknown"),
        ("kitty-specs/012-stops/spec.md", "# Stops\n", "spec-kitty-spec"),
        ("kitty-specs/stops-01ABCDEF/plan.md", "# Plan\n", "spec-kitty-plan"),
        ("kitty-specs/012-stops/research.md", "# Research\n", "spec-kitty-research"),
        ("kitty-specs/012-stops/research/maps.md", "# Maps\n", "spec-kitty-research"),
        ("kitty-specs/012-stops/data-model.md", "# Data\n", "spec-kitty-data-model"),
        ("kitty-specs/012-stops/quickstart.md", "# Start\n", "spec-kitty-quickstart"),
        ("kitty-specs/012-stops/contracts/api.md", "# API\n", "spec-kitty-contract"),
        ("kitty-specs/012-stops/checklists/requirements.md", "# Check\n", "spec-kitty-checklist"),
        ("kitty-specs/012-stops/tasks/README.md", "# Tasks\n", "spec-kitty-note"),
        ("kitty-specs/012-stops/tasks/WP01-a/review-cycle-1.md", "# Review\n", "spec-kitty-note"),
        ("kitty-specs/012-stops/tasks/WP01-a.md", "# WP01\n", "spec-kitty-work-package"),
        ("specs/001-x/plan.md", "# 技術實作計畫\n\n**功能分支**: `001-x`\n", "spec-kit-plan"),
        ("specs/001-x/plan.md", "# Plan\n\n## Technical Context\n", "spec-kit-plan"),
        ("specs/001-x/research.md", "# Research\n", "spec-kit-research"),
        ("specs/001-x/data-model.md", "# Data\n", "spec-kit-data-model"),
        ("specs/001-x/quickstart.md", "# Start\n", "spec-kit-quickstart"),
        ("specs/20260115-101500-x/quickstart.md", "# Start\n", "spec-kit-quickstart"),
        ("specs/001-x/checklists/ux.md", "# UX\n", "spec-kit-checklist"),
        (".specify/templates/spec-template.md", HEAD, "spec-kit-template"),
        (".specify/memory/constitution.md", "# Constitution\n", "spec-kit-constitution"),
        ("docs/prd.md", "# Trams\n\n## Goals\n", "prd"),
        ("docs/PRD-trams.md", "# PRD: Trams\n", "prd"),
        ("docs/prd/epic-1-stops.md", "# Epic 1 Stops\n", "prd"),
        ("plans/trams-prd.md", "# Product requirements: trams\n", "prd"),
        ("docs/PRD.zh.md", "# 电车\n\n## 目标\n", "prd"),
        ("commands/create-prd.md", "# Write a PRD\n", "unknown"),
        ("templates/prd-template.md", "# PRD: [NAME]\n", "unknown"),
        ("docs/prd.md", "Moved.\n", "unknown"),
        ("docs/product/stops.md", "# Stops\n", "product-doc"),
        ("docs/commission-prd.md", "# PRD: trams\n\n## Goals\n", "unknown"),
        ("tests/fixtures/prd.md", "# PRD: trams\n\n## Goals\n", "unknown"),
        ("tests/fixtures/a/kitty-specs/001-x/spec.md", "# Stops\n", "unknown"),
        ("tests/fixtures/a/openspec/specs/stops/spec.md", "# Stops\n", "unknown"),
        ("openspec/specs/fixtures/spec.md", "# Fixtures\n", "openspec-spec"),
        ("testdata/.kiro/specs/stops/requirements.md", "# Requirements\n", "unknown"),
        ("tests/fixtures/specs/001-x/spec.md", HEAD, "unknown"),
        (
            "specs/001-x/tasks.md",
            "# Tasks\n\n## Phase 1\n\n- [ ] Name the stops.\n",
            "spec-kit-tasks",
        ),
        ("specs/001-x/tasks.md", "# Tasks\n\nName the stops.\n", "unknown"),
        ("docs/plans/2026-03-04-stops.md", PLAN, "implementation-plan"),
        ("docs/superpowers/plans/stops.md", PLAN, "implementation-plan"),
        ("planning/TASKS-stops.md", "# Tasks\n\n#### TASK-001\n\nName.\n", "implementation-plan"),
        ("specs/001-x/plan.md", f"{PLAN}\n## Technical Context\n", "spec-kit-plan"),
        ("specs/001-x/plan.md", "# Stops - Implementation Plan\n", "spec-kit-plan"),
        ("specs/001-x/tasks-app.md", f"{PLAN}- [ ] T001 Name\n", "spec-kit-tasks"),
        ("docs/plans/stops.md", "# Plan\n\n## Task force\n", "unknown"),
        ("skills/writing-plans/plan.md", PLAN, "unknown"),
        ("docs/epics/epic-1.md", "# Epic 1: Stops\n\n## Story 1.1: Names\n", "bmad-epic"),
        ("_bmad-output/planning-artifacts/epics.md", "# Trams\n\n## Epic 1: Stops\n", "bmad-epic"),
        ("docs/epics/README.md", "# Our epics\n\nAsk the team.\n", "unknown"),
    ],
)
def test_a_document_is_recognised_by_its_path_and_by_what_it_shows(path, text, family):
    markdown = parse(Source.from_text(path, text))

    assert classify(path, markdown, builtin_packs()).family.name == family


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- **FR-001**: A stop MUST have a name.\n", [("FR-001", "must")]),
        ("- FR-001: A stop SHOULD have a bench.\n", [("FR-001", "should")]),
        ("- `FR-001` A stop MAY have a clock.\n", [("FR-001", "may")]),
        ("**NFR-002**: A page loads in a second.\n", [("NFR-002", None)]),
        ("### FR-003: Names\n\nText.\n", [("FR-003", None)]),
        ("| ID | Text |\n|---|---|\n| FR-004 | It MUST ring |\n", [("FR-004", "must")]),
        ("- **FR-005**: 车站必须有名字。\n", [("FR-005", "must")]),
        pytest.param("- see FR-001\n", [], id="a mention"),
        pytest.param("```\n- **FR-001**: x\n```\n", [], id="a fence"),
        pytest.param("> - **FR-001**: x\n", [], id="a quote"),
        pytest.param("## Examples\n\n- **FR-001**: x\n", [], id="an example"),
        pytest.param("| Text | ID |\n|---|---|\n| see | FR-004 |\n", [], id="another column"),
    ],
)
def test_a_requirement_is_defined_by_its_shape(text, expected):
    spec = read(HEAD + text)

    assert [(one.id.value, one.level) for one in spec.requirements] == expected


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("- **FR-001**: by [NEEDS CLARIFICATION: mail?]\n", ["mail?"]),
        ("- **FR-001**: use [NEEDS CLARIFICATION: which map?]\n", ["which map?"]),
        ("- **FR-001**: kept for [NEEDS CLARIFICATION]\n", [""]),
        ("- **FR-001**: [NEEDS CLARIFICATION: is `x`\n  needed?]\n", ["is x needed?"]),
        ("Open: [NEEDS CLARIFICATION: which line?]\n", ["which line?"]),
        ("- **FR-001**: 【需要澄清：哪条线？】\n", ["哪条线？"]),
        ("- [ ] [NEEDS CLARIFICATION: which line?]\n", ["which line?"]),
        ("Use [NEEDS CLARIFICATION: which line?] for doubts\n", []),
        ("Mark it with [NEEDS CLARIFICATION: question]\n", []),
        ("[NEEDS CLARIFICATION: …]\n", []),
        ("No [NEEDS CLARIFICATION] markers remain\n", []),
        ("- [x] [NEEDS CLARIFICATION: which line?]\n", []),
        ("- ~~[NEEDS CLARIFICATION: which line?]~~\n", []),
        ("- [NEEDS CLARIFICATION: which line?] → line 4\n", []),
        ("## Resolved\n\n- [NEEDS CLARIFICATION: which line?]\n", []),
        ("needs clarification: which line?\n", []),
    ],
)
def test_a_question_is_open_only_where_it_is_asked(text, questions):
    assert [one.question for one in read(HEAD + text).clarifications] == questions


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("**Status**: Draft", "Draft"),
        ("**Status:** ✅ Approved", "✅ Approved"),
        ("**状态**: 草稿", "草稿"),
        ("Status: Draft", None),
    ],
)
def test_the_status_is_a_field_at_the_top(line, status):
    spec = read(f"{HEAD}{line}\n\n## Requirements\n\n**Status**: none of our business\n")

    assert (spec.status.value if spec.status else None) == status


def test_sections_are_known_in_other_languages():
    spec = read("# 機能仕様書\n\n**機能ブランチ**: `1`\n\n## ユーザーシナリオとテスト *(必須)*\n")

    scenarios = spec.family.sections[0]

    assert [section.title for section in sections_named(scenarios, spec.outline.sections)] == [
        "ユーザーシナリオとテスト (必須)"
    ]


def test_an_open_question_is_a_fact_with_the_file_that_was_planned_from_it():
    spec = read(HEAD + "- **FR-001**: by [NEEDS CLARIFICATION: mail?]\n")

    facts = [said for said in spec.facts() if said.kind == "clarification"]

    assert [(said.key, said.values) for said in facts] == [("mail?", {"planned-in": "tasks.md"})]


def test_a_long_line_of_brackets_is_read_in_one_go():
    text = HEAD + "- **FR-001**: " + "[NEEDS CLARIFICATION: " * 20_000 + "\n"

    assert read(text).clarifications == ()
