"""HL331 contradictory-order. Its page and its tests are in `contradictory_order.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.dependency_graph import DependencyGraph, FileNeed
from harness_lint.findings import Related, Severity, Violation


@check(
    "HL331",
    "contradictory-order",
    subject=DependencyGraph,
    since="0.1",
    severity=Severity.WARNING,
    needs=("code_blocks",),
)
def contradictory_order(graph: DependencyGraph) -> Iterator[Violation]:
    """A drawn order of tasks is not the one that the rest of the document states."""
    yield from _against_files(graph)
    yield from _critical(graph)


def _against_files(graph: DependencyGraph) -> Iterator[Violation]:
    """Yield arrows between two tasks whose files are listed to need each other the other way."""
    listed: dict[tuple[str, str], FileNeed] = {}
    for row in graph.file_needs:
        listed.setdefault((row.file.value, row.need.value), row)
    labels = graph.labels if listed else {}
    for dependency in graph.dependencies if labels else ():
        for then, first in zip(dependency.dependent_spans, dependency.need_spans, strict=False):
            file, need = labels.get(first.value, ""), labels.get(then.value, "")
            stated = listed.get((file, need))
            if stated is None or file == need or (need, file) in listed:
                continue
            yield Violation(
                then.at,
                f"`{then.value}` comes behind `{first.value}` here, but `{file}` of "
                f"`{first.value}` depends on `{need}` of `{then.value}`; turn the arrow round",
                (Related(stated.file.at, "the dependency"),),
            )


def _critical(graph: DependencyGraph) -> Iterator[Violation]:
    """Yield steps of a critical path that no arrow and no table makes."""
    waited = {need for needs in graph.needs.values() for need in needs}
    for step in graph.critical_steps:
        first, then = step.first.value, step.then.value
        needs = graph.needs.get(then)
        if not needs or not (first in waited or first in graph.needs):
            continue
        if graph.leads_to(first, then):
            continue
        near = next(iter(needs))
        yield Violation(
            step.then.at,
            f"`{then}` follows `{first}` on the critical path, but does not wait for it: it waits "
            f"for `{near}`; draw that dependency or correct the path",
            (Related(needs[near].span, f"`{then}` waits for `{near}`"),),
        )
