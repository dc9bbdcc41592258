"""Values of front matter that YAML reads otherwise than they are meant: how to write them."""

from __future__ import annotations

import re
from typing import NamedTuple

from harness_lint.findings import Edit, Fix, replacement
from harness_lint.markdown.data_tree import DataNode, Kind
from harness_lint.markdown.front_matter import FrontMatter
from harness_lint.markdown.yaml_tree import read_yaml
from harness_lint.pattern import pattern
from harness_lint.source import Location, Source, Span

_LINE = pattern(rb"[A-Za-z_][\w-]*:[ \t]+(\S[^\r\n]*?)[ \t]*(?:\r?\n(?![ \t])|\r?\n?\Z)")
"""A key with its value on one line, and nothing more of it on the next."""

_MOST = 20
"""How many values are put in quotes at once."""


def quoted_values(front_matter: FrontMatter) -> tuple[Edit, ...]:
    """Return what puts the values that YAML cannot read in quotes.

    Empty if YAML could not read the rest, or if a part of a value may be meant for it.
    """
    base = front_matter.content.start
    data = front_matter.source.data[base : front_matter.content.end]
    edits: list[Edit] = []
    grown, mended = 0, 0
    for _ in range(_MOST):
        error = read_yaml(data).error
        if error is None:
            break
        match = _LINE.match(data, data.rfind(b"\n", 0, error.at.start) + 1)
        words = _in_quotes(match[1].decode()) if match is not None else None
        if match is None or words is None or match.start() < mended:
            return ()
        at = base + match.start(1) - grown
        edits.append(Edit(Span(at, at + len(match[1])), words))
        data = data[: match.start(1)] + words.encode() + data[match.end(1) :]
        grown += len(words.encode()) - len(match[1])
        mended = match.end(1)
    return tuple(edits) if read_yaml(data).error is None else ()


def _in_quotes(value: str) -> str | None:
    if len(value) > 1 and value[0] == value[-1] == '"' and "'" not in value:
        return f"'{value[1:-1]}'"  # a quote that ends at an inner one
    if value[0] in "\"'|>[{&!#" or re.search(r"\s#", value):
        return None
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def unquoted_list(node: DataNode, written: str) -> Edit | None:
    """Return what takes a list or a mapping out of the quotes that make it text; None if none."""
    words = written[1:-1].strip()
    if not node.is_quoted or written[:1] not in "\"'" or words != node.text.strip():
        return None
    if (words[:1], words[-1:]) not in (("[", "]"), ("{", "}")):
        return None
    tree = read_yaml(words.encode(), 0)
    return Edit(node.span, words) if tree.error is None and tree.root is not None else None


_NUMBER_OR_DATE = pattern(r"[-+.]{0,2}\d")
"""How what other readers of YAML take for a number or a date begins."""


def as_text(words: str) -> str:
    """Return *words* as a value that YAML reads as this text, in quotes only if it must be."""
    items = read_yaml(f"[{words}]".encode()).root
    is_read = items is not None and [item.value for item in items.items] == [words]
    if is_read and not _NUMBER_OR_DATE.match(words):
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def text_replacement(at: Span | Location, written: str, found: str, right: str) -> Fix | None:
    """Return the `replacement` of a text in YAML, which stays one: `on` gets quotes.

    None too if *right* would have to be escaped in the quotes that are there.
    """
    fix = replacement(at, written, found, right)
    if fix is None or written == found:
        return fix and fix._replace(edits=(Edit(at, as_text(right)),))
    return None if written[0] in right or "\\" in right else fix


_DASH = pattern(rb"[ \t]*-[ \t]+")


class Room(NamedTuple):
    """Where a list takes further entries, and how they are written there."""

    at: Span
    """Empty: the place to insert at."""
    first: str
    """Stands before the first new entry."""
    lead: str
    """Stands before each other one."""
    quote: str
    """Stands on both sides of each."""


def room_in(source: Source, node: DataNode) -> Room | None:
    """Return where the list *node* takes further entries; None if that is not plain to see."""
    if node.target is not None or any(item.kind is not Kind.SCALAR for item in node.items):
        return None
    if source.data[node.span.start : node.span.start + 1] == b"[":
        return _room_in_brackets(source, node)
    return _room_in_lines(source, node) if node.items else None


def _room_in_brackets(source: Source, node: DataNode) -> Room:
    if not node.items:
        return Room(Span(node.span.start + 1, node.span.start + 1), "", ", ", "")
    last = node.items[-1].span
    return Room(Span(last.end, last.end), ", ", ", ", _quote(source, last))


def _room_in_lines(source: Source, node: DataNode) -> Room | None:
    last = node.items[-1].span
    line = source.line_span(source.line_at(last.start))
    dash = _DASH.fullmatch(source.data, line.start, last.start)
    if dash is None or last.end > line.end:
        return None
    lead = source.newline + dash[0].decode()
    return Room(Span(line.end, line.end), lead, lead, _quote(source, last))


def _quote(source: Source, entry: Span) -> str:
    sign = source.slice(entry)[:1]
    return sign if sign in ("'", '"') else ""


_KEY = pattern(rb"([ \t]*)[\w.\"'-]+:([ \t]+)")


def on_lines_of_their_own(source: Source, node: DataNode) -> Edit | None:
    """Return what takes the values of *node* out of brackets or braces, one on each line.

    None if they stand in one of their own kind, if a comment stands among them, or if *node* is
    not all that its key has on that line.
    """
    first = source.line_span(source.line_at(node.span.start))
    key = _KEY.fullmatch(source.data, first.start, node.span.start)
    last = source.line_span(source.line_at(node.span.end))
    values = _written(source, node)
    is_all = not source.data[node.span.end : last.end].strip()
    if key is None or not values or not is_all or "#" in source.slice(node.span):
        return None
    lead = f"{source.newline}{key[1].decode()}  "
    return Edit(Span(key.start(2), node.span.end), "".join(lead + value for value in values))


def _written(source: Source, node: DataNode) -> list[str]:
    """Return the lines for the values of *node*; none if there is none, or one is no scalar."""
    pairs = [(entry.key, entry.value) for entry in node.entries]
    scalars = [*node.items, *(one for pair in pairs for one in pair)]
    words = [source.slice(one.span) for one in scalars]
    is_plain = all(one.kind is Kind.SCALAR for one in scalars) and "\n" not in "".join(words)
    if not is_plain or not all(words):
        return []
    if not pairs:
        return [f"- {word}" for word in words]
    return [f"{key}: {value}" for key, value in zip(words[::2], words[1::2], strict=True)]
