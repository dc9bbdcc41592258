"""JSON text → values with spans, and the place of the first mistake. No recursion."""

from __future__ import annotations

import json
from typing import TypeAlias

from harness_lint.markdown.data_tree import (
    DataNode,
    DataProblem,
    DataTree,
    DuplicateKey,
    Entry,
    Kind,
    OpenNode,
)
from harness_lint.pattern import pattern
from harness_lint.source import BYTE_ORDER_MARK, Source, Span

Tree: TypeAlias = DataTree

MAX_DEPTH = 100
"""How many objects and arrays may stand in each other."""

MAX_NODES = 1_000_000
"""How many values are read from one text."""

_SPACE = pattern(rb"[ \t\n\r]*")
_STRING = pattern(rb'"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*"')
_NUMBER = pattern(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.])")
_WORD = pattern(rb"[\w.+\x80-\xff-]{1,40}")
_ESCAPE = pattern(rb'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})[\x20-\x7e]?')
_LONGEST_NUMBER = 400

_WORDS = {b"true": True, b"false": False, b"null": None}
_KINDS = {b"{": Kind.MAPPING, b"[": Kind.SEQUENCE}
_CLOSERS = {Kind.MAPPING: b"}", Kind.SEQUENCE: b"]"}


def read(source: Source) -> Tree:
    """Return the values of the JSON file *source*; of `.jsonl`, one document for each line."""
    return read_json(source.data, is_lines=source.path.endswith(".jsonl"))


def read_json(data: bytes, base: int = 0, *, is_lines: bool = False) -> Tree:
    """Return the value of the JSON text *data*; spans count from *base*.

    *data* is UTF-8 (a `Source` has seen to it). A byte order mark, which JSON forbids, is noted and
    passed over. ``NaN`` and comments are mistakes.
    """
    has_mark = data.startswith(BYTE_ORDER_MARK)
    skipped = len(BYTE_ORDER_MARK) if has_mark else 0
    tree = _Reader(data, skipped, base).read(is_lines=is_lines)
    return tree._replace(has_mark=has_mark)


class _StopReadingError(Exception):
    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


class _Open(OpenNode):
    __slots__ = ("opened_at",)

    def __init__(self, node: DataNode, opened_at: int) -> None:
        super().__init__(node)
        self.opened_at = opened_at


class _Reader:
    __slots__ = ("_base", "_count", "_data", "_documents", "_duplicates", "_stack", "_start")

    def __init__(self, data: bytes, start: int, base: int) -> None:
        self._data = data
        self._start = start
        self._base = base
        self._stack: list[_Open] = []
        self._documents: list[DataNode] = []
        self._duplicates: list[DuplicateKey] = []
        self._count = 0

    def read(self, *, is_lines: bool) -> DataTree:
        error = None
        try:
            self._read_documents(is_lines=is_lines)
        except _StopReadingError as stop:
            error = DataProblem(stop.message, self._span(stop.start, stop.end))
        documents = () if error else tuple(self._documents)
        root = documents[0] if documents else None
        return DataTree(root, error, tuple(self._duplicates), documents)

    def _read_documents(self, *, is_lines: bool) -> None:
        at = self._skip(self._start)
        if at == len(self._data) and not is_lines:
            raise _StopReadingError("the text is empty; a JSON value is expected", at, at)
        while at < len(self._data):
            if self._documents and not is_lines:
                raise self._unexpected(at, "text behind the end of the value")
            at = self._skip(self._read_value(at))

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self._data, at)
        return match.end() if match else at

    def _span(self, start: int, end: int) -> Span:
        return Span(self._base + start, self._base + end)

    def _read_value(self, at: int) -> int:
        """Read one whole value at *at*, with all that is in it; return where it ends."""
        at = self._begin(at)
        while self._stack:
            opened = self._stack[-1]
            at = self._skip(at)
            found = self._data[at : at + 1]
            if found == _CLOSERS[opened.node.kind]:
                at = self._close(at)
                continue
            if opened.entries or opened.items:
                at = self._comma(at, found, opened)
            if opened.node.kind is Kind.MAPPING:
                at = self._key(at, opened)
            at = self._begin(at)
        return at

    def _begin(self, at: int) -> int:
        """Read a scalar, or open a container, at *at*."""
        self._count += 1
        if self._count > MAX_NODES:
            raise _StopReadingError(f"more than {MAX_NODES} values", at, at + 1)
        kind = _KINDS.get(self._data[at : at + 1])
        if kind is None:
            node, end = self._scalar(at)
            self._put(node)
            return end
        if len(self._stack) >= MAX_DEPTH:
            raise _StopReadingError(f"more than {MAX_DEPTH} levels deep", at, at + 1)
        node = DataNode(kind, self._span(at, at + 1))
        self._put(node)
        self._stack.append(_Open(node, at))
        return at + 1

    def _put(self, node: DataNode) -> None:
        if not self._stack:
            self._documents.append(node)
            return
        opened = self._stack[-1]
        if opened.key is None:
            opened.items.append(node)
            return
        key, opened.key = opened.key, None
        opened.entries.append(Entry(key, node))
        first = opened.seen.setdefault(key.text, key.span)
        if first is not key.span:
            self._duplicates.append(DuplicateKey(key.text, key.span, first))

    def _close(self, at: int) -> int:
        opened = self._stack.pop()
        node = opened.node
        node.entries, node.items = tuple(opened.entries), tuple(opened.items)
        node.span = Span(node.span.start, self._base + at + 1)
        return at + 1

    def _comma(self, at: int, found: bytes, opened: _Open) -> int:
        closer = _CLOSERS[opened.node.kind]
        if found != b",":
            if not found:
                raise self._unclosed(opened)
            raise self._unexpected(at, f"`,` or `{closer.decode()}` is expected")
        behind = self._skip(at + 1)
        if self._data[behind : behind + 1] == closer:
            raise _StopReadingError(f"a comma before `{closer.decode()}`; remove it", at, at + 1)
        return behind

    def _key(self, at: int, opened: _Open) -> int:
        if self._data[at : at + 1] != b'"':
            if at >= len(self._data):
                raise self._unclosed(opened)
            raise self._unexpected(at, "a key in double quotes is expected")
        opened.key, at = self._string(at)
        at = self._skip(at)
        if self._data[at : at + 1] != b":":
            raise self._unexpected(at, "`:` is expected behind the key")
        return self._skip(at + 1)

    def _scalar(self, at: int) -> tuple[DataNode, int]:
        if self._data[at : at + 1] == b'"':
            return self._string(at)
        number = _NUMBER.match(self._data, at)
        if number and number.end() - at <= _LONGEST_NUMBER:
            span = self._span(at, number.end())
            words = number[0].decode()
            return DataNode(Kind.SCALAR, span, words, json.loads(words)), number.end()
        word = _WORD.match(self._data, at)
        if word and word[0] in _WORDS:
            span = self._span(at, word.end())
            return DataNode(Kind.SCALAR, span, word[0].decode(), _WORDS[word[0]]), word.end()
        raise self._no_value(at)

    def _string(self, at: int) -> tuple[DataNode, int]:
        match = _STRING.match(self._data, at)
        if match is None:
            raise self._open_string(at)
        end = match.end()
        words = self._data[at + 1 : end - 1]
        if b"\\" in words:
            wrong = _ESCAPE.search(words.replace(b"\\\\", b"  "))
            if wrong:
                start = at + 1 + wrong.start()
                escape = wrong[0].decode()
                message = f"`{escape}` is no escape of JSON; write `\\\\` for a backslash"
                raise _StopReadingError(message, start, start + len(escape))
            value = _without_surrogates(json.loads(match[0]))
        else:
            value = words.decode()
        node = DataNode(Kind.SCALAR, self._span(at, end), value, value, is_quoted=True)
        return node, end

    def _open_string(self, at: int) -> _StopReadingError:
        line_end = self._data.find(b"\n", at)
        end = len(self._data) if line_end < 0 else line_end
        for place in range(at, end):
            if self._data[place] < 0x20 and self._data[place] != 0x0D:
                code = f"U+{self._data[place]:04X}"
                return _StopReadingError(f"control character {code} in a string", place, place + 1)
        return _StopReadingError("a string that is not closed on its line", at, max(end, at + 1))

    def _no_value(self, at: int) -> _StopReadingError:
        if at >= len(self._data) and self._stack:
            return self._unclosed(self._stack[-1])
        word = _WORD.match(self._data, at)
        if word and word[0].lstrip(b"-") in (b"NaN", b"Infinity"):
            return _StopReadingError(f"`{word[0].decode()}` is no value of JSON", at, word.end())
        return self._unexpected(at, "a value is expected")

    def _unclosed(self, opened: _Open) -> _StopReadingError:
        at = opened.opened_at
        return _StopReadingError(f"`{chr(self._data[at])}` is never closed", at, at + 1)

    def _unexpected(self, at: int, message: str) -> _StopReadingError:
        if self._data.startswith((b"//", b"/*"), at) or self._data[at : at + 1] == b"#":
            return _StopReadingError("JSON has no comments", at, at + 1)
        if at >= len(self._data):
            return _StopReadingError(f"{message}, but the text ends", at, at)
        word = _WORD.match(self._data, at)
        found = (word[0] if word else self._data[at : at + 1]).decode("utf-8", "ignore")
        return _StopReadingError(f"{message}, not `{found}`", at, at + len(found.encode()))


def _without_surrogates(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
