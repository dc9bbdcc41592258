"""HL309 parallel-same-file. Its page and its tests are in `parallel_same_file.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task_list import TaskList
from harness_lint.errors import listed
from harness_lint.findings import Related, Severity, Violation


@check("HL309", "parallel-same-file", subject=TaskList, since="0.1", severity=Severity.WARNING)
def parallel_same_file(tasks: TaskList) -> Iterator[Violation]:
    """Two tasks that may run together change one file."""
    for shared in tasks.shared_files:
        use = shared.uses[1][1]
        names = listed(task.name for task, _ in shared.uses)
        yield Violation(
            use.path.at,
            f"{names} are marked parallel and change `{shared.path}`; "
            "drop the markers but one, or split the file",
            related=tuple(
                Related(other.path.at, f"`{task.name}` changes it too")
                for task, other in shared.uses
                if other is not use
            ),
        )
