"""Rounds of validation: which verdicts of syntheses stand, and which a later round replaced."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from posixpath import basename, dirname

from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

OVERRIDDEN = "overridden"
"""Of what failed, or was blocked, and was decided to be good enough."""
REPLACED = "replaced"
"""Of what a later round found otherwise, or no longer."""

_PLAIN = "synthesis.json"
"""The file of the last round, unless numbers say otherwise; earlier ones are kept under longer
names. Source: the mission protocol, and how real files are numbered."""


class Rounds:
    """The syntheses of a project, by the folder that they stand in."""

    def __init__(self, project: Project) -> None:
        self._newest: dict[str, tuple[tuple[float, bool], str]] = {}
        verdicts = [
            fact for fact in project.facts("claim") if fact.values.get("source_kind") == "review"
        ]
        for fact in (*project.facts("synthesis"), *verdicts):
            if fact.values.get("synthesis") is True:
                self._add(fact)
        self._told = {(fact.at.path, fact.key) for fact in verdicts}

    def outcome(self, verdict: Fact) -> str | None:
        """Return what *verdict*, a claim of a review, is worth: its state if it stands."""
        values = verdict.values
        state = str(values.get("state") or "")
        newest = self._newest.get(dirname(verdict.at.path), (None, verdict.at.path))[1]
        if newest != verdict.at.path and (state != "passed" or (newest, verdict.key) in self._told):
            return REPLACED
        if state in ("failed", "blocked") and values.get("override") is True:
            return OVERRIDDEN
        return state or None

    def _add(self, fact: Fact) -> None:
        folder = dirname(fact.at.path)
        found = (_order(fact.at.path, fact.values), fact.at.path)
        self._newest[folder] = max(found, self._newest.get(folder, found))


def _order(path: str, values: Mapping[str, object]) -> tuple[float, bool]:
    """Return what later rounds have more of.

    Without a number only the plain name and a repetition are of the last round.
    """
    number, name = values.get("round"), basename(path)
    if isinstance(number, int):
        return number, name == _PLAIN
    return (inf if name == _PLAIN or "rerun" in name else -inf), name == _PLAIN
