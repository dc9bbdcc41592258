"""Specs of requirements with scenarios, and deltas: what is read of them, and where."""

import time

import pytest

from harness_lint.documents.classify import classify
from harness_lint.documents.reader import read_document
from harness_lint.documents.requirement_spec import RequirementSpec
from harness_lint.engine.registry import Registry
from harness_lint.markdown.parser import parse
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source
from harness_lint.testing import Case, run_case

SPEC = "openspec/specs/tides/spec.md"
DELTA = "openspec/changes/add-tides/specs/sea/tides/spec.md"


def read(text: str, path: str = SPEC) -> RequirementSpec:
    source = Source.from_text(path, text)
    markdown = parse(source)
    packs = builtin_packs()
    spec = read_document(markdown, classify(path, markdown, packs).family, packs.status_blocks)
    assert isinstance(spec, RequirementSpec)
    return spec


@pytest.mark.parametrize(
    ("path", "family"),
    [
        (SPEC, "openspec-spec"),
        ("web/openspec/specs/sea/tides/spec.md", "openspec-spec"),
        (DELTA, "openspec-delta"),
        ("openspec/changes/add-tides/specs/tides.md", "openspec-delta"),
        ("openspec/changes/archive/2026-01-02-a/specs/tides/spec.md", "openspec-archived-delta"),
        ("openspec/changes/archive/2026-01-02-a/proposal.md", "openspec-archived"),
        ("openspec/changes/archive/2026-01-02-a/tasks.md", "openspec-tasks"),
        ("openspec/changes/add-tides/proposal.md", "openspec-proposal"),
        ("openspec/changes/add-tides/design.md", "openspec-design"),
        ("openspec/changes/add-tides/tasks.md", "openspec-tasks"),
        ("openspec/project.md", "openspec-project"),
        ("openspec/AGENTS.md", "agent-instructions"),
    ],
)
def test_a_document_belongs_to_the_family_of_its_place(path, family):
    markdown = parse(Source.from_text(path, "# Tides\n"))

    assert classify(path, markdown, builtin_packs()).family.name == family


def test_a_requirement_is_read_with_its_name_its_text_and_its_scenarios():
    text = (
        "\ufeff## Requirements\r\n\r\n### Requirement: Ébb `now` ###\r\n"
        "**ID**: T-1\r\nIt SHALL ebb.\r\n\r\n#### Scenario: Low\r\n- **THEN** dry\r\n"
    )
    spec = read(text)

    (block,) = spec.requirements

    assert block.name.value == "Ébb `now`"
    assert spec.source.slice(block.name.at) == "Ébb `now`"
    assert [line.value for line in block.text] == ["It SHALL ebb."]
    assert [scenario.name.value for scenario in block.scenarios] == ["Low"]
    assert [line.value for line in block.scenarios[0].lines] == ["- **THEN** dry"]
    assert spec.source.slice(block.scenarios[0].lines[0].at) == "- **THEN** dry"


def test_a_heading_counts_only_at_the_start_of_a_line_and_outside_of_code_and_comments():
    text = (
        "## Requirements\n\n- ### Requirement: in a list\n\n> ### Requirement: in a quote\n\n"
        " ### Requirement: behind a blank\n\n```\n### Requirement: in a fence\n```\n\n"
        "<!--\n### Requirement: in a comment\n-->\n\n### Requirement: there\n"
    )

    assert [block.name.value for block in read(text).requirements] == ["there"]


def test_a_rule_below_a_text_makes_no_heading_of_it():
    text = "## Requirements\n\n### Requirement: A\n\nIt SHALL.\n---\n\n#### Scenario: a\n\nb\n"

    (block,) = read(text).requirements

    assert [line.value for line in block.text] == ["It SHALL.", "---"]
    assert len(block.scenarios) == 1


def test_a_delta_says_what_it_does_to_which_spec():
    text = (
        "## REMOVED Requirements\n\n* `### Requirement: Ebb #`\n\n### Requirement: Flood ##\n\n"
        "## RENAMED Requirements\n\n- FROM: `### Requirement: A`\n- TO: `### Requirement: B C`\n"
    )
    delta = read(text, DELTA).delta

    assert delta is not None
    assert delta.target == "openspec/specs/sea/tides/spec.md"
    assert [(one.operation, one.name.value) for one in delta.entries] == [
        ("removed", "Ebb"),
        ("removed", "Flood"),
        ("renamed", "A"),
    ]
    assert delta.entries[2].new_name is not None
    assert delta.entries[2].new_name.value == "B C"


def many(line: str, count: int) -> str:
    return "".join(line.format(number) for number in range(count))


HOSTILE = {
    "requirements": "## ADDED Requirements\n" + many("### Requirement: A{}\nIt\n", 3_000),
    "empty scenarios": "## ADDED Requirements\n### Requirement: A\n"
    + many("#### Scenario: {}\n", 3_000),
    "fences": "## ADDED Requirements\n### Requirement: A\n"
    + many("#### S {}\n\n```\nx\n```\n", 2_000),
    "comments": "## MODIFIED Requirements\n### Requirement: A\n"
    + many("<!-- {} -->\n\nx\n", 3_000),
    "halves": "## RENAMED Requirements\n" + many("- FROM: `### Requirement: A{}`\n", 4_000),
    "blanks": "## REMOVED Requirements\n- ### Requirement: a" + " " * 200_000 + "b\n",
    "sections": many("## ADDED Requirements\n### Requirement: A{}\n", 2_500),
    "levels": "## ADDED Requirements\n" + many("### Requirement: A\n#### b\n##### c\n", 2_000),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", [SPEC, DELTA])
def test_hostile_documents_are_judged_in_linear_time(name, path):
    started = time.process_time()
    spec = read(HOSTILE[name], path)
    for code in ("HL601", "HL602", "HL603", "HL608", "HL614"):
        check = Registry.load().get(code)
        if check.subject == "RequirementSpec" or code == "HL614":
            list(check(spec))
    list(spec.facts())

    assert time.process_time() - started < 20


def test_many_deltas_to_one_spec_are_held_against_it_in_linear_time():
    names = range(3_000)
    current = "## Requirements\n" + many("### Requirement: Old {}\nIt SHALL.\n", 3_000)
    delta = "## MODIFIED Requirements\n" + many("### Requirement: New {}\nIt SHALL.\n", 3_000)
    case = Case("", {SPEC: current.encode(), DELTA.replace("sea/", ""): delta.encode()})
    started = time.process_time()

    report = run_case(Registry.load().get("HL613"), case)

    assert len(report.findings) == len(names)
    assert time.process_time() - started < 40


WRONG_METADATA = [
    "`created` is `soon`, not a date such as `2026-01-31`",
    "`skip_specs` is text, not true or false",
    "the OpenSpec change metadata lacks `schema`",
]


def test_metadata_of_a_change_follow_their_schema():
    data = b"created: soon\nskip_specs: perhaps\n"
    case = Case("", {"openspec/changes/add-tides/.openspec.yaml": data})

    report = run_case(Registry.load().get("HL802"), case)

    assert sorted(finding.message for finding in report.findings) == WRONG_METADATA
