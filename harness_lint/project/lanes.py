"""Lanes: how far a package is by the tool that keeps it."""

from __future__ import annotations

from posixpath import dirname
from typing import TypeAlias

from harness_lint.project.index import Project
from harness_lint.project.prompts import PROMPT_FOLDER
from harness_lint.project.work import BLOCKED

Lanes: TypeAlias = dict[tuple[str, str], str]
"""Folder of a feature and ID of a package, in upper case → its lane as written."""

_STATES = {
    "done": "done",
    "approved": "done",
    "merged": "done",
    "claimed": "begun",
    "in_progress": "begun",
    "doing": "begun",
    "for_review": "begun",
    "in_review": "begun",
    "blocked": BLOCKED,
    "canceled": "skipped",
    "cancelled": "skipped",
}
"""What the lane of a package says; others say no more than its boxes.

Source: status model of spec-kitty, and the folders of its older versions.
"""


def lanes_of(project: Project) -> Lanes:
    """Return the lane of every package.

    By the event log, else by the state file, else by the front matter of its prompt, else by the
    folder that the prompt lies in.
    """
    found: Lanes = {}
    for fact in project.facts("prompt"):
        folder, lane = feature_and_lane(fact.at.path)
        if state_of(lane):
            found[folder, fact.key.upper()] = lane
    for fact in project.facts("prompt-lane"):
        folder, _ = feature_and_lane(fact.at.path)
        found[folder, fact.key.upper()] = str(fact.values["lane"])
    states = project.facts("package-state")
    for fact in sorted(states, key=lambda fact: fact.at.path.endswith(".jsonl")):
        found[dirname(fact.at.path), fact.key] = str(fact.values["lane"])
    return found


def feature_and_lane(path: str) -> tuple[str, str]:
    """Return the folder of the feature of a prompt, and the folder that it lies in there."""
    head, _, rest = f"{dirname(path)}/".rpartition(f"/{PROMPT_FOLDER}/")
    return head, rest.strip("/")


def state_of(lane: str) -> str:
    """Return what *lane* says of a package: a state of work, or nothing."""
    return _STATES.get("_".join(lane.lower().replace("-", " ").replace("_", " ").split()), "")
