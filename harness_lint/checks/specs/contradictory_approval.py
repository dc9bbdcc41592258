"""HL615 contradictory-approval. Its page and its tests are in `contradictory_approval.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import basename

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project, beside


@check(
    "HL615",
    "contradictory-approval",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("spec-stage", "spec-ready", "spec-complete", "task"),
)
def contradictory_approval(project: Project) -> Iterator[Violation]:
    """The state of a spec says something else than its documents, or than itself."""
    for stage in project.facts("spec-stage"):
        yield from _of_stage(stage, project)
    for ready in project.facts("spec-ready"):
        yield from _of_ready(ready, project)
    for complete in project.facts("spec-complete"):
        yield from _of_complete(complete, project)


def _of_stage(stage: Fact, project: Project) -> Iterator[Violation]:
    is_generated = stage.values["generated"]
    if stage.values["approved"] and is_generated is False:
        yield Violation(
            stage.at,
            f"`{stage.key}` is approved, and not generated; approve what is there, "
            "or say that it is generated",
        )
    documents = _listed(stage.values["documents"])
    if is_generated and not any(_exists(stage, name, project) for name in documents):
        yield Violation(
            stage.at,
            f"`{stage.key}` is said to be generated, but `{documents[0]}` is not there; "
            "write it, or say that it is not generated",
        )


def _of_ready(ready: Fact, project: Project) -> Iterator[Violation]:
    for stage in project.facts("spec-stage"):
        if stage.at.path == ready.at.path and stage.values["approved"] is False:
            yield Violation(
                ready.at,
                f"the spec is ready for implementation, but `{stage.key}` is not approved; "
                "approve it, or wait",
                related=(Related(stage.at, "not approved"),),
            )
            return


def _of_complete(complete: Fact, project: Project) -> Iterator[Violation]:
    path = beside(complete.at.path, "tasks.md")
    tasks = [task for task in project.facts("task-progress") if task.at.path == path]
    still_open = [task for task in tasks if task.values["open"]]
    if path is None or not still_open:
        return
    first, count, whole = still_open[0], len(still_open), f"the {len(tasks)} tasks"
    what = f"task `{first.key}` is" if count == 1 else f"{count} of {whole} are"
    yield Violation(
        complete.at,
        f"the phase is `{complete.key}`, but {what} open in `{basename(path)}`; "
        "tick what is done, or correct the phase",
        related=(Related(first.at, "open" if count == 1 else "the first that is open"),),
    )


def _exists(stage: Fact, name: str, project: Project) -> bool:
    path = beside(stage.at.path, name)
    return path is None or project.tree.exists(path)


def _listed(value: object) -> Sequence[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []
