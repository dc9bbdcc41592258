"""Members put into JSON text and taken out again; everything else stays as it is, byte for byte.

What is put into an empty object or array that was there begins on its line; what stands in one of
our own making begins on lines of its own. So the text before can be told from the text after.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from harness_lint.errors import ConfigError, UndecodableError
from harness_lint.markdown.data_tree import DataNode
from harness_lint.markdown.json_tree import read_json
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

_STRING_OR_COMMENT = pattern(rb'(?s)"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/')
_INDENT = pattern(rb"(?m)^([ \t]+)\S")

DEFAULT_INDENT = "  "

HINT = "nothing was changed; repair it first"


class JsonText(NamedTuple):
    """JSON text, its values, and how it is laid out."""

    data: bytes
    plain: bytes
    """The same with blanks in place of comments."""
    root: DataNode

    @property
    def newline(self) -> str:
        """The line ends of the text."""
        return "\r\n" if b"\r\n" in self.data else "\n"

    @property
    def indent(self) -> str:
        """How far the first line that is indented is."""
        found = _INDENT.search(self.data)
        return found[1].decode() if found else DEFAULT_INDENT

    def line_lead(self, at: int) -> bytes:
        """Return what stands before the byte *at* on its line."""
        return self.data[self.data.rfind(b"\n", 0, at) + 1 : at]


def read_text(data: bytes, shown: str, *, has_comments: bool = False) -> JsonText:
    """Return the JSON object in *data*, the file that messages call *shown*.

    Raises: ConfigError with the place of what cannot be read.
    """
    try:
        Source.from_bytes(shown, data)
    except UndecodableError as error:
        raise ConfigError(f"{shown}: {error.reason} at byte {error.offset}", HINT) from error
    plain = _STRING_OR_COMMENT.sub(_blanked, data) if has_comments else data
    tree = read_json(plain)
    if tree.error is not None:
        raise unreadable(data, shown, tree.error.at, tree.error.message)
    if tree.duplicates:
        one = tree.duplicates[0]
        raise unreadable(data, shown, one.at, f"key `{one.name}` stands there twice")
    if tree.root is None or not tree.root.is_mapping:
        at = tree.root.span if tree.root is not None else Span(0, 0)
        raise unreadable(data, shown, at, "it is no object")
    return JsonText(data, plain, tree.root)


def with_value(text: JsonText, inside: DataNode, value: Any, key: str | None = None) -> bytes:  # noqa: ANN401
    """Return *text* with *value* at the end of *inside*, under *key* if that is an object."""
    children = _children(inside)
    lead = "" if key is None else f"{json.dumps(key)}: "
    if not children:
        at = inside.span.start + 1
        return text.data[:at] + _laid_out(text, at, lead, value) + text.data[at:]
    end = children[-1].end
    gap = text.data[end : inside.span.end - 1].rstrip()
    first = children[0].start
    depth = _depth(text.line_lead(first))
    is_inline = depth != text.line_lead(first) and not _ends_in_comment(gap)
    between = b" " if is_inline else text.newline.encode() + depth
    added = between + _laid_out(text, first, lead, value)
    return text.data[:end] + b"," + gap + added + text.data[end + len(gap) :]


def without(text: JsonText, inside: DataNode, number: int) -> bytes:
    """Return *text* without the 0-based *number*-th child of *inside*, as `with_value` put it."""
    children = _children(inside)
    gone = children[number]
    if number:
        before = children[number - 1].end
        comma = text.plain.index(b",", before)
        gap = (text.data[before:comma] + text.data[comma + 1 : gone.start]).rstrip()
        rest = text.data[gone.end :]
        is_swallowed = _ends_in_comment(gap) and not rest.startswith((b"\n", b"\r\n"))
        return text.data[:before] + gap + (text.newline.encode() if is_swallowed else b"") + rest
    end = children[1].start if len(children) > 1 else gone.end
    return text.data[: gone.start] + text.data[end:]


def _children(node: DataNode) -> list[Span]:
    if node.is_mapping:
        return [Span(entry.key.span.start, entry.value.span.end) for entry in node.entries]
    return [item.span for item in node.items]


def _depth(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip())]


def _ends_in_comment(gap: bytes) -> bool:
    """Whether what follows *gap*, comments behind a value, would be a part of the last of them."""
    *_, last = b"", *_STRING_OR_COMMENT.findall(gap)
    return last.startswith(b"//") and gap.endswith(last)


def _laid_out(text: JsonText, at: int, lead: str, value: Any) -> bytes:  # noqa: ANN401
    """Return *value* behind *lead*, on lines that are indented like the one of the byte *at*."""
    depth = _depth(text.line_lead(at)).decode()
    lines = json.dumps(value, indent=text.indent).split("\n")
    return (lead + f"{text.newline}{depth}".join(lines)).encode()


def _blanked(found: Any) -> bytes:  # noqa: ANN401
    words: bytes = found[0]
    if words.startswith(b'"'):
        return words
    return bytes(sign if sign in b"\r\n" else 32 for sign in words)


def unreadable(data: bytes, shown: str, at: Span, message: str) -> ConfigError:
    """Return the error that *message* holds at *at* in *data*, the file called *shown*."""
    source = Source.from_bytes(shown, data)
    place = source.place(at)
    return ConfigError(f"{shown}:{place.line}:{place.column}: {message}", HINT)
