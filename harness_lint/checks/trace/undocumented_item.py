"""HL415 undocumented-item. Its page and its tests are in `undocumented_item.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Severity, Violation
from harness_lint.project.index import Project
from harness_lint.project.trace.coverage import State


@check(
    "HL415",
    "undocumented-item",
    subject=Project,
    since="0.1",
    severity=Severity.INFO,
    needs=("definition",),
)
def undocumented_item(project: Project) -> Iterator[Violation]:
    """An item is named by no product document."""
    graph = project.trace
    documented = {
        (item.kind, item.scope)
        for link in graph.links
        if link.role == "documents" and link.reaches
        for item in [graph.items[str(link.target)]]
    }
    for identifier, coverage in project.coverage.items():
        if coverage.state in (State.RETIRED, State.WAIVED):
            continue
        if not any(link.role == "documents" for link in graph.incoming.get(identifier, ())):
            item = graph.items[identifier]
            if (item.kind, item.scope) not in documented:
                continue
            title = graph.kinds[item.kind].title
            yield Violation(item.at, f"no document says that it covers {title} `{item.local}`")
