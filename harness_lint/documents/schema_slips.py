"""Slips of the pen in data that follows a schema: what to write in place of them."""

from __future__ import annotations

from harness_lint.documents.yaml_values import text_replacement
from harness_lint.findings import Applicability, Edit, Fix
from harness_lint.markdown.data_tree import DataNode
from harness_lint.packs.schemas import Problem
from harness_lint.source import Source


def corrected(source: Source, root: DataNode, problem: Problem) -> Fix | None:
    """Return the fix that writes what was meant; None if *problem* is no slip, or in an alias."""
    if "string" in problem.kinds:
        return _as_text(source, root.at(problem.path))
    if not problem.meant:
        return None
    node = root.at(problem.path[:-1] if problem.is_key else problem.path)
    if node is None or node.target is not None:
        return None
    if not problem.is_key:
        return text_replacement(node.span, source.slice(node.span), node.text, problem.meant)
    name = str(problem.path[-1])
    at = node.key_span(name)
    return text_replacement(at, source.slice(at), name, problem.meant) if at is not None else None


def _as_text(source: Source, node: DataNode | None) -> Fix | None:
    """Return the fix that puts a number or a truth value in quotes."""
    if node is None or not isinstance(node.value, bool | int | float) or node.is_quoted:
        return None
    if source.slice(node.span) != node.text:
        return None
    edit = Edit(node.span, f'"{node.text}"')
    return Fix("Put it in quotes", (edit,), Applicability.UNSAFE)
