"""YAML text → values with spans, from libyaml's events: no objects, no expanded aliases."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from harness_lint.markdown.data_tree import (
    DataNode,
    DataProblem,
    DataTree,
    DuplicateKey,
    Entry,
    Kind,
    Offsets,
    OpenNode,
)
from harness_lint.markdown.yaml_scalars import scalar_value
from harness_lint.pattern import pattern
from harness_lint.source import BYTE_ORDER_MARK, Source, Span

YamlNode: TypeAlias = DataNode
YamlProblem: TypeAlias = DataProblem
YamlTree: TypeAlias = DataTree
Tree: TypeAlias = DataTree

Event: TypeAlias = Any
"""An event of PyYAML, whose types are not imported: see `_Reader.read`."""

MAX_DEPTH = 100
"""How many mappings and sequences may stand in each other."""

MAX_NODES = 200_000
"""How many values are read from one text."""


def read_yaml(data: bytes, base: int = 0) -> YamlTree:
    """Return the values of the YAML text *data*; spans count from *base*.

    *data* is UTF-8 (a `Source` has seen to it). A byte order mark is passed over.
    """
    has_mark = data.startswith(BYTE_ORDER_MARK)
    skipped = len(BYTE_ORDER_MARK) if has_mark else 0
    tree = _Reader(data[skipped:].decode("utf-8"), base + skipped).read()
    return tree._replace(has_mark=has_mark)


class _StopReadingError(Exception):
    def __init__(self, message: str, at: Span) -> None:
        super().__init__(message)
        self.problem = DataProblem(message, at)


class _Open(OpenNode):
    __slots__ = ("is_flow",)

    def __init__(self, node: DataNode, *, is_flow: bool) -> None:
        super().__init__(node)
        self.is_flow = is_flow


class _Reader:
    __slots__ = ("_anchors", "_count", "_documents", "_duplicates", "_offsets", "_stack", "_text")

    def __init__(self, text: str, base: int) -> None:
        self._text = text
        self._offsets = Offsets(text, base)
        self._stack: list[_Open] = []
        self._anchors: dict[str, DataNode] = {}
        self._documents: list[DataNode] = []
        self._duplicates: list[DuplicateKey] = []
        self._count = 0

    def read(self) -> DataTree:
        import yaml

        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        error = None
        try:
            for event in yaml.parse(self._text, Loader=loader):
                self._take(event, type(event).__name__)
        except _StopReadingError as stop:
            error = stop.problem
        except yaml.MarkedYAMLError as problem:
            error = self._problem(problem)
        except yaml.reader.ReaderError:
            error = self._unreadable()
        return self._tree(error)

    def _tree(self, error: DataProblem | None) -> DataTree:
        documents = () if error else tuple(self._documents)
        root = documents[0] if documents else None
        return DataTree(root, error, tuple(self._duplicates), documents)

    def _take(self, event: Event, name: str) -> None:
        if name == "ScalarEvent":
            self._put(self._scalar(event), event.anchor)
        elif name in ("MappingStartEvent", "SequenceStartEvent"):
            self._open(event, Kind.MAPPING if name[0] == "M" else Kind.SEQUENCE)
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            self._close(event)
        elif name == "AliasEvent":
            self._alias(event)
        elif name == "DocumentStartEvent":
            self._anchors = {}

    def _span(self, event: Event) -> Span:
        start, end = event.start_mark.index, event.end_mark.index
        words = self._text[start:end]
        end -= len(words) - len(words.rstrip())
        return Span(self._offsets.byte(start), self._offsets.byte(end))

    def _scalar(self, event: Event) -> DataNode:
        quoted = bool(event.style)
        value = scalar_value(event.value, event.tag, quoted=quoted)
        return DataNode(Kind.SCALAR, self._span(event), event.value, value, is_quoted=quoted)

    def _alias(self, event: Event) -> None:
        span = self._span(event)
        target = self._anchors.get(event.anchor)
        if target is None:
            message = (
                f"`*{event.anchor}` refers to no anchor; put a value that begins with `*` in quotes"
            )
            raise _StopReadingError(message, span)
        if any(target is opened.node for opened in self._stack):
            raise _StopReadingError(
                f"`*{event.anchor}` stands in the value that it refers to", span
            )
        self._put(DataNode(Kind.ALIAS, span, event.anchor, target=target), None)

    def _open(self, event: Event, kind: Kind) -> None:
        span = self._span(event)
        if len(self._stack) >= MAX_DEPTH:
            raise _StopReadingError(f"more than {MAX_DEPTH} levels deep", span)
        node = DataNode(kind, span)
        self._put(node, event.anchor)
        self._stack.append(_Open(node, is_flow=bool(event.flow_style)))

    def _close(self, event: Event) -> None:
        opened = self._stack.pop()
        node = opened.node
        node.entries, node.items = tuple(opened.entries), tuple(opened.items)
        end = node.span.end
        if opened.is_flow:
            end = self._span(event).end
        elif node.entries:
            end = node.entries[-1].value.span.end
        elif node.items:
            end = node.items[-1].span.end
        node.span = Span(node.span.start, max(end, node.span.end))

    def _put(self, node: DataNode, anchor: str | None) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            raise _StopReadingError(f"more than {MAX_NODES} values", node.span)
        if anchor:
            self._anchors[anchor] = node
        if not self._stack:
            self._documents.append(node)
            return
        opened = self._stack[-1]
        if opened.node.kind is Kind.SEQUENCE:
            opened.items.append(node)
        elif opened.key is None:
            opened.key = node
        else:
            self._enter(opened, opened.key, node)
            opened.key = None

    def _enter(self, opened: _Open, key: DataNode, value: DataNode) -> None:
        opened.entries.append(Entry(key, value))
        if key.kind is Kind.SCALAR and key.text != "<<":
            first = opened.seen.setdefault(key.text, key.span)
            if first is not key.span:
                self._duplicates.append(DuplicateKey(key.text, key.span, first))

    def _problem(self, error: Event) -> DataProblem:
        mark = error.problem_mark or error.context_mark
        char = min(mark.index, len(self._text)) if mark else 0
        context_char = (
            min(error.context_mark.index, len(self._text)) if error.context_mark else char
        )
        found = self._text[char : char + 1]
        message, at_context = _explain(error.problem or "", error.context or "", found)
        return DataProblem(message, self._word_at(context_char if at_context else char))

    def _unreadable(self) -> DataProblem:
        found = re.search(_CONTROL, self._text)
        char = found.start() if found else 0
        code = f"U+{ord(found[0]):04X}" if found else "character"
        return DataProblem(f"control character {code} is not allowed in YAML", self._word_at(char))

    def _word_at(self, char: int) -> Span:
        found = _WORD.match(self._text, char)
        end = found.end() if found else min(char + 1, len(self._text))
        return Span(self._offsets.byte(char), self._offsets.byte(end))


_WORD = pattern(r"\S{1,40}")
_CONTROL = r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufeff\uff00-\ufffd\U00010000-\U0010ffff]"
"""What YAML does not allow. Not compiled before it is needed: that takes five milliseconds."""

_QUOTES = "put the value in quotes"

_EXPLANATIONS = (
    ("mapping values are not allowed", "", f"`: ` inside a value; {_QUOTES}", False),
    ("cannot start any token", "", f"a value cannot begin with `{{found}}`; {_QUOTES}", False),
    ("unexpected end of stream", "quoted", "a quote that is not closed", True),
    ("could not find expected ':'", "", "a line without `:` where a key is expected", True),
    ("<document", "", "text behind the end of the value; check quotes and indentation", False),
    ("", "flow sequence", "a list in `[` … `]` that is not closed, or lacks a comma", True),
    ("", "flow mapping", "a mapping in `{{` … `}}` that is not closed, or lacks a comma", True),
    ("", "block mapping", "this line does not fit: check its indentation and the quotes", False),
    ("block sequence entries", "", "`- ` where no list can begin; put it on the next line", False),
    ("", "block collection", "this line does not fit into the list: check its indentation", False),
    ("", "alias", f"a value cannot begin with `*`; {_QUOTES}", True),
    ("", "anchor", f"a value cannot begin with `&`; {_QUOTES}", True),
)
"""libyaml's problem and context, what we say, and whether the place is that of the context."""


def _explain(problem: str, context: str, found: str) -> tuple[str, bool]:
    if found == "\t":
        return "a tab where indentation is expected; use spaces", False
    for words, where, message, at_context in _EXPLANATIONS:
        if words in problem and where in context:
            return message.format(found=found), at_context
    return (problem or context or "the YAML cannot be read").lower(), False


def read(source: Source) -> Tree:
    """Return the values of the YAML file *source*."""
    return read_yaml(source.data)
