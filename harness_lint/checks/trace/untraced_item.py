"""HL414 untraced-item. Its page and its tests are in `untraced_item.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Severity, Violation
from harness_lint.project.index import Project


@check(
    "HL414",
    "untraced-item",
    subject=Project,
    since="0.1",
    severity=Severity.INFO,
    needs=("definition", "test", "task", "package"),
)
def untraced_item(project: Project) -> Iterator[Violation]:
    """A feature, a work package, a property or a test claims no item above it."""
    graph = project.trace
    # A Go test with subtests, which say what they verify.
    groups = {name.rpartition("/")[0] for name in graph.items if "::" in name}
    for item in graph.items.values():
        kind = graph.kinds.get(item.kind)
        if kind is None or not kind.upward or not item.is_live or item.is_retired:
            continue
        if item.values.get("exempt") is True or item.id in groups:
            continue
        if not any(
            link.role in kind.upward or (link.reaches and link.role != "depends")
            for link in graph.outgoing.get(item.id, ())
        ):
            roles = " or ".join(kind.upward)
            yield Violation(
                item.at,
                f"{kind.title} `{item.local}` {roles} nothing; "
                "name the ID that it serves, or remove it",
            )
