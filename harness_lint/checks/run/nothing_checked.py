"""HL904 nothing-checked. Its page and its tests are in `nothing_checked.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.run import Run
from harness_lint.source import Location, Place, Span


@check("HL904", "nothing-checked", subject=Run, since="0.1")
def nothing_checked(run: Run) -> Iterator[Violation]:
    """A folder that was to be checked holds no document."""
    for folder in run.empty_folders:
        at = Location(folder, Span(0, 0), Place(1, 1, 1, 1), "")
        yield Violation(at, "no document was found here; check the path, and what is excluded")
