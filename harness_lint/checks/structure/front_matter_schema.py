"""HL107 front-matter-schema. Its page and its tests are in `front_matter_schema.md`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Applicability, Fix, Violation
from harness_lint.markdown.data_tree import DataNode, TooLargeError
from harness_lint.source import Source, Span

if TYPE_CHECKING:
    from harness_lint.packs.schemas import Problem

FENCE = "---"


@check(
    "HL107", "front-matter-schema", subject=Document, since="0.1", needs=("family.front_matter",)
)
def front_matter_schema(document: Document) -> Iterator[Violation]:
    """Front matter lacks a key, or has a value that its family does not allow."""
    demands = document.family.front_matter
    required, schema = demands.get("required", ()), demands.get("schema")
    if not required and not schema:
        return
    root = _root(document)
    if root is None:
        if required and _has_none(document):
            yield Violation(_line(document), f"front matter is missing; add {_named(required)}")
        return
    missing = [key for key in required if root.get(key) is None]
    if missing:
        yield Violation(_line(document), f"front matter lacks {_named(missing)}")
    if schema:
        yield from _violations(document.source, root, schema, _read_keys(demands))


def _read_keys(demands: Mapping[str, Any]) -> set[str]:
    """Return the keys of the family that somebody reads where they stand."""
    groups = demands.get("known", ())
    read = [one for one in groups if "client" in one or one.get("near-miss", True)]
    own = demands.get("schema", {}).get("properties", ())
    return {*own, *demands.get("required", ()), *(key for one in read for key in one["keys"])}


def _violations(
    source: Source, root: DataNode, schema: Mapping[str, Any], known: Collection[str]
) -> Iterator[Violation]:
    from harness_lint.packs.schemas import problems_in

    try:
        value = root.to_python()
    except TooLargeError:
        return
    for problem in problems_in(value, schema):
        node = root.at(problem.path)
        key = root.at(problem.path[:-1]) if problem.path else None
        at = key.key_span(problem.path[-1]) if key and isinstance(problem.path[-1], str) else None
        if node is not None:
            words = f"front matter: {_words(node, problem)}"
            yield Violation(at or node.span, words, fix=_fix(source, root, problem, known))


def _fix(source: Source, root: DataNode, problem: Problem, known: Collection[str]) -> Fix | None:
    """Return the fix for a slip, a key without its mapping, or a list or mapping in quotes."""
    from harness_lint.documents.schema_slips import corrected

    node = root.at(problem.path)
    slip = corrected(source, root, problem)
    if slip is not None or problem.meant or node is None or not node.is_scalar:
        return slip
    if problem.kinds == ("object",) and len(problem.path) == 1:
        from harness_lint.documents.empty_keys import filled_or_removed

        fix = filled_or_removed(source, root, str(problem.path[0]), known)
        if fix is not None:
            return fix
    from harness_lint.documents.yaml_values import unquoted_list

    edit = unquoted_list(node, source.slice(node.span))
    return Fix("Remove the quotes", (edit,), Applicability.UNSAFE) if edit else None


def _words(node: DataNode, problem: Problem) -> str:
    if node.is_scalar and node.resolved.value is None and problem.path:
        return f"`{problem.path[-1]}` has no value; indent what belongs to it, or remove the key"
    return problem.message


def _root(document: Document) -> DataNode | None:
    front_matter = document.front_matter
    if front_matter is None or not front_matter.is_closed or front_matter.error is not None:
        return None
    root = front_matter.root
    return root if root is not None and root.is_mapping else None


def _has_none(document: Document) -> bool:
    return document.front_matter is None and document.markdown.misplaced_front_matter is None


def _line(document: Document) -> Span:
    front_matter = document.front_matter
    start = front_matter.opens_at if front_matter else 0
    return Span(start, start + len(FENCE)) if front_matter else document.source.line_span(1)


def _named(keys: object) -> str:
    words = [f"`{key}`" for key in keys] if isinstance(keys, list | tuple) else []
    return " and ".join(words)
