"""A project like those that agents work in, of any size, the same bytes on every machine.

It is made of parcels of some 300 KB. Each has a feature as spec-kit writes it, one as spec-kitty
does, a mission, a skill and pages, with the shares and sizes of large public repositories: most
documents have 3 to 20 KB. What they say of one another is true, so that project checks have matter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.documents import write
from benchmarks.prose import Prose

REQUIREMENTS = 12
PACKAGES = 8
TASKS_OF_PACKAGE = 4
ASSERTIONS = 10
File = tuple[str, str]
"""Path below the corpus, and text."""


class Corpus:
    """A folder that grows by whole parcels."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.size = 0
        """Bytes of all its files."""
        self.files = 0
        self._parcels = count(1)

    def grow(self, size: int) -> None:
        """Write parcels until there are *size* bytes, or some more."""
        while self.size < size:
            for path, text in parcel(next(self._parcels)):
                write(self.folder / path, text)
                self.size += len(text.encode())
                self.files += 1


def parcel(number: int) -> Iterator[File]:
    """Yield the files of parcel *number*, from 1."""
    prose = Prose(number)
    yield from _spec_kit(number, prose)
    yield from _spec_kitty(number, prose)
    yield from _mission(number, prose)
    yield from skill_files(f"harbour-skill-{number}", prose)
    yield from _pages(number, prose)


def skill_files(name: str, prose: Prose) -> Iterator[File]:
    """Yield a skill that names its two references."""
    head = f"---\nname: {name}\ndescription: Use when the {prose.part()} must be checked.\n---\n"
    links = "\nRead [the guide](references/guide.md) and [the limits](references/limits.md).\n"
    steps = prose.sections(("When to use", "Steps", "Output"))
    yield f"skills/{name}/SKILL.md", f"{head}\n# {name}\n{links}{steps}{_notes(prose)}"
    for page in ("guide", "limits"):
        text = prose.sections(tuple(f"Part {n}" for n in range(1, prose.number(4, 9))))
        yield f"skills/{name}/references/{page}.md", f"# The {page}\n{text}{_notes(prose)}"


def _spec_kit(number: int, prose: Prose) -> Iterator[File]:
    slug = f"{number:03}-{prose.part()}"
    folder = f"specs/{slug}"
    yield f"{folder}/spec.md", _spec(slug, prose)
    yield f"{folder}/plan.md", _plan(slug, prose)
    yield f"{folder}/tasks.md", _phases(slug, prose)
    names = (f"{index:03}" for index in range(1, REQUIREMENTS + 1))
    tests = (f"def test_fr_{name}_holds():\n    assert answers({name!r})\n" for name in names)
    yield f"tests/test_part_{number}.py", "from harbour import answers\n\n\n" + "\n\n".join(tests)


def _spec_kitty(number: int, prose: Prose) -> Iterator[File]:
    slug = f"{number:03}-{prose.part()}"
    folder = f"kitty-specs/{slug}"
    yield f"{folder}/spec.md", _spec(slug, prose)
    yield f"{folder}/plan.md", _plan(slug, prose)
    yield f"{folder}/tasks.md", _packages(slug, prose)
    for package in range(1, PACKAGES + 1):
        yield f"{folder}/{_prompt(package)}", _work_package(package, prose)
    yield f"{folder}/status.events.jsonl", "".join(map(_event, range(1, PACKAGES + 1)))


def _spec(slug: str, prose: Prose) -> str:
    stories = "".join(
        f"\n### User Story {n} - Watch the {prose.part()} (Priority: P{n})\n\n"
        f"{prose.paragraph()}\n\n"
        f"**Why this priority**: {prose.sentence()}\n\n**Independent Test**: {prose.sentence()}\n\n"
        "**Acceptance Scenarios**:\n\n"
        "1. **Given** an empty log, **When** the bell strikes, **Then** the log has one line\n"
        for n in (1, 2, 3)
    )
    requirements = "\n".join(
        f"- **FR-{n:03}**: The {prose.part()} MUST answer signal {n} within {n + 2} s."
        for n in range(1, REQUIREMENTS + 1)
    )
    return (
        f"# Feature Specification: {slug}\n\n**Feature Branch**: `{slug}`\n"
        f"**Created**: 2026-01-05\n**Status**: Draft\n\n## User Scenarios & Testing\n{stories}\n"
        f"## Requirements\n\n### Functional Requirements\n\n{requirements}\n\n"
        "## Success Criteria\n\n- **SC-001**: 99 % of the signals are answered within 5 s.\n"
        f"{_notes(prose)}"
    )


def _plan(slug: str, prose: Prose) -> str:
    titles = ("Technical Context", "Project Structure", "Complexity Tracking")
    return (
        f"# Implementation Plan: {slug}\n\n**Branch**: `{slug}` | **Spec**: [spec.md](spec.md)\n\n"
        f"## Summary\n\n{prose.paragraph()}\n{prose.sections(titles)}{_notes(prose)}"
    )


def _phases(slug: str, prose: Prose) -> str:
    lines = [f"# Tasks: {slug}", "", "**Prerequisites**: plan.md, spec.md"]
    for phase in range(1, 7):
        lines += ["", f"## Phase {phase}: Part {phase}", "", f"**Goal**: {prose.sentence()}", ""]
        for task in range(phase * 10 - 9, phase * 10 + 1):
            mark, path = "x" if phase < 4 else " ", f"src/{slug}/{prose.part()}_{task}.py"
            story = f"[US{task % 3 + 1}]"
            lines.append(f"- [{mark}] T{task:03} {story} Write the {prose.part()} in `{path}`")
            lines.append(f"  Covers: FR-{task % REQUIREMENTS + 1:03}")
    return "\n".join(lines) + f"\n{_notes(prose)}"


def _packages(slug: str, prose: Prose) -> str:
    parts = [f"# Work Packages: {slug}\n"]
    for package in range(1, PACKAGES + 1):
        mark = "x" if _lane(package) == "done" else " "
        tasks = "\n".join(
            f"- [{mark}] T{task:03} Write the {prose.part()} in `src/{slug}/{task}.py`"
            for task in _tasks(package)
        )
        needs = f"- Depends on WP{package - 1:02}." if package > 1 else "- None."
        parts.append(
            f"\n## Work Package WP{package:02}: Part {package} (Priority: P{package % 3 + 1})\n\n"
            f"**Goal**: {prose.sentence()}\n**Prompt**: `{_prompt(package)}`\n"
            f"**Requirement Refs**: FR-{package:03}\n\n### Included Subtasks\n\n{tasks}\n\n"
            f"### Implementation Notes\n\n{prose.paragraph()}\n\n### Dependencies\n\n{needs}\n"
        )
    return "".join([*parts, _notes(prose)])


def _work_package(package: int, prose: Prose) -> str:
    needs = f"[WP{package - 1:02}]" if package > 1 else "[]"
    tasks = ", ".join(f"T{task:03}" for task in _tasks(package))
    guides = prose.sections(tuple(f"Subtask T{task:03}" for task in _tasks(package)))
    return (
        f'---\nwork_package_id: WP{package:02}\ntitle: Part {package}\nlane: "{_lane(package)}"\n'
        f"dependencies: {needs}\nsubtasks: [{tasks}]\nrequirement_refs: [FR-{package:03}]\n---\n\n"
        f"# Work Package Prompt: WP{package:02} – Part {package}\n\n{prose.paragraph()}\n"
        f"{guides}{_notes(prose)}"
    )


def _event(package: int) -> str:
    event = {
        "actor": "keeper",
        "at": f"2026-02-{package:02}T08:00:00+00:00",
        "event_id": f"01HARBOUR000000000000000{package:02}",
        "from_lane": "planned",
        "to_lane": _lane(package),
        "wp_id": f"WP{package:02}",
    }
    return json.dumps(event) + "\n"


def _prompt(package: int) -> str:
    return f"tasks/WP{package:02}-part-{package}.md"


def _lane(package: int) -> str:
    return "done" if package <= PACKAGES // 2 else "planned"


def _tasks(package: int) -> range:
    return range((package - 1) * TASKS_OF_PACKAGE + 1, package * TASKS_OF_PACKAGE + 1)


def _mission(number: int, prose: Prose) -> Iterator[File]:
    folder = f".factory/missions/harbour-{number}"
    names = [f"VAL-PIER{number}-{n:03}" for n in range(1, ASSERTIONS + 1)]
    contract = "".join(
        f"\n### {name}: The {prose.part()} holds\n{prose.paragraph()}\nTool: pytest\n"
        for name in names
    )
    title = "# Validation Contract\n\n## Area: Pier\n"
    yield f"{folder}/validation-contract.md", f"{title}{contract}{_notes(prose)}"
    features = [_feature(number, n, name, prose) for n, name in enumerate(names, 1)]
    yield f"{folder}/features.json", json.dumps({"features": features}, indent=2) + "\n"
    state = {"assertions": {name: {"status": "pending"} for name in names}}
    yield f"{folder}/validation-state.json", json.dumps(state, indent=2) + "\n"
    for n, feature in enumerate(features[: ASSERTIONS // 2], 1):
        stamp = f"2026-03-{n:02}T08-00-00-000Z"
        name = f"{folder}/handoffs/{stamp}__{feature['id']}__{n:04x}.json"
        yield name, json.dumps(_handoff(str(feature["id"]), n, prose), indent=2) + "\n"


def _feature(number: int, n: int, assertion: str, prose: Prose) -> dict[str, object]:
    return {
        "id": f"pier-{number}-{n}",
        "description": prose.sentence(),
        "skillName": f"harbour-skill-{number}",
        "milestone": "pier",
        "preconditions": [],
        "expectedBehavior": [prose.sentence()],
        "verificationSteps": ["make check"],
        "fulfills": [assertion],
        "status": "completed" if n <= ASSERTIONS // 2 else "pending",
    }


def _handoff(feature: str, n: int, prose: Prose) -> dict[str, object]:
    ran = {"command": "make check", "exitCode": 0, "observation": "41 passed"}
    return {
        "timestamp": f"2026-03-{n:02}T08:00:00.000Z",
        "workerSessionId": f"{n:04x}",
        "featureId": feature,
        "milestone": "pier",
        "commitId": f"{n:07x}",
        "successState": "success",
        "returnToOrchestrator": False,
        "handoff": {
            "salientSummary": prose.paragraph(),
            "whatWasImplemented": prose.paragraph(),
            "whatWasLeftUndone": "",
            "verification": {"commandsRun": [ran]},
            "tests": {"added": [], "updated": [], "coverage": "the whole pier"},
            "discoveredIssues": [],
            "skillFeedback": {"followedProcedure": True, "deviations": []},
        },
    }


def _pages(number: int, prose: Prose) -> Iterator[File]:
    for page in range(1, 5):
        link = f"Go on with [the next page](page-{page % 4 + 1}.md#notes)."
        text = prose.sections(tuple(f"Chapter {n}" for n in range(1, prose.number(2, 20))))
        path = f"docs/part-{number}/page-{page}.md"
        yield path, f"# Page {page}\n\n{link}\n{text}{_notes(prose)}"


def _notes(prose: Prose) -> str:
    return f"\n## Notes\n\n{prose.paragraph()}\n"
