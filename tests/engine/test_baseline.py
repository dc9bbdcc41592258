"""Baselines: which findings are known after an edit, and what no baseline is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness_lint.config import Config
from harness_lint.engine.baseline import (
    Baseline,
    Known,
    baseline_of,
    read_baseline,
    text_of,
    write_baseline,
)
from harness_lint.engine.inputs import Extras, Inputs
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Extent, Report
from harness_lint.engine.runner import run
from harness_lint.errors import ConfigError, UsageError
from harness_lint.testing import TODAY, MemoryTree

BOX = "- [ ]Paint the pier\n"
"""HL005, at its box: two of them are equal findings."""

LIST = "- [ ] Oil the gate\n"
"""A list of tasks, next to which a box without a blank is one that failed."""

NOTES = f"# Notes\n\n{BOX}- [ ] Oil the gate\n- [x]Count the boats\n"
"""Two findings that differ in their words."""

SPEC = """\
# Feature Specification: Pier

## Requirements

### Functional Requirements

- **FR-001**: The pier MUST carry ten people.
- **FR-002**: The pier MUST float.
"""


def lint(sources: dict[str, str], known: Report | None = None, **changes: object) -> Report:
    """Return the report on *sources*, without the findings that *known* has."""
    read = {path: text.encode() for path, text in sources.items()}
    baseline = None if known is None else baseline_of(known.findings, known.items)
    config = changes.pop("config", Config())
    inputs = Inputs(
        files=tuple(sorted(read)),
        siblings=lambda: sorted(read),
        tree=MemoryTree.of(read),
        read=lambda path: read[path],
        today=TODAY,
        baseline=baseline,
    )
    extras = Extras(states=True, digest=True)
    return run(config, Registry.load(), inputs._replace(**changes), extras=extras)


def outcome(report: Report) -> tuple[int, int, int]:
    """Return how many findings are new, in the baseline, and fixed."""
    return len(report.findings), report.hidden, report.fixed


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(NOTES, NOTES, (0, 2, 0), id="nothing changed"),
        pytest.param(NOTES, f"Hello.\n\n{NOTES}", (0, 2, 0), id="lines above"),
        pytest.param(NOTES, f"{NOTES}\nThe end.\n", (0, 2, 0), id="lines below"),
        pytest.param(NOTES, NOTES.replace("\n", "\r\n"), (0, 2, 0), id="other line ends"),
        pytest.param(NOTES, "\ufeff" + NOTES, (1, 2, 0), id="a byte order mark, which is one"),
        pytest.param(NOTES, NOTES.replace("gate", "door"), (0, 2, 0), id="a line between"),
        pytest.param(
            NOTES, "# Notes\n\n- [x]Count the boats\n" + BOX, (0, 2, 0), id="another order"
        ),
        pytest.param(NOTES, NOTES + BOX, (1, 2, 0), id="one more of the same words"),
        pytest.param(NOTES, NOTES.replace("[x]C", "[x] C"), (0, 1, 1), id="one repaired"),
        pytest.param(LIST + BOX * 2, LIST + BOX, (0, 1, 1), id="one of two equals repaired"),
        pytest.param(LIST + BOX * 2, LIST + BOX * 3, (1, 2, 0), id="a third equal"),
        pytest.param(LIST + BOX * 2, "Fine.\n", (0, 0, 2), id="all repaired"),
        pytest.param("Fine.\n", LIST + BOX, (1, 0, 0), id="an empty baseline"),
        pytest.param(
            NOTES,
            NOTES.replace(BOX, f"<!-- harness-lint: disable-next-line=HL005 -- kept -->\n{BOX}"),
            (0, 1, 1),
            id="a suppressed one is in the baseline no more",
        ),
    ],
)
def test_a_finding_is_known_again_after_edits_elsewhere(before, after, expected):
    known = lint({"notes.md": before})

    assert outcome(lint({"notes.md": after}, known)) == expected


def test_what_is_missing_now_is_not_taken_for_what_was_missing_at_the_same_place():
    name, description = "name: tides\n", "description: Reads tables. Use when boats leave.\n"
    skill = "---\n{}license: MIT\n---\n# Tides\n"
    known = lint({"skills/tides/SKILL.md": skill.format(name)})

    other = lint({"skills/tides/SKILL.md": skill.format(description)}, known)

    assert len(known.findings) == 1
    assert known.findings[0].message.startswith("`description` is missing")
    assert [one.message.split(" ")[0] for one in other.findings] == ["`name`"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"a.md": NOTES}, {"b.md": NOTES}, (0, 2, 0), id="renamed"),
        pytest.param({"a.md": NOTES}, {"b.md": NOTES + BOX}, (1, 2, 0), id="renamed and worse"),
        pytest.param({"a.md": NOTES}, {"b.md": "# New\n"}, (0, 0, 2), id="deleted"),
        pytest.param({"a.md": NOTES}, {"a.md": NOTES, "b.md": NOTES}, (2, 2, 0), id="copied"),
        pytest.param(
            {"a.md": LIST + BOX, "b.md": LIST + BOX},
            {"c.md": LIST + BOX, "d/e.md": LIST + BOX},
            (0, 2, 0),
            id="two renamed",
        ),
        pytest.param(
            {"a.md": LIST + BOX},
            {"b.md": LIST + BOX, "c.md": LIST + BOX},
            (1, 1, 0),
            id="renamed once, written once",
        ),
        pytest.param(
            {"a.md": LIST + BOX},
            {"a.md": "# Fine\n", "b.md": LIST + BOX},
            (1, 0, 1),
            id="moved, the file stays",
        ),
    ],
)
def test_a_renamed_file_keeps_what_is_known(before, after, expected):
    assert outcome(lint(after, lint(before))) == expected


@pytest.mark.parametrize("extent", [Extent("paths"), Extent("stdin"), Extent(has_all_rules=False)])
def test_a_narrowed_run_does_not_know_what_is_fixed(extent):
    known = lint({"a.md": NOTES, "b.md": NOTES})

    assert outcome(lint({"a.md": NOTES}, known, extent=extent)) == (0, 2, 0)


def test_what_could_not_be_read_is_not_fixed():
    known = lint({"a.md": NOTES, "b.md": NOTES})

    report = lint({"a.md": NOTES}, known, skipped={"b.md": "permission denied"})

    assert report.fixed == 0


def test_what_nobody_looked_at_is_never_known():
    nothing = lint({}, empty_folders=(".",))

    assert [one.code for one in nothing.findings] == ["HL904"]
    assert not baseline_of(nothing.findings, {}).findings


def test_many_renamed_files_take_no_more_than_one_look_at_each():
    asked: list[str] = []
    known = lint({f"old/{number}.md": NOTES for number in range(50)})

    class Tree(MemoryTree):
        def exists(self, path: str) -> bool:
            asked.append(path)
            return super().exists(path)

    now = {f"new/{number}.md": NOTES for number in range(50)}
    report = lint(now, known, tree=Tree.of(now))

    assert outcome(report) == (0, 100, 0)
    assert sorted(asked) == sorted(f"old/{number}.md" for number in range(50))


def test_the_states_of_items_are_kept_and_held_by_the_ratchet():
    known = lint({"specs/001-pier/spec.md": SPEC})
    worse = known._replace(items=dict.fromkeys(known.items, "tested"))

    loose = lint({"specs/001-pier/spec.md": SPEC}, worse)
    tight = lint({"specs/001-pier/spec.md": SPEC}, worse, config=Config(gate="ratchet"))

    assert known.items["specs/001-pier/FR-001"] == "gap"
    assert "HL431" not in {one.code for one in loose.findings}
    assert [one.code for one in tight.findings].count("HL431") == len(known.items)


def test_the_file_is_sorted_and_read_back_as_it_was(tmp_path):
    report = lint({"b.md": NOTES, "a \udcff.md".encode("utf-8", "replace").decode(): NOTES})
    baseline = baseline_of(reversed(report.findings), {"z": "gap", "a": "proven"})
    path = tmp_path / "baseline.json"

    write_baseline(path, "baseline.json", baseline)

    text = path.read_text(encoding="ascii")
    assert read_baseline(path, "baseline.json") == baseline
    assert text == text_of(baseline_of(report.findings, {"a": "proven", "z": "gap"}))
    assert list(json.loads(text)) == ["findings", "items", "version"]
    assert [one.name for one in tmp_path.iterdir()] == ["baseline.json"]


def test_a_path_that_is_no_text_is_written_and_read():
    baseline = Baseline({"a\udcff.md": (Known("HL005", "0" * 32),)}, {})

    assert json.loads(text_of(baseline))["findings"] == {
        "a\udcff.md": [{"code": "HL005", "fingerprint": "0" * 32}]
    }


GOOD = '{"version": 1, "findings": {}}'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is not JSON: expecting value at line 1"),
        (b"<<<<<<< ours\n{}", "is not JSON: expecting value at line 1"),
        (GOOD[:-3].encode(), "is not JSON"),
        (b"\xff\xfe{}", "is not UTF-8"),
        (b"[" * 100_000, "is nested too deeply"),
        (b"1" * 10_000, "a number is too long"),
        (b"[]", "is not a JSON object"),
        (b"{}", "has no version; this harness-lint reads version 1"),
        (b'{"version": 2}', "has version 2; this harness-lint reads version 1"),
        (b'{"version": true}', "has version true"),
        (b'{"version": "' + b"9" * 5000 + b'"}', "has version"),
        (b'{"version": 1}', "is of the wrong shape: no `findings`"),
        (b'{"version": 1, "findings": []}', "`findings` must be an object"),
        (b'{"version": 1, "findings": {"a.md": {}}}', "the findings of `a.md` must be a list"),
        (b'{"version": 1, "findings": {"a.md": [3]}}', "a finding of `a.md` must have"),
        (b'{"version": 1, "findings": {"a.md": [{"code": "HL005"}]}}', "must have the texts"),
        (b'{"version": 1, "findings": {}, "items": {"a": 1}}', "`items` must be an object"),
        (b'{"version": 1, "findings": {}, "items": []}', "`items` must be an object"),
    ],
)
def test_a_broken_baseline_is_named_in_one_sentence(tmp_path, data, words):
    path = tmp_path / "known.json"
    path.write_bytes(data)

    with pytest.raises(ConfigError) as error:
        read_baseline(path, "known.json")

    assert error.value.message.startswith("baseline `known.json` ")
    assert words in error.value.message
    assert "\n" not in error.value.message
    assert len(error.value.message) < 200


def test_keys_of_a_later_version_of_the_same_shape_are_passed_over(tmp_path):
    path = tmp_path / "known.json"
    path.write_text('\ufeff{"version": 1, "findings": {}, "tool": "x"}', encoding="utf-8")

    assert read_baseline(path, "known.json") == Baseline({}, {})


@pytest.mark.parametrize("name", ["gone.json", "."])
def test_a_baseline_that_is_no_file_is_wrong_use(tmp_path, name):
    with pytest.raises(UsageError):
        read_baseline(tmp_path / name, name)


@pytest.mark.parametrize("content", ["# Notes\n", '{"name": "pier"}'])
def test_what_is_no_baseline_is_not_written_over(tmp_path, content):
    path = tmp_path / "package.json"
    path.write_text(content)

    with pytest.raises(UsageError, match="is there and is no baseline"):
        write_baseline(path, "package.json", Baseline({}, {}))

    assert path.read_text() == content


def test_a_baseline_that_a_merge_left_broken_is_written_anew(tmp_path):
    path = tmp_path / "known.json"
    path.write_text(f"<<<<<<< ours\n{GOOD}\n=======\n{GOOD}\n>>>>>>> theirs\n")

    write_baseline(path, "known.json", Baseline({}, {}))

    assert read_baseline(path, "known.json") == Baseline({}, {})


def test_a_link_stays_a_link_when_its_baseline_is_written(tmp_path):
    target, link = tmp_path / "real.json", tmp_path / "known.json"
    target.write_text(GOOD)
    link.symlink_to(target)

    write_baseline(link, "known.json", Baseline({}, {"a": "gap"}))

    assert link.is_symlink()
    assert read_baseline(target, "real.json").items == {"a": "gap"}


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    with pytest.raises(UsageError, match="cannot write"):
        write_baseline(Path(tmp_path, "no", "known.json"), "no/known.json", Baseline({}, {}))


def test_the_digest_is_that_of_paths_and_bytes_in_whatever_order():
    sources = {"b.md": NOTES, "a.md": "# Notes\n"}

    def digest(files: dict[str, str]) -> str:
        return lint(files, files=tuple(files)).provenance.digest

    whole = digest(sources)

    assert len(whole) == 64
    assert digest(dict(reversed(sources.items()))) == whole
    assert digest({"b.md": NOTES, "c.md": "# Notes\n"}) != whole
    assert digest({"b.md": NOTES, "a.md": "# Notes\r\n"}) != whole
    assert digest({"b.md": "# Notes\n", "a.md": NOTES}) != whole


def test_the_files_beside_those_asked_for_count_as_read_where_they_matter():
    tasks = "# Tasks\n\n- [ ] T001 [FR-001] Write `pier.py`\n"
    sources = {"specs/001-pier/spec.md": SPEC, "specs/001-pier/tasks.md": tasks}

    report = lint(sources, files=("specs/001-pier/tasks.md",), extent=Extent("paths"))

    assert (report.files, report.provenance.files_read) == (1, 2)
