"""What programs read: json, jsonl, sarif."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reports import TASKS, context, count, duplicate, finding, rendered, report

from harness_lint import __version__
from harness_lint.engine.report import Crash, Extent, Provenance
from harness_lint.reporters import FORMATS, TEXT_FORMATS

SARIF_SCHEMA = Path(__file__).parents[3] / "shared" / "schemas" / "sarif-2.1.0.json"

CRASH = Crash("HL309 parallel-same-file", "tasks.md", "KeyError: 'x'")


def test_json_has_exactly_these_keys():
    origin = Provenance(5, 1, "00ff", "full", Extent("paths"))

    assert json.loads(rendered("json", report(duplicate())._replace(provenance=origin))) == {
        "version": 1,
        "findings": [
            {
                "code": "HL302",
                "name": "duplicate-task-id",
                "severity": "error",
                "message": "task ID `T001` is already used",
                "path": "tasks.md",
                "line": 5,
                "column": 7,
                "end_line": 5,
                "end_column": 11,
                "document": "spec-kit-tasks",
                "related": [
                    {"path": "tasks.md", "line": 3, "column": 7, "message": "first used here"}
                ],
                "fix": {
                    "title": "rename it to `T003`",
                    "applicability": "unsafe",
                    "edits": [
                        {
                            "path": "tasks.md",
                            "start_line": 5,
                            "start_column": 7,
                            "end_line": 5,
                            "end_column": 11,
                            "text": "T003",
                        }
                    ],
                },
                "fingerprint": "0123456789abcdef",
                "url": "https://harness-spec-lint.readthedocs.io/en/stable/rules/duplicate-task-id",
            }
        ],
        "summary": {
            "files": 3,
            "documents": 2,
            "findings": 1,
            "errors": 1,
            "warnings": 0,
            "infos": 0,
            "internal_errors": 0,
            "in_baseline": 0,
            "fixed_of_baseline": 0,
            "fixed": 0,
        },
        "provenance": {
            "tool_version": __version__,
            "files_read": 5,
            "files_skipped": 1,
            "digest": "00ff",
            "gate": "full",
            "scope": "paths",
            "narrowed": True,
        },
    }


def test_json_without_findings_is_an_object_all_the_same():
    data = json.loads(rendered("json", report()))

    assert (data["findings"], data["summary"]["findings"]) == ([], 0)


def test_jsonl_is_the_findings_of_json_one_per_line_and_then_the_provenance():
    one = report(duplicate(), count())

    *lines, last = [json.loads(line) for line in rendered("jsonl", one).split("\n")]

    whole = json.loads(rendered("json", one))
    assert lines == whole["findings"]
    assert last == {"provenance": whole["provenance"]}


def test_sarif_says_what_it_rests_on_as_json_does():
    one = report(duplicate())

    properties = json.loads(rendered("sarif", one))["runs"][0]["properties"]

    assert properties == {"provenance": json.loads(rendered("json", one))["provenance"]}


@pytest.mark.parametrize(
    ("extent", "narrowed"),
    [
        (Extent(), False),
        (Extent("paths"), True),
        (Extent("stdin"), True),
        (Extent(has_all_rules=False), True),
    ],
)
def test_a_run_is_narrowed_by_paths_by_a_text_and_by_a_selection(extent, narrowed):
    assert extent.is_narrowed is narrowed


@pytest.mark.parametrize("name", sorted(set(FORMATS) - TEXT_FORMATS - {"github", "azure"}))
def test_programs_get_ascii_whatever_the_document_holds(name):
    text = "# 任务 T9\n"
    one = finding(text, "T9", "found `任务` \x1b", path="规则/a\udcff b.md")

    assert rendered(name, report(one), context({})).isascii()


def sarif(*arguments: Any, **changes: Any) -> dict[str, Any]:
    log = json.loads(rendered("sarif", report(*arguments, **changes)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def test_sarif_points_from_each_result_to_its_rule():
    run = sarif(duplicate(), count())

    rules = run["tool"]["driver"]["rules"]
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == ["HL311", "HL302"]
    assert rules[0]["help"]["markdown"] == "# HL302 duplicate-task-id\n\nA task ID is used twice."
    assert rules[0]["helpUri"].endswith("/rules/duplicate-task-id")


def test_sarif_columns_are_code_points_and_ends_are_exclusive():
    text = "🎉 任务 T9\n"
    run = sarif(finding(text, "T9", "odd"))

    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]

    assert run["columnKind"] == "unicodeCodePoints"
    assert region == {"startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 8}


def test_sarif_holds_related_places_fixes_and_fingerprints():
    (result,) = sarif(duplicate())["results"]

    assert result["relatedLocations"][0]["message"] == {"text": "first used here"}
    assert result["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 5, "startColumn": 7, "endLine": 5, "endColumn": 11},
            "insertedContent": {"text": "T003"},
        }
    ]
    assert result["partialFingerprints"] == {"harnessLint/v1": "0123456789abcdef"}


def test_sarif_writes_paths_as_uris_below_the_root():
    (result,) = sarif(finding(TASKS, "T001", "odd", path="a b/规则%.md"))["results"]

    location = result["locations"][0]["physicalLocation"]["artifactLocation"]

    assert location == {"uri": "a%20b/%E8%A7%84%E5%88%99%25.md", "uriBaseId": "SRCROOT"}


def test_sarif_tells_our_own_errors_and_notes():
    one = report(crashes=(CRASH,))._replace(notes=("2 files are excluded",))

    (invocation,) = json.loads(rendered("sarif", one))["runs"][0]["invocations"]

    assert invocation["executionSuccessful"] is False
    error, note = invocation["toolExecutionNotifications"]
    assert "HL309 parallel-same-file on `tasks.md`" in error["message"]["text"]
    (place,) = error["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "tasks.md"
    assert note == {"level": "note", "message": {"text": "2 files are excluded"}}


def test_sarif_describes_a_rule_by_its_first_words_on_why():
    page = (
        "# HL302 duplicate-task-id\n\nIt is used twice.\n\n## Why\n\nAn ID\nnames one.\n\nMore.\n"
    )
    log = json.loads(rendered("sarif", report(duplicate()), context(page_of=lambda _: page)))

    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]

    assert rule["shortDescription"]["text"] == ("A task ID is used by two tasks of one task list.")
    assert rule["fullDescription"]["text"] == (
        "A task ID is used by two tasks of one task list. An ID names one."
    )
    assert rule["properties"]["problem.severity"] == "error"


@pytest.mark.skipif(not SARIF_SCHEMA.exists(), reason="the SARIF schema is not beside the project")
def test_sarif_is_valid():
    import jsonschema

    log = json.loads(rendered("sarif", report(duplicate(), count(), crashes=(CRASH,))))
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)

    assert [error.message for error in validator.iter_errors(log)] == []
