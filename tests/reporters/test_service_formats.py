"""What services read: gitlab, junit, rdjson, checkstyle, azure, each through a reader of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import TASKS, context, count, duplicate, finding, fix, rendered, report

from harness_lint.documents.junit import read_junit
from harness_lint.engine.report import Crash
from harness_lint.findings import Applicability, Finding, PlacedEdit, PlacedFix, Severity
from harness_lint.source import Source

SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas"
CRASH = Crash("HL309 parallel-same-file", "tasks.md", "KeyError: '\x1b'")
HOSTILE = "]]> <!-- & \" ' ;] % %0A \x00\x0b\x1b\ud800\ufffe\U0001f980 \r\n ##vso[task.complete]"


def hint() -> Finding:
    return finding(TASKS, "# Tasks", "a hint", severity=Severity.INFO)


def odd(words: str, path: str = "tasks.md") -> Finding:
    return finding(TASKS, "T002", words, path=path)


def needs(schema: str) -> Path:
    path = SCHEMAS / schema
    if not path.exists():
        pytest.skip(f"{schema} is not beside the project")
    return path


REPORTS = {
    "findings": report(duplicate(), count(), hint()),
    "nothing": report(),
    "a crash": report(duplicate(), crashes=(CRASH,)),
    "hostile words": report(odd(HOSTILE, path=f"a{HOSTILE}.md")),
}
EACH_REPORT = pytest.mark.parametrize("one", REPORTS.values(), ids=REPORTS)


# gitlab


def issues(*findings: Finding) -> list[dict[str, Any]]:
    return json.loads(rendered("gitlab", report(*findings)))


def test_gitlab_gets_what_it_reads_of_an_issue():
    assert issues(duplicate()) == [
        {
            "type": "issue",
            "check_name": "HL302",
            "description": "HL302 task ID `T001` is already used [duplicate-task-id]",
            "severity": "major",
            "fingerprint": "0123456789abcdef",
            "location": {
                "path": "tasks.md",
                "positions": {
                    "begin": {"line": 5, "column": 7},
                    "end": {"line": 5, "column": 11},
                },
            },
        }
    ]


def test_gitlab_sorts_findings_by_how_bad_they_are():
    severities = [one["severity"] for one in issues(duplicate(), count(), hint())]

    assert severities == ["minor", "info", "major"]


def test_gitlab_gets_an_array_where_nothing_was_found():
    assert issues() == []


# junit


def cases(document: str) -> dict[str, str]:
    return {
        case.get("name", ""): next((child.tag for child in case), "passed")
        for case in ET.fromstring(document).iter("testcase")
    }


@pytest.mark.covers("SVC-001")
@EACH_REPORT
def test_junit_is_valid(one):
    import xmlschema

    schema = xmlschema.XMLSchema(needs("JUnit.xsd"))

    assert [str(error) for error in schema.iter_errors(rendered("junit", one))] == []


def test_junit_fails_for_what_fails_a_run_and_skips_the_rest():
    assert cases(rendered("junit", REPORTS["findings"])) == {
        "HL311 wrong-count: 50% of 2 tasks, or: `a,b`": "failure",
        "HL302 duplicate-task-id: a hint": "skipped",
        "HL302 duplicate-task-id: task ID `T001` is already used": "failure",
    }


def test_junit_tells_cases_with_the_same_words_apart():
    twice = report(odd("names no file"), finding(TASKS, "[P]", "names no file"))

    assert list(cases(rendered("junit", twice))) == [
        "HL302 duplicate-task-id: names no file",
        "HL302 duplicate-task-id: names no file (2)",
    ]


def test_junit_counts_the_cases_of_each_suite():
    suites = ET.fromstring(rendered("junit", REPORTS["findings"]))

    counts = [[suite.get(key) for key in ("name", "id", "tests", "failures")] for suite in suites]

    assert counts == [["other, notes.md", "0", "1", "1"], ["tasks.md", "1", "2", "1"]]


def test_junit_says_where_and_how_to_repair_it():
    failure = ET.fromstring(rendered("junit", report(duplicate()))).find(".//failure")

    assert failure.text.split("\n") == [
        "tasks.md:5:7: task ID `T001` is already used",
        "tasks.md:3: first used here",
        "fix: rename it to `T003`",
    ]


def test_junit_has_a_case_that_passed_where_nothing_was_found():
    assert cases(rendered("junit", report())) == {"3 files": "passed"}


def test_junit_tells_of_a_crash_as_an_error():
    assert cases(rendered("junit", report(crashes=(CRASH,)))) == {CRASH.rule: "error"}


def test_junit_is_read_by_the_reader_of_test_results():
    document = rendered("junit", REPORTS["findings"])

    results = read_junit(Source.from_text("findings.xml", document))

    assert [case.outcome for case in results.cases] == ["failed", "skipped", "failed"]


# rdjson


def diagnostics(*findings: Finding, **changes: Any) -> list[dict[str, Any]]:
    return json.loads(rendered("rdjson", report(*findings), context(**changes)))["diagnostics"]


@pytest.mark.covers("SVC-001")
@EACH_REPORT
def test_rdjson_is_valid(one):
    import jsonschema

    schema = json.loads(needs("rdjson-DiagnosticResult.json").read_text(encoding="utf-8"))

    jsonschema.Draft4Validator(schema).validate(json.loads(rendered("rdjson", one)))


def test_rdjson_counts_columns_in_bytes():
    (one,) = diagnostics(finding("🎉 任务 T9\n", "T9", "odd"), texts={"tasks.md": "🎉 任务 T9\n"})

    assert one["location"]["range"] == {
        "start": {"line": 1, "column": 13},
        "end": {"line": 1, "column": 15},
    }


def test_rdjson_suggests_a_repair():
    (one,) = diagnostics(duplicate())

    place = {"start": {"line": 5, "column": 7}, "end": {"line": 5, "column": 11}}
    assert one["suggestions"] == [{"range": place, "text": "T003"}]
    assert one["related_locations"][0]["message"] == "first used here"


def test_rdjson_suggests_a_repair_of_several_places_as_a_whole():
    edits = (*fix(TASKS, "T001", "T003", nth=1).edits, *fix(TASKS, "[P]", "[S]").edits)
    (one,) = diagnostics(duplicate()._replace(fix=PlacedFix("both", Applicability.SAFE, edits)))

    assert one["suggestions"] == [
        {
            "range": {"start": {"line": 4, "column": 12}, "end": {"line": 5, "column": 11}},
            "text": "[S] Write the printer\n- [x] T003",
        }
    ]


def test_rdjson_suggests_nothing_that_would_be_half_of_a_repair():
    (edit,) = fix(TASKS, "T001", "T003").edits
    elsewhere = PlacedEdit("plan.md", edit.place, edit.span, "T003")
    whole = PlacedFix("both", Applicability.SAFE, (edit, elsewhere))

    (one,) = diagnostics(duplicate()._replace(fix=whole))

    assert "suggestions" not in one


def test_rdjson_points_at_the_line_of_a_file_that_is_gone():
    (one,) = diagnostics(duplicate(), texts={})

    assert one["location"]["range"] == {"start": {"line": 5}, "end": {"line": 5}}
    assert "suggestions" not in one


# checkstyle


def errors(document: str) -> list[dict[str, str]]:
    root = ET.fromstring(document)
    assert (root.tag, {child.tag for child in root} - {"file", "exception"}) == (
        "checkstyle",
        set(),
    )
    return [{"file": file.get("name", ""), **error.attrib} for file in root for error in file]


def test_checkstyle_has_the_findings_of_each_file():
    assert errors(rendered("checkstyle", report(duplicate(), count()))) == [
        {
            "file": "other, notes.md",
            "line": "4",
            "column": "12",
            "severity": "warning",
            "message": "50% of 2 tasks, or: `a,b`",
            "source": "harness-lint.HL311.wrong-count",
        },
        {
            "file": "tasks.md",
            "line": "5",
            "column": "7",
            "severity": "error",
            "message": "task ID `T001` is already used",
            "source": "harness-lint.HL302.duplicate-task-id",
        },
    ]


def test_checkstyle_tells_of_a_crash():
    root = ET.fromstring(rendered("checkstyle", report(crashes=(CRASH,))))

    assert root.findtext("exception") == (
        "internal error in HL309 parallel-same-file on `tasks.md`: KeyError: '\\x1b'"
    )


@pytest.mark.covers("SAF-003", "SVC-001")
@pytest.mark.parametrize("name", ["junit", "checkstyle"])
@given(words=st.text(), path=st.text(st.characters(exclude_characters="/"), min_size=1))
def test_xml_is_well_formed_whatever_a_document_holds(name, words, path):
    document = rendered(name, report(odd(words, path=path), crashes=(CRASH,)))

    assert ET.fromstring(document) is not None
    assert document.isascii()


# azure


def command_of(line: str) -> tuple[str, dict[str, str], str]:
    """Read a logging command as the agent does: up to the first bracket, and unescape."""
    found = re.fullmatch(r"##vso\[(\S+) ([^\]]*)\](.*)", line)
    assert found, line
    pairs = (one.partition("=") for one in found[2].split(";") if one)
    return found[1], {key: unescaped(value) for key, _, value in pairs}, unescaped(found[3])


def unescaped(text: str) -> str:
    for sign in "\r\n];":
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text.replace("%AZP25", "%")


def test_azure_gets_a_command_for_each_finding():
    lines = rendered("azure", report(duplicate(), count())).split("\n")

    assert [command_of(line) for line in lines] == [
        (
            "task.logissue",
            {
                "type": "warning",
                "sourcepath": "other, notes.md",
                "linenumber": "4",
                "columnnumber": "12",
                "code": "HL311 wrong-count",
            },
            "50% of 2 tasks, or: `a,b`",
        ),
        (
            "task.logissue",
            {
                "type": "error",
                "sourcepath": "tasks.md",
                "linenumber": "5",
                "columnnumber": "7",
                "code": "HL302 duplicate-task-id",
            },
            "task ID `T001` is already used\ntasks.md:3: first used here\nfix: rename it to `T003`",
        ),
    ]


@pytest.mark.covers("SAF-003", "SVC-001")
def test_azure_escapes_what_would_end_a_property_or_a_command():
    (line,) = rendered("azure", report(odd(HOSTILE, path="a];b%0A\n.md"))).split("\n")

    name, properties, message = command_of(line)

    assert (name, properties["sourcepath"]) == ("task.logissue", "a];b%0A\\x0a.md")
    assert message.startswith("]]> <!-- & \" ' ;] % %0A \\x00\\x0b\\x1b\\ud800\\ufffe🦀 \\x0d\\x0a")


@pytest.mark.parametrize("name", ["gitlab", "junit", "rdjson", "checkstyle", "azure"])
def test_services_get_paths_as_they_are_seen_from_where_the_run_began(name):
    shown = rendered(name, report(count()), context(shown_path=lambda path: f"docs/{path}"))

    assert "docs/other, notes.md" in shown
