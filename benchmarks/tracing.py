"""Projects to trace: requirements in specifications of fifty, in several notations.

In ours each is claimed by a task (five by each task, in a labelled list) and named by a test of its
own: twice as many links. Other tools get the same number of requirements in their own notation.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PER_FILE = 50
PER_TASK = 5


class Peer(NamedTuple):
    """Another tool that traces or validates requirements."""

    name: str
    arguments: tuple[str, ...]
    write: Callable[[Path, int], None]
    """Writes a number of requirements to a folder, in its notation."""


def write_traced(folder: Path, count: int) -> None:
    """Write *count* requirements with a task and a test for each."""
    for start in range(1, count + 1, PER_FILE):
        names = [_name(number) for number in range(start, min(start + PER_FILE, count + 1))]
        feature = f"{start // PER_FILE + 1:03}-part"
        spec = [
            f"# Feature Specification: Part {feature}",
            "",
            f"**Feature Branch**: `{feature}`",
            "",
            "## Requirements",
            "",
        ]
        spec += [f"- **{name}**: The lamp MUST answer signal {name} within 5 s." for name in names]
        tasks = [f"# Tasks: Part {feature}", ""]
        for number in range(0, len(names), PER_TASK):
            claimed = ", ".join(names[number : number + PER_TASK])
            task = f"T{number // PER_TASK + 1:03}"
            tasks += [
                f"- [ ] {task} Answer these signals in `src/signals_{number}.py`",
                f"  - Covers: {claimed}",
            ]
        tests = ["import lamp", ""]
        for name in names:
            word = name.lower().replace("-", "_")
            tests += [f"def test_{word}_is_answered():", "    assert lamp.answers()", ""]
        _write(folder / "specs" / feature / "spec.md", spec)
        _write(folder / "specs" / feature / "tasks.md", tasks)
        _write(folder / "tests" / f"test_part_{start}.py", tests)


def write_spec_trace(folder: Path, count: int) -> None:
    """Write the same number of requirements and tests in the notation of spec-trace 0.1."""
    for start in range(1, count + 1, PER_FILE):
        names = [_name(n).lower() for n in range(start, min(start + PER_FILE, count + 1))]
        stem = f"part_{start}"
        spec = [f"# Part {start}", ""]
        spec += [f"- The lamp must answer signal {name}. `[{name}]`" for name in names]
        tests: list[str] = []
        for name in names:
            word = name.replace("-", "_")
            tests += [f"# SPEC: {stem}#{name}", f"def test_{word}():", "    assert True", ""]
        _write(folder / "docs" / "specs" / f"{stem}.md", spec)
        _write(folder / "tests" / f"test_{stem}.py", tests)


def write_openspec(folder: Path, count: int) -> None:
    """Write the same number of requirements as specs of OpenSpec, each with a scenario."""
    for start in range(1, count + 1, PER_FILE):
        purpose = "The signals of this part are answered, whatever the weather and whoever watches."
        spec = [f"# Part {start}", "", "## Purpose", "", purpose, "", "## Requirements", ""]
        for number in range(start, min(start + PER_FILE, count + 1)):
            spec += [
                f"### Requirement: Signal {number}",
                f"The lamp SHALL answer signal {number} within 5 s.",
                "",
                "#### Scenario: It is sent",
                "",
                f"- **WHEN** signal {number} is sent",
                "- **THEN** the lamp answers",
                "",
            ]
        _write(folder / "openspec" / "specs" / f"part-{start}" / "spec.md", spec)


PEERS = (
    Peer("spec-trace", ("--root", "."), write_spec_trace),
    Peer("openspec", ("validate", "--specs", "--no-interactive"), write_openspec),
)


def _name(number: int) -> str:
    return f"FR-{number:04}" if number < 10_000 else f"NFR-{number - 9_999:04}"


def _write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
