"""`harness-lint trace` through the installed command."""

import csv
import io
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness_lint.cli.shell import AGENT_VARIABLES

CLEARED = {*AGENT_VARIABLES, "FORCE_COLOR", "NO_COLOR", "COLUMNS", "HARNESS_LINT_DEBUG"}
SPEC = """\
# Feature Specification: Lamp log

**Feature Branch**: `001-lamp-log`

## Requirements

- **FR-001**: The log MUST note the time
- **FR-002**: The log MUST survive | a restart
- **FR-003**: The log SHOULD be printed
- **FR-004**: The log MAY be sung
"""
TASKS = """\
# Tasks: Lamp log

- [x] T001 Note the time in `src/log.py` (FR-001)
- [ ] T002 Keep the log in `src/store.py`
  - Covers: FR-002, FR-009
"""
TEST = """\
import pytest


@pytest.mark.covers("FR-001")
def test_the_time_is_noted():
    assert True
"""
RESULTS = """\
<testsuites><testsuite name="pytest" tests="1">
<testcase classname="tests.test_log" name="test_the_time_is_noted" time="0.01"/>
</testsuite></testsuites>
"""


@pytest.fixture
def lamp(tmp_path):
    """A feature with four requirements: one proven, one planned, one forgotten, one optional."""
    for path, text in {
        "specs/001-lamp-log/spec.md": SPEC,
        "specs/001-lamp-log/tasks.md": TASKS,
        "tests/test_log.py": TEST,
        "junit.xml": RESULTS,
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def trace(folder, *arguments, columns=100):
    environment = {key: value for key, value in os.environ.items() if key not in CLEARED}
    return subprocess.run(
        [sys.executable, "-m", "harness_lint", "trace", *arguments],
        cwd=folder,
        env={**environment, "COLUMNS": str(columns)},
        capture_output=True,
        text=True,
        check=False,
    )


def output(folder, *arguments):
    done = trace(folder, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


RARE = ("covered", "deep", "proven")


def third(measure):
    return f"{measure} 1 of 3 (33 %)"


def test_the_matrix_names_what_leads_to_each_item_and_its_state(lamp):
    assert output(lamp, "matrix").splitlines() == [
        "specs/001-lamp-log",
        "  state      item    claims  verifies                title",
        "  ● proven   FR-001  T001    test_the_time_is_noted  The log MUST note the time",
        "  ◔ planned  FR-002  T002                            The log MUST survive | a restart",
        "  ○ gap      FR-003                                  The log SHOULD be printed",
        "  ○ gap      FR-004                                  The log MAY be sung",
        "",
        "requirements: claimed 2 of 3 (66 %), " + ", ".join(map(third, RARE)),
    ]


def test_the_matrix_as_markdown_is_one_table(lamp):
    lines = output(lamp, "matrix", "--output-format", "markdown").splitlines()

    assert lines[0] == "| Item | Title | State | Claims | Verifies |"
    assert "survive \\| a restart" in lines[3]
    assert lines[-1].startswith("- requirements: claimed 2 of 3")


def test_the_matrix_as_csv_can_be_read_and_holds_no_formula(lamp):
    (lamp / "specs/001-lamp-log/spec.md").write_text(
        SPEC.replace("The log MUST note the time", "=HYPERLINK(1) MUST be noted"), encoding="utf-8"
    )

    rows = list(csv.DictReader(io.StringIO(output(lamp, "matrix", "--output-format", "csv"))))

    assert [row["state"] for row in rows] == ["proven", "planned", "gap", "gap"]
    assert rows[0]["title"] == "'=HYPERLINK(1) MUST be noted"
    assert rows[1]["missing"] == "a test that verifies it, or a piece of evidence that shows it"


def test_the_matrix_as_json_has_numerators_and_denominators(lamp):
    data = json.loads(output(lamp, "matrix", "--output-format", "json"))

    assert data["states"] == {"proven": 1, "planned": 1, "gap": 2}
    assert {"kind": "all", "name": "claimed", "numerator": 2, "denominator": 3} in data["measures"]


@pytest.mark.parametrize(
    ("arguments", "items"),
    [
        (("--state", "gap"), ["FR-003", "FR-004"]),
        (("--kind", "requirement", "--state", "proven"), ["FR-001"]),
        (("--scope", "specs/001-lamp-log"), ["FR-001", "FR-002", "FR-003", "FR-004"]),
    ],
)
def test_the_matrix_can_be_narrowed(lamp, arguments, items):
    data = json.loads(output(lamp, "matrix", "--output-format", "json", *arguments))

    assert [row["id"].rpartition("/")[2] for row in data["rows"]] == items


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("matrix", "--state", "proved"), "no state is called `proved`"),
        (("matrix", "--scope", "specs/002"), "no scope is called `specs/002`"),
        (("show", "FR-01"), "no item is called `FR-01`"),
        (("impact", "nothing.md"), "no item is called `nothing.md`"),
        (("review",), "say which items were reviewed"),
        (("review", "FR-001", "--all"), "say which items were reviewed"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(lamp, arguments, words):
    done = trace(lamp, *arguments)

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_show_says_all_that_is_known_of_an_item(lamp):
    assert output(lamp, "show", "FR-001").splitlines() == [
        "specs/001-lamp-log/FR-001  The log MUST note the time",
        "  requirement, defined at specs/001-lamp-log/spec.md:7:5",
        "  ● proven: what verifies it has passed",
        "what leads to it",
        "  claims     specs/001-lamp-log/T001  specs/001-lamp-log/tasks.md:3:43",
        "  verifies   tests/test_log.py::test_the_time_is_noted  tests/test_log.py:4:22  passed",
    ]


def test_show_says_what_is_missing_and_where_an_id_is_only_mentioned(lamp):
    (lamp / "specs/001-lamp-log/plan.md").write_text("# Plan\n\nFR-003 is hard.\n")

    lines = output(lamp, "show", "FR-003").splitlines()

    assert "  ○ gap: nothing claims it" in lines
    assert "  missing: a task that claims it, or a piece of code that implements it" in lines
    assert lines[-2:] == ["mentioned", "  specs/001-lamp-log/plan.md:3:1"]


def test_impact_goes_down_step_by_step(lamp):
    assert output(lamp, "impact", "FR-001").splitlines() == [
        "a change of `specs/001-lamp-log/FR-001` touches:",
        "  claims     specs/001-lamp-log/T001",
        "  verifies   tests/test_log.py::test_the_time_is_noted",
    ]


def test_impact_of_a_file_is_that_of_all_it_defines(lamp):
    data = json.loads(
        output(lamp, "impact", "specs/001-lamp-log/spec.md", "--output-format", "json")
    )

    assert [row["id"] for row in data["touched"]] == [
        "specs/001-lamp-log/T001",
        "tests/test_log.py::test_the_time_is_noted",
        "specs/001-lamp-log/T002",
    ]


def test_the_graph_is_drawn_by_mermaid_and_graphviz(lamp):
    mermaid = output(lamp, "graph")
    dot = output(lamp, "graph", "--output-format", "dot")

    assert mermaid.startswith("flowchart RL\n")
    assert '["FR-001"]:::proven' in mermaid
    assert dot.startswith("digraph trace {") and dot.endswith("}\n")
    assert dot.count("->") == mermaid.count("-->") == 3


def test_the_export_is_stable(lamp):
    data = json.loads(output(lamp, "export"))

    assert sorted(data) == [
        "items",
        "kinds",
        "links",
        "measures",
        "provenance",
        "scopes",
        "states",
        "tool",
        "version",
    ]
    undefined = next(link for link in data["links"] if link["written"] == "FR-009")
    assert (undefined["target"], undefined["status"]) == (None, "undefined")
    assert data["provenance"]["files"] == 4


@pytest.mark.covers("TRC-002")
def test_the_order_in_which_files_are_found_changes_no_byte(lamp, tmp_path_factory):
    first = output(lamp, "export")
    copies = [path for path in lamp.rglob("*") if path.is_file()]
    random.Random(1).shuffle(copies)
    other = tmp_path_factory.mktemp("other")
    for path in copies:
        target = other / path.relative_to(lamp)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)

    assert output(other, "export") == first


def test_a_review_makes_later_changes_suspect_until_the_next(lamp):
    output(lamp, "review", "FR-001")
    spec = lamp / "specs/001-lamp-log/spec.md"
    spec.write_text(SPEC.replace("note the time", "note the hour"), encoding="utf-8")

    def statuses():
        links = json.loads(output(lamp, "export"))["links"]
        return {link["status"] for link in links if link["written"] == "FR-001"}

    assert statuses() == {"suspect"}
    output(lamp, "review", "FR-001")
    assert statuses() == {"ok"}


def test_all_items_are_reviewed_at_once_and_the_lock_is_sorted(lamp):
    output(lamp, "review", "--all")

    lines = (lamp / ".harness-lint/trace-lock.jsonl").read_text(encoding="utf-8").splitlines()
    names = [json.loads(line)["id"] for line in lines]
    assert names == ["specs/001-lamp-log/FR-001", "specs/001-lamp-log/FR-002"]


def test_the_report_is_one_file(lamp):
    output(lamp, "report", "--output-file", "out.html")

    text = (lamp / "out.html").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "specs/001-lamp-log" in text


def test_a_device_is_written_to_and_not_replaced(lamp):
    output(lamp, "export", "--output-file", os.devnull)

    assert not Path(os.devnull).is_file()


def test_a_place_that_cannot_be_written_is_told(lamp):
    done = trace(lamp, "export", "--output-file", "no/such/folder/out.json")

    assert done.returncode == 2
    assert "cannot write" in done.stderr


def test_a_project_without_items_says_so(tmp_path):
    (tmp_path / "README.md").write_text("# Nothing\n")

    assert output(tmp_path, "matrix") == "no document defines an item to trace\n"
