"""Syntheses, reviews and flows of validators: which assertions passed, failed or are blocked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from posixpath import basename
from typing import NamedTuple

from harness_lint.documents.assertion_states import UNKNOWN, is_override, state_of
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.data_ids import (
    Claimant,
    IdsAt,
    assertion_grammar,
    entries_of,
    ids_in,
    inner_span,
    name_of,
    said_claims,
    words_of,
)
from harness_lint.documents.document import Said
from harness_lint.documents.scopes import scope_of
from harness_lint.markdown.data_tree import DataNode
from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

_LISTS = {
    "passed": "passedAssertions",
    "failed": "failedAssertions",
    "blocked": "blockedAssertions",
}
_SUMMARIES = {
    "assertionsSummary": {**_LISTS},
    "reviewsSummary": {"failed": "failedFeatures"},
}
"""Summary → count in it → the list that it counts."""
_ADDENDS = {
    "assertionsSummary": ("passed", "failed", "blocked"),
    "reviewsSummary": ("passed", "failed"),
}
"""Summary → the counts without which a total cannot be added up."""
_RESULTS = ("assertions", "assertionResults", "results")
_STATUS = ("status", "result", "verdict", "outcome")
_RUNS = "validatorsRun"
_OF_A_RUN = frozenset(
    "passed command exitcode exit_code status error stderr stdout output duration".split()
)
"""Keys of a validator's run, folded, that tell what happened; others say what it means."""
_SYNTHESIS = "synthesis"
_ROUND = pattern(r"(?i)round[-_.]?(\d{1,4})(?!\d)")


class Count(NamedTuple):
    """A number in a summary."""

    name: str
    value: int
    at: Span
    list_name: str
    """The list that it counts; empty for a total."""
    found: tuple[int, ...]
    """What it may be by the rest of the file."""
    adds_up: bool = False
    """Whether the lists of the summary, taken together, are as long as its total says."""


class Verdict(NamedTuple):
    """What the file says of one assertion, or of several written together."""

    found: IdsAt
    state: str


class Synthesis(DataFile):
    """What validators found in one round."""

    @cached_property
    def status(self) -> Located[str] | None:
        """The overall status, as written."""
        root = self.tree.root
        node = root.get("status") if root is not None else None
        if node is None or not words_of(node):
            return None
        return Located(words_of(node), inner_span(node, self.source))

    @cached_property
    def is_overridden(self) -> bool:
        """Whether the orchestrator decided otherwise than the numbers say."""
        root = self.tree.root
        entries = root.entries if root is not None else ()
        told = any(is_override(key.text) and _is_told(value) for key, value in entries)
        return told or (self.status is not None and is_override(self.status.value))

    @property
    def is_synthesis(self) -> bool:
        """Whether it sums up a round; flows and reviews are parts of one."""
        return basename(self.path).startswith(_SYNTHESIS)

    @cached_property
    def round(self) -> int | None:
        """The number of its round: as it says itself, else by its name; None if neither says."""
        root = self.tree.root
        node = root.get("round") if root is not None else None
        said = node.resolved.value if node is not None and node.is_scalar else None
        if isinstance(said, int) and not isinstance(said, bool):
            return said
        named = _ROUND.search(basename(self.path))
        return int(named[1]) if named is not None else None

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """The numbers of the summary that the rest of the file can be held against."""
        root = self.tree.root
        return tuple(_counts(root)) if root is not None else ()

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is said of assertions, in source order."""
        root = self.tree.root
        found = self._verdicts(root) if root is not None else ()
        return tuple(sorted(found, key=lambda verdict: verdict.found.at))

    def facts(self) -> Iterator[Said]:
        """Yield the status, the numbers, and each verdict as evidence."""
        yield from super().facts()
        scope = scope_of(self.path, self.family)
        root = self.tree.root
        if root is None:
            return
        further = {
            "milestone": name_of(root.get("milestone")),
            "round": self.round,
            "synthesis": self.is_synthesis,
            "override": self.is_overridden,
        }
        if self.status is not None:
            values = {**further, **self._status_values(), "scope": scope}
            yield Said("synthesis", self.status.value, self.status.at, values)
        for count in self.counts:
            yield self._said_count(count)
        for verdict in self._standing():
            who = Claimant("evidences", "review", self.path, scope, verdict.state)
            who = who._replace(further=tuple(further.items()))
            yield from said_claims(verdict.found, who, self.source)

    def _standing(self) -> Iterator[Verdict]:
        """Yield the verdicts that may count: what failed in a flow is for the synthesis to say."""
        for verdict in self.verdicts:
            if self.is_synthesis or verdict.state == "passed":
                yield verdict

    def _status_values(self) -> dict[str, object]:
        assert self.status is not None  # noqa: S101  the caller asked
        values: dict[str, object] = {
            "state": state_of(self.status.value),
            "unexplained": self._unexplained(),
        }
        for count in self.counts:
            if count.list_name and count.name != "passed":
                values[count.name] = min(count.value, *count.found)
        return values

    def _unexplained(self) -> list[str]:
        """Return the validators that failed, and of which the file does not say why that may be."""
        root = self.tree.root
        runs = root.get(_RUNS) if root is not None else None
        entries = runs.resolved.entries if runs is not None else ()
        return [name_of(key) for key, value in entries if _failed(value) and not _explained(value)]

    def _said_count(self, count: Count) -> Said:
        values = {
            "count": count.value,
            "list": count.list_name,
            "found": list(count.found),
            "override": self.is_overridden,
            "adds-up": count.adds_up,
        }
        return Said("synthesis-count", count.name, count.at, values)

    def _verdicts(self, root: DataNode) -> Iterator[Verdict]:
        grammar = assertion_grammar(self.kinds)
        for state, name in _LISTS.items():
            for entry in entries_of(root.get(name)):
                node = entry.get("id") if entry.is_mapping else entry
                for found in ids_in(node, self.source, grammar):
                    yield Verdict(found, state)
        for name in _RESULTS:
            results = root.get(name)
            if results is not None and grammar:
                yield from self._results(results, grammar)

    def _results(self, results: DataNode, grammar: str) -> Iterator[Verdict]:
        for item in results.resolved.items:
            state = _state(item)
            for found in ids_in(item.get("id"), self.source, grammar) if state else ():
                yield Verdict(found, state)
        for key, value in results.resolved.entries:
            state = _state(value)
            if state and compile_pattern(grammar).fullmatch(name_of(key)) is not None:
                yield Verdict(IdsAt((name_of(key),), inner_span(key, self.source)), state)


def _failed(run: DataNode) -> bool:
    passed = run if run.is_scalar else run.get("passed")
    return passed is not None and passed.is_scalar and passed.resolved.value is False


def _explained(run: DataNode) -> bool:
    return any(
        _is_told(value) and name_of(key).casefold() not in _OF_A_RUN
        for key, value in run.resolved.entries
    )


def _state(node: DataNode) -> str:
    """Return the state that *node* says, empty if it is none that we know."""
    words = words_of(node) if node.is_scalar else ""
    words = words or next(filter(None, (words_of(node.get(key)) for key in _STATUS)), "")
    state = state_of(words)
    return "" if state == UNKNOWN else state


def _counts(root: DataNode) -> Iterator[Count]:
    for name, lists in _SUMMARIES.items():
        summary = root.get(name)
        if summary is None or not summary.is_mapping:
            continue
        counts = [*_of_lists(root, summary, lists)]
        adds_up = _adds_up(summary, counts, _ADDENDS[name])
        yield from (count._replace(adds_up=adds_up) for count in counts)
        yield from _total(summary, _ADDENDS[name])


def _of_lists(root: DataNode, summary: DataNode, lists: Mapping[str, str]) -> Iterator[Count]:
    for key, list_name in lists.items():
        number = _number(summary.get(key))
        listed = root.get(list_name) or summary.get(list_name)
        if number is not None and listed is not None and listed.is_sequence:
            yield Count(key, number[0], number[1], list_name, _lengths(listed))


def _adds_up(summary: DataNode, counts: Sequence[Count], addends: Sequence[str]) -> bool:
    total = _number(summary.get("total"))
    if total is None or {count.name for count in counts} < set(addends):
        return False
    return all(len(count.found) == 1 for count in counts) and total[0] == sum(
        count.found[0] for count in counts
    )


def _total(summary: DataNode, addends: tuple[str, ...]) -> Iterator[Count]:
    """Yield the total, beside the sum of all other numbers of the summary."""
    total = _number(summary.get("total"))
    numbers = {
        key.text: number[0]
        for key, value in summary.resolved.entries
        if key.text != "total" and (number := _number(value)) is not None
    }
    if total is not None and numbers.keys() >= set(addends):
        sums = (sum(numbers[name] for name in addends), sum(numbers.values()))
        yield Count("total", total[0], total[1], "", tuple(dict.fromkeys(sums)))


def _number(node: DataNode | None) -> tuple[int, Span] | None:
    value = node.resolved.value if node is not None and node.is_scalar else None
    if node is None or isinstance(value, bool) or not isinstance(value, int):
        return None
    return value, node.span


def _lengths(listed: DataNode) -> tuple[int, ...]:
    """Return how many entries the list has, and how many different ones."""
    items = listed.resolved.items
    names = {name_of(item.get("id") if item.is_mapping else item) for item in items}
    different = len(names) if "" not in names else len(items)
    return tuple(dict.fromkeys((len(items), different)))


def _is_told(node: DataNode) -> bool:
    """Whether *node* says anything: neither null nor false nor empty."""
    if node.is_scalar:
        return bool(node.resolved.value)
    return bool(node.resolved.entries or node.resolved.items)
