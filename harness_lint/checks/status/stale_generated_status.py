"""HL209 stale-generated-status. Its page and its tests are in `stale_generated_status.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import dirname
from typing import NamedTuple, cast

from harness_lint.check import check
from harness_lint.documents.id_ranges import split_id
from harness_lint.findings import (
    Applicability,
    Edit,
    Fix,
    Related,
    Severity,
    Violation,
    replacement,
)
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.package_states import MachineState, machine_states
from harness_lint.project.prompts import folder_of_prompt

MOST_NAMED = 3

_OLD_LANES = {"doing": "in_progress"}
"""Words of older versions of spec-kitty for lanes of today."""


class _Block(NamedTuple):
    fact: Fact
    lines: Fact
    packages: Mapping[str, Fact]
    """The packages of the document, by ID."""

    @property
    def lanes(self) -> Mapping[str, str]:
        return cast("Mapping[str, str]", self.fact.values["lanes"])


@check(
    "HL209",
    "stale-generated-status",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("generated-status", "package-state", "prompt-lane"),
)
def stale_generated_status(project: Project) -> Iterator[Violation]:
    """A generated status differs from the event log or state file that it was made of."""
    states = machine_states(project)
    for block in _blocks(project):
        state = states.get(dirname(block.fact.at.path)) or MachineState()
        wrong = [*_differing(block, state), *_missing(block, state), *_surplus(block, state)]
        if not wrong:
            continue
        named = "; ".join(wrong[:MOST_NAMED])
        more = f"; and {len(wrong) - MOST_NAMED} more" if len(wrong) > MOST_NAMED else ""
        fix = _fix(block, state)
        yield Violation(
            block.fact.at, f"{named}{more}; generate it anew", _related(block, state), fix
        )
    for lane in project.facts("prompt-lane") if states else ():
        violation = _stale_lane(lane, states)
        if violation is not None:
            yield violation


def _stale_lane(lane: Fact, states: Mapping[str, MachineState]) -> Violation | None:
    """Return that the lane in a prompt's front matter is not the one that its mission says."""
    state = states.get(folder_of_prompt(lane.at.path))
    name, written = lane.key.upper(), str(lane.values["lane"])
    right = state.lane(name) if state is not None else None
    if state is None or right is None or right == _OLD_LANES.get(written.lower(), written.lower()):
        return None
    return Violation(
        lane.at,
        f"`{name}` is `{right}` in `{state.source(name)}`, not `{written}`; write `{right}`",
        (Related(state.by_package[name].at, f"`{name}` is `{right}` here"),),
        replacement(lane.at, lane.at.text, written, right),
    )


def _blocks(project: Project) -> Iterator[_Block]:
    """Yield the block of each document; where there are several, none is the one."""
    packages: dict[str, dict[str, Fact]] = {}
    for fact in project.facts("package"):
        packages.setdefault(fact.at.path, {}).setdefault(fact.key, fact)
    by_path: dict[str, list[Fact]] = {}
    for fact in project.facts("generated-status"):
        by_path.setdefault(fact.at.path, []).append(fact)
    lines = {fact.at.path: fact for fact in project.facts("generated-status-lines")}
    for path, blocks in by_path.items():
        if len(blocks) == 1:
            yield _Block(blocks[0], lines[path], packages.get(path, {}))


def _differing(block: _Block, state: MachineState) -> Iterator[str]:
    for name, lane in block.lanes.items():
        right = state.lane(name)
        if right is not None and right != lane:
            yield f"`{name}` is `{right}` in `{state.source(name)}`, not `{lane}`"


def _missing(block: _Block, state: MachineState) -> Iterator[str]:
    """Yield the packages that the block lacks; one without a line is no block of packages."""
    if not block.lanes and not state.by_package:
        return
    names = state.by_package.keys() | block.packages.keys()
    for name in sorted(names - block.lanes.keys(), key=_order):
        lane = state.lane(name)
        said = f", which is `{lane}` in `{state.source(name)}`" if lane else ""
        yield f"package `{name}` is missing{said}"


def _surplus(block: _Block, state: MachineState) -> Iterator[str]:
    if state.by_package:
        for name in block.lanes:
            if state.lane(name) is None and name not in block.packages:
                yield f"package `{name}` is in no log and not in this list"


def _related(block: _Block, state: MachineState) -> tuple[Related, ...]:
    for name, fact in state.by_package.items():
        if block.lanes.get(name) != fact.values["lane"]:
            return (Related(fact.at, f"`{name}` is `{fact.values['lane']}` here"),)
    for name, fact in block.packages.items():
        if name not in block.lanes:
            return (Related(fact.at, f"package `{name}`"),)
    return ()


def _fix(block: _Block, state: MachineState) -> Fix | None:
    """Return the block's lines written anew, where the machine knows every package."""
    known = state.by_package
    if not known or block.packages.keys() - known.keys():
        return None
    newline = str(block.lines.values["newline"])
    lines = [f"- {name}: {state.lane(name)}" for name in sorted(known, key=_order)]
    text = newline.join(lines) + ("" if block.lanes else newline)
    edit = Edit(block.lines.at, text)
    return Fix("Generate the block anew", (edit,), Applicability.UNSAFE)


def _order(name: str) -> tuple[str, int, str]:
    parts = split_id(name)
    return (parts[0], int(parts[1]), parts[2]) if parts is not None else (name, 0, "")
