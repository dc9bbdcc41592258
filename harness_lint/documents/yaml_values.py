"""Values of front matter that YAML reads otherwise than they are meant: how to write them."""

from __future__ import annotations

import re

from harness_lint.findings import Edit
from harness_lint.markdown.data_tree import DataNode
from harness_lint.markdown.front_matter import FrontMatter
from harness_lint.markdown.yaml_tree import read_yaml
from harness_lint.pattern import pattern
from harness_lint.source import Span

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
