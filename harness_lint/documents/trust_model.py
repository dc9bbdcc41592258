"""Trust models: how much the work of an agent is looked at, by levels and what belongs to each."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.data_ids import entries_of, inner_span, words_of
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.markdown.data_tree import DataNode

ORDER = ("high", "medium", "low")
"""The levels, from the one that is trusted most."""
SUPERVISION = ("minimal", "code_review_required", "pair_programming")
"""How closely somebody looks, from the least."""

_CONTEXTS = ("pattern", "task_type")
_FROM = ("min", "from", "threshold", "min_score", "minimum")
_TO = ("max", "to", "max_score", "maximum")


class Level(NamedTuple):
    """A level of trust."""

    name: Located[str]
    approves: Located[bool] | None
    """Whether its work needs no approval."""
    supervision: Located[str] | None
    changes: Located[float] | None
    """How many changes it may make at a stretch."""
    low: Located[float] | None
    """The score from which on it holds."""
    high: Located[float] | None
    """The score up to which it holds."""
    contexts: tuple[tuple[str, Located[str]], ...]
    """What belongs to it: ``pattern`` or ``task_type``, and the value."""


class TrustModel(DataFile):
    """Levels of trust, each with the files and the kinds of work that belong to it."""

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The levels of known names, from the highest trust to the lowest."""
        root = self.tree.root
        listed = root.get("trust_levels") if root is not None else None
        if listed is None:
            return ()
        found = [
            self._level(entry.key, entry.value)
            for entry in listed.resolved.entries
            if entry.key.resolved.text in ORDER and entry.value.is_mapping
        ]
        return tuple(sorted(found, key=lambda level: ORDER.index(level.name.value)))

    @property
    def default(self) -> Located[str] | None:
        """The level of what belongs to none."""
        root = self.tree.root
        node = root.get("default_level") if root is not None else None
        return self._words(node)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all levels that are there, known or not."""
        root = self.tree.root
        listed = root.get("trust_levels") if root is not None else None
        return listed.keys if listed is not None else ()

    def _level(self, key: DataNode, node: DataNode) -> Level:
        approves = node.get("auto_approve")
        value = approves.resolved.value if approves is not None and approves.is_scalar else None
        says = Located(value, approves.span) if approves and isinstance(value, bool) else None
        return Level(
            Located(key.resolved.text, inner_span(key, self.source)),
            says,
            self._words(node.get("supervision")),
            _number(node, ("max_consecutive_changes",)),
            _number(node, _FROM),
            _number(node, _TO),
            tuple(self._contexts(node)),
        )

    def _contexts(self, node: DataNode) -> list[tuple[str, Located[str]]]:
        found = []
        for one in entries_of(node.get("contexts")):
            for key in _CONTEXTS:
                words = self._words(one.get(key))
                if words is not None:
                    found.append((key, words))
        return found

    def _words(self, node: DataNode | None) -> Located[str] | None:
        words = words_of(node)
        return Located(words, inner_span(node, self.source)) if node is not None and words else None


def _number(node: DataNode, names: tuple[str, ...]) -> Located[float] | None:
    for name in names:
        found = node.get(name)
        value = found.resolved.value if found is not None and found.is_scalar else None
        if found is not None and isinstance(value, int | float) and not isinstance(value, bool):
            return Located(float(value), Span(*found.span))
    return None
