"""HL001 undecodable-source. Its page and its tests are in `undecodable_source.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.run import Run


@check("HL001", "undecodable-source", subject=Run, since="0.1")
def undecodable_source(run: Run) -> Iterator[Violation]:
    """A file is not UTF-8 text, so that nothing in it was checked."""
    for trouble in run.undecodable:
        words = "save the file as UTF-8, nothing in it was checked"
        yield Violation(trouble.at, f"not text: {trouble.reason}; {words}")
