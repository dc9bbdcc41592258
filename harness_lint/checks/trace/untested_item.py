"""HL413 untested-item. Its page and its tests are in `untested_item.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.index import Project
from harness_lint.project.trace.demands import demands_of, in_words
from harness_lint.project.trace.proofs import Proofs
from harness_lint.project.trace.skipped import skipped_items


@check("HL413", "untested-item", subject=Project, since="0.1", needs=("definition",))
def untested_item(project: Project) -> Iterator[Violation]:
    """An item that something must verify is verified by nothing."""
    told = _told_elsewhere(project) if project.settings.gate == "full" else set()
    for demand in demands_of(project, ("verifies", "evidences"), "HL413 untested-item"):
        if demand.item.id in told:
            continue
        kind = project.trace.kinds[demand.item.kind]
        yield Violation(
            demand.item.at,
            f"no {in_words(demand.clause)} verifies {kind.title} `{demand.item.local}`",
        )


def _told_elsewhere(project: Project) -> set[str]:
    """Return the items whose tests are skipped, or that are called passed without evidence."""
    skipped = {item.id for item, _ in skipped_items(project)}
    return skipped | {proof.target for proof in Proofs(project).unproven if proof.target}
