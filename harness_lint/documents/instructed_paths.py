"""Paths in code that instructions send their reader to: documents to read, scripts to run.

Only instructions count: skills, `AGENTS.md` and its like, agents, commands and rules of clients.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.document import Said
from harness_lint.documents.links import is_placeholder
from harness_lint.markdown.nodes import CodeSpan, Emphasis, Link
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.documents.document import Document
    from harness_lint.markdown.nodes import CodeBlock

_READ = pattern(
    rb"\b(?:[Rr]ead(?!-)|[Ss]ee|[Cc]onsult|[Ff]ollow|[Oo]pen|[Ll]oad|[Rr]eview|[Rr]efer to|"
    rb"described in|defined in|documented in|listed in|according to)\b[^`\n.;:!?]{0,24}"
    rb"`((?:\.{0,2}/)?[\w.@-]+(?:/[\w.@-]+)+\.(?:md|mdc|mdx|txt|ya?ml|json|toml))(?:[#:][\w:.-]*)?`"
)
"""Words that send to a file, and the file."""

_RUN = pattern(
    rb"(?:^|[`;&|]|\n)[ \t]*(?:\$ )?(?:(?:python3?|node|bash|sh|zsh|ruby|perl|tsx|npx tsx|uv run|"
    rb"uv run python3?|sudo)[ \t]+)?"
    rb"((?:\.{1,2}/)?[\w.-]+(?:/[\w.-]+)+\.(?:sh|bash|py|[cm]?js|ts|rb|pl))(?=[\s`;&|]|$)"
)
"""A script with a path, as a shell is told to run it."""

_UNLESS = pattern(
    r"(?i)\b(?:if|unless|when|where|exists?|present|optional\w*|may|might|could|or|any|either|"
    r"e\.g\.|for example|such as|like|create[sd]?|writes?|generate[sd]?|save|output|new|missing|"
    r"not|never|removed|deleted|will|user'?s|target|their|each|every)\b"
)
"""Words that leave open whether the file is there, or whose it is."""

_ELSEWHERE = (
    "/Users/",
    "/home/",
    "/private/",
    "/root/",
    "/tmp/",  # noqa: S108  nothing is opened
    "/etc/",
    "/var/",
    "/opt/",
    "/usr/",
)
"""Beginnings of paths that count from the root of a machine, not of the project."""

_SHELL = frozenset({"bash", "sh", "shell", "zsh", "console"})
_NEAR = 100


def instructed_facts(document: Document) -> Iterator[Said]:
    """Yield the documents that *document* tells to read, and the scripts that it tells to run."""
    data = document.source.data
    for match in _READ.finditer(data):
        if not is_elsewhere(match[1].decode()) and _is_plain(
            document, match.start(1), match.end(1)
        ):
            yield _said("reading", document, Span(*match.span(1)))
    for match in _RUN.finditer(data):
        start = match.start(1)
        if _is_run(document, start, match.end(1)):
            yield _said("script", document, Span(*match.span(1)))


def _said(kind: str, document: Document, at: Span) -> Said:
    return Said(kind, document.source.slice(at), at, {})


def _is_run(document: Document, start: int, end: int) -> bool:
    """Whether a shell runs the script: in a code span of its own, or in a fence that stays put."""
    if shell_block_at(document, start) is not None:
        return not is_open(document, start, end)
    return _is_plain(document, start, end)


def shell_block_at(document: Document, offset: int) -> CodeBlock | None:
    """Return the fence at *offset*, if a shell runs what is in it and stays in its folder."""
    blocks = document.code_blocks
    number = bisect_right(blocks, offset, key=lambda block: block.span.start) - 1
    if number < 0 or offset >= blocks[number].span.end:
        return None
    block = blocks[number]
    return block if block.language in _SHELL and not _LEAVES.search(block.value) else None


_LEAVES = pattern(r"\b(?:cd|pushd|git clone|docker|ssh|cat >|tee)\b|<<")
"""Commands behind which a path counts from elsewhere, or writes the script."""


def _is_plain(document: Document, start: int, end: int) -> bool:
    """Whether a code span stands there, in running text that leaves nothing open."""
    return code_span_at(document, start) is not None and not is_open(document, start, end)


def code_span_at(document: Document, offset: int) -> CodeSpan | None:
    """Return the code span at *offset*, in emphasis and links too."""
    inline = document.inline_at(offset)
    while isinstance(inline, Emphasis | Link):
        number = bisect_right(inline.children, offset, key=lambda one: one.span.start) - 1
        inline = inline.children[number] if number >= 0 else None
    return inline if isinstance(inline, CodeSpan) else None


def is_elsewhere(path: str) -> bool:
    """Whether *path* counts from the root of a machine."""
    return path.startswith(_ELSEWHERE)


def is_open(document: Document, start: int, end: int) -> bool:
    """Whether what stands from *start* to *end* is an example, or may not be there."""
    data = document.source.data
    if document.is_example(start) or is_placeholder(document.source.slice(Span(start, end))):
        return True
    before = data[max(0, start - _NEAR) : start].rpartition(b"\n")[2]
    behind = data[end : end + _NEAR].partition(b"\n")[0]
    around = (before + b" " + re.sub(rb"^[^`\n]*`", b"", behind)).decode("utf-8", "replace")
    return _UNLESS.search(around) is not None
