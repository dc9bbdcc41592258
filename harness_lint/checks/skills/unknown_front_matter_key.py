"""HL509 unknown-front-matter-key. Its page and its tests are in `unknown_front_matter_key.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Applicability, Severity, Violation, replacement
from harness_lint.source import Source, Span

NEAR = 0.88
"""How alike two keys must be, from 0 to 1, to be one misspelled."""

SHORTEST = 6
"""Shorter keys are near too many words."""


class Options(NamedTuple):
    """Further keys that are known."""

    known: tuple[str, ...] = ()
    """Further keys that your clients read."""


@check(
    "HL509",
    "unknown-front-matter-key",
    subject=Document,
    since="0.1",
    needs=("family.front_matter",),
    severity=Severity.WARNING,
    options=Options,
)
def unknown_front_matter_key(document: Document, options: Options) -> Iterator[Violation]:
    """A key of the front matter is a misspelling of one that clients read."""
    groups = document.family.front_matter.get("known", ())
    front_matter = document.front_matter
    if not groups or front_matter is None or not front_matter.is_closed:
        return
    root = front_matter.root
    if root is None or not root.is_mapping:
        return
    known = {key for group in groups for key in group["keys"]} | set(options.known)
    read = [key for group in groups if group.get("near-miss", True) for key in group["keys"]]
    for entry in root.resolved.entries:
        key = entry.key.resolved.text
        if not known or key in known:
            continue
        meant = _meant(key, read)
        if meant is not None and root.get(meant) is None:
            yield _misspelled(document.source, entry.key.span, key, meant)


def _misspelled(source: Source, at: Span, key: str, meant: str) -> Violation:
    fix = replacement(at, source.slice(at), key, meant, Applicability.SAFE)
    return Violation(at, f"`{key}` is read by no client; did you mean `{meant}`?", fix=fix)


def _meant(key: str, read: list[str]) -> str | None:
    folded = {_folded(name): name for name in read}
    if _folded(key) in folded:
        return folded[_folded(key)]
    if len(key) < SHORTEST:
        return None
    from difflib import get_close_matches

    close = get_close_matches(_folded(key), folded, n=1, cutoff=NEAR)
    return folded[close[0]] if close else None


def _folded(key: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", key)
    return words.replace("_", "-").replace(" ", "-").casefold()
