"""What structured files define and claim, where their family says at which keys the IDs stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.claims import grammar_of
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.data_ids import (
    Claimant,
    IdsAt,
    entries_of,
    ids_in,
    inner_span,
    is_only_ids,
    name_of,
    said_claims,
    words_of,
)
from harness_lint.documents.document import Said
from harness_lint.documents.scopes import scope_of
from harness_lint.markdown.data_tree import DataNode
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.trace_shapes import ClaimShape, DefinitionShape, TraceShape
from harness_lint.source import Span

_EACH = "[]"
_ANY = "*"
_TITLES = ("title", "name", "summary", "requirement", "description", "text")
_TEXTS = (*_TITLES, "acceptance_criteria", "criteria")
_LONGEST_TITLE = 160


class At(NamedTuple):
    """A value at a key path, with the mapping that holds it."""

    node: DataNode
    holder: DataNode


class _Owner(NamedTuple):
    """Who claims: what a mapping defines, with all that stands in it."""

    start: int
    end: int
    kind: str
    id: str


def data_trace(document: DataFile, trace: TraceShape) -> Iterator[Said]:
    """Yield the definitions and claims of *document* at the keys that *trace* names."""
    root = document.tree.root
    if root is None:
        return
    scope = scope_of(document.path, document.family)
    owners: list[_Owner] = []
    for shape in trace.defines:
        for path in shape.keys:
            for at in values_at(root, path):
                name = _defined(at.node, shape, document)
                if name:
                    owners.append(_Owner(*at.holder.span, shape.kind, name))
                    yield _definition(at, name, shape, document, scope)
    known = _Owners(owners)
    for claim in trace.claims:
        for path in claim.keys:
            for at in values_at(root, path):
                yield from _claims(at, claim, document, scope, known.of(at.node.span))


def values_at(root: DataNode, path: str) -> list[At]:
    """Return the values at *path*, each once: ``requirements.functional[].id``, ``tasks.*[].id``.

    ``[]`` stands for each value of a list (a value that is no list is taken for a list of one),
    ``*`` for each key of a mapping.
    """
    found = [At(root, root)]
    for step in path.split("."):
        name = step.removesuffix(_EACH)
        if name:
            found = _once(below for at in found for below in _below(at, name))
        if step.endswith(_EACH):
            found = _once(At(one, at.holder) for at in found for one in entries_of(at.node))
    return found


def _below(at: At, name: str) -> Iterator[At]:
    holder = at.node.resolved
    if name == _ANY:
        yield from (At(entry.value, holder) for entry in holder.entries)
        return
    value = holder.get(name)
    if value is not None:
        yield At(value, holder)


def _once(found: Iterator[At]) -> list[At]:
    """Return each value once, however many aliases stand for it."""
    return list({id(at.node.resolved): at for at in found}.values())


def _defined(node: DataNode, shape: DefinitionShape, document: DataFile) -> str:
    """Return the ID that *node* defines; empty for what is none of its kind."""
    name = name_of(node)
    kind = document.kinds.get(shape.kind)
    pattern = shape.pattern or (kind.id if kind is not None else "")
    if pattern:
        return name if compile_pattern(pattern).fullmatch(name) else ""
    return name if len(name.split()) == 1 else ""


def _definition(at: At, name: str, shape: DefinitionShape, document: DataFile, scope: str) -> Said:
    from harness_lint.documents.trace_facts import normalised

    words = (words_of(at.holder.get(key)) for key in _TITLES)
    title = next(filter(None, words), "").split("\n", 1)[0][:_LONGEST_TITLE]
    parts = [words_of(one) for key in _TEXTS for one in entries_of(at.holder.get(key))]
    values = {
        "kind": shape.kind,
        "scope": scope,
        "title": title,
        "text": normalised("\n".join(filter(None, parts))),
        "shape": "key",
        "home": 0,
        "level": None,
        "state": words_of(at.holder.get("status")) or None,
        "live": True,
        "revision": None,
        "retired": False,
    }
    return Said("definition", name, inner_span(at.node, document.source), values)


def _claims(
    at: At, shape: ClaimShape, document: DataFile, scope: str, owner: _Owner | None
) -> Iterator[Said]:
    kind, name = (owner.kind, owner.id) if owner is not None else ("document", document.path)
    who = Claimant(shape.role, kind, name, scope, kinds=shape.kinds)
    grammar = grammar_of(shape.kinds, document.kinds)
    if not grammar:
        word = name_of(at.node)
        found = [IdsAt((word,), inner_span(at.node, document.source))] if word else []
        found = found if len(word.split()) == 1 else []
    else:
        found = list(ids_in(at.node, document.source, grammar))
        found = found if found and is_only_ids(at.node, grammar) else []
    for ids in found:
        yield from said_claims(ids, who, document.source)


class _Owners:
    """Finds the definition in whose mapping a value stands: the last that begins before it."""

    def __init__(self, owners: list[_Owner]) -> None:
        self._owners = sorted(owners)
        self._starts = [owner.start for owner in self._owners]

    def of(self, span: Span) -> _Owner | None:
        """Return the owner of what stands at *span*; None if it is the document itself."""
        number = bisect_right(self._starts, span.start) - 1
        if number < 0 or self._owners[number].end < span.end:
            return None
        return self._owners[number]
