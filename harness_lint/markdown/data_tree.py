"""Values read from YAML or JSON, each with its span: what schemas and checks point at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from harness_lint.source import Span

PathStep: TypeAlias = str | int

PythonValue: TypeAlias = Any
"""A dict, a list, a text, a number, a truth value or None."""


class Kind(StrEnum):
    """What a value is made of."""

    SCALAR = "scalar"
    MAPPING = "mapping"
    SEQUENCE = "sequence"
    ALIAS = "alias"


class DataProblem(NamedTuple):
    """Why a text cannot be read: a short sentence for people, and the place."""

    message: str
    at: Span


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: DataNode
    value: DataNode


class DuplicateKey(NamedTuple):
    """A key that stands a second time in its mapping."""

    name: str
    at: Span
    first: Span


class TooLargeError(Exception):
    """A value that would grow beyond its budget when aliases are followed."""


BUDGET = 100_000
"""How many values `DataNode.to_python` makes at most; aliases count each time they are met."""


class DataNode:
    """A value with its span. Aliases are never expanded: they refer to the anchored value."""

    __slots__ = (
        "_index",
        "entries",
        "is_quoted",
        "items",
        "kind",
        "span",
        "target",
        "text",
        "value",
    )

    def __init__(  # noqa: PLR0913  a value has many sides
        self,
        kind: Kind,
        span: Span,
        text: str = "",
        value: PythonValue = None,
        *,
        target: DataNode | None = None,
        is_quoted: bool = False,
    ) -> None:
        self.kind = kind
        self.span = span
        self.text = text
        """A scalar's words, quotes and escapes resolved; an alias's name."""
        self.value = value
        """A scalar's Python value: text, number, truth value or None. Dates stay text."""
        self.entries: Sequence[Entry] = ()
        """A mapping's keys and values in source order, doubled keys included."""
        self.items: Sequence[DataNode] = ()
        """A sequence's values."""
        self.target = target
        """What an alias stands for."""
        self.is_quoted = is_quoted
        """Whether a scalar stands in quotes or is a block scalar."""
        self._index: dict[str, Entry] | None = None

    @property
    def resolved(self) -> DataNode:
        """The node itself, or what it stands for if it is an alias."""
        return self if self.target is None else self.target

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping, or an alias of one."""
        return self.resolved.kind is Kind.MAPPING

    @property
    def is_sequence(self) -> bool:
        """Whether this is a sequence, or an alias of one."""
        return self.resolved.kind is Kind.SEQUENCE

    @property
    def is_scalar(self) -> bool:
        """Whether this is a scalar, or an alias of one."""
        return self.resolved.kind is Kind.SCALAR

    @property
    def keys(self) -> tuple[str, ...]:
        """The words of the keys in source order, doubled ones included."""
        return tuple(entry.key.resolved.text for entry in self.resolved.entries)

    def entry(self, name: str) -> Entry | None:
        """Return the entry of the key *name*; of doubled keys the last, as all readers do."""
        if self.target is not None:
            return self.target.entry(name)
        if self._index is None:
            self._index = {entry.key.resolved.text: entry for entry in self.entries}
        return self._index.get(name)

    def get(self, name: str) -> DataNode | None:
        """Return the value of the key *name*; None if this is no mapping or has no such key."""
        entry = self.entry(name)
        return entry.value if entry else None

    def key_span(self, name: str) -> Span | None:
        """Return the span of the key *name*."""
        entry = self.entry(name)
        return entry.key.span if entry else None

    def at(self, path: Sequence[PathStep]) -> DataNode | None:
        """Return the value at *path* (keys and 0-based indices), as jsonschema gives it."""
        node: DataNode | None = self
        for step in path:
            if node is None:
                return None
            node = node.step(step)
        return node

    def step(self, step: PathStep) -> DataNode | None:
        """Return the value one *step* below this one."""
        node = self.resolved
        if node.kind is Kind.SEQUENCE and isinstance(step, int):
            return node.items[step] if 0 <= step < len(node.items) else None
        return node.get(str(step))

    def walk(self) -> Iterator[DataNode]:
        """Yield this value and all below it, keys included, in source order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.items))
            for key, value in reversed(node.entries):
                stack.extend((value, key))

    def to_python(self, budget: int = BUDGET) -> PythonValue:
        """Return the value as dicts, lists and scalars; keys that are no text keep their value.

        Raises: TooLargeError if it holds more than *budget* values, aliases followed.
        """
        return _to_python(self, budget)


def _to_python(root: DataNode, budget: int) -> PythonValue:
    holder: list[Any] = []
    work: list[tuple[DataNode, Any, Any]] = [(root, holder, None)]
    while work:
        node, parent, key = work.pop()
        budget -= 1
        if budget < 0:
            raise TooLargeError
        node = node.resolved
        value = _shell(node)
        if isinstance(parent, list):
            parent.append(value)
        else:
            parent[key] = value
        if node.items:
            work += [(item, value, None) for item in reversed(node.items)]
        if node.entries:
            budget -= len(node.entries)
            below = [(entry.value, value, _key(entry.key)) for entry in node.entries]
            for _, _, name in below:
                value[name] = None  # keep the order of the source
            work += reversed(below)
    return holder[0]


def _shell(node: DataNode) -> PythonValue:
    if node.kind is Kind.MAPPING:
        return {}
    return [] if node.kind is Kind.SEQUENCE else node.value


def _key(node: DataNode) -> PythonValue:
    key = node.resolved
    return key.value if key.kind is Kind.SCALAR else "?"


class DataTree(NamedTuple):
    """A text of YAML or JSON: its values, or why it has none."""

    root: DataNode | None
    """The first document's value; None if the text is empty or cannot be read."""
    error: DataProblem | None = None
    duplicates: tuple[DuplicateKey, ...] = ()
    documents: tuple[DataNode, ...] = ()
    """All documents of a YAML stream, *root* included."""
    has_mark: bool = False
    """Whether the text begins with a byte order mark."""


class OpenNode:
    """A mapping or a sequence whose end is still to come, for the readers of YAML and JSON."""

    __slots__ = ("entries", "items", "key", "node", "seen")

    def __init__(self, node: DataNode) -> None:
        self.node = node
        self.entries: list[Entry] = []
        self.items: list[DataNode] = []
        self.seen: dict[str, Span] = {}
        """The keys so far, with the place of the first of each."""
        self.key: DataNode | None = None
        """The key whose value is to come."""


class Offsets:
    """Byte offsets of code points, for places asked in rising order (nearly)."""

    __slots__ = ("_base", "_byte", "_char", "_is_ascii", "_text")

    def __init__(self, text: str, base: int) -> None:
        self._text = text
        self._base = base
        self._is_ascii = text.isascii()
        self._char = 0
        self._byte = 0

    def byte(self, char: int) -> int:
        """Return the byte offset of the code point *char*, counted from the base."""
        if self._is_ascii:
            return self._base + char
        low, high = sorted((self._char, char))
        width = len(self._text[low:high].encode("utf-8", "replace"))
        self._byte += width if char >= self._char else -width
        self._char = char
        return self._base + self._byte
