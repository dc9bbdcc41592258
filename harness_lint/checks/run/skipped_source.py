"""HL905 skipped-source. Its page and its tests are in `skipped_source.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.run import Run


@check("HL905", "skipped-source", subject=Run, since="0.1")
def skipped_source(run: Run) -> Iterator[Violation]:
    """A file, or a part of it, could not be read and was not checked."""
    for trouble in run.skipped:
        yield Violation(trouble.at, f"not checked: {trouble.reason}")
