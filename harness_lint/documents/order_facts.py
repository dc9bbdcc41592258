"""What the project knows of a document of dependencies: the tasks it orders, and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.document import Said

if TYPE_CHECKING:
    from harness_lint.documents.dependency_graph import DependencyGraph


def order_facts(graph: DependencyGraph) -> Iterator[Said]:
    """Yield each task that *graph* orders, where it is first named, and each need once."""
    named: set[str] = set()
    said: set[tuple[str, str]] = set()
    for dependency in graph.dependencies:
        for then, first in zip(dependency.dependent_spans, dependency.need_spans, strict=False):
            for one in (then, first):
                if one.value not in named:
                    named.add(one.value)
                    yield Said("ordered-task", one.value, one.at, {})
            if (then.value, first.value) not in said:
                said.add((then.value, first.value))
                yield Said("task-order", then.value, then.at, {"first": first.value})
