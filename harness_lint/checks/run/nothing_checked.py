"""HL904 nothing-checked. Its page and its tests are in `nothing_checked.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.run import Run
from harness_lint.source import Location, Place, Span


@check("HL904", "nothing-checked", subject=Run, since="0.1")
def nothing_checked(run: Run) -> Iterator[Violation]:
    """A folder to check holds no document, or a project no item that its gate demands."""
    for folder in run.empty_folders:
        message = "no document was found here; check the path, and what is excluded"
        yield Violation(_whole(folder), message)
    if run.idle_gate and not run.empty_folders:
        yield Violation(
            _whole("."),
            f"the gate is `{run.idle_gate}`, but no document defines an item to trace; "
            "check what is excluded, or set the gate to `integrity`",
        )


def _whole(folder: str) -> Location:
    return Location(folder, Span(0, 0), Place(1, 1, 1, 1), "")
