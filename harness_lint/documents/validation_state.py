"""The validation state of a mission: how each assertion of its contract stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from posixpath import basename
from typing import NamedTuple

from harness_lint.documents.assertion_states import (
    STATES,
    VOCABULARY,
    folded,
    is_override,
    state_of,
)
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.data_ids import (
    Claimant,
    IdsAt,
    assertion_grammar,
    inner_span,
    name_of,
    said_claims,
    words_of,
)
from harness_lint.documents.document import Said
from harness_lint.documents.json_room import room_for_words
from harness_lint.documents.scopes import scope_of
from harness_lint.markdown.data_tree import DataNode, Entry
from harness_lint.packs.patterns import compile_pattern
from harness_lint.source import Located, Span

_NAME = "validation-state.json"
_CONTAINER = "assertions"
_STATUS = ("status", "state", "result", "verdict")
_IDS = ("id", "assertionId", "assertion_id", "assertion")
_GROUNDS = (
    "evidence verifiedBy verified_by validatedBy validated_by validationEvidence note notes reason"
    " proof justification"
).split()
"""Keys under which a state says on what it rests."""
_REASONS = ("reason", "note", "notes", "justification")
"""Keys under which a state says why it is what it is."""
_PASSED = "passed"
SOURCE = "validation state"
"""What claims of this file call themselves."""


class AssertionState(NamedTuple):
    """How one assertion stands."""

    id: Located[str]
    status: Located[str]
    """As written; empty, at the ID, if nothing is said."""
    is_overridden: bool
    milestone: str
    is_explained: bool
    """Whether it says itself on what it rests."""
    has_reason: bool
    """Whether it says why it is what it is."""


class ValidationState(DataFile):
    """A map, a list, or groups of either, of assertions and their states."""

    @cached_property
    def states(self) -> tuple[AssertionState, ...]:
        """Every assertion with its state, in source order."""
        root = self.tree.root
        return tuple(self._states(root)) if root is not None else ()

    @cached_property
    def container(self) -> Span | None:
        """The key of the first group of assertions, else the first sign of the file.

        None if it says nothing of assertions: a mission keeps other states too.
        """
        root = self.tree.root
        if root is None or not (self.states or basename(self.path) == _NAME):
            return None
        for node in root.walk():
            entry = node.entry(_CONTAINER) if node.entries else None
            if entry is not None and not entry.value.is_scalar:
                return inner_span(entry.key, self.source)
        return Span(root.span.start, root.span.start + 1)

    def facts(self) -> Iterator[Said]:
        """Yield the states, the evidence that each is, and the words for them: known ones once."""
        yield from super().facts()
        scope = scope_of(self.path, self.family)
        if self.container is not None:
            yield Said("assertion-states", self.path, self.container, {"scope": scope})
            yield from self._room()
        words: set[str] = set()
        for state in self.states:
            word = state.status.value
            if word and (word not in words or word not in VOCABULARY):
                words.add(word)
                yield Said("state-word", word, state.status.at, {"state": state_of(word)})
            yield self._said(state, scope)
            if state_of(word) == _PASSED:
                yield self._said_passed(state, scope)
            who = Claimant("evidences", "state", SOURCE, scope, state_of(word))
            yield from said_claims(IdsAt((state.id.value,), state.id.at), who, self.source)

    def _room(self) -> Iterator[Said]:
        """Yield where a state takes its place among the others, if they are all in one map."""
        root = self.tree.root
        node = root.get(_CONTAINER) if root is not None else None
        if node is None or len(node.entries) != len(self.states):
            return
        room = room_for_words(self.source, node, _STATUS)
        if room is not None:
            values = {"lead": room.lead, "before": room.before, "after": room.after}
            yield Said("assertion-room", self.path, room.at, values)

    def _said(self, state: AssertionState, scope: str) -> Said:
        values = {
            "status": state.status.value,
            "state": state_of(state.status.value),
            "override": state.is_overridden,
            "reason": state.has_reason,
            "milestone": state.milestone,
            "scope": scope,
        }
        return Said("assertion-state", state.id.value, state.id.at, values)

    def _said_passed(self, state: AssertionState, scope: str) -> Said:
        """Return that an assertion has passed, at the word that says so."""
        values = {
            "status": state.status.value,
            "milestone": state.milestone,
            "override": state.is_overridden,
            "explained": state.is_explained,
            "scope": scope,
        }
        return Said("passed-assertion", state.id.value, state.status.at, values)

    def _states(self, root: DataNode) -> Iterator[AssertionState]:
        """Yield the states in the value, whatever groups they stand in."""
        stack = [(root, root.is_sequence)]
        while stack:
            node, is_named = stack.pop()
            listed = self._listed(node, is_named=is_named)
            if listed is not None:
                yield listed
                continue
            below = [(item, is_named) for item in node.items if not item.is_scalar]
            for entry in node.entries:
                state = self._keyed(entry, is_named=is_named)
                if state is not None:
                    yield state
                elif not entry.value.is_scalar:
                    below.append((entry.value, is_named or _is_container(entry.key.text)))
            stack.extend(reversed(below))

    def _listed(self, node: DataNode, *, is_named: bool) -> AssertionState | None:
        """Return the state that an item of a list says: ``{"id": …, "status": …}``."""
        identifier = next((one for one in map(node.get, _IDS) if name_of(one)), None)
        status = _status_of(node)
        if identifier is None or status is None:
            return None
        name = name_of(identifier)
        return self._state(identifier, name, node) if is_named or self._is_id(name) else None

    def _keyed(self, entry: Entry, *, is_named: bool) -> AssertionState | None:
        """Return the state that an entry says: ``"VAL-…": {"status": …}`` or ``"VAL-…": "…"``."""
        name = name_of(entry.key)
        if not name or entry.value.is_sequence:
            return None
        if self._is_id(name):
            return self._state(entry.key, name, entry.value)
        if not is_named or name in _STATUS or _groups(entry.value):
            return None
        if entry.value.is_scalar:
            return self._state(entry.key, name, entry.value) if _is_word(entry.value) else None
        status = _status_of(entry.value)
        return self._state(entry.key, name, entry.value) if status is not None else None

    def _state(self, key: DataNode, name: str, value: DataNode) -> AssertionState:
        at = inner_span(key, self.source)
        node = value if value.is_scalar else _status_of(value)
        words = words_of(node)
        status = Located(words, inner_span(node, self.source) if node is not None else at)
        overridden = any(map(is_override, value.keys)) or is_override(words)
        return AssertionState(
            Located(name, at),
            status,
            overridden,
            name_of(value.get("validatedAtMilestone")) or name_of(value.get("milestone")),
            any(words_of(value.get(key)) or _has_parts(value.get(key)) for key in _GROUNDS),
            any(words_of(value.get(key)) for key in _REASONS),
        )

    def _is_id(self, name: str) -> bool:
        return bool(self._grammar) and compile_pattern(self._grammar).fullmatch(name) is not None

    @cached_property
    def _grammar(self) -> str:
        return assertion_grammar(self.kinds)


def _status_of(node: DataNode) -> DataNode | None:
    found = (node.get(key) for key in _STATUS)
    return next((one for one in found if one is not None and words_of(one)), None)


def _has_parts(node: DataNode | None) -> bool:
    return node is not None and bool(node.items or node.entries)


def _is_container(key: str) -> bool:
    return key.casefold().endswith(_CONTAINER)


def _is_word(node: DataNode) -> bool:
    return folded(words_of(node)) in STATES


def _groups(node: DataNode) -> bool:
    """Whether *node* is a group of assertions with a state of its own."""
    return any(_is_container(key) for key in node.keys)
