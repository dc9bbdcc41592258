"""HL305 unknown-dependency. Its page and its tests are in `unknown_dependency.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task import Dependency
from harness_lint.documents.tasks import Tasks
from harness_lint.findings import Applicability, Edit, Fix, Violation
from harness_lint.source import Located, Span


@check("HL305", "unknown-dependency", subject=Tasks, since="0.1")
def unknown_dependency(tasks: Tasks) -> Iterator[Violation]:
    """A dependency names a task or a package that is not in the list."""
    known = tasks.known_ids if tasks.dependencies else None
    said: set[Span] = set()
    for dependency in tasks.dependencies:
        for written in _ends(dependency):
            if known is None or written.at in said or not known.lacks(written.value):
                continue
            said.add(written.at)
            nearest = known.nearest(written.value)
            repair = f"did you mean `{nearest}`?" if nearest else "add it or drop the dependency"
            words = f"`{written.value}` is not in this list; {repair}"
            yield Violation(written.at, words, fix=_fix(written, nearest))


def _fix(written: Located[str], nearest: str | None) -> Fix | None:
    """Return the fix that names *nearest*; None where the ID is in quotes or parted by markup."""
    length = written.at.end - written.at.start
    if nearest is None or length != len(written.value):
        return None
    return Fix(f"Write `{nearest}`", (Edit(written.at, nearest),), Applicability.UNSAFE)


def _ends(dependency: Dependency) -> Iterator[Located[str]]:
    """Yield the single IDs of *dependency* as written; ranges are HL312's."""
    singles = {*dependency.dependents, *dependency.needs}
    for written in (*dependency.dependent_spans, *dependency.need_spans):
        if written.value in singles:
            yield written
