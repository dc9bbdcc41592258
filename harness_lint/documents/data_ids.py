"""IDs in the values of structured files: each with its place, and the claims that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from harness_lint.documents.claims import grammar_of
from harness_lint.documents.document import Said
from harness_lint.documents.trace_ids import cited_anywhere
from harness_lint.markdown.data_tree import DataNode, Offsets
from harness_lint.packs.trace_shapes import ItemKind
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

ASSERTION = "assertion"
"""The kind of item that mission files speak of."""

LONGEST_NAME = 200
"""So many characters has an ID that no grammar describes at most."""

_BETWEEN = pattern(r"(?:[\s,;/&+]|\band\b)*")
"""What stands between the IDs of a value that is nothing but IDs."""


class IdsAt(NamedTuple):
    """IDs written at one place: one, or all of a range."""

    ids: tuple[str, ...]
    at: Span
    revision: int | None = None
    qualifier: str = ""


class Claimant(NamedTuple):
    """Who claims, and how: what all claims of one value share."""

    role: str
    kind: str
    """``feature``, ``state``, ``review``, ``handoff``."""
    name: str
    """The ID of the feature; of other files a word for what they are."""
    scope: str
    state: str | None = None
    """What a piece of evidence says: ``passed``, ``failed``, ``blocked``, ``pending``."""
    explicit: bool = True
    kinds: tuple[str, ...] = (ASSERTION,)
    further: tuple[tuple[str, Any], ...] = ()
    """Further values of the fact."""


def assertion_grammar(kinds: Mapping[str, ItemKind]) -> str:
    """Return the pattern of an assertion's ID; empty if no pack knows the kind."""
    return grammar_of((ASSERTION,), kinds)


def words_of(node: DataNode | None) -> str:
    """Return the text of *node* without white space around it; empty if it is no text."""
    value = node.resolved.value if node is not None and node.is_scalar else None
    return value.strip() if isinstance(value, str) else ""


def name_of(node: DataNode | None) -> str:
    """Return *node* as an ID: a text of one line or a whole number; empty for anything else."""
    value = node.resolved.value if node is not None and node.is_scalar else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    words = words_of(node)
    return words if len(words) <= LONGEST_NAME and "\n" not in words else ""


def inner_span(node: DataNode, source: Source) -> Span:
    """Return the span of the text of *node*: without the quotes, if they hold it as it stands."""
    start, end = node.span
    is_plain = source.data[start + 1 : end - 1] == node.text.encode("utf-8", "replace")
    return (
        Span(start + 1, end - 1) if node.is_quoted and is_plain and end > start + 2 else node.span
    )


def ids_in(node: DataNode | None, source: Source, grammar: str) -> Iterator[IdsAt]:
    """Yield the IDs in the text of *node*, ranges expanded, each with its place."""
    words = node.resolved.text if node is not None and words_of(node) else ""
    if node is None or not words or not grammar:
        return
    span = inner_span(node, source)
    is_exact = span.end - span.start == len(words.encode("utf-8", "replace"))
    offsets = Offsets(words, span.start)
    for cited in cited_anywhere(words, grammar):
        at = span
        if is_exact:
            at = Span(offsets.byte(cited.start), offsets.byte(cited.end))
        yield IdsAt(cited.ids, at, cited.revision, cited.qualifier)


def is_only_ids(node: DataNode, grammar: str) -> bool:
    """Whether the text of *node* is an ID or a list of IDs, and nothing else."""
    words, at = words_of(node), 0
    for cited in cited_anywhere(words, grammar) if grammar else ():
        if _BETWEEN.fullmatch(words, at, cited.start) is None:
            return False
        at = cited.end
    return at > 0 and _BETWEEN.fullmatch(words, at) is not None


def entries_of(node: DataNode | None) -> tuple[DataNode, ...]:
    """Return the values of a list; of any other value but null the value itself."""
    if node is None or (node.is_scalar and node.resolved.value is None):
        return ()
    return tuple(node.resolved.items) if node.is_sequence else (node,)


def said_claims(found: IdsAt, who: Claimant, source: Source) -> Iterator[Said]:
    """Yield the claims that *who* makes of the IDs that were *found*, one for each ID."""
    values = {
        "role": who.role,
        "kinds": list(who.kinds),
        "source_kind": who.kind,
        "source": who.name,
        "scope": who.scope,
        "qualifier": found.qualifier,
        "explicit": who.explicit,
        "revision": found.revision,
        "state": who.state,
        "written": source.slice(found.at),
        **dict(who.further),
    }
    for identifier in found.ids:
        yield Said("claim", identifier, found.at, values)
