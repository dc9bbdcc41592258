"""Event logs and state files of work packages: which lane counts, and what bad lines do."""

import json
import subprocess
import sys

import pytest

from harness_lint.documents.package_states import PackageStates
from harness_lint.documents.status_events import StatusEvents
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source

FOLDER = "kitty-specs/012-dye-works"


def log_of(*lines):
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    return read(text.encode("utf-8"))


def read(data):
    source = Source.from_bytes(f"{FOLDER}/status.events.jsonl", data)
    return StatusEvents(source, builtin_packs().family("spec-kitty-events"))


def moved(package="WP01", lane="done", at="2026-02-03T08:00:00+00:00", event="01A"):
    return {"event_id": event, "at": at, "wp_id": package, "to_lane": lane}


def lanes(document):
    return {said.key: said.values["lane"] for said in document.facts()}


def problems(document):
    return [tree.error.message for tree in document.trees if tree.error is not None]


@pytest.mark.parametrize(
    ("events", "lane"),
    [
        pytest.param(
            [moved(lane="done", at="2026-02-04T08:00:00Z"), moved(lane="planned")],
            "done",
            id="the later time counts, whatever the order of the lines",
        ),
        pytest.param(
            [moved(lane="planned", event="01A"), moved(lane="done", event="01B")],
            "done",
            id="of two events at one time the greater ID counts",
        ),
        pytest.param(
            [
                moved(lane="done", at="2026-02-03T10:30:00+02:00"),
                moved(lane="claimed", at="2026-02-03T08:15:00Z"),
            ],
            "done",
            id="times are compared as times, not as words",
        ),
        pytest.param(
            [moved(lane="done", at="yesterday"), moved(lane="claimed", at="2026-02-03")],
            "claimed",
            id="where a time is none, the order of the lines counts",
        ),
        pytest.param(
            [moved(lane="done"), {**moved(at="2026-03-01"), "to_lane": None}],
            "done",
            id="an event without a lane moves nothing",
        ),
    ],
)
def test_the_last_transition_of_a_package_counts(events, lane):
    log = log_of(*events)

    assert lanes(log) == {"WP01": lane}


def test_a_state_stands_at_the_words_of_its_event():
    log = log_of(moved(lane="planned"), moved(lane="done", event="01B"))

    (said,) = log.facts()

    assert log.source.slice(said.at) == '"done"'
    assert log.source.line_at(said.at.start) == 2


def test_broken_lines_are_problems_and_the_others_are_read():
    log = log_of(moved(), '{"event_id": ', moved("WP02", "claimed"), "no json", "[1, 2]", "17")

    assert lanes(log) == {"WP01": "done", "WP02": "claimed"}
    assert (
        problems(log)
        == [
            "a value is expected, but the text ends",
            "a value is expected, not `no`",
        ]
        or len(problems(log)) == 2
    )


def test_lines_that_a_merge_left_are_not_reported_twice():
    log = log_of("<<<<<<< ours", moved(), "=======", moved("WP02"), ">>>>>>> theirs")

    assert problems(log) == []
    assert lanes(log) == {"WP01": "done", "WP02": "done"}


def test_a_file_that_is_no_log_is_one_problem():
    log = read(json.dumps([moved(), moved("WP02")], indent=2).encode())

    assert len(problems(log)) == 1
    assert lanes(log) == {}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("[" * 200_000, id="deep"),
        pytest.param('{"wp_id": "WP01", "to_lane": "done", "at": ' + "9" * 9_000 + "}", id="long"),
        pytest.param('{"wp_id": ["WP01"], "to_lane": {"done": 1}}', id="of another type"),
        pytest.param('{"wp_id": "../../etc", "to_lane": "done"}', id="a name that is none"),
        pytest.param('{"wp_id": "WP01", "to_lane": "genesis"}', id="not born yet"),
    ],
)
def test_hostile_lines_say_nothing(line):
    assert lanes(log_of(line)) == {}


def test_a_byte_order_mark_and_line_ends_of_windows_are_passed_over():
    log = read(b"\xef\xbb\xbf" + json.dumps(moved()).encode() + b"\r\n\r\n")

    assert lanes(log) == {"WP01": "done"}
    assert problems(log) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"work_packages": {"wp01": {"lane": "done"}, "WP02": {"lane": null}}}', {"WP01": "done"}),
        ('{"work_packages": {"WP01": "done"}}', {}),
        ('{"work_packages": ["WP01"]}', {}),
        ('{"work_packages": {"WP01": {"lane": ["done"]}}}', {}),
        ("[]", {}),
        ('{"work_packages": ', {}),
        ("", {}),
    ],
)
def test_a_state_file_says_what_it_says_and_no_more(text, found):
    source = Source.from_text(f"{FOLDER}/status.json", text)
    states = PackageStates(source, builtin_packs().family("spec-kitty-status"))

    assert lanes(states) == found


def test_a_broken_log_is_reported_by_the_command(tmp_path):
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "status.events.jsonl").write_text('{"wp_id": "WP01"\n' + json.dumps(moved()) + "\n")

    done = subprocess.run(
        [sys.executable, "-m", "harness_lint", "check", "--output-format", "concise", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert f"{FOLDER}/status.events.jsonl:1:1: HL801 not JSON: `{{` is never closed" in done.stdout
