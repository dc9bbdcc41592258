"""Hand-offs of workers: what they say that they did, ran, tested and left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.data_ids import (
    Claimant,
    assertion_grammar,
    entries_of,
    ids_in,
    inner_span,
    is_only_ids,
    name_of,
    said_claims,
    words_of,
)
from harness_lint.documents.document import Said
from harness_lint.documents.scopes import scope_of
from harness_lint.markdown.data_tree import DataNode
from harness_lint.pattern import pattern
from harness_lint.source import Span

_NOTHING = pattern(
    r"(?i)\W*(?:$|(?:none|nothing|nil|null|no|n/?a|nichts|not applicable)\b"
    r"|(?:all|everything)\b.{0,80}\b(?:complete|completed|done|implemented|finished)\b)"
)
"""What says that nothing was left undone."""

_ELSEWHERE = pattern(
    r"(?i)\b(?:out of scope|outside (?:of )?(?:the )?scope|not in scope|by design"
    r"|intentional(?:ly)?|not (?:part of|required (?:by|for))|separate feature"
    r"|(?:later|next|future|other|another|follow-?up) (?:feature|milestone|mission|phase)s?"
    r"|belongs? to|(?:covered|handled|owned|addressed|implemented) (?:by|in)|deferred to"
    r"|reserved for|as (?:specified|planned|instructed))\b"
)
"""What says that the rest is another feature's."""


_KEPT = 1_000
"""So many characters of a text are kept as a fact."""


class Part(NamedTuple):
    """One thing that a hand-off says, at its place."""

    kind: str
    """The kind of its fact: ``handoff-command``, ``handoff-test-file``, …"""
    key: str
    at: Span
    values: Mapping[str, Any]


class Handoff(DataFile):
    """A hand-off in its envelope, or bare."""

    @cached_property
    def body(self) -> DataNode | None:
        """What the worker wrote: the envelope's `handoff`, else the whole."""
        root = self.tree.root
        if root is None or not root.is_mapping:
            return None
        inner = root.get("handoff")
        return inner if inner is not None and inner.is_mapping else root

    @property
    def feature(self) -> str:
        """The ID of the feature; empty if the file does not say."""
        return name_of(self._envelope("featureId"))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Everything that can be held against the project, group by group."""
        body = self.body
        if body is None:
            return ()
        return tuple(
            part
            for parts in (self._commit(), self._undone(body), self._work(body), self._issues(body))
            for part in parts
        )

    def facts(self) -> Iterator[Said]:
        """Yield the hand-off, its parts, and the assertions that its test cases verify."""
        yield from super().facts()
        if self.body is None:
            return
        scope = scope_of(self.path, self.family)
        yield self._said(scope)
        shared = {"feature": self.feature, "scope": scope}
        for part in self.parts:
            yield Said(part.kind, part.key, part.at, {**part.values, **shared})
        yield from self._claims(self.body, scope)

    def _said(self, scope: str) -> Said:
        state = self._envelope("successState")
        returns = self._envelope("returnToOrchestrator")
        identifier = self._envelope("featureId")
        values = {
            "state": words_of(state),
            "success": words_of(state) == "success",
            "milestone": name_of(self._envelope("milestone")),
            "commit": name_of(self._envelope("commitId")),
            "session": name_of(self._envelope("workerSessionId")),
            "timestamp": name_of(self._envelope("timestamp")),
            "returns": returns.resolved.value is True if returns is not None else None,
            "scope": scope,
        }
        return Said("handoff", self.feature, self._place(identifier), values)

    def _envelope(self, key: str) -> DataNode | None:
        root = self.tree.root
        return root.get(key) if root is not None else None

    def _place(self, node: DataNode | None) -> Span:
        """Return the span of the text of *node*; of what is not there, the file's first sign."""
        if node is not None:
            return inner_span(node, self.source)
        start = self.tree.root.span.start if self.tree.root is not None else 0
        return Span(start, start + 1)

    def _commit(self) -> Iterator[Part]:
        node = self._envelope("commitId")
        if node is not None and words_of(node):
            yield Part("handoff-commit", words_of(node), inner_span(node, self.source), {})

    def _undone(self, body: DataNode) -> Iterator[Part]:
        for node in entries_of(body.get("whatWasLeftUndone")):
            words = words_of(node)
            if words and _NOTHING.match(words) is None:
                values = {"elsewhere": _ELSEWHERE.search(words) is not None}
                yield Part("handoff-undone", words[:_KEPT], inner_span(node, self.source), values)

    def _work(self, body: DataNode) -> Iterator[Part]:
        verification, tests = body.get("verification"), body.get("tests")
        for run in _entries(verification, "commandsRun"):
            command, code = run.get("command"), run.get("exitCode")
            if command is not None and words_of(command) and code is not None and code.is_scalar:
                values = {
                    "code": code.resolved.value,
                    "observation": words_of(run.get("observation"))[:_KEPT],
                }
                yield Part("handoff-command", words_of(command)[:_KEPT], code.span, values)
        for how in ("added", "updated"):
            for entry in _entries(tests, how):
                yield from self._test_file(entry, how)

    def _test_file(self, entry: DataNode, how: str) -> Iterator[Part]:
        file = entry.get("file") if entry.is_mapping else entry
        path = words_of(file)
        if file is None or not path:
            return
        yield Part("handoff-test-file", path, inner_span(file, self.source), {"how": how})
        for case in entries_of(entry.get("cases")):
            name = case.get("name") if case.is_mapping else case
            if name is not None and words_of(name):
                values = {"file": path, "how": how, "verifies": words_of(case.get("verifies"))}
                at = inner_span(name, self.source)
                yield Part("handoff-test-case", words_of(name), at, values)

    def _issues(self, body: DataNode) -> Iterator[Part]:
        for issue in entries_of(body.get("discoveredIssues")):
            node = issue.get("description") if issue.is_mapping else issue
            if node is not None and words_of(node):
                values = {"severity": words_of(issue.get("severity"))}
                at = inner_span(node, self.source)
                yield Part("handoff-issue", words_of(node)[:_KEPT], at, values)

    def _claims(self, body: DataNode, scope: str) -> Iterator[Said]:
        grammar = assertion_grammar(self.kinds)
        who = Claimant("verifies", "handoff", self.feature, scope)
        for how in ("added", "updated"):
            for entry in _entries(body.get("tests"), how):
                for case in entries_of(entry.get("cases")):
                    for node in entries_of(case.get("verifies")):
                        claimant = who._replace(explicit=is_only_ids(node, grammar))
                        for found in ids_in(node, self.source, grammar):
                            yield from said_claims(found, claimant, self.source)


def _entries(node: DataNode | None, key: str) -> tuple[DataNode, ...]:
    return entries_of(node.get(key)) if node is not None else ()
