"""Imports of instructions: ``@docs/style.md``, which agents read as if it stood there.

Sources: code.claude.com/docs/en/memory (from the folder of the file, and not in code) and
geminicli.com/docs/reference/memport. An ``@`` stands before much else: names of people, packages of
npm, decorators. So a path counts only if it ends like a text file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.document import Said
from harness_lint.documents.links import is_placeholder
from harness_lint.pattern import pattern

if TYPE_CHECKING:
    from harness_lint.documents.document import Document
    from harness_lint.markdown.nodes import Leaf

IMPORT = pattern(
    r"(?<!\S)@((?:\.{1,2}/)*\.?[\w-][\w.-]*(?:/[\w.-]+)*\.(?:md|mdc|mdx|markdown|txt)"
    r"|\.{1,2}/[\w./-]+\.(?:json|jsonc|ya?ml|toml))(?=[.,;:!?)]*(?:\s|$))"
)
"""A path behind an ``@``. Data files count with ``./`` only: `@scope/theme.json` is a package."""

_OPEN = pattern(
    r"(?i)\b(?:if|unless|e\.g\.|for example|for instance|such as|like|syntax|create[sd]?|writes?|"
    r"generate[sd]?|save[sd]?|add|new|missing|not|never|removed|deleted|optional\w*|exists?|"
    r"you can|instead of|formerly)\b|don['’]t"
)
"""Words of a line that shows an import, or leaves open whether the file is there."""


def import_facts(document: Document) -> Iterator[Said]:
    """Yield the files that *document* imports, as links."""
    data = document.source.data
    offset = data.find(b"@")
    while offset >= 0:
        leaf = document.leaf_at(offset)
        if leaf is None:
            offset = data.find(b"@", offset + 1)
            continue
        if not document.is_example(leaf.span.start):
            yield from _imports_in(leaf, document)
        offset = data.find(b"@", max(leaf.span.end, offset + 1))


def _imports_in(leaf: Leaf, document: Document) -> Iterator[Said]:
    words = leaf.prose.words
    for match in IMPORT.finditer(words):
        at = leaf.prose.span(*match.span(1))
        in_title = document.source.data[max(0, at.start - 2) : at.start] == b"[@"
        is_plain = not in_title and document.source.slice(at) == match[1]
        is_plain = is_plain and not is_placeholder(match[1])
        if is_plain and not _OPEN.search(_line_around(words, *match.span())):
            yield Said("link", match[1], at, {"fragment": "", "kind": "import"})


def _line_around(words: str, start: int, end: int) -> str:
    """Return the line from *start* to *end* stands in, without what is between them."""
    before = words[max(0, start - 200) : start].rpartition("\n")[2]
    return before + " " + words[end : end + 200].partition("\n")[0]
