"""HL402 duplicate-id-definition. Its page and its tests are in `duplicate_id_definition.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project


@check("HL402", "duplicate-id-definition", subject=Project, since="0.1", needs=("definition",))
def duplicate_id_definition(project: Project) -> Iterator[Violation]:
    """An ID is defined twice in one scope, for two different things."""
    graph = project.trace
    for first, second in graph.duplicates:
        kind = graph.kinds.get(str(second.values["kind"]))
        is_name = kind is not None and not kind.id and second.values.get("shape") == "heading"
        if is_name and _is_judged_as_delta(first, second):
            continue
        yield Violation(
            second.at,
            f"`{second.key}` is already defined; give one of the two another "
            f"{'name' if is_name else 'ID'}",
            (Related(first.at, "first defined here"),),
        )


def _is_judged_as_delta(first: Fact, second: Fact) -> bool:
    """Whether HL608 tells of two names in one document: of all but those that are put away."""
    path = second.at.path
    return first.at.path == path and "archive" not in path.split("/")
